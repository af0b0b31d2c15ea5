// What the card says while nobody knows whether a post went out: what is the case and, where somebody is asked, what each
// answer does. To say “not there” of a post that is there doubles it, so that is said before the click and not after.

import type { DraftAction } from '../draft/approval.ts'
import type { Draft, DraftIn } from '../draft/draft.ts'
import type { Section, Word } from './card.ts'

type Unconfirmed = DraftIn<'unconfirmed'>
type Answer = Extract<DraftAction, 'there' | 'not-there'>
type Asked = {
  readonly whether: string
  readonly labels: { readonly [answer in Answer]: string }
  readonly sees: { readonly [answer in Answer]: string }
}

const post: Asked = {
  whether: 'the post is there',
  labels: { there: 'It is there', 'not-there': 'Not there: post it again' },
  sees: { there: 'see it', 'not-there': 'do not see it' },
}
const askedOf: { readonly [intent in Draft['intent']['intent']]: Asked } = {
  post,
  upload: post,
  edit: {
    whether: 'the new version is there',
    labels: { there: 'It is there', 'not-there': 'Not there: change it again' },
    sees: { there: 'see the new version', 'not-there': 'see the old one' },
  },
  delete: {
    whether: 'the post is gone',
    labels: { there: 'It is gone', 'not-there': 'Still there: take it down again' },
    sees: { there: 'do not see it any more', 'not-there': 'still see it' },
  },
}

export function answerLabel(draft: Draft, answer: Answer): string {
  return askedOf[draft.intent.intent].labels[answer]
}

export function unconfirmedHeadline({ askPeople, intent }: Unconfirmed): string {
  const { whether } = askedOf[intent.intent]
  return askPeople ? `Unconfirmed — please look whether ${whether}` : `Unconfirmed — we are looking whether ${whether}`
}

export function unconfirmedSays({ askPeople, broughtBack }: Unconfirmed): Word[] {
  const happened =
    broughtBack === undefined
      ? 'We sent this, and the platform did not say whether it took it.'
      : 'This comes from a backup, and may have been sent since then.'
  if (!askPeople) return [`${happened} Do not do it by hand. We are looking, and ask you if we cannot tell.`]
  return [`${happened} We have looked and cannot tell. Nothing more is sent until somebody answers.`]
}

/** One line for each answer that this person may give. */
export function whatAnswersDo(draft: Unconfirmed, acts: readonly DraftAction[]): Section[] {
  const { payloads } = draft.screened.envelope
  const { intent } = draft.intent
  const { sees } = askedOf[intent]
  const place = draft.screened.audience.name
  const where = draft.destination.thread === undefined ? place : `the thread in ${place}`
  const whole = payloads.length < 2 ? '' : ` It is ${payloads.length} messages, and all of them have to be there.`
  const twice = intent === 'post' || intent === 'upload' ? ' If it was there after all, it stands there twice.' : ''
  const does: { readonly [answer in Answer]: string } = {
    there: `you have looked in ${where} and ${sees.there}.${whole} Nothing is sent again.`,
    'not-there': `you have looked and ${sees['not-there']}. It is sent once more, as it was allowed.${twice}`,
  }
  return (['there', 'not-there'] as const)
    .filter((answer) => acts.includes(answer))
    .map((answer) => ({ section: 'words', words: [{ strong: answerLabel(draft, answer) }, ` means: ${does[answer]}`] }))
}
