// Cases A1 to A11 and A13: processes that are killed between any two steps from the submission to the recall.

import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DatabaseSync } from '@photostructure/sqlite'
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
import type { Line, Site } from './site.ts'
import { settle } from './verdict.ts'

export const crashRows: readonly Row[] = [
  {
    name: 'A1',
    says: 'killed after a draft was accepted and before its maker was answered',
    on: both,
    async play(site, people) {
      await openHouse(site, { web: { at: 'submit.saved' } })
      const invocation = await people.ask()
      expectThat((await people.trySubmit(invocation, 'one-key')) === undefined, 'it was answered')
      await until(() => site.strikes.length === 1)
      const again = await people.submit(invocation, 'one-key')
      const once = await people.submit(invocation, 'one-key')
      expectThat(again === once, 'the same key became two drafts')
      await people.until(again, 'pending')
      return 'the same key got the same draft'
    },
  },
  {
    name: 'A2',
    says: 'killed after the draft was taken and before its checks were recorded',
    on: both,
    async play(site, people) {
      await openHouse(site, { worker: { at: 'screen.done' } })
      const id = await people.pending()
      await until(() => site.server.platform.shown.size > 0)
      return cardsOf(site, id)
    },
  },
  {
    name: 'A2',
    says: 'killed while the card was on its way',
    on: both,
    async play(site, people) {
      await openHouse(site)
      const held = holdNext(site, 'arrived', 'show')
      const id = await people.pending()
      const { call, letGo } = await held
      site.strikes.push(await whoCalled(site, call).strike('SIGKILL', 'a card on its way'))
      letGo('drop')
      await until(() => site.server.platform.shown.size > 0)
      return cardsOf(site, id)
    },
  },
  {
    name: 'A3',
    says: 'killed after the card was shown and before its copy was kept',
    on: both,
    async play(site, people) {
      await openHouse(site, { worker: { at: 'cards.shown' } })
      const id = await people.pending()
      await until(async () => (await site.record.copies(id)).length > 0)
      await people.approve(id)
      await people.published(id)
      return `${cardsOf(site, id)}, its button works`
    },
  },
  {
    name: 'A4',
    says: 'killed with a click in hand, before anything of it was saved',
    on: both,
    async play(site, people) {
      await openHouse(site, { web: { at: 'decide.asked' } })
      const id = await people.pending()
      expectThat((await people.tryApprove(id)) === undefined, 'the click was answered')
      expectThat((await people.look(id)).state === 'pending', 'something of the click was saved')
      await people.approve(id)
      await people.published(id)
      return decided(await eventsOf(site, id))
    },
  },
  {
    name: 'A5',
    says: 'killed after a decision was saved and before its maker was answered',
    on: both,
    async play(site, people) {
      await openHouse(site, { web: { at: 'decide.saved' } })
      const id = await people.pending()
      expectThat((await people.tryApprove(id)) === undefined, 'the click was answered')
      await people.published(id)
      return `${decided(await eventsOf(site, id))}, nobody clicked again`
    },
  },
  ...(['the changes', 'the commit', 'the answer to the commit'] as const).map(
    (held): Row => ({
      name: 'A6',
      says: `killed inside the transaction of a decision, ${held} on the way`,
      on: [many],
      async play(site, people) {
        await openHouse(site)
        const id = await people.pending()
        const [web] = site.webs()
        if (web?.lines.database === undefined) throw new Error('there is no web process')
        const { member } = web
        atSave(web.lines.database, held, () => {
          void member.strike('SIGKILL', held).then((strike) => site.strikes.push(strike))
        })
        expectThat((await people.tryApprove(id)) === undefined, 'the click was answered')
        await until(() => site.strikes.length === 1)
        // The server hears that its client is gone.
        web.lines.database.proxy.cut()
        return allOrNothing(site, people, id)
      },
    }),
  ),
  {
    name: 'A6',
    says: 'killed inside the transaction of a decision, the entry being written',
    on: [lite],
    async play(site, people) {
      await openHouse(site)
      const id = await people.pending()
      using file = new DatabaseSync(join(site.data, 'record.db'))
      // The entry of a decision now takes longer than the process has to live.
      file.exec(`pragma busy_timeout = 5000; create trigger slow after insert on entry when new.leaf like '%"event":"approved"%' begin
        select count(*) from (with recursive c(n) as (select 1 union all select n + 1 from c where n < 300000000) select n from c);
        end`)
      const clicked = people.tryApprove(id)
      await until(() => isWriting(file))
      const [worker] = site.workers()
      if (worker === undefined) throw new Error('there is no process')
      site.revives = false
      site.strikes.push(await worker.member.strike('SIGKILL', 'inside the transaction'))
      expectThat((await clicked) === undefined, 'the click was answered')
      file.exec('pragma busy_timeout = 5000; drop trigger slow')
      expectThat((await people.look(id)).state === 'pending', 'half of a decision was saved')
      await site.start('all')
      return allOrNothing(site, people, id)
    },
  },
  {
    name: 'A7',
    says: 'killed after a decision was saved, and no ring had left for the queue',
    on: both,
    async play(site, people) {
      await openHouse(site, { web: { at: 'decide.saved' } })
      const id = await people.pending()
      const [web] = site.webs()
      if (site.kind === many) {
        web?.lines.redis?.proxy.blackHole()
        site.revives = false
        // No echo of earlier rings makes anybody look; only the sweep does.
        await settle(site)
        await pause(1000)
      }
      expectThat((await people.tryApprove(id)) === undefined, 'the click was answered')
      const began = performance.now()
      await people.until(id, 'published')
      const ms = Math.round(performance.now() - began)
      if (site.kind === many) await site.start('web')
      return `published after ${ms} ms, rung for by nobody`
    },
  },
  {
    name: 'A8',
    says: 'killed in the moment in which it had rung',
    on: [many],
    async play(site, people) {
      await openHouse(site)
      const id = await people.pending()
      const [worker] = site.workers()
      const [web] = site.webs()
      if (worker?.lines.redis === undefined) throw new Error('there is no worker')
      // Only the worker's relay can ring for it.
      web?.lines.redis?.proxy.blackHole()
      const { member } = worker
      const { redis } = worker.lines
      redis.watch = (from, bytes) => {
        if (from !== 'client' || !bytes.includes('outboxId')) return
        redis.watch = undefined
        setImmediate(() => void member.strike('SIGKILL', 'the ring is out').then((strike) => site.strikes.push(strike)))
      }
      await people.approve(id)
      await people.published(id)
      return 'the ring that was left in Redis did nothing twice'
    },
  },
  {
    name: 'A9',
    says: 'killed after the intent to send and before a byte left',
    on: both,
    async play(site, people) {
      await openHouse(site, { worker: { at: 'publish.claimed' } })
      const id = await approved(people)
      const { asked } = await people.published(id)
      expectThat(asked === 1, `a person was asked ${asked} times`)
      expectThat(sends(site) === 1, `it was sent ${sends(site)} times`)
      return 'nobody sent it again until a person said that it is not there'
    },
  },
  {
    name: 'A10',
    says: 'killed after the platform had it and before the answer was read',
    on: both,
    play: async (site, people) => {
      await openHouse(site)
      return sentAndNotHeard(site, () => approved(people), people.published)
    },
  },
  {
    name: 'A11',
    says: 'killed after the answer was read and before it was recorded',
    on: both,
    async play(site, people) {
      await openHouse(site, { worker: { at: 'publish.sent' } })
      const { asked } = await people.published(await approved(people))
      expectThat(asked === 0 && sends(site) === 1, `asked ${asked} times, sent ${sends(site)} times`)
      return 'found by its marker, nobody was asked'
    },
  },
  {
    name: 'A11',
    says: 'killed after it was recorded and before its errand was settled',
    on: both,
    async play(site, people) {
      await openHouse(site, { worker: { at: 'publish.saved' } })
      const { asked } = await people.published(await approved(people))
      expectThat(asked === 0 && sends(site) === 1, `asked ${asked} times, sent ${sends(site)} times`)
      return 'the errand came again and found nothing to do'
    },
  },
  {
    name: 'A12',
    says: 'killed between the second and the third of four messages',
    on: both,
    async play(site, people) {
      await openHouse(site, { pieces: 4, worker: { at: 'publish.went-on', nth: 2 } })
      const { asked } = await people.published(await approved(people))
      return `${inOrder(site)}; asked ${asked} times`
    },
  },
  {
    name: 'A12',
    says: 'killed with the second of four messages on the platform and its answer unread',
    on: both,
    async play(site, people) {
      await openHouse(site, { pieces: 4 })
      const held = holdNext(site, 'accepted', 'piece')
      const id = await approved(people)
      const { call, letGo } = await held
      site.strikes.push(await whoCalled(site, call).strike('SIGKILL', 'accepted, not answered'))
      letGo()
      const { asked } = await people.published(id)
      return `${inOrder(site)}; asked ${asked} times`
    },
  },
  {
    name: 'A13',
    says: 'killed in a recall, done on the platform and not recorded',
    on: both,
    async play(site, people) {
      await openHouse(site, { worker: { at: 'redraw.sent' } })
      const id = await approved(people)
      await people.published(id)
      await people.recall(id)
      await until(() => site.strikes.length === 1 && site.server.calls.filter(({ on }) => on === 'redraw').length > 1)
      return 'the recall was drawn once more'
    },
  },
]

export async function approved(people: Parameters<Row['play']>[1]): Promise<string> {
  const id = await people.pending()
  await people.approve(id)
  return id
}

export function sends(site: Site): number {
  return site.server.calls.filter(({ on }) => on === 'send').length
}

/** The rest of the post was sent by who came after; the first of it was not sent again. */
function inOrder(site: Site): string {
  const [post, ...more] = site.server.platform.truth
  const parts = JSON.stringify(post?.payloads.slice(1))
  const wanted = JSON.stringify([2, 3, 4].map((part) => ({ part, of: 4 })))
  const pieces = site.server.calls.filter(({ on }) => on === 'piece').length
  expectThat(more.length === 0 && sends(site) === 1 && pieces === 3, `${sends(site)} sends, ${pieces} pieces`)
  expectThat(parts === wanted, `the parts are ${parts}`)
  return 'all four once and in order'
}

async function sentAndNotHeard(
  site: Site,
  approve: () => Promise<string>,
  published: (id: string) => Promise<{ readonly asked: number }>,
): Promise<string> {
  const held = holdNext(site, 'accepted', 'send')
  const id = await approve()
  const { call, letGo } = await held
  site.strikes.push(await whoCalled(site, call).strike('SIGKILL', 'accepted, not answered'))
  letGo()
  const { asked } = await published(id)
  expectThat(asked === 0 && sends(site) === 1, `asked ${asked} times, sent ${sends(site)} times`)
  return 'found by its marker, nobody was asked'
}

function cardsOf({ server }: Site, id: string): string {
  const cards = [...server.platform.shown.keys()].filter((key) => key.endsWith(id))
  expectThat(cards.length === 1, `there are ${cards.length} cards`)
  return 'one card'
}

function decided(events: readonly string[]): string {
  expectThat(times(events, 'approved') === 1, `it was approved ${times(events, 'approved')} times`)
  return 'one decision'
}

/** Either the state, the entry and what is owed, or none of them; then one more click makes one decision. */
async function allOrNothing(site: Site, people: Parameters<Row['play']>[1], id: string): Promise<string> {
  const isSaved = times(await eventsOf(site, id), 'approved') === 1
  const isApproved = (await people.look(id)).state !== 'pending'
  expectThat(isSaved === isApproved, `its entry says ${isSaved}, its state ${isApproved}`)
  if (!isSaved) await people.approve(id)
  await people.published(id)
  return `${isSaved ? 'all of it was saved' : 'nothing of it was saved'}; ${decided(await eventsOf(site, id))}`
}

/** Tells of the next change in the moment in which this part of it passes, and lets nothing of that part through. */
function atSave(line: Line, of: 'the changes' | 'the commit' | 'the answer to the commit', what: () => void): void {
  let ordered = false
  line.watch = (from, bytes) => {
    const begins = bytes.includes('countersign_begin')
    if (from === 'client') ordered = bytes.includes('countersign_commit') && !begins
    const now =
      of === 'the changes'
        ? from === 'client' && begins && /countersign_(insert|update)/.test(bytes.toString('latin1'))
        : ordered && from === (of === 'the commit' ? 'client' : 'server')
    if (!now) return
    line.watch = undefined
    line.proxy.freeze()
    what()
  }
}

function isWriting(file: InstanceType<typeof DatabaseSync>): boolean {
  try {
    file.exec('pragma busy_timeout = 0; begin immediate; rollback')
    return false
  } catch (error) {
    return error instanceof Error && error.message.includes('locked')
  }
}
