// What each event makes of a draft. Total, without judgement: whether an event may happen was decided in decide.ts.
// An event that does not fit the state is a fault of ours and throws.

import type { Absence } from './absence.ts'
import {
  type Allowed,
  baseOf,
  type CleanWords,
  type Draft,
  type DraftEvent,
  type DraftIn,
  type Revision,
} from './draft.ts'

export function evolve(draft: Draft | undefined, event: DraftEvent): Draft {
  if (event.type === 'received') return { ...event.draft, state: 'received' }
  if (draft === undefined) throw new Error(`applying ${event.type} to a draft that was never received`)
  return changed(draft, event)
}

function changed(draft: Draft, event: Exclude<DraftEvent, { type: 'received' }>): Draft {
  const base = baseOf(draft)
  switch (event.type) {
    case 'screening-began':
      return { ...base, state: 'screening' }
    case 'refused':
      return {
        ...base,
        ...without(draft, event.words),
        state: 'refused',
        why: event.why,
        findings: event.findings,
        at: event.at,
      }
    case 'shadowed':
      return { ...base, state: 'shadowed', screened: event.screened, at: event.at }
    case 'held':
      return { ...base, state: 'pending', screened: event.screened, approvals: [], deadline: event.deadline, round: 1 }
    case 'granted': {
      const { screened, deadline } = event
      return { ...base, state: 'approved', screened, deadline, approvals: [], round: 1, allowedAt: deadline.from }
    }
    case 'approval-given': {
      const { screened, approvals, deadline, round } = as(draft, 'pending', event)
      return { ...base, state: 'pending', screened, deadline, round, approvals: [...approvals, event.approval] }
    }
    case 'approved': {
      const { screened, approvals, deadline, round } = as(draft, 'pending', event)
      const all = [...approvals, event.approval]
      return { ...base, state: 'approved', screened, deadline, round, approvals: all, allowedAt: event.approval.at }
    }
    case 'retracted': {
      if (draft.state !== 'pending' && draft.state !== 'approved' && draft.state !== 'blocked')
        throw misfit(draft, event)
      const { screened, deadline } = draft
      const approvals = draft.approvals.filter((approval) => approval.by !== event.by.person)
      return { ...base, state: 'pending', screened, deadline, approvals, round: draft.round + 1 }
    }
    case 'returned': {
      const { screened, deadline, round } = as(draft, 'approved', event)
      return { ...base, state: 'pending', screened, deadline, approvals: event.approvals, round: round + 1 }
    }
    case 'edited':
    case 'revised':
    case 'audience-widened':
      return { ...base, ...nextRevision(draft, event.revision), state: 'screening' }
    case 'place-changed': {
      if (draft.state !== 'pending' && draft.state !== 'approved' && draft.state !== 'blocked')
        throw misfit(draft, event)
      return { ...draft, outOfReach: undefined, screened: { ...draft.screened, audience: event.audience } }
    }
    case 'place-lost':
      return { ...as(draft, 'pending', event), outOfReach: event.why }
    case 'handed-over':
      return { ...draft, invoker: undefined, handedOver: draft.invoker, absence: undefined }
    case 'revision-asked':
      return { ...base, state: 'revising', asked: event.wish, deadline: event.deadline }
    case 'kept':
      return { ...base, state: 'kept', by: event.by, at: event.at }
    case 'rejected':
    case 'vetoed': {
      const { by, reason, at } = event
      return { ...base, state: 'rejected', by, reason, veto: event.type === 'vetoed', at }
    }
    case 'colleague-asked':
      return { ...draft, colleague: { to: event.to, by: event.by, at: event.at } }
    case 'invoker-went-away':
      return { ...draft, absence: event.absence, ...standingIn(draft, event.absence) }
    case 'invoker-came-back':
      return draft.absence === undefined ? draft : { ...draft, absence: { ...draft.absence, back: event.at } }
    case 'withdrawn':
      return draft.state === 'received' || draft.state === 'screening'
        ? { ...base, state: 'withdrawn', at: event.at, unchecked: true }
        : { ...base, state: 'withdrawn', at: event.at }
    case 'expired':
      return { ...base, state: 'expired', at: event.at }
    case 'claimed':
      return { ...base, ...allowed(draft, event), state: 'publishing', claim: event.claim }
    case 'went-on': {
      if (draft.state !== 'publishing' && draft.state !== 'unconfirmed') throw misfit(draft, event)
      return { ...draft, claim: event.claim }
    }
    case 'part-seen': {
      if (draft.state !== 'publishing' && draft.state !== 'unconfirmed') throw misfit(draft, event)
      return { ...draft, claim: { ...draft.claim, seen: [...(draft.claim.seen ?? []), event.part] } }
    }
    case 'released':
    case 'unblocked':
      return { ...base, ...allowed(draft, event), state: 'approved' }
    case 'blocked':
      return { ...base, ...allowed(draft, event), state: 'blocked', why: event.why }
    case 'lost-sight': {
      const { claim } = as(draft, 'publishing', event)
      return { ...base, ...allowed(draft, event), state: 'unconfirmed', claim, since: event.at, askPeople: false }
    }
    case 'not-found': {
      const { claim, since } = as(draft, 'unconfirmed', event)
      return { ...base, ...allowed(draft, event), state: 'unconfirmed', claim, since, askPeople: true }
    }
    case 'not-there': {
      const before = allowed(draft, event)
      // A person has looked: that also answers for a draft that came back from a backup.
      return { ...base, ...before, state: 'approved', round: before.round + 1, broughtBack: undefined }
    }
    case 'published':
      return { ...base, ...allowed(draft, event), state: 'published', post: event.post, at: event.at }
    case 'failed':
      return { ...base, state: 'failed', why: event.why, at: event.at }
    case 'brought-back':
      return broughtBack(draft, event)
  }
}

/** Where nobody new is asked, whoever was asked before stays so. */
function standingIn(draft: Draft, { instead, named, at }: Absence): Pick<Draft, 'colleague'> {
  if (instead !== 'colleague' || named === undefined || draft.invoker === undefined) return {}
  if (named.person === draft.colleague?.to.person) return {}
  return { colleague: { to: named, by: draft.invoker, at, away: true } }
}

/** Its deadline stood still while there was nobody to answer to. What was allowed may have been sent. */
function broughtBack(draft: Draft, event: Extract<DraftEvent, { type: 'brought-back' }>): Draft {
  const { from, at, post } = event
  const marked = { ...draft, broughtBack: from }
  if (!('deadline' in marked)) return marked
  const deadline = { ...marked.deadline, at: marked.deadline.at + Math.max(0, at - from) }
  if (marked.state !== 'approved' && marked.state !== 'publishing') return { ...marked, deadline }
  const claim =
    marked.state === 'publishing' ? marked.claim : { owner: 'restore', at: marked.allowedAt, until: at, post }
  return {
    ...baseOf(marked),
    ...allowed(marked, event),
    deadline,
    state: 'unconfirmed',
    claim,
    since: at,
    askPeople: false,
  }
}

function allowed(draft: Draft, event: DraftEvent): Allowed {
  switch (draft.state) {
    case 'approved':
    case 'publishing':
    case 'blocked':
    case 'unconfirmed': {
      const { screened, approvals, deadline, round, allowedAt } = draft
      return { screened, approvals, deadline, round, allowedAt }
    }
    case 'received':
    case 'screening':
    case 'refused':
    case 'shadowed':
    case 'pending':
    case 'revising':
    case 'published':
    case 'failed':
    case 'kept':
    case 'rejected':
    case 'expired':
    case 'withdrawn':
      throw misfit(draft, event)
  }
}

/** A secret is taken out of what is kept, in the same change that refuses it. */
function without(draft: Draft, words: CleanWords | undefined): Pick<Draft, 'revision'> {
  return { revision: words === undefined ? draft.revision : { ...draft.revision, ...words } }
}

function nextRevision(draft: Draft, revision: Revision): Pick<Draft, 'revision' | 'earlier'> {
  return { revision, earlier: [...draft.earlier, draft.revision] }
}

function as<State extends Draft['state']>(draft: Draft, state: State, event: DraftEvent): DraftIn<State> {
  if (!isIn(draft, state)) throw misfit(draft, event)
  return draft
}

function isIn<State extends Draft['state']>(draft: Draft, state: State): draft is DraftIn<State> {
  return draft.state === state
}

function misfit(draft: Draft, event: DraftEvent): Error {
  return new Error(`applying ${event.type} to ${draft.id}, which is ${draft.state}`)
}
