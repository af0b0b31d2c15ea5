// Who is asked instead of somebody who is away, and with which rights: the pure decision first, then on the real shell,
// where people go and come back by the record's clock.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { absenceNote } from '../src/card/absence-note.ts'
import { spokenCard } from '../src/card/spoken.ts'
import type { Covering } from '../src/draft/absence.ts'
import { guard } from '../src/draft/approval.ts'
import type { DraftEvent } from '../src/draft/draft.ts'
import { evolve } from '../src/draft/evolve.ts'
import { escalatesAt, isEscalated, quorum } from '../src/draft/seat.ts'
import { comeBack, goAway } from '../src/gateway/away.ts'
import { askColleague, decideDraft } from '../src/gateway/decision.ts'
import { cardFor } from '../src/gateway/looking.ts'
import { personBehind } from '../src/gateway/meet.ts'
import { linkAccount } from '../src/gateway/people.ts'
import { setRules } from '../src/gateway/ruling.ts'
import { type DraftId, personId, sure } from '../src/id.ts'
import type { Standing } from '../src/person/person.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { usualAsks, type Verdict } from '../src/rule/judge.ts'
import { day, hour, minute } from '../src/time.ts'
import { heldOn } from './held.ts'
import {
  ada,
  approvalOf,
  base,
  bo,
  deadline,
  given,
  gone,
  gus,
  held,
  heldHigh,
  highRisk,
  later,
  machine,
  mia,
  moment,
  noon,
  oneVerdict,
  received,
  screened,
  screening,
  stranger,
  twoVerdict,
} from './people.ts'
import { historyOf, kept } from './promises.ts'
import { account, openStage, place, type Stage } from './stage.ts'

const until = noon + 3 * day
const away = { from: noon, until }
const named = (who: Standing | undefined, isAway = false, as = who ?? bo) =>
  ({ is: { person: as.person, name: as.name }, who, away: isAway }) as const
const covering = (more: Partial<Covering> = {}) =>
  ({ do: 'cover', covering: { away, asker: ada, named: named(bo), ...more } }) as const
const now = moment(later)

describe('a draft whose asker is away', () => {
  test('goes to the colleague whom they named, and stays theirs too', () => {
    const event = given(...held).when(covering(), now)
    expect(event).toMatchObject({ type: 'invoker-went-away', absence: { instead: 'colleague', others: false } })
    const { draft } = given(...held, handed(covering()))
    if (draft === undefined) throw new Error('there is no draft')
    expect(draft.colleague).toMatchObject({ to: { name: 'Bo' }, by: { name: 'Ada' }, away: true })
    for (const who of [ada, bo]) expect(guard('approve', draft, who, now)).toBeUndefined()
    expect(guard('approve', draft, mia, now)).toMatchObject({ refused: 'not-yours' })
    expect(guard('hand', draft, ada, now)).toBeUndefined()
    // One hop: whoever was named names nobody.
    expect(guard('hand', draft, bo, now)).toMatchObject({ refused: 'not-yours' })
  })

  test.each([
    ['nobody', undefined, 'nobody-named'],
    ['a guest', named(gus), 'may-not'],
    ['a bot', named(machine), 'may-not'],
    ['somebody whose account has ended', named(gone), 'may-not'],
    ['somebody who is not in the channel', named(stranger), 'may-not'],
    ['somebody with no account on that platform', named(undefined), 'may-not'],
    ['themselves', named(ada), 'may-not'],
    ['themselves, by another account', named({ ...bo, formerly: [ada.person] }), 'may-not'],
    ['somebody who is away too', named(bo, true), 'away-too'],
  ] as const)('where they named %s, is shown to those whom the rule tells, who may only say no', (_, whom, instead) => {
    const { draft } = given(...held, handed(covering({ named: whom })))
    if (draft?.state !== 'pending') throw new Error('it does not wait')
    expect(draft.absence).toMatchObject({ instead, others: true })
    expect(draft.colleague).toBeUndefined()
    expect(isEscalated(draft, mia, oneVerdict, later)).toBe(true)
    expect(guard('reject', draft, mia, now)).toBeUndefined()
    for (const who of [mia, bo]) expect(guard('approve', draft, who, now)).toMatchObject({ refused: 'not-yours' })
    expect(guard('approve', draft, ada, now)).toBeUndefined()
  })

  test('is shown to those whom its own rule tells, at once instead of later', () => {
    const verdict: Verdict = { ...oneVerdict, escalate: { to: [{ role: 'security' }], at: 0.5 } }
    const sec: Standing = { ...bo, person: sure(personId, 'u_01K7Q2M8AA0000000019'), roles: ['security'] }
    const before = given(...held).draft
    const after = given(...held, handed(covering({ named: undefined }))).draft
    if (before?.state !== 'pending' || after?.state !== 'pending') throw new Error('it does not wait')
    expect(escalatesAt(before, verdict)).toBe(noon + 2 * hour)
    expect(escalatesAt(after, verdict)).toBe(later)
    expect([sec, mia].map((who) => isEscalated(after, who, verdict, later))).toEqual([true, false])
  })

  test('gives nobody what its asker does not have', () => {
    expect(given(...held).when(covering({ asker: { ...ada, member: 'none' } }), now)).toMatchObject({
      absence: { instead: 'may-not' },
    })
    const dba = { ...usualAsks, first: { oneOfEach: [[{ group: 'dba' }]], count: 1 } }
    const verdict = { ...oneVerdict, asks: dba }
    const elsewhere = given(received, screening, { type: 'held', screened: screened(base, [], verdict), deadline })
    // The rule asks others in any case.
    expect(elsewhere.when(covering(), moment(later, undefined, verdict))).toEqual({ refused: 'not-yours' })
    const both = { ...usualAsks, first: { oneOfEach: [['invoker'], [{ group: 'dba' }]], count: 1 } } as const
    const strict = moment(later, undefined, { ...oneVerdict, asks: both })
    const inGroup = (who: Standing): Standing => ({ ...who, groups: ['dba'] })
    const asker = inGroup(ada)
    expect(given(...held).when(covering({ asker }), strict)).toMatchObject({ absence: { instead: 'may-not' } })
    expect(given(...held).when(covering({ asker, named: named(inGroup(bo)) }), strict)).toMatchObject({
      absence: { instead: 'colleague' },
    })
  })

  test('counts one human once: the colleague is never the second person as well', () => {
    const high = moment(later, undefined, twoVerdict)
    const first = { ...approvalOf(bo, highRisk).approval, seat: 'first', asked: false } as const
    const play = given(...heldHigh, handed(covering(), high), { type: 'approval-given', approval: first })
    if (play.draft?.state !== 'pending') throw new Error('it does not wait')
    expect(guard('approve', play.draft, bo, high)).toMatchObject({ refused: 'already-approved' })
    expect(guard('approve', play.draft, ada, high)).toMatchObject({ refused: 'not-yours' })
    expect(guard('approve', play.draft, mia, high)).toBeUndefined()
    const twice = evolve(play.draft, { type: 'approved', approval: { ...first, seat: 'second' } })
    if (twice.state !== 'approved') throw new Error('it is not approved')
    expect(quorum(twice, twoVerdict, [bo, bo])).toBe(false)
    // Nor is it handed over once somebody has approved.
    expect(play.when(covering({ named: named(mia) }), high)).toMatchObject({ refused: 'not-waiting' })
  })

  test('is written on once for each absence, and says when they are back', () => {
    const play = given(...held, handed(covering()))
    expect(play.when(covering(), now)).toEqual({ refused: 'nothing-changed' })
    expect(play.when(covering({ named: named(bo, true) }), now)).toMatchObject({ absence: { instead: 'away-too' } })
    const back = play.when({ do: 'welcome-back' }, now)
    expect(back).toEqual({ type: 'invoker-came-back', at: later })
    const { draft, when } = given(...held, handed(covering()), { type: 'invoker-came-back', at: later })
    expect(draft?.colleague?.to.name).toBe('Bo')
    expect(when({ do: 'welcome-back' }, now)).toEqual({ refused: 'nothing-changed' })
    expect(when(covering({ away: { from: later, until } }), now)).toMatchObject({ type: 'invoker-went-away' })
    if (draft === undefined) throw new Error('there is no draft')
    expect(JSON.stringify(absenceNote(draft, now))).toContain('Ada and Bo may both decide')
  })

  test('whose account ends then waits for the moderators, as ever', () => {
    const { draft } = given(...held, handed(covering()), { type: 'handed-over', at: later })
    if (draft === undefined) throw new Error('there is no draft')
    expect(draft.absence).toBeUndefined()
    expect(guard('approve', draft, mia, now)).toBeUndefined()
    expect(guard('approve', draft, bo, now)).toMatchObject({ refused: 'not-yours' })
  })
})

/** The event that it leads to. */
function handed(command: ReturnType<typeof covering>, at = now): DraftEvent {
  const event = given(...(at === now ? held : heldHigh)).when(command, at)
  if (isRefusal(event)) throw new Error(event.refused)
  return event
}

describe('on the real shell', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await openStage()
  })
  afterEach(async () => {
    expect(kept(await historyOf(stage.house.record))).toEqual([])
    await stage[Symbol.asyncDispose]()
  })

  const leaves = async (user: string, to?: string, lastsMs = 3 * day) => {
    const said = { until: stage.clock.at + lastsMs, ...(to === undefined ? {} : { to: account(to) }) }
    const done = await goAway(stage.house, account(user), place('platform-help'), said)
    await stage.deliver()
    return done
  }
  const returns = async (user: string) => {
    const done = await comeBack(stage.house, account(user), place('platform-help'))
    await stage.deliver()
    return done
  }
  const look = async (id: DraftId) => {
    const { seen } = await stage.house.record.look({ draft: { kind: 'draft', id } })
    if (seen.draft === undefined) throw new Error(`${id} is not there`)
    return seen.draft.is
  }
  const approves = async (user: string, id: DraftId) => {
    const draft = await look(id)
    if (draft.state !== 'pending') throw new Error(`it is ${draft.state}`)
    stage.clock.at += minute
    const shown = { revision: draft.revision.number, fingerprint: draft.screened.fingerprint }
    const done = await decideDraft(stage.house, account(user), id, { do: 'approve', shown, ticked: [0], did: 'read' })
    await stage.deliver()
    return done
  }
  const card = async (user: string, id: DraftId): Promise<string> => {
    const seen = await cardFor(stage.house, account(user), id)
    return isRefusal(seen) ? seen.refused : spokenCard(seen)
  }
  const events = async (stream: string, event: string) =>
    (await stage.house.record.entries({ stream, limit: 100 })).filter((one) => one.leaf.includes(`"event":"${event}"`))
  const refusedAs = (done: object | Refusal | undefined) => (isRefusal(done) ? done.refused : 'done')

  test('what is held while they are away is the colleague’s to decide', async () => {
    await leaves('ada', 'bo')
    const { id } = await heldOn(stage)
    await stage.deliver()
    expect(stage.platform.shown.has(`${id} bo`) || (await card('bo', id)).includes('Ada is away until')).toBe(true)
    expect(await card('bo', id)).toContain('so Bo, whom Ada named, is asked to decide; Ada still can.')
    expect(await card('mia', id)).toContain('May decide instead: Bo, named by Ada')
    expect(await approves('bo', id)).toMatchObject({ state: 'approved' })
    expect(await look(id)).toMatchObject({ state: 'published' })
    expect(await events(id, 'invoker-went-away')).toHaveLength(1)
  })

  test('what waited already is handed over when they go, and stays so when they are back', async () => {
    const { id } = await heldOn(stage)
    expect(await card('bo', id)).toBe('unknown-draft')
    await leaves('ada', 'bo')
    expect(await look(id)).toMatchObject({ colleague: { to: { name: 'Bo' } }, absence: { instead: 'colleague' } })
    await returns('ada')
    expect(await look(id)).toMatchObject({ absence: { back: stage.clock.at }, colleague: { to: { name: 'Bo' } } })
    for (const user of ['ada', 'bo']) expect(await card(user, id)).toContain('Ada and Bo may both decide')
    expect(await events(id, 'invoker-came-back')).toHaveLength(1)
    expect(await approves('ada', id)).toMatchObject({ state: 'approved' })
  })

  test('two who named each other and are both away hand nothing to and fro', async () => {
    const { id } = await heldOn(stage)
    await leaves('ada', 'bo')
    expect(await leaves('bo', 'ada')).toMatchObject({ to: { name: 'Ada', awayUntil: noon + 3 * day } })
    expect(await look(id)).toMatchObject({ absence: { instead: 'away-too', named: { name: 'Bo' }, others: true } })
    expect(await card('mia', id)).toContain('Bo, whom Ada named, is away too')
    expect(refusedAs(await approves('mia', id))).toBe('not-yours')
    // Bo was asked while he was there, and may still.
    expect(await approves('bo', id)).toMatchObject({ state: 'approved' })
  })

  test('who was away from the beginning gets nothing, and passes nothing on', async () => {
    await leaves('bo', 'mia')
    await leaves('ada', 'bo')
    const { id } = await heldOn(stage)
    await stage.deliver()
    expect(await look(id)).toMatchObject({ absence: { instead: 'away-too' } })
    expect(await look(id)).not.toHaveProperty('colleague')
    for (const user of ['bo', 'mia']) expect(refusedAs(await approves(user, id))).toBe('not-yours')
    const no = await decideDraft(stage.house, account('mia'), id, { do: 'reject', reason: 'not now' })
    expect(no).toMatchObject({ state: 'rejected' })
  })

  test('it ends by the clock, is noted once, and the cards say it', async () => {
    await leaves('ada', 'bo', 2 * hour)
    const { id } = await heldOn(stage)
    await stage.deliver()
    stage.clock.at += 2 * hour + minute
    await stage.deliver()
    const person = await personBehind(stage.house, account('ada'))
    expect(person?.is.away).toBeUndefined()
    const ended = await events(person?.id ?? '', 'came-back')
    expect(ended.map(({ leaf }) => leaf.includes('"early":false'))).toEqual([true])
    expect(await card('ada', id)).toContain('Ada was away and is back since')
    expect(await returns('ada')).toBeUndefined()
    expect(await events(person?.id ?? '', 'came-back')).toHaveLength(1)
  })

  test('gone for longer than first said, they stay away until then', async () => {
    await leaves('ada', 'bo', hour)
    await leaves('ada', 'bo', 3 * hour)
    stage.clock.at += 2 * hour
    await stage.deliver()
    expect((await personBehind(stage.house, account('ada')))?.is.away).toMatchObject({ until: noon + 3 * hour })
  })

  test('a colleague whom they asked for this very draft keeps it', async () => {
    const { id } = await heldOn(stage)
    await askColleague(stage.house, account('ada'), id, account('bo'))
    await leaves('ada', 'mia')
    expect(await look(id)).toMatchObject({ absence: { instead: 'colleague', named: { name: 'Bo' } } })
    expect((await look(id)).colleague).toMatchObject({ to: { name: 'Bo' } })
    expect(refusedAs(await approves('mia', id))).toBe('not-yours')
  })

  test('a colleague who has left the channel by then is none', async () => {
    await leaves('ada', 'bo')
    const before = stage.platform.members.get('bo')
    if (before === undefined) throw new Error('nobody is called Bo')
    stage.platform.members.set('bo', { ...before, member: 'none' })
    const { id } = await heldOn(stage)
    await stage.deliver()
    expect(await look(id)).toMatchObject({ absence: { instead: 'may-not' } })
    expect(refusedAs(await approves('bo', id))).toBe('not-here')
  })

  test('nobody names themselves, a guest or a bot, nor a time that is over or too far', async () => {
    for (const to of ['ada', 'gus', 'bot', 'nobody']) expect(refusedAs(await leaves('ada', to))).toBe('not-a-colleague')
    for (const ms of [0, -hour, 400 * day]) expect(refusedAs(await leaves('ada', 'bo', ms))).toBe('not-a-term')
    expect(refusedAs(await leaves('bot', 'bo'))).toBe('not-a-person')
    expect((await personBehind(stage.house, account('ada')))?.is.away).toBeUndefined()
  })

  test('two accounts that turn out to be one human do not stand in for each other', async () => {
    await leaves('ada', 'bo')
    const known = await personBehind(stage.house, account('ada'))
    await linkAccount(stage.house, known?.id ?? '', account('bo'))
    const { id } = await heldOn(stage)
    await stage.deliver()
    expect(await look(id)).toMatchObject({ absence: { instead: 'may-not' } })
    expect(await look(id)).not.toHaveProperty('colleague')
  })

  test('no name is in the entries, and the person’s own say only who and until when', async () => {
    await leaves('ada', 'bo')
    const { id } = await heldOn(stage)
    await stage.deliver()
    const person = await personBehind(stage.house, account('ada'))
    const all = [...(await events(person?.id ?? '', 'went-away')), ...(await events(id, 'invoker-went-away'))]
    expect(all).toHaveLength(2)
    for (const { leaf } of all) expect(leaf).not.toMatch(/"(Ada|Bo)"/)
  })

  test('whoever is away is not reminded; the colleague is', async () => {
    await leaves('ada', 'bo')
    await heldOn(stage)
    stage.clock.at += 2 * hour + minute
    await stage.deliver()
    expect(stage.platform.notes.map(({ account: whom }) => whom)).toEqual(['bo'])
    await returns('ada')
    stage.clock.at = noon + 4 * hour - minute
    await stage.deliver()
    expect(
      stage.platform.notes
        .map(({ account: whom }) => whom)
        .slice(1)
        .sort(),
    ).toEqual(['ada', 'bo'])
  })

  test('the rule’s own people are told, where the rule names some', async () => {
    const rule = {
      name: 'here',
      channel: 'platform-help',
      autonomy: 'draft',
      expiresAfterMs: hour,
      escalate: { to: [{ role: 'security' }], at: 0.9 },
    } as const
    await setRules(stage.house, 'admin-token', [rule], 0)
    await leaves('ada')
    const { id } = await heldOn(stage)
    await stage.deliver()
    expect(await card('sec', id)).toContain('named nobody to decide, so it is shown to a security person as well')
  })
})
