// Cases A14, A16 and A17: processes that are told to end in the middle of their work, that stand still past their lease
// while others take over and then go on as if nothing had been, and that are replaced one after the other.

import type { CrashPoint } from '../../src/port/crash-point.ts'
import { approved, sends } from './crash-rows.ts'
import {
  both,
  eventsOf,
  expectThat,
  holdNext,
  lite,
  many,
  openHouse,
  type Row,
  times,
  until,
  whoCalled,
} from './row.ts'

/** Longer than any lease or claim of a row. */
const pastTheLeaseMs = 4000

export const freezeRows: readonly Row[] = [
  {
    name: 'A14',
    says: 'told to end in the middle of a sending',
    on: both,
    async play(site, people) {
      await openHouse(site)
      const held = holdNext(site, 'accepted', 'send')
      const id = await approved(people)
      const { call, letGo } = await held
      const began = performance.now()
      const ending = whoCalled(site, call).strike('SIGTERM', 'in the middle of a sending')
      if (site.kind === many) await site.start('worker')
      letGo()
      site.strikes.push(await ending)
      const ms = performance.now() - began
      expectThat(ms <= 10_000, `it took ${ms} ms to end`)
      if (site.kind === lite) await site.start('all')
      const { asked } = await people.published(id)
      expectThat(asked === 0 && sends(site) === 1, `asked ${asked} times, sent ${sends(site)} times`)
      return `it ended in order after ${Math.round(ms)} ms, with the post recorded`
    },
  },
  {
    name: 'A16',
    says: 'stands still past its lease before the claim, goes on when another has published',
    on: [many],
    async play(site, people) {
      await openHouse(site)
      const id = await people.pending()
      const held = holdNext(site, 'arrived', 'audience')
      await people.approve(id)
      const { call, letGo } = await held
      const frozen = whoCalled(site, call)
      site.strikes.push(await frozen.strike('SIGSTOP', 'before its claim'))
      letGo()
      await site.start('worker')
      await people.published(id)
      frozen.goOn()
      await until(() => frozen.log().includes('lease of an errand was lost'))
      expectThat(sends(site) === 1, `it was sent ${sends(site)} times`)
      return 'the second published, the first found nothing to do'
    },
  },
  frozenAt('publish.claimed', 'between its claim and the sending', async (site, people, id, frozen) => {
    await people.until(id, 'unconfirmed')
    frozen.goOn()
    await until(() => sends(site) > 0 || frozen.log().includes('a publish was settled elsewhere'))
    expectThat(sends(site) === 0, 'it sent though its claim had grown old')
    const { asked } = await people.published(id)
    expectThat(asked === 1 && sends(site) === 1, `asked ${asked} times, sent ${sends(site)} times`)
    return 'it dropped its old claim; a person said that it is not there'
  }),
  frozenAt('publish.sent', 'after the sending', async (site, people, id, frozen) => {
    const { asked } = await people.published(id)
    frozen.goOn()
    await until(() => frozen.log().includes('a publish was settled elsewhere'))
    expectThat(asked === 0 && sends(site) === 1, `asked ${asked} times, sent ${sends(site)} times`)
    return 'the second found it by its marker and sent nothing'
  }),
  {
    name: 'A16',
    says: 'stands still with its bytes on the way, goes on when a person has to be asked',
    on: [many],
    async play(site, people) {
      await openHouse(site)
      const id = await people.pending()
      // Nobody can read whether it is there.
      site.server.script = [{ on: 'find', fault: 'drop' }]
      const held = holdNext(site, 'accepted', 'send')
      await people.approve(id)
      const { call, letGo } = await held
      const frozen = whoCalled(site, call)
      site.strikes.push(await frozen.strike('SIGSTOP', 'waiting for the answer'))
      letGo()
      await site.start('worker')
      await until(async () => {
        const draft = await people.look(id)
        return draft.state === 'unconfirmed' && draft.askPeople
      })
      frozen.goOn()
      await people.published(id)
      expectThat(sends(site) === 1, `it was sent ${sends(site)} times`)
      return 'published once; what it knew or a person saw was believed'
    },
  },
  ...(['publish.claimed', 'publish.sent'] as const).map(
    (at): Row => ({
      name: 'A16',
      says: `stands still past its lease at ${at}, alone, and goes on`,
      on: [lite],
      async play(site, people) {
        await openHouse(site, { worker: { at, signal: 'SIGSTOP' } })
        const id = await people.pending()
        const clicked = people.approve(id)
        await until(() => site.strikes.length === 1)
        await new Promise((resolve) => setTimeout(resolve, pastTheLeaseMs))
        for (const { member } of site.standing) member.goOn()
        await clicked
        const { asked } = await people.published(id)
        const dropped = times(await eventsOf(site, id), 'released') === 1
        expectThat(dropped === (at === 'publish.claimed'), `it ${dropped ? 'dropped' : 'kept'} its claim`)
        expectThat(sends(site) === 1 && asked === 0, `sent ${sends(site)} times, asked ${asked} times`)
        return dropped ? 'it dropped its old claim and sent it under a new one' : 'published once'
      },
    }),
  ),
  {
    name: 'A17',
    says: 'all processes are replaced one after the other while drafts and decisions flow',
    on: [many],
    async play(site, people) {
      await Promise.all([site.start('web'), site.start('web'), site.start('worker'), site.start('worker')])
      let replacing = true
      const flow = async (channel: string) => {
        const ids: string[] = []
        while (replacing || ids.length < 3) {
          const id = await people.pending(channel)
          await people.approve(id)
          ids.push(id)
        }
        return ids
      }
      const flowing = Promise.all([flow('one'), flow('two'), flow('three')])
      const old = [...site.standing]
      for (const { member } of old) {
        const { role } = member.order
        await site.start(role === 'worker' ? 'worker' : 'web')
        site.strikes.push(await member.strike('SIGTERM', `replaced while drafts flow, ${role}`))
      }
      replacing = false
      const ids = (await flowing).flat()
      for (const id of ids) await people.published(id)
      expectThat(sends(site) === ids.length, `${ids.length} drafts were sent ${sends(site)} times`)
      return `${ids.length} drafts, each published once; no click was lost`
    },
  },
]

/** The first worker stands still at this point; a second takes over. */
function frozenAt(
  at: CrashPoint,
  where: string,
  then: (...with_: [...Parameters<Row['play']>, string, ReturnType<typeof whoCalled>]) => Promise<string>,
): Row {
  return {
    name: 'A16',
    says: `stands still past its lease ${where}, goes on when another has taken over`,
    on: [many],
    async play(site, people) {
      await openHouse(site, { worker: { at, signal: 'SIGSTOP' } })
      const [first] = site.workers()
      if (first === undefined) throw new Error('there is no worker')
      const id = await approved(people)
      await first.member.struck
      await site.start('worker')
      return then(site, people, id, first.member)
    },
  }
}
