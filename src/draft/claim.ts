// The intent to send, and how a sending ended. Everything that was checked when a draft was approved is checked here once
// more; after this only one process may send, and only it may say what came of it.

import type { PostId } from '../id.ts'
import { isWider } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { second } from '../time.ts'
import { closed, frozen, late, type Moment } from './approval.ts'
import type { HouseCommand } from './command.ts'
import { type Claim, type Draft, type DraftEvent, isSettled } from './draft.ts'
import { fingerprintOf } from './envelope.ts'
import type { Outcome } from './publish.ts'
import { nextRevision } from './revision.ts'
import { counting, quorum } from './seat.ts'

/** A process drops a claim older than this before it writes to the platform. */
export const claimGoodForMs = 2 * second

/** All that was checked when it was approved is checked again before the intent to send is written. */
export function claim(
  draft: Draft,
  command: Extract<HouseCommand, { do: 'claim' }>,
  moment: Moment,
): DraftEvent | Refusal {
  if (draft.state === 'publishing') return refuse('lost-claim')
  if (draft.state !== 'approved')
    return refuse(isSettled(draft) ? 'already-settled' : 'not-waiting', { state: draft.state })
  const no = frozen(draft, moment) ?? closed(draft, moment) ?? late(draft, moment)
  if (no !== undefined) return no
  if (fingerprintOf(draft.screened.envelope) !== draft.screened.fingerprint) return refuse('changed-since-shown')
  const { content, disclosure } = draft.revision
  const author = draft.revision.author
  if (isWider(command.audience, draft.screened.audience)) {
    return nextRevision(draft, 'audience-widened', author, { content, disclosure, salt: command.salt }, moment)
  }
  const standing = counting(draft, moment.verdict, command.approvers)
  // A grant that happens to live does not stand in for people who said yes and have left since.
  const nobodyLeft = draft.approvals.length > 0 && standing.length === 0
  const grantGone = draft.approvals.length === 0 && moment.verdict.grant !== draft.screened.verdict.grant
  if (grantGone || nobodyLeft || !quorum(draft, moment.verdict, command.approvers)) {
    return { type: 'returned', why: grantGone ? 'no-grant' : 'not-enough-people', approvals: standing, at: moment.at }
  }
  return { type: 'claimed', claim: command.claim }
}

/**
 * The next payload of several may go: for the one who is sending, or, once that one has not come back, for whoever found
 * how far it got. A stop stands between payloads as it stands before the first.
 */
export function goOn(
  draft: Draft,
  command: Extract<HouseCommand, { do: 'go-on' }>,
  moment: Moment,
): DraftEvent | Refusal {
  if (draft.state !== 'publishing' && draft.state !== 'unconfirmed')
    return refuse(isSettled(draft) ? 'already-settled' : 'not-waiting', { state: draft.state })
  const { claim: held } = draft
  const isLeft = draft.state === 'unconfirmed' && moment.at >= held.until
  const isAsked = draft.state === 'unconfirmed' && draft.askPeople
  if (isAsked || (held.owner !== command.claim.owner && !isLeft)) return refuse('lost-claim')
  const no = frozen(draft, moment) ?? closed(draft, moment)
  if (no !== undefined) return no
  if (draft.approvals.length === 0 && moment.verdict.grant !== draft.screened.verdict.grant) return refuse('no-grant')
  if (command.audience !== undefined && isWider(command.audience, draft.screened.audience))
    return refuse('audience-wider')
  return {
    type: 'went-on',
    claim: { ...command.claim, post: held.post, since: held.since ?? held.at, seen: held.seen },
  }
}

/** What stands is noted, and nothing else: how the sending ended is said by the one who sends, or by the search. */
export function see(
  draft: Draft,
  { part }: Extract<HouseCommand, { do: 'see' }>,
  moment: Moment,
): DraftEvent | Refusal {
  if (draft.state !== 'publishing' && draft.state !== 'unconfirmed')
    return refuse(isSettled(draft) ? 'already-settled' : 'not-waiting', { state: draft.state })
  if (draft.claim.seen?.some((one) => one.part === part.part) === true) return refuse('nothing-changed')
  return { type: 'part-seen', part, at: moment.at }
}

/** Whether the platform has told of every part of it. */
export function isSeenWhole({ seen = [] }: Claim, parts: number): boolean {
  return seen.length === parts
}

export function ended(post: PostId, outcome: Outcome, moment: Moment): DraftEvent {
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
