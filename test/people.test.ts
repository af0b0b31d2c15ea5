// The people as an admin keeps them: roles given and taken, accounts linked, on the real record. F4 with accounts that are
// found to be one human's.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { claim, offerClaim } from '../src/gateway/claiming.ts'
import { meet, personBehind, personNow } from '../src/gateway/meet.ts'
import { allPeople, giveRole, linkAccount, standingsIn, takeRole } from '../src/gateway/people.ts'
import { rulesNow, setRules } from '../src/gateway/ruling.ts'
import type { AgentId, DraftId } from '../src/id.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { hour } from '../src/time.ts'
import { approveOn, draftOn, heldBy } from './held.ts'
import { account, openStage, place, type Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(() => stage[Symbol.asyncDispose]())

const must = <T>(of: T | Refusal): T => {
  if (isRefusal(of)) throw new Error(of.refused)
  return of
}
const known = async (user: string) => must(await meet(stage.house, account(user), place('platform-help'))).person
const events = async (stream: string) =>
  (await stage.house.record.entries({ stream, limit: 100 })).map((entry) => JSON.parse(entry.leaf).event)
const people = async () => (await allPeople(stage.house, { limit: 50 })).people

describe('a role that the admin token gives', () => {
  test('holds in every place from the next click on, says where it comes from, and has one entry', async () => {
    const ada = await known('ada')
    const given = must(await giveRole(stage.house, ada, 'moderator'))
    expect(given).toMatchObject({ roles: ['moderator'], given: [{ role: 'moderator', by: 'admin-token' }] })
    expect(await meet(stage.house, account('ada'), place('random'))).toMatchObject({ roles: ['moderator'] })
    expect(await events(ada)).toEqual(['met', 'role-given'])
    const [, entry] = await stage.house.record.entries({ stream: ada, limit: 2 })
    expect(JSON.parse(entry?.leaf ?? '')).toMatchObject({ facts: { role: 'moderator', by: 'admin-token' } })
  })

  test('given twice is given once', async () => {
    const ada = await known('ada')
    await giveRole(stage.house, ada, 'security')
    await giveRole(stage.house, ada, 'security')
    expect(await events(ada)).toEqual(['met', 'role-given'])
  })

  test('is taken again; what the platform gives is not its to take', async () => {
    const mia = await known('mia')
    await giveRole(stage.house, mia, 'security')
    expect(await takeRole(stage.house, mia, 'security')).toMatchObject({ roles: [], given: [] })
    await takeRole(stage.house, mia, 'moderator')
    expect(await meet(stage.house, account('mia'), place('random'))).toMatchObject({ roles: ['moderator'] })
    expect(await events(mia)).toEqual(['met', 'role-given', 'role-taken'])
  })

  test('of admin ends the claim code', async () => {
    const offer = await offerClaim(stage.house, { known: undefined, alone: true })
    await giveRole(stage.house, await known('ada'), 'admin')
    const code = offer.claim === 'offered' ? offer.code : ''
    expect(await claim(stage.house, { account: account('bo'), name: 'Bo' }, code)).toEqual({
      refused: 'claim-code-wrong',
    })
  })

  test('is refused to somebody whom nobody knows', async () => {
    expect(await giveRole(stage.house, 'u_01K7Q2M8AA0000000099', 'admin')).toEqual({ refused: 'unknown-person' })
  })
})

describe('the last admin', () => {
  test('stays', async () => {
    const ada = await known('ada')
    await giveRole(stage.house, ada, 'admin')
    expect(await takeRole(stage.house, ada, 'admin')).toEqual({ refused: 'last-admin' })
    expect(await meet(stage.house, account('ada'), place('random'))).toMatchObject({ roles: ['admin'] })
  })

  test('stays when two are taken away in the same moment', async () => {
    const [ada, bo] = [await known('ada'), await known('bo')]
    await giveRole(stage.house, ada, 'admin')
    await giveRole(stage.house, bo, 'admin')
    const both = await Promise.all([takeRole(stage.house, ada, 'admin'), takeRole(stage.house, bo, 'admin')])
    expect(both.filter(isRefusal)).toEqual([{ refused: 'last-admin' }])
    expect((await people()).filter((one) => one.roles.includes('admin'))).toHaveLength(1)
  })
})

describe('an account that is linked', () => {
  test('which nobody held, is the same person from the next click on', async () => {
    const ada = await known('ada')
    stage.platform.members.set('ada2', { name: 'Ada L', active: true, bot: false, member: 'full', roles: [] })
    expect(await linkAccount(stage.house, ada, account('ada2'))).toMatchObject({
      accounts: [account('ada'), account('ada2')],
    })
    expect(await known('ada2')).toBe(ada)
    expect(await events(ada)).toEqual(['met', 'account-linked'])
    await linkAccount(stage.house, ada, account('ada2'))
    expect(await events(ada)).toEqual(['met', 'account-linked'])
  })

  test('whose person we knew, makes them one: roles, earlier ids, and one line in the list', async () => {
    const [ada, bo, mia] = [await known('ada'), await known('bo'), await known('mia')]
    await giveRole(stage.house, bo, 'security')
    await linkAccount(stage.house, bo, account('mia'))
    const all = must(await linkAccount(stage.house, ada, account('mia')))
    expect(all).toMatchObject({ id: ada, roles: ['security'], formerly: [bo, mia] })
    expect(all.accounts).toHaveLength(3)
    expect((await people()).map((one) => one.id)).toEqual([ada])
    for (const user of ['ada', 'bo', 'mia']) expect(await known(user)).toBe(ada)
    for (const id of [bo, mia]) expect((await personNow(stage.house, id))?.id).toBe(ada)
    expect([await events(ada), await events(bo)]).toEqual([
      ['met', 'person-joined'],
      ['met', 'role-given', 'person-joined', 'joined'],
    ])
  })

  test('each to the other in the same moment, makes one person and not a ring', async () => {
    const [ada, bo] = [await known('ada'), await known('bo')]
    await Promise.all([linkAccount(stage.house, ada, account('bo')), linkAccount(stage.house, bo, account('ada'))])
    const one = await personBehind(stage.house, account('ada'))
    expect(one?.id).toBe((await personBehind(stage.house, account('bo')))?.id)
    expect(await people()).toHaveLength(1)
  })

  test('is in no entry, and neither is a name', async () => {
    const ada = await known('ada')
    await giveRole(stage.house, ada, 'admin')
    await linkAccount(stage.house, ada, account('bo'))
    await linkAccount(stage.house, ada, account('nobody-yet'))
    const leaves = (await stage.house.record.entries({ limit: 1000 })).map((entry) => entry.leaf).join()
    expect(leaves).not.toMatch(/Ada|Bo|nobody-yet|practice\//)
  })

  test('on practice beside a real platform is refused: everybody can be anybody there', async () => {
    const ada = await known('ada')
    stage.house = { ...stage.house, channels: new Map([...stage.house.channels, ['slack', stage.platform.channel]]) }
    expect(await linkAccount(stage.house, ada, account('bo'))).toEqual({ refused: 'unknown-place' })
  })
})

describe('F4 one human with two accounts', () => {
  let clara: AgentId
  beforeEach(async () => {
    clara = await stage.registerAgent('Careful Clara', '1')
    const rule = { name: 'two', autonomy: 'two-person', expiresAfterMs: hour } as const
    must(await setRules(stage.house, 'admin-token', [rule], (await rulesNow(stage.house)).version))
  })

  const held = () => heldBy(stage, clara)
  const approve = (user: string, id: DraftId) => approveOn(stage, user, id)

  test('linked while it waits: the second click is refused, and another human is asked', async () => {
    const id = await held()
    expect(await approve('ada', id)).toMatchObject({ state: 'pending' })
    await linkAccount(stage.house, await known('ada'), account('bo'))
    expect(await approve('bo', id)).toEqual({ refused: 'already-approved' })
    expect(await approve('mia', id)).toMatchObject({ state: 'approved' })
    await stage.deliver()
    expect(stage.platform.truth).toHaveLength(1)
  })

  test.each([
    ['the one who asked', 'ada', 'bo'],
    ['the second person', 'bo', 'ada'],
  ])('linked to %s after both approved: nothing is sent', async (_, stays, goes) => {
    const id = await held()
    await approve('ada', id)
    expect(await approve('bo', id)).toMatchObject({ state: 'approved' })
    await linkAccount(stage.house, await known(stays), account(goes))
    await stage.deliver()
    expect(stage.platform.truth).toEqual([])
    expect(await draftOn(stage, id)).toMatchObject({ state: 'pending', approvals: [{ name: 'Ada' }] })
  })

  test('who asked by one of them decides first by the other, and gets the card', async () => {
    const bo = await known('bo')
    const id = await held()
    await linkAccount(stage.house, bo, account('ada'))
    expect(await approve('bo', id)).toMatchObject({ state: 'pending', approvals: [{ by: bo }] })
    await stage.deliver()
    const copies = (await stage.house.record.copies(id)).map((copy) => copy.account)
    expect(copies).toEqual(expect.arrayContaining(['account:practice/practice/ada', 'account:practice/practice/bo']))
  })
})

describe('how somebody stands in a place', () => {
  test('is told by account, with where each role comes from', async () => {
    const sec = must(await giveRole(stage.house, await known('sec'), 'moderator'))
    const member = stage.platform.members.get('sec')
    if (member !== undefined) stage.platform.members.set('sec', { ...member, groups: ['oncall'] })
    const roles = [{ group: 'oncall', gives: ['moderator'] }] as const
    must(await setRules(stage.house, 'admin-token', [], (await rulesNow(stage.house)).version, { roles }))
    expect(await standingsIn(stage.house, sec, place('random'))).toMatchObject([
      {
        place: 'practice/practice/random',
        account: 'practice/practice/sec',
        member: 'full',
        roles: [
          { role: 'security', from: 'platform' },
          { role: 'admin', from: 'platform' },
          { role: 'moderator', from: { group: 'oncall' } },
        ],
      },
    ])
  })
})
