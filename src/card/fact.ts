// The facts of a draft's card, one a line: who wrote it and who asked, where it goes or was to go, who reads it, until when
// it waits, and what those who approved left behind. In the tense that is true.

import { deadlineOf, type Moment } from '../draft/approval.ts'
import { spokenConfidence } from '../draft/disclosure.ts'
import { type Draft, isSettled } from '../draft/draft.ts'
import { plain } from '../draft/envelope.ts'
import { readingMs } from '../draft/reading-time.ts'
import { peopleNeeded } from '../draft/seat.ts'
import { spokenAudience } from '../place.ts'
import { type Instant, spokenSpan } from '../time.ts'
import { type Around, aroundFacts } from './around.ts'
import type { Word } from './card.ts'
import { quoted } from './spoken.ts'

export type FactsFor = { readonly moment: Moment; readonly around: Around; readonly mine: boolean }
type Fact = { readonly name: string; readonly value: Word[] }

/** `mine`: the one who looks has approved it already. */
export function factsOf(draft: Draft, { moment, around, mine }: FactsFor): readonly Fact[] {
  const screened = 'screened' in draft ? draft.screened : undefined
  const place = screened?.audience.name ?? around.place ?? draft.destination.channel
  const nobody = draft.handedOver === undefined ? 'nobody we know of' : `${draft.handedOver.name}, who has left`
  const invoker = draft.invoker === undefined ? `${nobody}; the moderators decide` : draft.invoker.name
  return [
    { name: 'Agent', value: [{ strong: draft.agent.name }, ' (AI agent)'] },
    { name: 'Asked by', value: [invoker] },
    ...(draft.colleague === undefined || draft.invoker === undefined
      ? []
      : [
          {
            name: 'May decide instead',
            value: [
              `${draft.colleague.to.name}, ${draft.colleague.away ? 'named' : 'asked'} by ${draft.colleague.by.name}`,
            ],
          },
        ]),
    {
      name: intentName[tenseOf(draft)][draft.intent.intent],
      value: [place, draft.destination.thread === undefined ? '' : ', in the thread'],
    },
    ...(screened === undefined ? [] : [{ name: seenBy[tenseOf(draft)], value: [spokenAudience(screened.audience)] }]),
    ...(screened === undefined || screened.envelope.payloads.length < 2
      ? []
      : [{ name: 'In parts', value: [`${screened.envelope.payloads.length} messages, one after the other`] }]),
    ...(isStudied(draft) ? [{ name: 'Confidence', value: [spokenConfidence(draft.revision.disclosure)] }] : []),
    ...expiry(draft, moment),
    ...(draft.state === 'pending' && draft.screened.risk !== 'low' && !mine
      ? [{ name: 'Reading time', value: [`about ${spokenSpan(readingMs(draft))}; approving opens after that`] }]
      : []),
    ...approvalFacts(draft, moment),
    ...(draft.state === 'pending' ? aroundFacts(around) : []),
  ]
}

/** What those who approved leave to those who come after them. */
function approvalFacts(draft: Draft, moment: Moment): Fact[] {
  if (!('approvals' in draft)) return []
  const left = draft.approvals.flatMap(({ name, note, change }): Fact[] => [
    ...(note === undefined ? [] : [{ name: `Note from ${plain(name)}`, value: [quoted(note)] }]),
    ...(change === undefined ? [] : [{ name: 'Change reference', value: [plain(change)] }]),
  ])
  const needed = draft.state === 'pending' ? Math.max(1, peopleNeeded(draft, moment.verdict)) : 1
  if (needed === 1) return left
  const given = draft.approvals.map(({ name }) => name).join(', ')
  return [
    { name: 'Approved by', value: [`${given === '' ? 'nobody yet' : given}; ${needed} people are needed`] },
    ...left,
  ]
}

type Tense = 'will' | 'sent' | 'did' | 'never'

/** Of what can never be posted, or not as it is, a card must not say that it will be. */
function tenseOf(draft: Draft): Tense {
  if (draft.state === 'published') return 'did'
  if (draft.state === 'unconfirmed') return 'sent'
  return isSettled(draft) || draft.state === 'revising' ? 'never' : 'will'
}

const intentName: Record<Tense, Record<Draft['intent']['intent'], string>> = {
  will: {
    post: 'Will be posted to',
    edit: 'Will replace its post in',
    delete: 'Will take down its post in',
    upload: 'Will be posted, with files, to',
  },
  // Nobody knows whether it arrived.
  sent: {
    post: 'Sent to',
    edit: 'Sent, to replace its post in',
    delete: 'Sent, to take down its post in',
    upload: 'Sent, with files, to',
  },
  did: {
    post: 'Posted to',
    edit: 'Replaced its post in',
    delete: 'Took down its post in',
    upload: 'Posted, with files, to',
  },
  never: {
    post: 'Meant for',
    edit: 'Meant to replace its post in',
    delete: 'Meant to take down its post in',
    upload: 'Meant, with files, for',
  },
}

const seenBy: Record<Tense, string> = {
  will: 'Who will see it',
  sent: 'Who can see it, if it is there',
  did: 'Who could see it',
  never: 'Who would have seen it',
}

/** What is over is short: who, where, what became of it, and the words. What is only recorded is there to be studied. */
export function isStudied(draft: Draft): boolean {
  return !isSettled(draft) || draft.state === 'shadowed'
}

function expiry(draft: Draft, moment: Moment): Fact[] {
  switch (draft.state) {
    case 'pending':
      return [expires(deadlineOf(draft, moment), ' if nobody decides')]
    case 'revising':
      return [expires(deadlineOf(draft, moment), ' if no new revision comes')]
    case 'approved':
    case 'blocked':
      return [expires(deadlineOf(draft, moment), ' if it is not sent by then')]
    case 'received':
    case 'screening':
    case 'refused':
    case 'shadowed':
    case 'publishing':
    case 'unconfirmed':
    case 'published':
    case 'failed':
    case 'kept':
    case 'rejected':
    case 'expired':
    case 'withdrawn':
      return []
  }
}

function expires(at: Instant, unless: string): Fact {
  return { name: 'Expires', value: [{ time: at }, unless] }
}
