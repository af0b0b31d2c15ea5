// The first admin: a code that is printed at the start, good once. On the real record, with two houses on it where the
// case is about several processes.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claim, hasAdmin, offerClaim } from '../src/gateway/claiming.ts'
import { meet } from '../src/gateway/meet.ts'
import { claimLastsMs, mostWrong } from '../src/person/claim-code.ts'
import { isRefusal } from '../src/refusal.ts'
import { account, openStage, place, type Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage[Symbol.asyncDispose]())

const ada = { account: account('ada'), name: 'Ada' }
const bo = { account: account('bo'), name: 'Bo' }
const wrong = { refused: 'claim-code-wrong' }

async function code(known?: string, alone = true): Promise<string> {
  const offer = await offerClaim(stage.house, { known, alone })
  if (offer.claim !== 'offered') throw new Error(`the claim is ${offer.claim}`)
  return offer.code
}
const ledger = async () => (await stage.house.record.entries({ limit: 1000 })).map((entry) => entry.leaf)
const events = async (stream: string) =>
  (await stage.house.record.entries({ stream, limit: 100 })).map((entry) => JSON.parse(entry.leaf).event)

describe('whoever says the code', () => {
  test('becomes admin, in every place and from the next click on', async () => {
    const done = await claim(stage.house, ada, await code())
    expect(done).toMatchObject({ name: 'Ada', roles: ['admin'], given: [{ role: 'admin', by: 'claim' }] })
    expect(await meet(stage.house, account('ada'), place('random'))).toMatchObject({ roles: ['admin'] })
    expect(await hasAdmin(stage.house)).toBe(true)
  })

  test('whom we knew before stays who they are', async () => {
    const known = await meet(stage.house, account('ada'), place('random'))
    const done = await claim(stage.house, ada, await code())
    expect(isRefusal(done) ? done : done.id).toBe(isRefusal(known) ? 'nobody' : known.person)
    expect(isRefusal(known) ? [] : await events(known.person)).toEqual(['met', 'role-given'])
  })

  test('may type it as people type', async () => {
    const said = (await code()).toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    expect(await claim(stage.house, ada, ` ${said} `)).toMatchObject({ roles: ['admin'] })
  })

  test('is one: the code is over once it was used', async () => {
    const said = await code()
    const both = await Promise.all([claim(stage.house, ada, said), claim(stage.house, bo, said)])
    expect(both.filter(isRefusal)).toEqual([wrong])
    expect(await claim(stage.house, bo, said)).toEqual(wrong)
    expect(await offerClaim(stage.house, { known: said, alone: true })).toEqual({ claim: 'over' })
  })
})

describe('whoever says another', () => {
  test('is refused with one line, and leaves an entry without it', async () => {
    await code()
    expect(await claim(stage.house, bo, 'GUES-SEDC-ODE0-0000')).toEqual(wrong)
    expect(await events('claim')).toEqual(['claim-code-made', 'claim-code-wrong'])
    expect((await ledger()).join()).not.toMatch(/GUES|guess/i)
  })

  test('ends the code after a few tries, for the right one too', async () => {
    const said = await code()
    for (let tries = 0; tries < mostWrong; tries++) expect(await claim(stage.house, bo, `no ${tries}`)).toEqual(wrong)
    expect(await claim(stage.house, ada, said)).toEqual(wrong)
    expect(await hasAdmin(stage.house)).toBe(false)
    expect(await events('watch:claim')).toEqual(['attempt-refused'])
    expect(await claim(stage.house, ada, await code(said))).toMatchObject({ roles: ['admin'] })
  })

  test('also when the code is a day old', async () => {
    const said = await code()
    stage.clock.at += claimLastsMs
    expect(await claim(stage.house, ada, said)).toEqual(wrong)
  })
})

describe('the code', () => {
  test('is nowhere in the record or the ledger but as a hash', async () => {
    const said = await code()
    const { seen } = await stage.house.record.look({ claim: { kind: 'claim', id: 'claim' } })
    const kept = JSON.stringify(seen.claim) + (await ledger()).join() + stage.logged.join()
    expect(kept).not.toContain(said)
    expect(kept).not.toContain(said.replaceAll('-', ''))
    expect(seen.claim?.is).toMatchObject({ state: 'open', hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  test('stays the same over a restart, for who has kept it', async () => {
    const said = await code()
    await stage.restart()
    expect(await offerClaim(stage.house, { known: said, alone: true })).toMatchObject({ code: said, fresh: false })
  })

  test('is made anew on one machine when it was lost, and the lost one is over', async () => {
    const lost = await code()
    const again = await code()
    expect(again).not.toBe(lost)
    expect(await claim(stage.house, ada, lost)).toEqual(wrong)
    expect(await claim(stage.house, ada, again)).toMatchObject({ roles: ['admin'] })
  })

  test('is one where several processes share the record, however they start', async () => {
    const starts = await Promise.all(
      ['one', 'two', 'three'].map(() => offerClaim(stage.house, { known: undefined, alone: false })),
    )
    expect(starts.map((offer) => offer.claim).sort()).toEqual(['elsewhere', 'elsewhere', 'offered'])
    expect(await events('claim')).toEqual(['claim-code-made'])
  })

  test('makes nobody admin by a practice account beside a real platform, where everybody can be anybody', async () => {
    const said = await code()
    stage.house = { ...stage.house, channels: new Map([...stage.house.channels, ['slack', stage.platform.channel]]) }
    expect(await claim(stage.house, ada, said)).toEqual({ refused: 'unknown-place' })
    const onSlack = { account: { platform: 'slack', workspace: 'T1', user: 'U1' }, name: 'Ada' } as const
    expect(await claim(stage.house, onSlack, said)).toMatchObject({ roles: ['admin'] })
  })

  test('is offered again when the only admin cannot be reached on what is connected now', async () => {
    await claim(stage.house, ada, await code())
    stage.house = { ...stage.house, channels: new Map([['slack', stage.platform.channel]]) }
    expect(await offerClaim(stage.house, { known: undefined, alone: true })).toMatchObject({ claim: 'offered' })
  })
})
