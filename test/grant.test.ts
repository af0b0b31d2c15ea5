// Grants in the pure core: who may ask, give, second and revoke, how long one may be, when it lives, and what ends it.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { spokenBegin, spokenEnd } from '../src/card/grant-spoken.ts'
import { grantId, postId, sure } from '../src/id.ts'
import type { Standing } from '../src/person/person.ts'
import type { Destination } from '../src/place.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { type GrantMoment, grantActions, grantActionsFor, grantGuard } from '../src/rule/giving.ts'
import { type Grant, type GrantBook, isOpen, liveGrant, mostUses, noGrants } from '../src/rule/grant.ts'
import { afterComplaint, afterPost } from '../src/rule/grant-aftermath.ts'
import { evolveGrants } from '../src/rule/grant-book.ts'
import { decideGrant, type GrantCommand } from '../src/rule/grant-decision.ts'
import type { GrantEvent } from '../src/rule/grant-event.ts'
import { judge } from '../src/rule/judge.ts'
import { type DraftOutcome, suggestion } from '../src/rule/promotion.ts'
import { hour, minute } from '../src/time.ts'
import { ada, bo, clara, colin, gone, gus, help, machine, mia, noon, oneDraft, onePost, stranger } from './people.ts'

const one = sure(grantId, 'g_01K7Q2M8AA0000000001')
const admin: Standing = { ...bo, roles: ['admin'] }
const security: Standing = { ...ada, roles: ['security'] }
const agent = { id: clara, name: 'Careful Clara', state: 'live' } as const
const elsewhere: Destination = { ...help, channel: 'random' }

type Story = {
  book: GrantBook
  at: number
  autonomy: GrantMoment['autonomy']
  stopped: number | undefined
  moment(): GrantMoment
  tries(command: GrantCommand): GrantEvent | Refusal
  goes(command: GrantCommand): Story
  has(event: GrantEvent): Story
  asks(lastsMs?: number, who?: Standing): Story
  begins(): Story
  grant(): Grant
  /** What the rules make of a low-risk draft of the agent now. */
  people(risk?: 'low' | 'high', id?: typeof clara, destination?: Destination): number
}

/** Grants as they became, one command after the other; whatever is refused throws, and is said. */
function newStory(): Story {
  const story: Story = {
    book: noGrants,
    at: noon,
    autonomy: 'auto',
    stopped: undefined,
    moment: () => ({ at: story.at, autonomy: story.autonomy, stopped: story.stopped, book: story.book }),
    tries: (command) => decideGrant(command, story.moment()),
    goes(command) {
      const event = story.tries(command)
      if (isRefusal(event)) throw new Error(`refused: ${event.refused}`)
      return story.has(event)
    },
    has(event) {
      story.book = evolveGrants(story.book, event)
      return story
    },
    asks: (lastsMs = 15 * minute, who) => story.goes(asks(lastsMs, who)),
    begins: () => story.goes({ do: 'begin', grant: one, until: story.at + story.grant().lastsMs }),
    grant() {
      const [grant] = story.book.grants
      if (grant === undefined) throw new Error('there is no grant')
      return grant
    },
    people(risk = 'low', id = clara, destination = help) {
      const rules = [{ id: 'default', autonomy: story.autonomy, expiresAfterMs: hour }] as const
      const audience = { name: '#platform-help', people: 9, outsiders: 0, open: true }
      return judge({ rules }, 1, story.book, { agent: id, destination, audience, risk, at: story.at }).people
    },
  }
  return story
}

function asks(lastsMs = 15 * minute, who?: Standing, place = help): GrantCommand {
  return { do: 'ask', ask: { id: one, agent, place, lastsMs, why: 'I answer the same question all day.' }, who }
}
const by = (who: Standing, what: 'give' | 'second' | 'decline' | 'revoke' = 'give') =>
  ({ do: what, grant: one, who }) as const
const live = (lastsMs?: number) => newStory().asks(lastsMs).goes(by(mia)).begins()
const liveByTwo = () =>
  newStory()
    .asks(8 * hour)
    .goes(by(mia))
    .goes(by(admin, 'second'))
    .begins()

describe('a request for a grant', () => {
  test('may come from the agent, and gives it nothing', () => {
    const story = newStory().asks()
    expect(story.grant()).toMatchObject({ state: 'asked', until: noon + hour })
    expect(story.people()).toBe(1)
  })
  test('may come from any full member, and from nobody else', () => {
    expect(
      newStory()
        .asks(15 * minute, ada)
        .grant().asked,
    ).toMatchObject({ by: { name: 'Ada' } })
    for (const who of [gus, machine, gone, stranger])
      expect(newStory().tries(asks(hour, who))).toHaveProperty('refused')
  })
  test.each([
    ['half a minute', minute / 2],
    ['more than eight hours', 8 * hour + 1],
    ['no number at all', Number.NaN],
  ])('for %s is refused', (_, lastsMs) => {
    expect(newStory().tries(asks(lastsMs))).toEqual({ refused: 'grant-too-long' })
  })
  test.each(['closed', 'shadow', 'two-person', 'draft'] as const)(
    'where the rule says %s is refused with that reason',
    (autonomy) => {
      const story = newStory()
      story.autonomy = autonomy
      expect(story.tries(asks())).toEqual({ refused: 'not-auto' })
    },
  )
  test('under a stop is refused', () => {
    const story = newStory()
    story.stopped = noon - 1
    expect(story.tries(asks())).toMatchObject({ refused: 'stopped' })
  })
  test('of an agent that is only watched is refused', () => {
    const watched = {
      do: 'ask',
      ask: { id: one, agent: { ...agent, state: 'shadow' }, place: help, lastsMs: minute, why: '' },
    } as const
    expect(newStory().tries(watched)).toMatchObject({ refused: 'agent-not-live' })
  })
  test('is one at a time in a place', () => {
    expect(newStory().asks().tries(asks(hour, ada))).toEqual({ refused: 'grant-open' })
    expect(
      newStory()
        .asks()
        .tries(asks(hour, ada, elsewhere)),
    ).toMatchObject({ type: 'asked' })
  })
  test('that was declined is not made again at once by the agent; a person may', () => {
    const story = newStory().asks().goes(by(mia, 'decline'))
    expect(story.tries(asks())).toEqual({ refused: 'asked-lately' })
    expect(story.tries(asks(minute, ada))).toMatchObject({ type: 'asked' })
    story.at += 15 * minute
    expect(story.tries(asks())).toMatchObject({ type: 'asked' })
  })
  test('that nobody answers in an hour lapses, and silence was a no', () => {
    const story = newStory().asks()
    expect(story.tries({ do: 'lapse', grant: one, why: 'unanswered' })).toMatchObject({ refused: 'not-waiting' })
    story.at += hour
    expect(story.tries(by(mia))).toMatchObject({ refused: 'expired' })
    expect(story.goes({ do: 'lapse', grant: one, why: 'unanswered' }).grant().state).toBe('lapsed')
  })
})

describe('a grant is given', () => {
  test.each([
    ['a moderator of the place', mia, undefined],
    ['an admin', admin, undefined],
    ['security, who only stop and revoke', security, 'not-yours'],
    ['any other member', ada, 'not-yours'],
    ['a guest, even one with a role', { ...gus, roles: ['moderator'] }, 'outsider'],
    ['a bot, even one with a role', { ...machine, roles: ['admin'] }, 'not-a-person'],
    ['somebody who left', { ...gone, roles: ['admin'] }, 'not-here'],
  ] as const)('by %s: %s', (_, who, refused) => {
    const tried = newStory()
      .asks()
      .tries(by(who as Standing))
    expect(isRefusal(tried) ? tried.refused : undefined).toBe(refused)
  })
  test('for an hour by one person, and not for a moment more', () => {
    expect(newStory().asks(hour).goes(by(mia)).grant().state).toBe('beginning')
    expect(
      newStory()
        .asks(hour + 1)
        .goes(by(mia))
        .grant().state,
    ).toBe('seconding')
  })
  test('for up to eight hours by two different people, and lives only when both have said yes', () => {
    const story = newStory()
      .asks(8 * hour)
      .goes(by(mia))
    expect(story.people()).toBe(1)
    expect(story.tries({ do: 'begin', grant: one, until: noon + 8 * hour })).toMatchObject({ refused: 'not-waiting' })
    expect(story.goes(by(admin, 'second')).begins().people()).toBe(0)
  })
  test('not by the same human twice', () => {
    expect(
      newStory()
        .asks(8 * hour)
        .goes(by(mia))
        .tries(by(mia, 'second')),
    ).toEqual({ refused: 'already-given' })
  })
  test('but it does not live before the channel was told', () => {
    const story = newStory().asks().goes(by(mia))
    expect(story.people()).toBe(1)
    expect(story.begins().people()).toBe(0)
  })
  test('never for longer than was announced, and not when the channel could not be told in time', () => {
    const story = newStory().asks().goes(by(mia))
    expect(story.tries({ do: 'begin', grant: one, until: noon + 16 * minute })).toEqual({ refused: 'grant-too-long' })
    story.at += 5 * minute
    expect(story.tries({ do: 'begin', grant: one, until: noon + 15 * minute })).toMatchObject({ refused: 'expired' })
  })
  test('nowhere if the rule has changed, or a stop came, before it began', () => {
    const story = newStory().asks().goes(by(mia))
    const begin = { do: 'begin', grant: one, until: noon + 15 * minute } as const
    story.stopped = noon
    expect(story.tries(begin)).toMatchObject({ refused: 'stopped' })
    story.stopped = undefined
    story.autonomy = 'draft'
    expect(story.tries(begin)).toEqual({ refused: 'not-auto' })
  })
})

describe('a live grant', () => {
  test('allows low-risk posts of that agent in that place, and nothing else', () => {
    const story = live()
    expect(story.people()).toBe(0)
    expect(story.people('high')).toBe(2)
    expect(story.people('low', colin)).toBe(1)
    expect(story.people('low', clara, elsewhere)).toBe(1)
    story.autonomy = 'draft'
    expect(story.people()).toBe(1)
  })
  test('is over at its last moment, whether or not anybody has written that down', () => {
    const story = live()
    story.at = noon + 15 * minute - 1
    expect([story.people(), story.tries({ do: 'end', grant: one })]).toMatchObject([0, { refused: 'not-waiting' }])
    story.at += 1
    expect([story.people(), story.goes({ do: 'end', grant: one }).grant().state]).toEqual([1, 'ended'])
  })
  test.each([
    ['longer than an hour by one person', { given: [{ person: mia.person, name: 'Mia' }], until: noon + hour + 1 }],
    ['by nobody', { given: [], until: noon + minute }],
    [
      'longer than an hour by one person who is named twice',
      {
        given: [
          { person: mia.person, name: 'Mia' },
          { person: mia.person, name: 'Mia' },
        ],
        until: noon + 2 * hour,
      },
    ],
    ['that begins later', { from: noon + 1 }],
    ['that ends before it begins', { from: noon, until: noon - 1 }],
  ])('%s allows nothing, whatever let it into the book', (_, wrong) => {
    const grant = live().grant()
    if (grant.state !== 'live') throw new Error(grant.state)
    expect(liveGrant({ grants: [{ ...grant, ...wrong }] }, clara, help, noon)).toBeUndefined()
  })
  test('is revoked by anybody present, a guest too; not by a bot, and not from outside', () => {
    for (const who of [ada, gus, security, mia])
      expect(live().goes(by(who, 'revoke'))).toMatchObject({ book: { grants: [{ state: 'revoked' }] } })
    for (const who of [machine, gone, stranger]) expect(live().tries(by(who, 'revoke'))).toHaveProperty('refused')
    expect(live().goes(by(gus, 'revoke')).people()).toBe(1)
  })
  test('keeps a list of what went out under it, and ends when the list is long', () => {
    const story = live()
    const post = { grant: one, draft: oneDraft, post: onePost }
    const used = afterPost(post, story.book, noon)
    if (used === undefined) throw new Error('it was not told')
    expect(story.has(used).grant().used).toEqual([{ draft: oneDraft, post: onePost, at: noon }])
    for (let count = 1; count < mostUses; count++) story.has(used)
    expect(story.people()).toBe(1)
  })
  test('is void after one report of one of its posts, and not after a report of another', () => {
    const complaint = { because: 'reported', agent, place: help, post: onePost, by: gus } as const
    const story = live()
    expect(afterComplaint(complaint, story.book, noon)).toBeUndefined()
    const event = afterComplaint({ ...complaint, grant: one }, story.book, noon)
    if (event === undefined) throw new Error('nothing happened')
    expect(story.has(event).grant()).toMatchObject({ state: 'voided', because: 'reported', post: onePost })
    expect(story.people()).toBe(1)
    expect(story.tries(asks(minute, ada))).toMatchObject({ type: 'asked' })
  })
})

describe('a recall', () => {
  const recalled = (story: Story) => {
    const post = sure(postId, 'p_01K7Q2M8AA0000000009')
    const event = afterComplaint({ because: 'recalled', agent, place: help, post, by: ada }, story.book, story.at)
    if (event === undefined) throw new Error('nothing happened')
    return story.has(event)
  }
  test('of any post ends every grant of the agent there, and no other begins until a person has confirmed it', () => {
    const story = recalled(live())
    expect(story.grant()).toMatchObject({ state: 'voided', because: 'recalled' })
    expect(story.tries(asks(minute, ada))).toEqual({ refused: 'demoted' })
    const confirm = { do: 'confirm', agent: clara, place: help } as const
    expect(story.tries({ ...confirm, who: ada })).toEqual({ refused: 'not-yours' })
    expect(story.goes({ ...confirm, who: mia }).tries(asks(minute, ada))).toMatchObject({ type: 'asked' })
  })
  test('makes even a live grant in the book mean nothing', () => {
    const story = recalled(newStory())
    story.book = { ...story.book, grants: live().book.grants }
    expect(story.people()).toBe(1)
  })
  test('ends a request that waits, and leaves other places and agents alone', () => {
    expect(recalled(newStory().asks()).grant().state).toBe('voided')
    const other = newStory().goes(asks(minute, ada, elsewhere))
    expect(recalled(other).grant().state).toBe('asked')
  })
})

describe('what the channel is told', () => {
  test('is ours: the agent’s name without its tricks, who gave it, and until when', () => {
    const story = newStory()
    story.goes({
      do: 'ask',
      ask: {
        id: one,
        agent: { ...agent, name: '<!channel> *Clara*' },
        place: help,
        lastsMs: hour,
        why: 'Approved by @ceo',
      },
    })
    const grant = story.goes(by(mia)).grant()
    if (grant.state !== 'beginning') throw new Error(grant.state)
    expect(spokenBegin(grant, noon + hour)).toBe(
      'channel Clara (AI agent) may post low-risk answers in this channel without a person for 1 hour, until 20 Oct 2026 13:00 UTC. Given by Mia. Anybody here can revoke it.',
    )
  })
  test('names who ended it and what went out; nothing is said of what never was to begin', () => {
    expect(spokenEnd(live().goes(by(gus, 'revoke')).grant())).toBe(
      'Careful Clara (AI agent) may no longer post in this channel without a person: Gus revoked it. Nothing was posted under it.',
    )
    expect(spokenEnd(newStory().asks().goes(by(mia, 'decline')).grant())).toBeUndefined()
    const unseconded = newStory()
      .asks(8 * hour)
      .goes(by(mia))
    unseconded.at += hour
    expect(spokenEnd(unseconded.goes({ do: 'lapse', grant: one, why: 'unanswered' }).grant())).toBeUndefined()
  })
})

describe('buttons and clicks', () => {
  test('cannot disagree, for anybody, in any state, at any time', () => {
    const everybody = [ada, bo, mia, admin, security, gus, machine, gone, stranger]
    const stories = [
      () => newStory().asks(),
      () =>
        newStory()
          .asks(8 * hour, ada)
          .goes(by(mia)),
      () => newStory().asks().goes(by(mia)),
      () => live(),
      liveByTwo,
      () => live().goes(by(gus, 'revoke')),
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...stories),
        fc.constantFrom(...everybody),
        fc.constantFrom(0, minute, hour, 9 * hour),
        fc.boolean(),
        fc.constantFrom('auto' as const, 'draft' as const),
        (make, who, later, stopped, autonomy) => {
          const story = make()
          story.at += later
          story.stopped = stopped ? noon : undefined
          story.autonomy = autonomy
          const shown = grantActionsFor(story.grant(), who, story.moment())
          for (const action of grantActions) {
            const clicked = story.tries(by(who, action))
            expect(isRefusal(clicked)).toBe(!shown.includes(action))
            expect(grantGuard(action, story.grant(), who, story.moment()) === undefined).toBe(shown.includes(action))
          }
        },
      ),
    )
  })
})

describe('whatever is done to grants, in whatever order', () => {
  const whoever = fc.constantFrom(ada, bo, mia, admin, security, gus, machine, gone, stranger)
  const doing = fc.oneof(
    fc.record({
      do: fc.constant('ask' as const),
      lastsMs: fc.constantFrom(minute, hour, hour + 1, 8 * hour, 9 * hour),
      who: fc.option(whoever, { nil: undefined }),
    }),
    fc.record({
      do: fc.constantFrom('give' as const, 'second' as const, 'decline' as const, 'revoke' as const),
      who: whoever,
    }),
    fc.record({
      do: fc.constant('begin' as const),
      lastsMs: fc.constantFrom(minute, 15 * minute, hour, 8 * hour, 9 * hour),
    }),
    fc.record({ do: fc.constant('time' as const), ms: fc.constantFrom(minute, 30 * minute, 2 * hour) }),
    fc.record({
      do: fc.constantFrom('end' as const, 'recall' as const, 'report' as const, 'confirm' as const),
      who: whoever,
    }),
  )

  test('nothing is auto unless enough people who may give it did, the channel knows, and it is within the time', () => {
    let lived = 0
    fc.assert(
      fc.property(fc.array(doing, { maxLength: 30 }), (things) => {
        const story = newStory()
        let number = 0
        const latest = () => story.book.grants.at(-1)?.id ?? one
        const events: GrantEvent[] = []
        for (const thing of things) {
          if (thing.do === 'time') story.at += thing.ms
          else {
            const event = eventOf(story, thing, latest, () =>
              sure(grantId, `g_01K7Q2M8AA${String(++number).padStart(10, '0')}`),
            )
            if (event === undefined || isRefusal(event)) continue
            events.push(event)
            story.has(event)
          }
          if (story.people() > 0) continue
          lived++
          const grant = liveGrant(story.book, clara, help, story.at)
          if (grant?.state !== 'live') throw new Error('auto without a live grant')
          const givers = events.flatMap((event) =>
            (event.type === 'given' || event.type === 'seconded') && event.grant === grant.id ? [event.by.person] : [],
          )
          const people = new Set(givers)
          expect([...people].every((person) => person === mia.person || person === admin.person)).toBe(true)
          expect(people.size).toBeGreaterThanOrEqual(grant.until - grant.from > hour ? 2 : 1)
          expect(grant.until - grant.from).toBeLessThanOrEqual(8 * hour)
          expect(events.some((event) => event.type === 'began' && event.grant === grant.id)).toBe(true)
          const recalls = events.findLastIndex((event) => event.type === 'demoted')
          expect(events.findLastIndex((event) => event.type === 'confirmed')).toBeGreaterThanOrEqual(
            recalls === -1 ? -1 : recalls,
          )
        }
        expect(story.book.grants.filter(isOpen).length).toBeLessThanOrEqual(1)
      }),
      {
        numRuns: 2000,
        examples: [
          [
            [
              { do: 'ask', lastsMs: hour, who: undefined },
              { do: 'give', who: mia },
              { do: 'begin', lastsMs: hour },
            ],
          ],
        ],
      },
    )
    expect(lived).toBeGreaterThan(0)
  })

  type Doing = typeof doing extends fc.Arbitrary<infer One> ? One : never
  function eventOf(
    story: Story,
    thing: Exclude<Doing, { do: 'time' }>,
    latest: () => Grant['id'],
    next: () => Grant['id'],
  ): GrantEvent | Refusal | undefined {
    switch (thing.do) {
      case 'ask':
        return story.tries({
          do: 'ask',
          ask: { id: next(), agent, place: help, lastsMs: thing.lastsMs, why: '' },
          who: thing.who,
        })
      case 'begin':
        return story.tries({ do: 'begin', grant: latest(), until: story.at + thing.lastsMs })
      case 'end':
        return story.tries({ do: 'end', grant: latest() })
      case 'confirm':
        return story.tries({ do: 'confirm', agent: clara, place: help, who: thing.who })
      case 'recall':
      case 'report': {
        const because = thing.do === 'recall' ? 'recalled' : 'reported'
        const complaint = { because, agent, place: help, post: onePost, grant: latest(), by: thing.who } as const
        return afterComplaint(complaint, story.book, story.at)
      }
      case 'give':
      case 'second':
      case 'decline':
      case 'revoke':
        return story.tries({ do: thing.do, grant: latest(), who: thing.who })
    }
  }
})

describe('a suggestion to trust an agent with more', () => {
  const asWritten = (count: number): DraftOutcome[] =>
    Array.from({ length: count }, (_, index) => ({ at: noon - index * hour, ended: 'as-written' }))
  test('is made after twenty drafts that people approved as they were', () => {
    expect(suggestion(asWritten(19), noon)).toBeUndefined()
    expect(suggestion(asWritten(20), noon)).toEqual({ approved: 20, days: 30 })
  })
  test('is not made after a single no within the month', () => {
    const no: DraftOutcome = { at: noon - 29 * 24 * hour, ended: 'rejected' }
    expect(suggestion([...asWritten(40), no], noon)).toBeUndefined()
    expect(suggestion([...asWritten(40), { ...no, at: noon - 31 * 24 * hour }], noon)).toBeDefined()
  })
  test('is not made for an agent whose drafts people have to mend', () => {
    const mended = (count: number): DraftOutcome[] =>
      Array.from({ length: count }, () => ({ at: noon, ended: 'after-edit' }))
    expect(suggestion([...asWritten(27), ...mended(3)], noon)).toBeDefined()
    expect(suggestion([...asWritten(27), ...mended(4)], noon)).toBeUndefined()
  })
  test('counts only what is recent', () => {
    expect(suggestion(asWritten(20), noon + 31 * 24 * hour)).toBeUndefined()
  })
})
