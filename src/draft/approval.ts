// Who may do what to a draft at this moment. `actionsFor` is the one source: cards draw their buttons from it, and
// decide.ts guards every click with the same `guard`, so that a button and its click cannot disagree.

import type { AgentId } from '../id.ts'
import { has, isPerson, mayDecide, type Standing } from '../person/person.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Verdict } from '../rule/judge.ts'
import { type StopBoard, standstill, stopOn } from '../safety/stop.ts'
import type { Instant } from '../time.ts'
import { type Draft, type DraftIn, isSettled } from './draft.ts'
import { holds, isAsker, isEscalated, isFirstComplete, mayTake, seatFor } from './seat.ts'

export const draftActions = [
  'approve',
  'edit',
  'keep', // useful, thank you, do not post
  'reject',
  'revise', // ask the agent for a revision
  'hand', // ask a colleague to decide
  'veto', // a moderator's no after the approval, until it is sent
  'retract', // take one's own approval back
  'try-again', // after the cure of what blocked it
  'there', // unconfirmed: I see the post
  'not-there', // unconfirmed: I looked, post it again
  'start-again', // a new draft, linked to this settled one
] as const
export type DraftAction = (typeof draftActions)[number]

/** What holds at the moment of judging, apart from the draft itself; all of it looked up in one glance. */
export type Moment = {
  readonly at: Instant
  readonly board: StopBoard
  /** The rules as they are now; they may only tighten what the draft was shown under. */
  readonly verdict: Verdict
}

export function actionsFor(draft: Draft, who: Standing, moment: Moment): readonly DraftAction[] {
  return draftActions.filter((action) => guard(action, draft, who, moment) === undefined)
}

/** Why this person may not do this now; undefined when they may. */
export function guard(action: DraftAction, draft: Draft, who: Standing, moment: Moment): Refusal | undefined {
  return mayDecide(who) ?? guards[action](draft, who, moment)
}

/** The moment at which silence becomes “no”, with every stop that stood over the draft added; a rule may bring it nearer. */
export function deadlineOf(
  draft: DraftIn<'pending' | 'revising' | 'approved' | 'blocked'>,
  moment: Pick<Moment, 'at' | 'board'> & Partial<Pick<Moment, 'verdict'>>,
): Instant {
  const { from, at } = draft.deadline
  const end = moment.verdict === undefined ? at : Math.min(at, from + moment.verdict.expiresAfterMs)
  return end + standstill(moment.board, draft, from, moment.at)
}

type Guard = (draft: Draft, who: Standing, moment: Moment) => Refusal | undefined

const guards: Record<DraftAction, Guard> = {
  approve: (draft, who, moment) => {
    if (draft.state !== 'pending') return settledOr('not-waiting', draft)
    return frozen(draft, moment) ?? closed(draft, moment) ?? late(draft, moment) ?? yourTurn(draft, who, moment)
  },
  edit: (draft, who, moment) => {
    if (draft.state !== 'pending') return settledOr('not-waiting', draft)
    return frozen(draft, moment) ?? closed(draft, moment) ?? late(draft, moment) ?? editor(draft, who, moment)
  },
  revise: (draft, who, moment) => {
    if (draft.state !== 'pending') return settledOr('not-waiting', draft)
    return frozen(draft, moment) ?? late(draft, moment) ?? reviewer(draft, who, moment)
  },
  keep: (draft, who, moment) => {
    if (draft.state !== 'pending' && draft.state !== 'revising') return settledOr('not-waiting', draft)
    return late(draft, moment) ?? asker(draft, who)
  },
  // Saying no is possible under a stop too: it only takes away.
  reject: (draft, who, moment) => {
    if (draft.state !== 'pending' && draft.state !== 'revising') return settledOr('not-waiting', draft)
    return late(draft, moment) ?? reviewer(draft, who, moment)
  },
  // Once somebody has approved, the next place is not the asker's to give.
  hand: (draft, who, moment) => {
    if (draft.state !== 'pending' || draft.approvals.length > 0) return settledOr('not-waiting', draft)
    // Whoever was named names nobody further.
    if (!isPerson(who, draft.invoker?.person)) return refuse('not-yours')
    // Nobody gives away what the rule has not given them.
    const mine = mayTake('first', draft, who, holds(draft, moment.verdict))
    return late(draft, moment) ?? (mine ? undefined : refuse('not-yours'))
  },
  veto: (draft, who) => {
    if (draft.state !== 'approved' && draft.state !== 'blocked') return settledOr('not-waiting', draft)
    return has(who, 'moderator', 'security') ? undefined : refuse('not-yours')
  },
  retract: (draft, who) => {
    if (draft.state !== 'pending' && draft.state !== 'approved' && draft.state !== 'blocked')
      return settledOr('not-waiting', draft)
    return draft.approvals.some((approval) => isPerson(who, approval.by)) ? undefined : refuse('not-yours')
  },
  'try-again': (draft, who, moment) => {
    if (draft.state !== 'blocked') return settledOr('not-waiting', draft)
    return frozen(draft, moment) ?? late(draft, moment) ?? reviewer(draft, who, moment)
  },
  there: (draft, who, moment) => {
    if (draft.state !== 'unconfirmed' || !draft.askPeople) return settledOr('not-waiting', draft)
    return reviewer(draft, who, moment)
  },
  'not-there': (draft, who, moment) => {
    if (draft.state !== 'unconfirmed' || !draft.askPeople) return settledOr('not-waiting', draft)
    return frozen(draft, moment) ?? reviewer(draft, who, moment)
  },
  'start-again': (draft, who, moment) => {
    if (!isSettled(draft) || draft.state === 'published') return refuse('not-waiting', { state: draft.state })
    // There is nothing left to start from.
    if (draft.forgotten !== undefined) return refuse('not-waiting', { state: 'forgotten' })
    return frozen(draft, moment) ?? asker(draft, who)
  },
}

/** The stop that freezes this draft, if one does. */
export function frozen(draft: Draft, moment: Pick<Moment, 'board'>): Refusal | undefined {
  const stop = stopOn(moment.board, draft)
  if (stop === undefined) return undefined
  return refuse('stopped', { ...(stop.by === 'admin-token' ? {} : { by: stop.by.name }), at: stop.from })
}

/** The rule has closed the place since; nothing may become more allowed, and this is less. */
export function closed(
  draft: DraftIn<'pending' | 'approved' | 'blocked' | 'publishing' | 'unconfirmed'>,
  moment: Moment,
): Refusal | undefined {
  const { autonomy } = holds(draft, moment.verdict)
  return autonomy === 'closed' || autonomy === 'shadow' ? refuse('place-closed') : undefined
}

export function late(
  draft: DraftIn<'pending' | 'revising' | 'approved' | 'blocked'>,
  moment: Moment,
): Refusal | undefined {
  // The button can be pressed after the deadline but before the timer fires.
  return moment.at >= deadlineOf(draft, moment) ? refuse('expired', { at: deadlineOf(draft, moment) }) : undefined
}

/** The one who decides first: the invoker, or where nobody asked, the channel's moderators. */
export function asker(draft: Pick<Draft, 'invoker' | 'colleague'>, who: Standing): Refusal | undefined {
  const yours = draft.invoker === undefined ? has(who, 'moderator') : isAsker(draft, who)
  return yours ? undefined : refuse('not-yours')
}

/** Who may put their own words in: the one who asked, and whoever the rule puts first. */
function editor(draft: DraftIn<'pending'>, who: Standing, moment: Moment): Refusal | undefined {
  return mayTake('first', draft, who, holds(draft, moment.verdict)) ? undefined : asker(draft, who)
}

/** Anyone who has a say: the asker, who may approve, a moderator, and those whom the rule tells when nobody decides. */
export function reviewer(draft: Draft, who: Standing, moment: Moment): Refusal | undefined {
  if (asker(draft, who) === undefined || has(who, 'moderator', 'security')) return undefined
  if (isEscalated(draft, who, moment.verdict, moment.at)) return undefined
  return isAsked(draft, who, moment.verdict) ? undefined : refuse('not-yours')
}

/** Whose approval is asked for: those in first place, and once they have approved, those in second. */
export function isAsked(draft: Draft, who: Standing, now: Verdict): boolean {
  if (!('screened' in draft)) return asker(draft, who) === undefined
  const verdict = holds(draft, now)
  if (asker(draft, who) === undefined || mayTake('first', draft, who, verdict)) return true
  return draft.state === 'pending' && isFirstComplete(draft, now) && mayTake('second', draft, who, verdict)
}

function yourTurn(draft: DraftIn<'pending'>, who: Standing, moment: Moment): Refusal | undefined {
  if (draft.approvals.some((approval) => isPerson(who, approval.by))) return refuse('already-approved')
  const seat = seatFor(draft, who, moment.verdict)
  return isRefusal(seat) ? seat : undefined
}

export function settledOr(code: Refusal['refused'], draft: Draft): Refusal {
  const { state } = draft
  if (!isSettled(draft)) return refuse(code, { state })
  const by = draft.state === 'kept' || draft.state === 'rejected' ? { by: draft.by.name } : {}
  return refuse('already-settled', { state, at: draft.at, ...by })
}

/** Whose draft it is, for the few things an agent may do itself. */
export function isOwn(draft: Draft, agent: AgentId): boolean {
  return draft.agent.id === agent
}
