// Roles by groups of the platform, as rules give them: who has them, where, and that a click and the second look before
// sending see the same. What is not known gives nobody a role.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { meet, standingOf } from '../src/gateway/meet.ts'
import { rulesNow, setRules, takeInFile } from '../src/gateway/ruling.ts'
import type { AgentId, DraftId } from '../src/id.ts'
import type { Membership } from '../src/person/person.ts'
import { isRefusal } from '../src/refusal.ts'
import { type RoleRule, rolesByGroup } from '../src/rule/role-rule.ts'
import { isSound, rolesOf } from '../src/rule/sound.ts'
import type { NamedRule } from '../src/rule/written.ts'
import { hour } from '../src/time.ts'
import { approveOn, draftOn, heldBy } from './held.ts'
import { account, openStage, place, type Stage } from './stage.ts'

const oncall: Membership = {
  name: 'Bo',
  active: true,
  bot: false,
  member: 'full',
  roles: [],
  groups: ['oncall'],
  groupIds: ['practice/practice/G7'],
}
const gives = (group: string, more: Partial<RoleRule> = {}): RoleRule => ({ group, gives: ['moderator'], ...more })
const rolesIn = (member: Membership, channel: string, ...rules: readonly RoleRule[]) =>
  rolesByGroup(rules, member, place(channel)).map(({ role }) => role)

describe('a group that a rule gives a role', () => {
  test('has it, by its id and by its name', () => {
    expect(rolesIn(oncall, 'random', gives('practice/practice/G7'))).toEqual(['moderator'])
    expect(rolesIn(oncall, 'random', gives('oncall'))).toEqual(['moderator'])
  })

  test('has it only in the places of the rule', () => {
    const rule = gives('oncall', { platform: 'practice', workspace: 'p*', channel: 'platform-*' })
    expect(rolesIn(oncall, 'platform-help', rule)).toEqual(['moderator'])
    expect(rolesIn(oncall, 'random', rule)).toEqual([])
    expect(rolesIn(oncall, 'platform-help', { ...rule, platform: 'slack' })).toEqual([])
  })

  test('that nobody knows has none, nor one that is only called like the id of another', () => {
    expect(rolesIn(oncall, 'random', gives('practice/practice/G8'), gives('on-call'))).toEqual([])
    expect(
      rolesIn({ ...oncall, groupIds: [], groups: ['practice/practice/G7'] }, 'random', gives('practice/practice/G7')),
    ).toEqual([])
    expect(rolesIn({ ...oncall, groups: undefined, groupIds: undefined }, 'random', gives('oncall'))).toEqual([])
  })

  test('gives it to no guest, to nobody who has left, and to no bot', () => {
    const others: Membership[] = [
      { ...oncall, member: 'guest' },
      { ...oncall, member: 'outsider' },
      { ...oncall, member: 'none' },
      { ...oncall, active: false },
      { ...oncall, bot: true },
    ]
    for (const one of others) expect(rolesIn(one, 'random', gives('oncall'))).toEqual([])
  })
})

describe('a book whose roles are damaged', () => {
  test('gives nobody a role by a group, and is not sound', () => {
    const whole = { rules: [], roles: [gives('oncall')] }
    expect(isSound(whole)).toBe(true)
    expect(rolesOf(whole)).toHaveLength(1)
    for (const roles of [[{ group: 'oncall', gives: ['owner'] }], [{ gives: ['admin'] }], 'all'] as unknown[]) {
      const damaged = JSON.parse(JSON.stringify({ rules: [], roles }))
      expect(isSound(damaged)).toBe(false)
      expect(rolesOf(damaged)).toEqual([])
    }
  })
})

describe('roles by group, on the real shell', () => {
  let stage: Stage
  let clara: AgentId
  beforeEach(async () => {
    stage = await openStage()
    clara = await stage.registerAgent('Careful Clara', '1')
    stage.platform.members.set('bo', oncall)
  })
  afterEach(() => stage[Symbol.asyncDispose]())

  const rule: NamedRule = {
    name: 'here',
    autonomy: 'draft',
    expiresAfterMs: hour,
    first: { from: [{ role: 'moderator' }], count: 1 },
  }
  async function set(...roles: readonly RoleRule[]): Promise<void> {
    const done = await setRules(stage.house, 'admin-token', [rule], (await rulesNow(stage.house)).version, { roles })
    if (isRefusal(done)) throw new Error(done.refused)
  }
  const held = () => heldBy(stage, clara)
  const approve = (user: string, id: DraftId) => approveOn(stage, user, id)

  test('F1 who has a role by no group decides nothing that asks for it, and who has it does', async () => {
    await set()
    const id = await held()
    expect(await approve('bo', id)).toEqual({ refused: 'not-yours' })
    await set(gives('oncall'))
    expect(await approve('bo', id)).toMatchObject({ state: 'approved' })
    await stage.deliver()
    expect(stage.platform.truth).toHaveLength(1)
  })

  test('F1 looks again before it is sent: a role that the rules have taken since does not count', async () => {
    await set(gives('oncall'))
    const id = await held()
    expect(await approve('bo', id)).toMatchObject({ state: 'approved' })
    await set()
    await stage.deliver()
    expect(stage.platform.truth).toEqual([])
    expect(await draftOn(stage, id)).toMatchObject({ state: 'pending', approvals: [] })
  })

  test('F1 and neither does one of somebody who has left the group since', async () => {
    await set(gives('oncall'))
    const id = await held()
    await approve('bo', id)
    stage.platform.members.set('bo', { ...oncall, groups: [], groupIds: [] })
    await stage.deliver()
    expect(stage.platform.truth).toEqual([])
  })

  test('puts the card before those who have the role now', async () => {
    await set()
    const id = await held()
    const copies = async () => (await stage.house.record.copies(id)).map((copy) => copy.account)
    expect(await copies()).not.toContain('account:practice/practice/bo')
    await set(gives('oncall'))
    await stage.deliver()
    expect(await copies()).toContain('account:practice/practice/bo')
  })

  test('stay when the rule of one place is set, and go with the book that names none', async () => {
    await set(gives('oncall'))
    await setRules(stage.house, 'admin-token', [], (await rulesNow(stage.house)).version)
    expect(await meet(stage.house, account('bo'), place('random'))).toMatchObject({ roles: ['moderator'] })
    await takeInFile(stage.house, { rules: [rule] })
    expect(await meet(stage.house, account('bo'), place('random'))).toMatchObject({ roles: [] })
  })

  test('leave an entry of their number, with no name of a group', async () => {
    await set(gives('oncall'))
    const [last] = (await stage.house.record.entries({ stream: 'rules', limit: 10 })).slice(-1)
    expect(JSON.parse(last?.leaf ?? '{}').facts).toMatchObject({ rules: 1, roles: 1 })
    expect(last?.leaf).not.toContain('oncall')
  })

  test('are the same in both looks', async () => {
    await set(gives('oncall', { channel: 'random' }))
    const who = await meet(stage.house, account('bo'), place('random'))
    if (isRefusal(who)) throw new Error(who.refused)
    const { seen } = await stage.house.record.look({ person: { kind: 'person', id: who.person } })
    if (seen.person === undefined) throw new Error('nobody was met')
    expect(await standingOf(stage.house, seen.person.is, place('random'))).toMatchObject({ roles: ['moderator'] })
    expect(await standingOf(stage.house, seen.person.is, place('platform-help'))).toMatchObject({ roles: [] })
  })
})
