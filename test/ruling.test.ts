// Rules on the real shell: who is asked, who may approve, who is reminded, and what a change of the rules does to a draft
// that waits.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nothingDisclosed } from '../src/draft/disclosure.ts'
import { commit } from '../src/gateway/commit.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { cardFor } from '../src/gateway/looking.ts'
import { personStep } from '../src/gateway/person-step.ts'
import { placeRule, setPlaceRule } from '../src/gateway/place-rule.ts'
import { planRules } from '../src/gateway/planning.ts'
import { rulesNow, setRules, takeInFile } from '../src/gateway/ruling.ts'
import { type AgentId, type DraftId, draftId, personId, sure } from '../src/id.ts'
import { canonical } from '../src/json.ts'
import { commit as commitTo } from '../src/ledger/entry.ts'
import { isRefusal } from '../src/refusal.ts'
import type { NamedRule } from '../src/rule/written.ts'
import { noLists } from '../src/screening/house-list.ts'
import { hour, minute } from '../src/time.ts'
import { approveOn, draftOn, heldBy, type Said, submitted } from './held.ts'
import { noon } from './people.ts'
import { historyOf } from './promises.ts'
import { account, openStage, place, type Stage } from './stage.ts'

let stage: Stage
let clara: AgentId
beforeEach(async () => {
  stage = await openStage()
  clara = await stage.registerAgent('Careful Clara', '1')
  for (const user of ['bo', 'sec']) {
    const member = stage.platform.members.get(user)
    if (member !== undefined) stage.platform.members.set(user, { ...member, groups: ['dba'] })
  }
})
afterEach(() => stage[Symbol.asyncDispose]())

const rule = (more: Partial<NamedRule> = {}): NamedRule => ({
  name: 'here',
  channel: 'platform-help',
  autonomy: 'draft',
  expiresAfterMs: hour,
  ...more,
})
const dba = { from: [{ group: 'dba' }], count: 2 } as const

async function set(...rules: readonly NamedRule[]): Promise<void> {
  const { version } = await rulesNow(stage.house)
  const done = await setRules(stage.house, 'admin-token', rules, version)
  if (isRefusal(done)) throw new Error(done.refused)
}

const held = (said?: Said) => heldBy(stage, clara, said)
const look = (id: DraftId) => draftOn(stage, id)
const approve = (user: string, id: DraftId) => approveOn(stage, user, id)

const cardsOf = (user: string) => [...stage.platform.shown.keys()].filter((key) => key.startsWith(`${user}/`))
const notesTo = (user: string) => stage.platform.notes.filter((note) => note.account === user).map((note) => note.line)

describe('a rule that names who decides', () => {
  test('puts the draft before a group, and asks two of them', async () => {
    await set(rule({ first: dba }))
    const id = await held()
    expect([cardsOf('bo').length, cardsOf('sec').length, cardsOf('mia').length]).toEqual([1, 1, 0])
    expect(await approve('ada', id)).toEqual({ refused: 'not-yours' })
    expect(await approve('mia', id)).toEqual({ refused: 'not-yours' })
    expect(await approve('bo', id)).toMatchObject({ state: 'pending', approvals: [{ seat: 'first' }] })
    expect(await approve('bo', id)).toEqual({ refused: 'already-approved' })
    expect(await approve('sec', id)).toMatchObject({ state: 'approved' })
    await stage.deliver()
    expect(stage.platform.truth).toHaveLength(1)
  })

  test('still lets the one who asked keep it private', async () => {
    await set(rule({ first: dba }))
    const id = await held()
    expect(cardsOf('ada')).toHaveLength(1)
    expect(await decideDraft(stage.house, account('ada'), id, { do: 'keep' })).toMatchObject({ state: 'kept' })
  })

  test('asks the second place after the first, and nobody of the first twice', async () => {
    await set(rule({ autonomy: 'two-person', second: dba }))
    const id = await held()
    expect(await approve('bo', id)).toEqual({ refused: 'invoker-first' })
    expect(await approve('ada', id)).toMatchObject({ state: 'pending' })
    await stage.deliver()
    expect([cardsOf('bo').length, cardsOf('sec').length, cardsOf('mia').length]).toEqual([1, 1, 0])
    expect(await approve('mia', id)).toEqual({ refused: 'not-yours' })
    expect(await approve('bo', id)).toMatchObject({
      state: 'pending',
      approvals: [{ seat: 'first' }, { seat: 'second' }],
    })
    expect(await approve('sec', id)).toMatchObject({ state: 'approved' })
  })

  test('shows it to the second place only when the first is complete', async () => {
    await set(rule({ autonomy: 'two-person', first: dba, second: { from: [{ role: 'moderator' }], count: 1 } }))
    const id = await held()
    await approve('bo', id)
    await stage.deliver()
    expect(cardsOf('mia')).toEqual([])
    expect(await approve('mia', id)).toEqual({ refused: 'invoker-first' })
    await approve('sec', id)
    await stage.deliver()
    expect(cardsOf('mia')).toHaveLength(1)
    expect(await approve('mia', id)).toMatchObject({ state: 'approved' })
  })

  test('counts people, whatever accounts they use', async () => {
    const accounts = [account('bo'), account('robert')]
    const id = sure(personId, 'u_01K7Q2M8AA0000000021')
    const twice = { id, name: 'Bo', accounts, roles: [], since: noon }
    const met = personStep(undefined, { type: 'met', person: twice, at: noon }, { kind: 'system' })
    await commit(stage.house, {}, () => ({ steps: [met], result: undefined }))
    const bo = stage.platform.members.get('bo')
    if (bo !== undefined) stage.platform.members.set('robert', { ...bo, name: 'Robert' })
    await set(rule({ first: dba }))
    const draft = await held()
    expect(await approve('bo', draft)).toMatchObject({ state: 'pending' })
    expect(await approve('robert', draft)).toEqual({ refused: 'already-approved' })
    expect(await approve('sec', draft)).toMatchObject({ state: 'approved', approvals: [{ by: id }, { name: 'Sec' }] })
  })

  test('looks again before it is sent: who has left the group does not count', async () => {
    await set(rule({ first: dba }))
    const id = await held()
    await approve('bo', id)
    await approve('sec', id)
    const bo = stage.platform.members.get('bo')
    if (bo !== undefined) stage.platform.members.set('bo', { ...bo, groups: [] })
    await stage.deliver()
    expect(stage.platform.truth).toEqual([])
    expect(await look(id)).toMatchObject({ state: 'pending', approvals: [{ name: 'Sec' }] })
  })

  test('may keep out the one who wrote the words', async () => {
    await set(
      rule({
        autonomy: 'two-person',
        second: dba,
        distinctFrom: ['invoker', 'author'],
        first: { from: ['invoker', { group: 'dba' }], count: 1 },
      }),
    )
    const id = await held()
    const before = await look(id)
    if (before.state !== 'pending') throw new Error(before.state)
    const shown = { revision: 1, fingerprint: before.screened.fingerprint }
    expect(await decideDraft(stage.house, account('bo'), id, { do: 'edit', shown, text: 'At 10:00.' })).toMatchObject({
      state: 'screening',
    })
    await stage.deliver()
    await approve('ada', id)
    expect(await approve('bo', id)).toEqual({ refused: 'not-yours' })
    expect(await approve('sec', id)).toMatchObject({ state: 'pending' })
  })
})

describe('a rule that refuses', () => {
  test('drafts that nobody asked for, says so to the agent', async () => {
    await set(rule({ unverified: 'refuse' }))
    const receipt = await submitted(stage, clara, { asker: 'nobody' })
    if (isRefusal(receipt)) throw new Error(receipt.refused)
    expect(receipt.rule).toContain('Drafts without an invocation are refused here.')
    await stage.deliver()
    expect(await look(sure(draftId, receipt.draft.id))).toMatchObject({ state: 'refused', why: 'nobody-asked' })
    expect(await look(await held())).toMatchObject({ state: 'pending' })
  })

  test('while people from outside can read the place', async () => {
    await set(rule({ outsiders: 'refuse' }))
    expect(await look(await held())).toMatchObject({ state: 'refused', why: 'outsiders-here' })
  })
})

describe('F6: rules that cannot be judged by', () => {
  test('an unreadable book asks two people, and nothing goes out alone', async () => {
    await set(rule({ autonomy: 'draft' }))
    const { seen } = await stage.house.record.look({ rules: { kind: 'rules', id: 'rules' } })
    const { record } = stage.house
    const damaged = {
      ...record,
      look: async (...asked: Parameters<typeof record.look>) => {
        const looked = await record.look(...asked)
        const rules = looked.seen.rules
        return rules === undefined
          ? looked
          : { ...looked, seen: { ...looked.seen, rules: { ...rules, is: { rules: 'gone' } } } }
      },
    }
    expect(seen.rules?.version).toBe(1)
    stage.house = { ...stage.house, record: damaged as unknown as typeof record }
    const id = await held()
    expect(await look(id)).toMatchObject({
      state: 'pending',
      screened: { verdict: { people: 2, autonomy: 'two-person' } },
    })
    expect(await approve('ada', id)).toMatchObject({ state: 'pending' })
    expect(stage.platform.truth).toEqual([])
  })

  test('a channel that nobody can see refuses, whatever the rule', async () => {
    await set(rule({ autonomy: 'auto' }))
    stage.platform.audiences.clear()
    expect(await look(await held())).toMatchObject({ state: 'refused', why: 'unknown-place' })
  })
})

describe('F7: a change while a draft waits', () => {
  test('to looser is not asked of it', async () => {
    await set(rule({ autonomy: 'two-person' }))
    const id = await held()
    await set(rule({ autonomy: 'draft', expiresAfterMs: 8 * hour }))
    expect(await approve('ada', id)).toMatchObject({ state: 'pending' })
    stage.clock.at += hour
    expect(await approve('bo', id)).toMatchObject({ refused: 'expired' })
  })

  test('to more people, other people and less time holds for it', async () => {
    await set(rule())
    const id = await held()
    await set(
      rule({
        first: { from: [{ role: 'security' }, 'invoker'], count: 1 },
        second: dba,
        autonomy: 'two-person',
        expiresAfterMs: 20 * minute,
      }),
    )
    expect(await approve('ada', id)).toMatchObject({ state: 'pending' })
    expect(await approve('mia', id)).toEqual({ refused: 'not-yours' })
    const card = await cardFor(stage.house, account('ada'), id)
    expect(JSON.stringify(card)).toContain('Ada; 3 people are needed')
    stage.clock.at += 20 * minute
    await stage.deliver()
    expect(await look(id)).toMatchObject({ state: 'expired' })
  })

  test('that closes the place closes it for what was approved and not yet sent', async () => {
    await set(rule())
    const id = await held()
    await approve('ada', id)
    await set(rule({ autonomy: 'closed' }))
    await stage.deliver()
    expect(await look(id)).toMatchObject({ state: 'blocked', why: 'the rule of the place closed it' })
    expect(stage.platform.truth).toEqual([])
  })

  test('after the approval asks those who are missing', async () => {
    await set(rule())
    const id = await held()
    await approve('ada', id)
    await set(rule({ autonomy: 'two-person', second: { from: [{ role: 'security' }], count: 1 } }))
    await stage.deliver()
    expect(await look(id)).toMatchObject({ state: 'pending', approvals: [{ name: 'Ada' }] })
    expect(await approve('bo', id)).toEqual({ refused: 'not-yours' })
    expect(await approve('sec', id)).toMatchObject({ state: 'approved' })
  })

  test('redraws the cards that say it', async () => {
    await set(rule())
    await held()
    await set(rule({ autonomy: 'two-person' }))
    await stage.deliver()
    const [key = ''] = cardsOf('ada')
    expect(JSON.stringify(stage.platform.shown.get(key))).toContain('nobody yet; 2 people are needed')
  })
})

describe('a reminder', () => {
  test('goes at half of the time and near its end to the one whose approval is missing', async () => {
    await set(rule())
    await held()
    stage.clock.at = noon + 29 * minute
    await stage.deliver()
    expect(stage.platform.notes).toEqual([])
    stage.clock.at = noon + 30 * minute
    await stage.deliver()
    const line =
      'Reminder: an AI draft by Careful Clara (AI agent) for #platform-help waits for you. It expires 20 Oct 2026 13:00 UTC; no answer counts as “no”.'
    expect(stage.platform.notes).toEqual([{ account: 'ada', line }])
    stage.clock.at = noon + 54 * minute
    await stage.deliver()
    expect(notesTo('ada')).toEqual([line, line])
    stage.clock.at = noon + 59 * minute
    await stage.deliver()
    expect(stage.platform.notes).toHaveLength(2)
  })

  test('goes to the second place, once the first has approved', async () => {
    await set(rule({ autonomy: 'two-person', second: { from: [{ group: 'dba' }], count: 1 } }))
    const id = await held()
    await approve('ada', id)
    stage.clock.at = noon + 30 * minute
    await stage.deliver()
    expect([notesTo('ada').length, notesTo('bo').length, notesTo('sec').length, notesTo('mia').length]).toEqual([
      0, 1, 1, 0,
    ])
  })

  test('is silent in quiet hours, and comes when they are over', async () => {
    await set(rule({ expiresAfterMs: 4 * hour, quiet: { zone: 'UTC', from: 13 * 60, to: 15 * 60 } }))
    await held()
    stage.clock.at = noon + 2 * hour
    await stage.deliver()
    stage.clock.at = noon + 3 * hour - minute
    await stage.deliver()
    expect(stage.platform.notes).toEqual([])
    stage.clock.at = noon + 3 * hour
    await stage.deliver()
    expect(notesTo('ada')).toHaveLength(1)
  })

  test('is not sent in the night in which the time runs out; no answer is a no', async () => {
    await set(rule({ quiet: { zone: 'UTC', from: 12 * 60, to: 20 * 60 } }))
    const id = await held()
    stage.clock.at = noon + hour
    await stage.deliver()
    expect(stage.platform.notes).toEqual([])
    expect(await look(id)).toMatchObject({ state: 'expired' })
  })
})

describe('an escalation', () => {
  test('shows the draft to those whom the rule names, who may say no and allow nothing', async () => {
    await set(rule({ escalate: { to: [{ group: 'dba' }], at: 0.25 } }))
    const id = await held()
    expect(await cardFor(stage.house, account('bo'), id)).toEqual({ refused: 'unknown-draft' })
    stage.clock.at = noon + 15 * minute
    await stage.deliver()
    expect(cardsOf('bo')).toHaveLength(1)
    expect(notesTo('bo')).toEqual([
      'Nobody has decided on an AI draft by Careful Clara (AI agent) for #platform-help. The rule of the place shows it to you. It expires 20 Oct 2026 13:00 UTC; no answer counts as “no”.',
    ])
    expect(cardsOf('mia')).toEqual([])
    expect(await approve('bo', id)).toEqual({ refused: 'not-yours' })
    stage.clock.at = noon + 30 * minute
    await stage.deliver()
    expect(notesTo('bo')).toHaveLength(1)
    expect(await decideDraft(stage.house, account('bo'), id, { do: 'reject', reason: 'no' })).toMatchObject({
      state: 'rejected',
    })
  })

  test('waits for the end of the quiet hours', async () => {
    await set(
      rule({ escalate: { to: [{ group: 'dba' }], at: 0.25 }, quiet: { zone: 'UTC', from: 12 * 60, to: 12 * 60 + 40 } }),
    )
    await held()
    stage.clock.at = noon + 39 * minute
    await stage.deliver()
    expect(cardsOf('bo')).toEqual([])
    stage.clock.at = noon + 40 * minute
    await stage.deliver()
    expect(cardsOf('bo')).toHaveLength(1)
  })
})

describe('setting the rules', () => {
  test('leaves one entry with who, and a commitment to exactly that content', async () => {
    await set(rule())
    await set(rule({ autonomy: 'closed' }), rule({ name: 'there', channel: 'random' }))
    const { leaves } = await historyOf(stage.house.record)
    const entries = leaves.filter((leaf) => leaf.stream === 'rules')
    expect(entries.map((leaf) => [leaf.version, leaf.event, leaf.facts.by, leaf.facts.rules])).toEqual([
      [1, 'rules-set', 'admin-token', 1],
      [2, 'rules-set', 'admin-token', 2],
    ])
    const { book } = await rulesNow(stage.house)
    expect(entries[1]).toMatchObject({
      facts: { added: [book.rules[1]?.id], changed: [book.rules[0]?.id], removed: [] },
      commitments: { book: commitTo(book.salt ?? '', canonical([book.rules, book.lists ?? null])) },
    })
    expect(JSON.stringify(entries)).not.toContain('platform-help')
  })

  test('under a version that is over is refused, and changes nothing', async () => {
    await set(rule())
    expect(await setRules(stage.house, 'admin-token', [], 0)).toMatchObject({ refused: 'rules-changed' })
    expect((await rulesNow(stage.house)).book.rules).toHaveLength(1)
  })

  test('to what they are is no change', async () => {
    await set(rule())
    await set(rule())
    expect(await rulesNow(stage.house)).toMatchObject({ version: 1 })
  })

  test('is for admins: anybody else is refused, and it is noted', async () => {
    const here = place('platform-help')
    const { version, form } = await placeRule(stage.house, here, '#platform-help')
    expect(form.title).toBe('Rule for #platform-help')
    const typed = {
      autonomy: 'two-person',
      first: 'invoker',
      second: '2 of group:dba',
      expires: '30m',
      unverified: 'refuse',
      outsiders: 'allow',
      instructions: '',
    }
    for (const [user, refused] of [
      ['ada', 'not-yours'],
      ['mia', 'not-yours'],
      ['gus', 'outsider'],
      ['bot', 'not-a-person'],
    ] as const)
      expect(await setPlaceRule(stage.house, account(user), here, typed, version)).toMatchObject({ refused })
    const { seen } = await stage.house.record.look({ watch: { kind: 'watch', id: 'watch:rules' } })
    expect(seen.watch?.is.refused).toBe(4)
    expect(await setPlaceRule(stage.house, account('sec'), here, { ...typed, expires: 'soon' }, version)).toMatchObject(
      { wrong: [expect.stringContaining('expires')] },
    )
    expect(await setPlaceRule(stage.house, account('sec'), here, typed, version)).toMatchObject({
      version: 1,
      changed: true,
    })
    expect(await setPlaceRule(stage.house, account('sec'), here, typed, version)).toMatchObject({
      refused: 'rules-changed',
    })
    const { book } = await rulesNow(stage.house)
    expect(book.rules).toMatchObject([
      {
        name: 'practice-practice-platform-help',
        autonomy: 'two-person',
        second: dba,
        unverified: 'refuse',
        expiresAfterMs: 30 * minute,
      },
    ])
    const { leaves } = await historyOf(stage.house.record)
    const entry = leaves.find((leaf) => leaf.stream === 'rules')
    expect(entry).toMatchObject({ actor: { kind: 'person' }, facts: { by: 'person' } })
  })

  test('by the file does not undo at the next start what people changed since', async () => {
    await takeInFile(stage.house, { rules: [rule()] })
    await set(rule({ autonomy: 'closed' }))
    expect(await takeInFile(stage.house, { rules: [rule()] })).toMatchObject({
      changed: false,
      stale: true,
      version: 2,
    })
    expect((await rulesNow(stage.house)).book.rules[0]?.autonomy).toBe('closed')
    expect(await takeInFile(stage.house, { rules: [rule({ autonomy: 'two-person' })] })).toMatchObject({
      changed: true,
      version: 3,
    })
  })
})

describe('the lists of the organisation', () => {
  const lists = {
    words: [{ name: 'merger', like: ['Project Falcon'], severity: 'forbidden' as const }],
    hosts: { allowed: [], denied: ['evil.example'] },
    sources: [{ class: 'restricted' as const, like: ['https://wiki.acme.example/finance/*'] }],
  }
  const setLists = async (rules: readonly NamedRule[], version: number, of?: typeof lists) => {
    const done = await setRules(stage.house, 'admin-token', rules, version, { lists: of })
    if (isRefusal(done)) throw new Error(done.refused)
    return done.version
  }

  test('refuse a listed word to the agent and the one who asked, with one entry that names no word', async () => {
    await setLists([rule()], 0, lists)
    const id = await held({ text: 'Project Falcon is on Monday.' })
    const draft = await look(id)
    expect(draft).toMatchObject({ state: 'refused', why: 'forbidden-content' })
    expect(draft.state === 'refused' && draft.findings.map((finding) => finding.says)).toEqual([
      'It contains something that this organisation lists as “merger”.',
    ])
    const leaves = (await stage.house.record.entries({ limit: 100 })).map((entry) => entry.leaf).join('\n')
    expect(leaves).toContain('house-list/merger')
    expect(leaves).not.toContain('Falcon')
  })

  test('hold a source that is classed higher than the place, until the rule says that it may be named there', async () => {
    await setLists([rule()], 0, lists)
    const sources = [{ title: 'Q3', url: 'https://wiki.acme.example/finance/q3' }]
    const named = { text: 'See the third quarter.', disclosure: { ...nothingDisclosed, sources } }
    const id = await held(named)
    expect(await look(id)).toMatchObject({ state: 'pending', screened: { risk: 'high', verdict: { people: 2 } } })
    await setLists([rule({ dataClass: 'restricted' })], 1)
    expect(await look(await held(named))).toMatchObject({ state: 'pending', screened: { risk: 'low' } })
  })

  test('stay when only a rule is changed, and are gone when a file without them is taken in', async () => {
    const version = await setLists([rule()], 0, lists)
    await setLists([rule({ autonomy: 'two-person' })], version)
    expect((await rulesNow(stage.house)).book.lists).toEqual(lists)
    await takeInFile(stage.house, { rules: [rule()] })
    expect((await rulesNow(stage.house)).book.lists).toEqual(noLists)
  })
})

describe('a plan', () => {
  test('replays the drafts on record and changes nothing', async () => {
    await approve('ada', await held())
    await held({ text: 'Loosen the ACL so that everyone can read it.' })
    const before = (await historyOf(stage.house.record)).entries.length
    const plan = await planRules(stage.house, { rules: [rule({ autonomy: 'closed' })] })
    expect(plan).toMatchObject({
      version: 0,
      added: ['here'],
      backtest: { drafts: 2, after: { refused: { drafts: 2 } } },
    })
    expect(plan.backtest.changes.map(({ from, to, agent }) => [from, to, agent])).toEqual([
      ['one person', 'refused', 'Careful Clara'],
      ['two people or more', 'refused', 'Careful Clara'],
    ])
    expect((await historyOf(stage.house.record)).entries).toHaveLength(before)
  })
})
