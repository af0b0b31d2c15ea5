// Who may do what to a draft at this moment. `actionsFor` is the one source: cards draw their buttons from it, and
// decide.ts guards every click with the same `guard`, so that a button and its click cannot disagree.

import type { AgentId } from '../id.ts'
import { has, mayDecide, type Standing } from '../person/person.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { tighter, type Verdict } from '../rule/judge.ts'
import { type StopBoard, standstill, stopOn } from '../safety/stop.ts'
import type { Instant } from '../time.ts'
import { type Draft, type DraftIn, isSettled } from './draft.ts'

export const draftActions = [
  'approve',
  'edit',
  'keep', // useful, thank you, do not post
  'reject',
  'revise', // ask the agent for a revision
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

/** The moment at which silence becomes “no”, with every stop that stood over the draft added. */
export function deadlineOf(
  draft: DraftIn<'pending' | 'revising' | 'approved' | 'blocked'>,
  moment: Pick<Moment, 'at' | 'board'>,
): Instant {
  return draft.deadline.at + standstill(moment.board, draft, draft.deadline.from, moment.at)
}

/** How many people this needs: as shown, or more if the rules have tightened since. */
export function peopleNeeded(draft: DraftIn<'pending' | 'approved' | 'blocked'>, now: Verdict): number {
  return tighter(draft.screened.verdict, now).people
}

/** Whether the approvals are enough, and from the right people: the invoker, then somebody else. */
export function quorum(draft: DraftIn<'pending' | 'approved' | 'blocked'>, now: Verdict): boolean {
  const needed = peopleNeeded(draft, now)
  const bound = draft.approvals.filter((approval) => approval.fingerprint === draft.screened.fingerprint)
  const people = new Set(bound.map((approval) => approval.by))
  if (people.size < needed) return false
  return needed === 0 || draft.invoker === undefined || people.has(draft.invoker.person)
}

type Guard = (draft: Draft, who: Standing, moment: Moment) => Refusal | undefined

const guards: Record<DraftAction, Guard> = {
  approve: (draft, who, moment) => {
    if (draft.state !== 'pending') return settledOr('not-waiting', draft)
    return frozen(draft, moment) ?? closed(draft, moment) ?? late(draft, moment) ?? yourTurn(draft, who, moment)
  },
  edit: (draft, who, moment) => {
    if (draft.state !== 'pending') return settledOr('not-waiting', draft)
    return frozen(draft, moment) ?? closed(draft, moment) ?? late(draft, moment) ?? asker(draft, who)
  },
  revise: (draft, who, moment) => {
    if (draft.state !== 'pending') return settledOr('not-waiting', draft)
    return frozen(draft, moment) ?? late(draft, moment) ?? reviewer(draft, who)
  },
  keep: (draft, who, moment) => {
    if (draft.state !== 'pending' && draft.state !== 'revising') return settledOr('not-waiting', draft)
    return late(draft, moment) ?? asker(draft, who)
  },
  // Saying no is possible under a stop too: it only takes away.
  reject: (draft, who, moment) => {
    if (draft.state !== 'pending' && draft.state !== 'revising') return settledOr('not-waiting', draft)
    return late(draft, moment) ?? reviewer(draft, who)
  },
  veto: (draft, who) => {
    if (draft.state !== 'approved' && draft.state !== 'blocked') return settledOr('not-waiting', draft)
    return has(who, 'moderator', 'security') ? undefined : refuse('not-yours')
  },
  retract: (draft, who) => {
    if (draft.state !== 'pending' && draft.state !== 'approved' && draft.state !== 'blocked')
      return settledOr('not-waiting', draft)
    return draft.approvals.some((approval) => approval.by === who.person) ? undefined : refuse('not-yours')
  },
  'try-again': (draft, who, moment) => {
    if (draft.state !== 'blocked') return settledOr('not-waiting', draft)
    return frozen(draft, moment) ?? late(draft, moment) ?? reviewer(draft, who)
  },
  there: (draft, who) => {
    if (draft.state !== 'unconfirmed' || !draft.askPeople) return settledOr('not-waiting', draft)
    return reviewer(draft, who)
  },
  'not-there': (draft, who, moment) => {
    if (draft.state !== 'unconfirmed' || !draft.askPeople) return settledOr('not-waiting', draft)
    return frozen(draft, moment) ?? reviewer(draft, who)
  },
  'start-again': (draft, who, moment) => {
    if (!isSettled(draft) || draft.state === 'published') return refuse('not-waiting', { state: draft.state })
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
export function closed(draft: DraftIn<'pending' | 'approved' | 'blocked'>, moment: Moment): Refusal | undefined {
  const { autonomy } = tighter(draft.screened.verdict, moment.verdict)
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
export function asker(draft: { invoker?: Draft['invoker'] }, who: Standing): Refusal | undefined {
  const yours = draft.invoker === undefined ? has(who, 'moderator') : draft.invoker.person === who.person
  return yours ? undefined : refuse('not-yours')
}

/** Anyone who has a say: the asker, a moderator, or the second person while one is needed. */
export function reviewer(draft: Draft, who: Standing): Refusal | undefined {
  if (asker(draft, who) === undefined || has(who, 'moderator', 'security')) return undefined
  const seconding = draft.state === 'pending' && draft.approvals.length > 0
  return seconding ? undefined : refuse('not-yours')
}

function yourTurn(draft: DraftIn<'pending'>, who: Standing, moment: Moment): Refusal | undefined {
  if (draft.approvals.some((approval) => approval.by === who.person)) return refuse('already-approved')
  if (asker(draft, who) === undefined) return undefined
  if (peopleNeeded(draft, moment.verdict) < 2) return refuse('not-yours')
  const { invoker } = draft
  const asked = draft.approvals.some((approval) => invoker === undefined || approval.by === invoker.person)
  return asked ? undefined : refuse('invoker-first')
}

function settledOr(code: Refusal['refused'], draft: Draft): Refusal {
  const { state } = draft
  if (!isSettled(draft)) return refuse(code, { state })
  const by = draft.state === 'kept' || draft.state === 'rejected' ? { by: draft.by.name } : {}
  return refuse('already-settled', { state, at: draft.at, ...by })
}

/** Whose draft it is, for the few things an agent may do itself. */
export function isOwn(draft: Draft, agent: AgentId): boolean {
  return draft.agent.id === agent
}
