// Which rule speaks, what it asks for, and that nobody gets more than the strictest of them allows.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agentId, grantId, personId, ruleId, sure } from '../src/id.ts'
import { type Audience, dataClasses } from '../src/place.ts'
import { backtest, type Past } from '../src/rule/backtest.ts'
import { choose, classOf } from '../src/rule/choose.ts'
import { fitsGlob } from '../src/rule/glob.ts'
import type { GrantBook } from '../src/rule/grant.ts'
import { type Case, judge, seatsOf, type Verdict } from '../src/rule/judge.ts'
import { isQuiet, quietUntil } from '../src/rule/quiet.ts'
import { audienceSorts, autonomies, type Rule, type RuleBook } from '../src/rule/rule.ts'
import { isSound } from '../src/rule/sound.ts'
import { written } from '../src/rule/spelled.ts'
import { spokenRule } from '../src/rule/spoken.ts'
import { tighter } from '../src/rule/tighter.ts'
import { writtenRule } from '../src/rule/written.ts'
import { hour, minute } from '../src/time.ts'
import { audience, clara, help, noon } from './people.ts'

const inside: Audience = { name: '#platform-help', people: 30, outsiders: 0, open: false, category: 'Engineering' }
const asked: Case = {
  agent: clara,
  agentName: 'Careful Clara',
  destination: help,
  audience: inside,
  invoked: true,
  risk: 'low',
  at: noon,
}
const one = sure(ruleId, 'r_01K7Q2M8AA0000000001')
const rule = (name: string, more: Partial<Rule>): Rule => ({
  id: one,
  name,
  autonomy: 'draft',
  expiresAfterMs: hour,
  ...more,
})
const book = (...rules: Rule[]): RuleBook => ({ rules })
const none: GrantBook = { grants: [] }
const mia = { person: sure(personId, 'u_01K7Q2M8AA0000000011'), name: 'Mia' }
const granted: GrantBook = {
  grants: [
    {
      id: sure(grantId, 'g_01K7Q2M8AA0000000001'),
      agent: { id: clara, name: 'Careful Clara' },
      place: help,
      lastsMs: 15 * minute,
      asked: { why: '', at: noon },
      used: [],
      state: 'live',
      given: [mia],
      from: noon,
      until: noon + 15 * minute,
    },
  ],
}
const decided = (of: RuleBook, more: Partial<Case> = {}, grants = none) => judge(of, 7, grants, { ...asked, ...more })

describe('the rule that speaks', () => {
  test('is the one that names the place most closely, wherever it stands in the book', () => {
    const wide = rule('wide', { platform: 'practice', autonomy: 'auto' })
    const glob = rule('glob', { channel: 'platform-*', autonomy: 'two-person' })
    const exact = rule('exact', { channel: 'platform-help' })
    expect(decided(book(wide, glob, exact))).toMatchObject({ name: 'exact', autonomy: 'draft', version: 7 })
    expect(decided(book(exact, glob, wide))).toMatchObject({ name: 'exact' })
    expect(decided(book(wide, glob))).toMatchObject({ name: 'glob', people: 2 })
  })

  test('is the strictest of those that name it as closely', () => {
    const loose = rule('a-loose', { channel: 'platform-help' })
    const strict = rule('z-strict', { channel: 'platform-help', autonomy: 'two-person' })
    expect(decided(book(loose, strict))).toMatchObject({ name: 'z-strict' })
  })

  test('is a closed one, however many name the place more closely', () => {
    const closed = rule('closed', { platform: 'practice', autonomy: 'closed' })
    const exact = rule('exact', { channel: 'platform-help', agent: clara, autonomy: 'auto' })
    expect(decided(book(exact, closed), {}, granted)).toMatchObject({ name: 'closed', autonomy: 'closed' })
  })

  test('may be found by the agent’s name, the category, or who reads the place', () => {
    expect(decided(book(rule('x', { agent: 'Careful*', autonomy: 'shadow' })))).toMatchObject({ autonomy: 'shadow' })
    expect(decided(book(rule('x', { category: 'Engin*', autonomy: 'shadow' })))).toMatchObject({ autonomy: 'shadow' })
    expect(decided(book(rule('x', { category: 'Sales', autonomy: 'shadow' })))).toMatchObject({ autonomy: 'draft' })
    expect(decided(book(rule('x', { channel: '#platform-*', autonomy: 'shadow' })))).toMatchObject({
      autonomy: 'shadow',
    })
    const outsiders = book(rule('x', { audience: 'outsiders', autonomy: 'closed' }))
    expect(decided(outsiders)).toMatchObject({ autonomy: 'draft' })
    expect(decided(outsiders, { audience })).toMatchObject({ autonomy: 'closed' })
  })

  test('says the class of the place, as the closest one that names it has it', () => {
    const rules = [rule('all', { dataClass: 'internal' }), rule('here', { channel: 'platform-help' })]
    expect(classOf(choose(rules, asked).applying)).toBe('internal')
    expect(decided(book(...rules, rule('there', { channel: 'platform-h*', dataClass: 'restricted' })))).toMatchObject({
      name: 'here',
      dataClass: 'restricted',
    })
  })
})

describe('a refusal in a rule', () => {
  test('holds though another rule speaks for the place', () => {
    const wide = rule('wide', { unverified: 'refuse', outsiders: 'refuse' })
    const exact = rule('exact', { channel: 'platform-help', unverified: 'reviewers', outsiders: 'allow' })
    expect(decided(book(wide, exact))).toMatchObject({ autonomy: 'draft', people: 1 })
    expect(decided(book(wide, exact), { invoked: false })).toMatchObject({ autonomy: 'closed', denies: 'nobody-asked' })
    expect(decided(book(wide, exact), { audience })).toMatchObject({ autonomy: 'closed', denies: 'outsiders-here' })
  })

  test('of a single person while outsiders read the place asks for two', () => {
    const two = book(rule('two', { outsiders: 'two-person', autonomy: 'auto' }))
    expect(decided(two, { audience }, granted)).toMatchObject({ people: 2, autonomy: 'two-person' })
    expect(decided(two, {}, granted)).toMatchObject({ people: 0 })
  })
})

describe('F6: a rule that cannot be judged by', () => {
  const auto = book(rule('auto', { autonomy: 'auto' }))
  test.each([
    ['no rule', book(), {}],
    ['a place that nobody can see', auto, { audience: undefined }],
    [
      'an agent whose name nobody told, and a rule for a name',
      book(rule('n', { agent: 'C*', autonomy: 'two-person' }), ...auto.rules),
      { agentName: undefined },
    ],
  ])('%s: a human decides', (_, of, more) => {
    expect(decided(of, more, granted).people).toBeGreaterThan(0)
  })

  test('an evaluation that throws: two people decide', () => {
    const broken = book(rule('b', { autonomy: 'auto' }))
    Object.defineProperty(broken.rules[0], 'channel', {
      get: () => {
        throw new Error('the disk is bad')
      },
    })
    expect(decided(broken, {}, granted)).toMatchObject({
      autonomy: 'two-person',
      people: 2,
      reason: 'the rules cannot be read, so two people decide',
    })
  })

  test('a seat for nobody makes the book unreadable, and not a post without a human', () => {
    const empty = book(rule('b', { first: { from: ['invoker'], count: 0 } }))
    expect(decided(empty)).toMatchObject({ autonomy: 'two-person', people: 2 })
  })
})

describe('who decides', () => {
  test('is counted place by place', () => {
    const dba = { from: [{ group: 'dba' }], count: 2 } as const
    const verdict = decided(book(rule('x', { autonomy: 'two-person', second: dba })))
    expect(verdict).toMatchObject({ people: 3, reason: '3 people decide here' })
    expect(seatsOf(verdict)).toEqual({ first: 1, second: 2 })
    expect(decided(book(rule('x', { first: dba })))).toMatchObject({
      people: 2,
      reason: '2 people (each somebody of dba) decide here',
    })
  })
})

describe('F7: a change while a draft waits', () => {
  const shown = decided(book(rule('x', { autonomy: 'draft', expiresAfterMs: 2 * hour })))
  test('that loosens is not asked', () => {
    const looser = decided(book(rule('y', { autonomy: 'auto', expiresAfterMs: 8 * hour })), {}, granted)
    expect(tighter(shown, looser)).toMatchObject({ name: 'x', autonomy: 'draft', people: 1, expiresAfterMs: 2 * hour })
  })
  test('that asks for more people, other people, less time holds, and is named', () => {
    const now = decided(
      book(
        rule('y', {
          autonomy: 'two-person',
          first: { from: [{ role: 'security' }], count: 1 },
          distinctFrom: ['author'],
          expiresAfterMs: 10 * minute,
        }),
      ),
    )
    expect(tighter(shown, now)).toMatchObject({
      name: 'y',
      people: 2,
      expiresAfterMs: 10 * minute,
      asks: { first: { oneOfEach: [['invoker'], [{ role: 'security' }]] }, distinctFrom: ['invoker', 'author'] },
    })
  })
})

describe('what an agent is told', () => {
  test('is the rule in words, with its instructions', () => {
    const of = book(
      rule('x', {
        autonomy: 'two-person',
        second: { from: [{ group: 'dba' }], count: 1 },
        unverified: 'refuse',
        privateAnswers: true,
        dataClass: 'internal',
        instructions: 'Name the database.',
        expiresAfterMs: 30 * minute,
      }),
    )
    expect(spokenRule(of, asked)).toBe(
      'Every post here is held as a draft until different people approve it: the person who asked, then somebody of dba. ' +
        'A draft that nobody decides on expires after 30 minutes. Drafts without an invocation are refused here. ' +
        'What is only for the person who asked may be submitted too: they read it first and can keep it private, without a post. ' +
        'This place is classed internal: nothing classed higher. Instructions for agents here: Name the database.',
    )
  })
  test('promises no private answer where no draft may be submitted', () => {
    const of = book(rule('x', { autonomy: 'closed', privateAnswers: true }))
    expect(spokenRule(of, asked)).not.toContain('keep it private')
  })
  test('says that more may hold while nobody knows who reads the place', () => {
    const of = book(rule('x', { audience: 'outsiders', autonomy: 'closed' }))
    expect(spokenRule(of, { ...asked, audience: undefined })).toContain('Stricter rules may hold')
    expect(spokenRule(of, asked)).not.toContain('Stricter')
  })
})

describe('quiet hours', () => {
  const night = { zone: 'Europe/Berlin', from: 22 * 60, to: 7 * 60 }
  test('are told in the zone that the rule names, over midnight', () => {
    expect(isQuiet(night, Date.UTC(2026, 6, 1, 19, 59))).toBe(false)
    expect(isQuiet(night, Date.UTC(2026, 6, 1, 20, 0))).toBe(true)
    expect(isQuiet(night, Date.UTC(2026, 6, 2, 4, 59))).toBe(true)
    expect(isQuiet(night, Date.UTC(2026, 6, 2, 5, 0))).toBe(false)
  })
  test('end at the same time of day in a night in which the clocks change', () => {
    expect(quietUntil(night, Date.UTC(2026, 6, 1, 23, 0))).toBe(Date.UTC(2026, 6, 2, 5, 0))
    expect(quietUntil(night, Date.UTC(2026, 9, 24, 22, 30))).toBe(Date.UTC(2026, 9, 25, 6, 0))
    expect(quietUntil(night, Date.UTC(2026, 2, 28, 23, 0))).toBe(Date.UTC(2026, 2, 29, 5, 0))
  })
})

describe('a backtest', () => {
  const past = (more: Partial<Past> = {}, of: Partial<Case> = {}): Past => ({
    of: { ...asked, ...of },
    place: '#platform-help',
    agent: 'Careful Clara',
    recalled: false,
    reported: false,
    edited: false,
    ...more,
  })
  test('says how drafts on record would have fared, and what became of those', () => {
    const drafts = [
      past({ recalled: true }),
      past({ edited: true }),
      past({}, { risk: 'high' }),
      past({}, { invoked: false }),
    ]
    const after = book(rule('auto', { autonomy: 'auto', unverified: 'refuse' }))
    const { before, after: then, changes } = backtest(book(), after, drafts)
    expect([before['one person'].drafts, before['two people or more'].drafts]).toEqual([3, 1])
    expect(then['without a human']).toEqual({ drafts: 2, recalled: 1, reported: 0, edited: 1 })
    expect([then.refused.drafts, then['two people or more'].drafts]).toEqual([1, 1])
    expect(changes).toEqual([
      expect.objectContaining({ from: 'one person', to: 'without a human', drafts: 2, recalled: 1 }),
      expect.objectContaining({ from: 'one person', to: 'refused', reason: expect.stringContaining('nobody asked') }),
    ])
  })
})

const pattern = fc.option(fc.constantFrom('*', 'platform-*', 'platform-help', 'random', '#plat*', '?latform-help'), {
  nil: undefined,
})
const anyReviewer = fc.constantFrom<'invoker' | 'member' | { group: string } | { role: 'security' }>(
  'invoker',
  'member',
  { group: 'dba' },
  { role: 'security' },
)
const anySeats = fc.option(
  fc.record({ from: fc.array(anyReviewer, { minLength: 1, maxLength: 2 }), count: fc.integer({ min: 1, max: 3 }) }),
  { nil: undefined },
)
const anyRule: fc.Arbitrary<Rule> = fc.record({
  id: fc.constant(one),
  name: fc.stringMatching(/^[a-d]{1,3}$/),
  channel: pattern,
  agent: fc.constantFrom(undefined, '*', 'Careful*', clara, sure(agentId, 'a_01K7Q2M8AA0000000009')),
  category: fc.constantFrom(undefined, 'Engineering', 'S*'),
  audience: fc.constantFrom(undefined, ...audienceSorts),
  autonomy: fc.constantFrom(...autonomies),
  expiresAfterMs: fc.integer({ min: minute, max: 8 * hour }),
  first: anySeats,
  second: anySeats,
  unverified: fc.constantFrom(undefined, 'refuse', 'reviewers'),
  outsiders: fc.constantFrom(undefined, 'allow', 'two-person', 'refuse'),
})
const anyBook = fc.array(anyRule, { maxLength: 8 })
const anyCase = fc.record({
  agent: fc.constant(clara),
  agentName: fc.constantFrom(undefined, 'Careful Clara'),
  destination: fc.constant(help),
  audience: fc.constantFrom(undefined, audience, inside),
  invoked: fc.constantFrom(undefined, true, false),
  risk: fc.constantFrom('low' as const, 'high' as const),
  at: fc.constant(noon),
})
const publishes = ({ autonomy }: Verdict) => autonomy !== 'closed' && autonomy !== 'shadow'

describe('whatever the book', () => {
  test('a matching deny is never outdone', () => {
    fc.assert(
      fc.property(anyBook, anyCase, (rules, of) => {
        const verdict = judge({ rules }, 1, granted, of)
        const { applying } = choose(rules, of)
        const denied =
          applying.some((held) => held.autonomy === 'closed') ||
          (of.invoked !== true && applying.some((held) => held.unverified === 'refuse')) ||
          ((of.audience?.outsiders ?? 1) > 0 && applying.some((held) => held.outsiders === 'refuse'))
        if (denied) expect(verdict.autonomy).toBe('closed')
      }),
      { numRuns: 1000 },
    )
  })

  test('adding a deny never publishes more, and never asks fewer people', () => {
    fc.assert(
      fc.property(anyBook, anyRule, anyCase, (rules, more, of) => {
        const deny: Rule = { ...more, autonomy: 'closed' }
        const before = judge({ rules }, 1, granted, of)
        const after = judge({ rules: [...rules, deny] }, 1, granted, of)
        if (!publishes(before)) expect(publishes(after)).toBe(false)
        else if (publishes(after)) expect(after).toEqual(before)
      }),
      { numRuns: 1000 },
    )
  })

  test('where something is not known, a human decides', () => {
    fc.assert(
      fc.property(anyBook, anyCase, (rules, of) => {
        expect(judge({ rules }, 1, granted, { ...of, audience: undefined }).people).toBeGreaterThan(0)
      }),
      { numRuns: 500 },
    )
  })

  test('what is not known of the agent or the place never allows more than knowing it would', () => {
    fc.assert(
      fc.property(anyBook, anyCase, (rules, of) => {
        const known = { ...of, agentName: 'Careful Clara', audience: of.audience ?? inside }
        const allows = (where: Case) => autonomies.indexOf(choose(rules, where).rule.autonomy)
        expect(allows({ ...known, agentName: undefined })).toBeLessThanOrEqual(allows(known))
        expect(allows({ ...known, audience: undefined })).toBeLessThanOrEqual(allows(known))
        expect(allows({ ...known, agentName: undefined })).toBeLessThanOrEqual(allows({ ...known, agentName: 'Bob' }))
      }),
      { numRuns: 1000 },
    )
  })

  test('nobody is left out without a live grant, low risk and a rule that says auto', () => {
    fc.assert(
      fc.property(anyBook, anyCase, (rules, of) => {
        const verdict = judge({ rules }, 1, granted, of)
        if (verdict.people > 0) return
        expect(choose(rules, of).rule.autonomy).toBe('auto')
        expect(of.risk).toBe('low')
        expect(judge({ rules }, 1, none, of).people).toBeGreaterThan(0)
      }),
      { numRuns: 1000 },
    )
  })

  test('the order of the rules means nothing', () => {
    const shuffled = anyBook.chain((rules) =>
      fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length })),
    )
    fc.assert(
      fc.property(shuffled, anyCase, ([rules, other], of) => {
        expect(judge({ rules: other }, 1, granted, of)).toEqual(judge({ rules }, 1, granted, of))
      }),
      { numRuns: 1000 },
    )
  })

  test('judging never throws, and half a book never lets anything out', () => {
    const odd = fc.oneof(
      fc.anything(),
      fc.record({ rules: fc.array(fc.oneof(fc.anything(), anyRule, fc.record({ autonomy: fc.constant('auto') }))) }),
      fc.record({
        rules: fc.array(
          fc.tuple(anyRule, fc.string(), fc.anything()).map(([of, key, value]) => ({ ...of, [key]: value })),
        ),
      }),
    )
    fc.assert(
      fc.property(odd, anyCase, (stored, of) => {
        const verdict = judge(stored as RuleBook, 1, none, of)
        expect(autonomies).toContain(verdict.autonomy)
        expect(verdict.people).toBeGreaterThan(0)
        expect(spokenRule(stored as RuleBook, of)).not.toBe('')
      }),
      { numRuns: 1000 },
    )
  })

  test('tightening never asks less than either', () => {
    fc.assert(
      fc.property(anyBook, anyBook, anyCase, (shownBy, nowBy, of) => {
        const shown = judge({ rules: shownBy }, 1, granted, of)
        const now = judge({ rules: nowBy }, 2, granted, of)
        const both = tighter(shown, now)
        for (const each of [shown, now]) {
          expect(autonomies.indexOf(both.autonomy)).toBeLessThanOrEqual(autonomies.indexOf(each.autonomy))
          expect(both.people).toBeGreaterThanOrEqual(each.people)
          expect(seatsOf(both).first).toBeGreaterThanOrEqual(seatsOf(each).first)
          expect(seatsOf(both).second).toBeGreaterThanOrEqual(seatsOf(each).second)
          expect(both.expiresAfterMs).toBeLessThanOrEqual(each.expiresAfterMs)
          for (const list of each.asks?.first.oneOfEach ?? []) expect(both.asks?.first.oneOfEach).toContainEqual(list)
          for (const list of each.asks?.second.oneOfEach ?? []) expect(both.asks?.second.oneOfEach).toContainEqual(list)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('a rule that is written out and read again is the same rule', () => {
    const seconds = fc.integer({ min: 60, max: 14 * 24 * 3600 })
    fc.assert(
      fc.property(anyRule, seconds, fc.constantFrom(...dataClasses, undefined), (of, expires, dataClass) => {
        const full: Rule = { ...of, expiresAfterMs: expires * 1000, dataClass, name: 'x' }
        const { id, ...rest } = full
        const read = writtenRule.safeParse(written(full))
        // Two of one person cannot be asked for, in a file either.
        if (!read.success) {
          expect(JSON.stringify(read.error.issues)).toContain('more people than are named')
          return
        }
        expect(isSound({ rules: [{ ...read.data, id }] })).toBe(true)
        const second = rest.second === undefined ? {} : { distinctFrom: ['invoker'] }
        expect(JSON.parse(JSON.stringify(read.data))).toEqual(JSON.parse(JSON.stringify({ ...rest, ...second })))
      }),
      { numRuns: 500 },
    )
  })

  test('a pattern of stars takes no time with a hostile name', () => {
    expect(fitsGlob('*a*a*a*a*a*b', 'a'.repeat(20_000))).toBe(false)
    expect(fitsGlob('inc-*', 'inc-2026-11')).toBe(true)
    expect(fitsGlob('inc-?', 'inc-12')).toBe(false)
    expect(fitsGlob('*', '')).toBe(true)
  })
})
