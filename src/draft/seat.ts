// The places in a decision, and who may take one. The rule says who comes first and who second, and how many; a person
// takes one place a revision, whatever accounts they use. How they stand is the platform's word at that moment.

import { has, inGroup, isPerson, mayDecide, type Standing } from '../person/person.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Asks, seatsOf, usualAsks, type Verdict } from '../rule/judge.ts'
import type { Reviewer } from '../rule/rule.ts'
import { tighter } from '../rule/tighter.ts'
import type { Instant } from '../time.ts'
import type { Approval, Draft, DraftIn } from './draft.ts'

export const seats = ['first', 'second'] as const
export type SeatName = (typeof seats)[number]

type Waiting = DraftIn<'pending' | 'approved' | 'blocked'>

/** What it was shown under, or what holds by now, the stricter of each. */
export function holds(draft: { readonly screened: { readonly verdict: Verdict } }, now: Verdict): Verdict {
  return tighter(draft.screened.verdict, now)
}

/** How many people this needs: as shown, or more if the rules have tightened since. */
export function peopleNeeded(draft: Waiting, now: Verdict): number {
  return holds(draft, now).people
}

/** The place this person may take now, or why none. */
export function seatFor(draft: DraftIn<'pending'>, who: Standing, now: Verdict): SeatName | Refusal {
  const verdict = holds(draft, now)
  const needed = seatsOf(verdict)
  const taken = (seat: SeatName) => draft.approvals.filter((approval) => seatOf(draft, approval) === seat).length
  const firstOpen = !isFirstComplete(draft, now)
  if (firstOpen && mayTake('first', draft, who, verdict)) return 'first'
  if (needed.second === 0 || !mayTake('second', draft, who, verdict)) return refuse('not-yours')
  if (firstOpen) return refuse('invoker-first')
  return taken('second') < needed.second ? 'second' : refuse('not-yours')
}

/** Whether those in first place have all approved; then the others are asked. */
export function isFirstComplete(draft: DraftIn<'pending'>, now: Verdict): boolean {
  const { first } = seatsOf(holds(draft, now))
  return draft.approvals.filter((approval) => seatOf(draft, approval) === 'first').length >= Math.max(1, first)
}

/** Whether this approval, in that place, is the last one that was needed. */
export function completes(draft: DraftIn<'pending'>, seat: SeatName, now: Verdict): boolean {
  const needed = seatsOf(holds(draft, now))
  const given = [...draft.approvals.map((approval) => seatOf(draft, approval)), seat]
  return seats.every((one) => given.filter((other) => other === one).length >= needed[one])
}

/** The approvals that still count: bound to this fingerprint, by people who may take that place now. */
export function counting(draft: Waiting, now: Verdict, approvers: readonly Standing[]): readonly Approval[] {
  const verdict = holds(draft, now)
  const people = new Set<string>()
  return draft.approvals.filter((approval) => {
    const who = approvers.find((one) => isPerson(one, approval.by))
    if (who === undefined || mayDecide(who) !== undefined || people.has(who.person)) return false
    if (approval.fingerprint !== draft.screened.fingerprint) return false
    people.add(who.person)
    return mayTake(seatOf(draft, approval), draft, who, verdict)
  })
}

/** Whether enough people, and the right ones, have allowed it. */
export function quorum(draft: Waiting, now: Verdict, approvers: readonly Standing[]): boolean {
  const needed = seatsOf(holds(draft, now))
  const given = counting(draft, now, approvers).map((approval) => seatOf(draft, approval))
  return seats.every((one) => given.filter((seat) => seat === one).length >= needed[one])
}

export function mayTake(seat: SeatName, draft: Draft, who: Standing, verdict: Verdict): boolean {
  const asks: Asks = verdict.asks ?? usualAsks
  if (!asks[seat].oneOfEach.every((list) => list.some((reviewer) => isOne(reviewer, draft, who)))) return false
  return seat === 'first' || !asks.distinctFrom.some((other) => isOther(other, draft, who))
}

/** When the rule shows it to others because nobody has decided. */
export function escalatesAt(draft: DraftIn<'pending'>, now: Verdict): Instant | undefined {
  const { escalate, expiresAfterMs } = holds(draft, now)
  const { from, at } = draft.deadline
  const usual =
    escalate === undefined ? undefined : from + Math.round(Math.min(at - from, expiresAfterMs) * escalate.at)
  // Of one who is away it is known that they do not answer.
  return draft.absence?.others === true ? Math.min(usual ?? draft.absence.at, draft.absence.at) : usual
}

/** Whom the rule tells; where it names nobody, and nobody can be expected to answer, the moderators of the place. */
export function escalatesTo(draft: DraftIn<'pending'>, now: Verdict): readonly Reviewer[] {
  const { escalate } = holds(draft, now)
  return escalate?.to ?? (draft.absence?.others === true ? [{ role: 'moderator' }] : [])
}

/** Those to whom the rule shows a draft that nobody has decided on. They see it and may say no; they allow nothing. */
export function isEscalated(draft: Draft, who: Standing, now: Verdict, at: Instant): boolean {
  if (draft.state !== 'pending') return false
  const since = escalatesAt(draft, now)
  if (since === undefined || at < since) return false
  return escalatesTo(draft, now).some((reviewer) => isOne(reviewer, draft, who))
}

/** An approval that was recorded without its place: the one who asked was first. */
function seatOf(draft: Waiting, approval: Approval): SeatName {
  if (approval.seat !== undefined) return approval.seat
  const first = draft.invoker === undefined ? draft.approvals[0] === approval : approval.asked
  return first ? 'first' : 'second'
}

/** The colleague whom the one who asked has named stands beside them, and nowhere else: not in for a group or a role. */
export function isAsker({ invoker, colleague }: Pick<Draft, 'invoker' | 'colleague'>, who: Standing): boolean {
  return isPerson(who, invoker?.person) || (invoker !== undefined && isPerson(who, colleague?.to.person))
}

function isOne(reviewer: Reviewer, draft: Draft, who: Standing): boolean {
  if (reviewer === 'member') return who.member === 'full'
  if (reviewer === 'invoker') return draft.invoker === undefined ? has(who, 'moderator') : isAsker(draft, who)
  if ('person' in reviewer) return isPerson(who, reviewer.person)
  if ('role' in reviewer) return has(who, reviewer.role)
  if ('group' in reviewer) return inGroup(who, reviewer.group)
  return (who.accounts ?? []).includes(reviewer.account)
}

function isOther(other: Asks['distinctFrom'][number], draft: Draft, who: Standing): boolean {
  if (other === 'invoker') return isPerson(who, draft.invoker?.person)
  const { author } = draft.revision
  return 'person' in author && isPerson(who, author.person)
}
