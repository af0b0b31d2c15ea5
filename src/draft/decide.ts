// What a command makes happen to a draft, or why it does not. Pure: no clock, no record, no chat. A click, a retry,
// a crash and a second process all end here.

import { isPerson, mayDecide } from '../person/person.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Finding } from '../screening/finding.ts'
import type { Instant } from '../time.ts'
import { cover, welcome } from './absence.ts'
import { type DraftAction, frozen, guard, isOwn, late, type Moment } from './approval.ts'
import { claim, ended, goOn, see } from './claim.ts'
import type { AgentCommand, Command, HouseCommand, PersonCommand, Shown } from './command.ts'
import { type Approval, type CleanWords, type Draft, type DraftEvent, isSettled, type Screened } from './draft.ts'
import { placeNow } from './place-now.ts'
import { readAt } from './reading-time.ts'
import { nextRevision } from './revision.ts'
import { completes, isAsker, seatFor } from './seat.ts'

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
      return nextRevision(
        draft,
        'edited',
        by,
        { content, salt: command.salt, disclosure: draft.revision.disclosure },
        moment,
      )
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
    case 'hand': {
      const { to } = command
      // Whoever could not decide is no help, and one's own other account is nobody else.
      const isFit = mayDecide(to) === undefined && !isAsker(draft, to)
      return isFit
        ? { type: 'colleague-asked', to: { person: to.person, name: to.name }, by, at }
        : refuse('not-a-colleague')
    }
    case 'keep':
      return { type: 'kept', by, at }
    case 'retract': {
      // Given before their accounts were linked, it stands under the id of then.
      const given = 'approvals' in draft && draft.approvals.find((one) => isPerson(command.who, one.by))
      return { type: 'retracted', by: given ? { ...by, person: given.by } : by, at }
    }
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
  const { screened, invoker, revision } = draft
  const unticked = revision.disclosure.assumptions.some((_, index) => !command.ticked.includes(index))
  if (screened.risk !== 'low' && unticked) return refuse('assumptions-unticked')
  // A card opens before its text is read; the button cannot know how long that takes.
  if (screened.risk !== 'low' && moment.at < readAt(draft)) return refuse('read-first', { at: readAt(draft) })
  const seat = seatFor(draft, command.who, moment.verdict)
  if (isRefusal(seat)) return seat
  const approval: Approval = {
    by: command.who.person,
    name: command.who.name,
    at: moment.at,
    did: command.did,
    asked: isPerson(command.who, invoker?.person),
    fingerprint: screened.fingerprint,
    seat,
    ...(command.note === undefined ? {} : { note: command.note }),
    ...(command.change === undefined ? {} : { change: command.change }),
  }
  return { type: completes(draft, seat, moment.verdict) ? 'approved' : 'approval-given', approval }
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
  return nextRevision(draft, 'revised', { agent: command.agent }, { content, disclosure, salt }, moment)
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
      return place(draft, command.screened, command.words, moment)
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
    case 'go-on':
      return goOn(draft, command, moment)
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
    case 'see':
      return see(draft, command, moment)
    case 'block':
      return draft.state === 'approved' ? { type: 'blocked', why: command.why, at } : misplaced()
    case 'look-again':
      return placeNow(draft, command, moment)
    case 'hand-over':
      if (isSettled(draft)) return misplaced()
      return draft.invoker === undefined ? refuse('nothing-changed') : { type: 'handed-over', at }
    case 'cover':
      return cover(draft, command.covering, moment)
    case 'welcome-back':
      return welcome(draft, at)
    case 'bring-back':
      return isSettled(draft) ? misplaced() : { type: 'brought-back', from: command.from, post: command.post, at }
    case 'ask-people':
      return draft.state === 'unconfirmed' && !draft.askPeople ? { type: 'not-found', at } : misplaced()
  }
}

/** Nothing is posted, and what held a secret is kept without it. */
export function refused(
  why: string,
  findings: readonly Finding[],
  words: CleanWords | undefined,
  at: Instant,
): DraftEvent & { type: 'refused' } {
  return { type: 'refused', why, findings, at, ...(words === undefined ? {} : { words }) }
}

/** Where a screened draft goes: the rule of the place, the risk and the agent's own state decide. */
function place(draft: Draft, screened: Screened, words: CleanWords | undefined, moment: Moment): DraftEvent {
  const { at } = moment
  const { verdict, risk } = screened
  if (risk === 'forbidden') return refused('forbidden-content', screened.findings, words, at)
  if (verdict.autonomy === 'closed') return refused(verdict.denies ?? 'place-closed', screened.findings, words, at)
  if (verdict.autonomy === 'shadow' || draft.shadowAgent) return { type: 'shadowed', screened, at }
  const deadline = { from: at, at: at + verdict.expiresAfterMs }
  const alone =
    verdict.people === 0 && verdict.grant !== undefined && risk === 'low' && frozen(draft, moment) === undefined
  return { type: alone ? 'granted' : 'held', screened, deadline }
}

function isShown(draft: Draft, shown: Shown): boolean {
  if (draft.state !== 'pending') return false
  const short = /^[0-9a-f]{8,64}$/.test(shown.fingerprint)
  return short && draft.revision.number === shown.revision && draft.screened.fingerprint.startsWith(shown.fingerprint)
}
