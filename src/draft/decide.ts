// What a command makes happen to a draft, or why it does not. Pure: no clock, no record, no chat. A click, a retry,
// a crash and a second process all end here.

import type { PostId } from '../id.ts'
import { mayDecide, type Standing } from '../person/person.ts'
import { type Audience, isWider } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { second } from '../time.ts'
import { closed, type DraftAction, frozen, guard, isOwn, late, type Moment, peopleNeeded, quorum } from './approval.ts'
import type { Disclosure } from './disclosure.ts'
import {
  type Approval,
  type Author,
  type Claim,
  type Draft,
  type DraftBase,
  type DraftEvent,
  isSettled,
  type Manner,
  type Revision,
  type Screened,
} from './draft.ts'
import { fingerprintOf } from './envelope.ts'
import type { Content } from './intent.ts'
import type { Outcome } from './publish.ts'

/** What a click carries: what its maker was shown. It selects; it never authorises. */
export type Shown = { readonly revision: number; readonly fingerprint: string }

export type PersonCommand = { readonly who: Standing } & (
  | {
      readonly do: 'approve'
      readonly shown: Shown
      readonly ticked: readonly number[]
      readonly did: Manner
      readonly note?: string | undefined
    }
  | { readonly do: 'edit'; readonly shown: Shown; readonly text: string; readonly salt: string }
  | { readonly do: 'revise'; readonly shown: Shown; readonly wants: readonly string[]; readonly words: string }
  | { readonly do: 'reject' | 'veto'; readonly reason: string }
  | { readonly do: 'keep' | 'retract' | 'try-again' | 'there' | 'not-there' }
)

export type AgentCommand = { readonly agent: Draft['agent']['id'] } & (
  | { readonly do: 'revision'; readonly content: Content; readonly disclosure: Disclosure; readonly salt: string }
  | { readonly do: 'withdraw' }
)

export type HouseCommand =
  | { readonly do: 'receive'; readonly draft: DraftBase }
  | { readonly do: 'begin-screening' }
  | { readonly do: 'finish-screening'; readonly revision: number; readonly screened: Screened }
  | { readonly do: 'expire' }
  | {
      readonly do: 'claim'
      readonly claim: Claim
      readonly audience: Audience
      readonly approvers: readonly Standing[]
      readonly salt: string
    }
  | { readonly do: 'settle'; readonly owner: string; readonly outcome: Outcome }
  | { readonly do: 'lose-sight' }
  | { readonly do: 'found' }
  | { readonly do: 'block'; readonly why: string }
  | { readonly do: 'ask-people' }

export type Command = PersonCommand | AgentCommand | HouseCommand

/** Past this many a person should talk to the agent's owner instead. */
export const mostRevisions = 20

export function decide(draft: Draft | undefined, command: Command, moment: Moment): DraftEvent | Refusal {
  if (command.do === 'receive') return { type: 'received', draft: command.draft }
  if (draft === undefined) return refuse('unknown-draft')
  if ('who' in command) return byPerson(draft, command, moment)
  if ('agent' in command) return byAgent(draft, command, moment)
  return byHouse(draft, command, moment)
}

function byPerson(draft: Draft, command: PersonCommand, moment: Moment): DraftEvent | Refusal {
  const action: DraftAction = command.do
  const refused = guard(action, draft, command.who, moment)
  if (refused !== undefined) return refused
  const { at } = moment
  const by = { person: command.who.person, name: command.who.name }
  switch (command.do) {
    case 'approve':
      return approve(draft, command, moment)
    case 'edit': {
      if (!isShown(draft, command.shown)) return refuse('changed-since-shown', { state: draft.state })
      if (command.text === draft.revision.content.text) return refuse('nothing-changed')
      const content = { ...draft.revision.content, text: command.text }
      return next(draft, 'edited', by, { content, salt: command.salt, disclosure: draft.revision.disclosure }, moment)
    }
    case 'revise': {
      if (!isShown(draft, command.shown)) return refuse('changed-since-shown', { state: draft.state })
      if (command.wants.length === 0 && command.words.trim() === '') return refuse('reason-needed')
      const deadline = { from: at, at: at + moment.verdict.expiresAfterMs }
      return { type: 'revision-asked', wish: { by, wants: command.wants, words: command.words, at }, deadline }
    }
    case 'reject':
    case 'veto': {
      if (command.reason.trim() === '') return refuse('reason-needed')
      return { type: command.do === 'veto' ? 'vetoed' : 'rejected', by, reason: command.reason, at }
    }
    case 'keep':
      return { type: 'kept', by, at }
    case 'retract':
      return { type: 'retracted', by, at }
    case 'try-again':
      return { type: 'unblocked', by, at }
    case 'there':
      // The guard has seen that it is unconfirmed; the post gets the name that its claim gave it.
      return draft.state === 'unconfirmed'
        ? { type: 'published', post: draft.claim.post, at, by }
        : refuse('not-waiting')
    case 'not-there':
      return { type: 'not-there', by, at }
  }
}

function approve(
  draft: Draft,
  command: Extract<PersonCommand, { do: 'approve' }>,
  moment: Moment,
): DraftEvent | Refusal {
  if (draft.state !== 'pending' || !isShown(draft, command.shown))
    return refuse('changed-since-shown', { state: draft.state })
  const { screened, approvals, invoker, revision } = draft
  const unticked = revision.disclosure.assumptions.some((_, index) => !command.ticked.includes(index))
  if (screened.risk !== 'low' && unticked) return refuse('assumptions-unticked')
  const approval: Approval = {
    by: command.who.person,
    name: command.who.name,
    at: moment.at,
    did: command.did,
    asked: invoker?.person === command.who.person,
    fingerprint: screened.fingerprint,
    ...(command.note === undefined ? {} : { note: command.note }),
  }
  const complete = approvals.length + 1 >= peopleNeeded(draft, moment.verdict)
  return { type: complete ? 'approved' : 'approval-given', approval }
}

function byAgent(draft: Draft, command: AgentCommand, moment: Moment): DraftEvent | Refusal {
  if (!isOwn(draft, command.agent)) return refuse('unknown-draft')
  if (isSettled(draft)) return refuse('already-settled', { state: draft.state })
  // What is being sent, or may have been, is not the agent's to change any more.
  if (draft.state === 'publishing' || draft.state === 'unconfirmed')
    return refuse('not-waiting', { state: draft.state })
  if (command.do === 'withdraw') return { type: 'withdrawn', at: moment.at }
  if (draft.state === 'received' || draft.state === 'screening') return refuse('not-waiting', { state: draft.state })
  const { content, disclosure, salt } = command
  return next(draft, 'revised', { agent: command.agent }, { content, disclosure, salt }, moment)
}

function byHouse(
  draft: Draft,
  command: Exclude<HouseCommand, { do: 'receive' }>,
  moment: Moment,
): DraftEvent | Refusal {
  const { at } = moment
  const misplaced = () => refuse(isSettled(draft) ? 'already-settled' : 'not-waiting', { state: draft.state })
  switch (command.do) {
    case 'begin-screening':
      return draft.state === 'received' ? { type: 'screening-began', at } : misplaced()
    case 'finish-screening':
      if (draft.state !== 'screening' || draft.revision.number !== command.revision) return misplaced()
      return place(draft, command.screened, moment)
    case 'expire': {
      const waits =
        draft.state === 'pending' ||
        draft.state === 'revising' ||
        draft.state === 'approved' ||
        draft.state === 'blocked'
      if (!waits || frozen(draft, moment) !== undefined || late(draft, moment) === undefined) return misplaced()
      return { type: 'expired', at }
    }
    case 'claim':
      return claim(draft, command, moment)
    case 'settle':
      if (draft.state !== 'publishing') return misplaced()
      // The fence: only the process whose intent is on record may say how it ended.
      if (draft.claim.owner !== command.owner) return refuse('lost-claim')
      return ended(draft.claim.post, command.outcome, moment)
    case 'lose-sight':
      if (draft.state !== 'publishing') return misplaced()
      if (at < draft.claim.until) return refuse('lost-claim')
      return { type: 'lost-sight', why: 'the process that was sending it did not come back', at }
    case 'found':
      return draft.state === 'unconfirmed' ? { type: 'published', post: draft.claim.post, at } : misplaced()
    case 'block':
      return draft.state === 'approved' ? { type: 'blocked', why: command.why, at } : misplaced()
    case 'ask-people':
      return draft.state === 'unconfirmed' && !draft.askPeople ? { type: 'not-found', at } : misplaced()
  }
}

/** Where a screened draft goes: the rule of the place, the risk and the agent's own state decide. */
function place(draft: Draft, screened: Screened, moment: Moment): DraftEvent {
  const { at } = moment
  const { verdict, risk } = screened
  if (risk === 'forbidden') return { type: 'refused', why: 'forbidden-content', findings: screened.findings, at }
  if (verdict.autonomy === 'closed') return { type: 'refused', why: 'place-closed', findings: screened.findings, at }
  if (verdict.autonomy === 'shadow' || draft.shadowAgent) return { type: 'shadowed', screened, at }
  const deadline = { from: at, at: at + verdict.expiresAfterMs }
  const alone =
    verdict.people === 0 && verdict.grant !== undefined && risk === 'low' && frozen(draft, moment) === undefined
  return { type: alone ? 'granted' : 'held', screened, deadline }
}

/** All that was checked when it was approved is checked again before the intent to send is written. */
function claim(draft: Draft, command: Extract<HouseCommand, { do: 'claim' }>, moment: Moment): DraftEvent | Refusal {
  if (draft.state === 'publishing') return refuse('lost-claim')
  if (draft.state !== 'approved')
    return refuse(isSettled(draft) ? 'already-settled' : 'not-waiting', { state: draft.state })
  const no = frozen(draft, moment) ?? closed(draft, moment) ?? late(draft, moment)
  if (no !== undefined) return no
  if (fingerprintOf(draft.screened.envelope) !== draft.screened.fingerprint) return refuse('changed-since-shown')
  const { content, disclosure } = draft.revision
  const author = draft.revision.author
  if (isWider(command.audience, draft.screened.audience)) {
    return next(draft, 'audience-widened', author, { content, disclosure, salt: command.salt }, moment)
  }
  const able = (by: string) => command.approvers.some((who) => who.person === by && mayDecide(who) === undefined)
  const standing = draft.approvals.filter((approval) => able(approval.by))
  const grantGone = draft.approvals.length === 0 && moment.verdict.grant !== draft.screened.verdict.grant
  if (grantGone || !quorum({ ...draft, approvals: standing }, moment.verdict)) {
    return { type: 'returned', why: grantGone ? 'no-grant' : 'not-enough-people', approvals: standing, at: moment.at }
  }
  return { type: 'claimed', claim: command.claim }
}

function ended(post: PostId, outcome: Outcome, moment: Moment): DraftEvent {
  const { at } = moment
  switch (outcome.ended) {
    case 'sent':
      return { type: 'published', post, at }
    case 'not-sent-yet':
      return { type: 'released', why: outcome.why, at }
    case 'blocked':
      return { type: 'blocked', why: outcome.why, at }
    case 'failed':
      return { type: 'failed', why: outcome.why, at }
    case 'unclear':
      return { type: 'lost-sight', why: outcome.why, at }
  }
}

type NextWords = Pick<Revision, 'content' | 'disclosure' | 'salt'>

function next(
  draft: Draft,
  type: 'edited' | 'revised' | 'audience-widened',
  author: Author,
  words: NextWords,
  moment: Moment,
): DraftEvent | Refusal {
  if (draft.revision.number >= mostRevisions) return refuse('too-many-revisions')
  return { type, revision: { ...words, number: draft.revision.number + 1, author, at: moment.at } }
}

function isShown(draft: Draft, shown: Shown): boolean {
  if (draft.state !== 'pending') return false
  const short = /^[0-9a-f]{8,64}$/.test(shown.fingerprint)
  return short && draft.revision.number === shown.revision && draft.screened.fingerprint.startsWith(shown.fingerprint)
}

/** A process drops a claim older than this before it writes to the platform. */
export const claimGoodForMs = 2 * second
