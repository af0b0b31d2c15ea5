// The card that readers get: the post, and what is left of it after a recall. Composed before approval with slots where
// the approvers' names will stand, and drawn again from the record after each change.

import { spokenConfidence } from '../draft/disclosure.ts'
import type { DraftBase } from '../draft/draft.ts'
import { type LaterPart, plain, spokenApprovers } from '../draft/envelope.ts'
import type { Post } from '../post/post.ts'
import { recallerName } from '../post/recall.ts'
import type { Finding } from '../screening/finding.ts'
import type { Action, Card, Form, Section, Word } from './card.ts'
import { revealForm } from './reveal.ts'
import { quotedLast } from './spoken.ts'
import { type Block, type Piece, piecesOf } from './tree.ts'

/** The parts of a revision as readers get them: what stands in the post, and what stands behind a reveal. */
export type Parted = {
  readonly blocks: readonly Block[]
  readonly later: readonly LaterPart[]
  /** So many of them, from the first, our own checks took out; the others the agent named itself. */
  readonly found: number
}

/** Takes every passage with a high finding, and every step the agent named, out of the post. */
export function part(draft: DraftBase, findings: readonly Finding[]): Parted {
  const { content, disclosure } = draft.revision
  const later: LaterPart[] = []
  const hide = (text: string, risk: string, check?: string): Block => {
    const id = `s${later.length + 1}`
    later.push({ part: 'step', id, text, risk, ...(check === undefined ? {} : { check }) })
    return { block: 'hidden', step: id, number: later.length }
  }
  const inText = findings.filter(
    (finding) =>
      finding.severity !== 'note' &&
      finding.where !== undefined &&
      finding.where.step === undefined &&
      finding.where.field === undefined,
  )
  const blocks = piecesOf(content.text).map((piece) => {
    const found = inText.filter((finding) => touches(finding, piece))
    if (found.length === 0) return piece.block
    return hide(content.text.slice(piece.from, piece.to), [...new Set(found.map((finding) => finding.says))].join(' '))
  })
  const found = later.length
  const steps = disclosure.steps.map((step) => hide(step.text, step.risk, step.check))
  return { blocks: [...blocks, ...steps], later, found }
}

/** The post before approval: exactly what would go out, with its slots still open. */
export function proposedPost(draft: DraftBase, parted: Parted): Card {
  const allowed: Word[] = [`AI draft, ${edited(draft)}allowed by `, { slot: 'approvers' }]
  const foot: Word[] = ['Allowed ', { slot: 'approvedAt' }, ' · ref ', { slot: 'ref' }]
  return {
    ...frame(draft),
    tone: 'calm',
    sections: body(draft, parted, allowed, foot),
    actions: readerActions(parted.later),
  }
}

/** The post as it stands now, with what readers said of it. */
export function postCard(post: Post): Card {
  switch (post.state) {
    case 'up': {
      const parted = part(post.draft, post.allowed.screened.findings)
      const { approvals, screened } = post.allowed
      const approvers = spokenApprovers(approvals, screened.verdict.grant)
      const foot: Word[] = ['Allowed ', { time: post.allowed.allowedAt }, ` · ref ${post.id} · ${spokenActs(post)}`]
      const sections = body(post.draft, parted, [`AI draft, ${edited(post.draft)}allowed by ${approvers}`], foot)
      return { ...frame(post.draft), about: about(post), tone: 'calm', sections, actions: readerActions(parted.later) }
    }
    case 'hidden': {
      const says = 'Two people reported a problem with this answer. A moderator is looking at it.'
      const restore: Action = { act: 'restore', label: 'Show it again', tone: 'plain', more: false }
      return { ...gone(post, 'AI draft — hidden', says), actions: [restore, recallAction] }
    }
    case 'lapsed':
      return gone(post, 'AI draft — taken down', 'The agent took this answer back, and people agreed.')
    case 'superseded':
      return gone(post, 'AI draft — replaced', 'A newer version of this answer has taken its place.')
    case 'recalled': {
      const isForgotten = post.draft.forgotten !== undefined
      const words: Word[] = [
        { strong: 'Do not follow the earlier instructions.' },
        ` This answer was recalled. ${isForgotten ? 'The reason was forgotten when its term was over.' : `Reason: ${quotedLast(post.reason)}`}`,
      ]
      const by = isForgotten ? 'Recalled ' : `Recalled by ${recallerName(post.by)} · `
      const foot: Word[] = [by, { time: post.at }, ` · ref ${post.id}`]
      return {
        ...gone(post, 'AI draft — recalled', ''),
        sections: [
          { section: 'words', words, tone: 'warning' },
          { section: 'words', words: foot, tone: 'small' },
        ],
      }
    }
  }
}

function body(draft: DraftBase, parted: Parted, allowed: Word[], foot: Word[]): Section[] {
  const { content, disclosure } = draft.revision
  const says = ` · ${draft.agent.name} (AI agent) · confidence: ${spokenConfidence(disclosure)}`
  const steps = parted.later.flatMap((later, index): Section[] =>
    later.part === 'step'
      ? [{ section: 'step', id: later.id, number: index + 1, says: later.risk, ...whoseAt(index, parted) }]
      : [],
  )
  const assumes: Section[] =
    disclosure.assumptions.length === 0
      ? [{ section: 'words', words: ['The agent stated no assumptions.'], tone: 'small' }]
      : [{ section: 'list', title: 'Assumes', items: disclosure.assumptions, numbered: false }]
  return [
    { section: 'words', words: [...allowed, says], tone: 'small' },
    { section: 'agent', title: content.title, blocks: parted.blocks },
    ...steps,
    ...assumes,
    { section: 'words', words: foot, tone: 'small' },
  ]
}

/** Who says why a step is risky. */
export function whoseAt(index: number, { found }: Parted): { readonly whose?: 'ours' } {
  return index < found ? { whose: 'ours' } : {}
}

function readerActions(later: readonly LaterPart[]): Action[] {
  const reveals = later.flatMap((step, index): Action[] =>
    step.part !== 'step'
      ? []
      : [
          {
            act: 'reveal',
            label: `Show hidden step ${index + 1}…`,
            tone: 'plain',
            step: step.id,
            form: revealForm(step.risk),
            more: false,
          },
        ],
  )
  const acts: Action[] =
    reveals.length === 0 ? [] : [{ act: 'act', label: 'I ran this…', tone: 'plain', form: actForm, more: false }]
  return [
    ...reveals,
    ...acts,
    { act: 'report', label: 'Report a problem…', tone: 'plain', form: reportForm, more: false },
    { act: 'why', label: 'How was this checked?', tone: 'plain', more: false },
    recallAction,
  ]
}

const actForm: Form = {
  title: 'Say what you did',
  fields: [
    {
      field: 'choice',
      name: 'act',
      label: 'It is recorded, so that you can be told if this answer is recalled',
      options: [
        { value: 'will-run', label: 'I will run this' },
        { value: 'ran', label: 'I ran this' },
      ],
    },
  ],
  submit: 'Record it',
}

const reportForm: Form = {
  title: 'Report a problem',
  warning: 'Reports go to the moderators of this channel. Two separate reports hide the post until someone looks.',
  fields: [
    {
      field: 'choice',
      name: 'complaint',
      label: 'What is wrong?',
      options: [
        { value: 'wrong', label: 'It is wrong' },
        { value: 'dangerous', label: 'It is dangerous: I followed it and something broke' },
        { value: 'private', label: 'It shows private information' },
        { value: 'off-topic', label: 'Spam or off topic' },
      ],
    },
    { field: 'text', name: 'words', label: 'Details', long: true, required: false },
  ],
  submit: 'Send report',
}

const recallForm: Form = {
  title: 'Recall this post',
  warning: 'The post is replaced by a notice. Notifications already sent cannot be recalled.',
  fields: [{ field: 'text', name: 'reason', label: 'Reason (readers see it)', long: false, required: true }],
  submit: 'Recall it now',
}

const recallAction: Action = { act: 'recall', label: 'Recall…', tone: 'danger', form: recallForm, more: true }

function gone(post: Post, headline: string, says: string): Card {
  const sections: Section[] = [
    { section: 'words', words: [says] },
    { section: 'words', words: [`ref ${post.id}`], tone: 'small' },
  ]
  return { card: 'tombstone', about: about(post), headline, tone: 'bad', sections, actions: [] }
}

function frame(draft: DraftBase): Pick<Card, 'card' | 'about' | 'headline'> {
  return { card: 'post', about: { draft: draft.id, revision: draft.revision.number }, headline: 'AI draft' }
}

function about(post: Post): Card['about'] {
  return { draft: post.draft.id, revision: post.draft.revision.number, post: post.id }
}

function edited(draft: DraftBase): string {
  return 'person' in draft.revision.author ? `edited by ${plain(draft.revision.author.name)} and ` : ''
}

function spokenActs(post: Post): string {
  const ran = post.readers.filter((reader) => reader.acts.some((act) => act.act === 'ran')).length
  return ran === 0
    ? 'no reader has said that they ran this'
    : `${ran === 1 ? '1 reader says' : `${ran} readers say`} they ran this`
}

function touches(finding: Finding, piece: Piece): boolean {
  // A finding without a place is about the whole.
  return finding.where !== undefined && finding.where.from < piece.to && finding.where.to > piece.from
}
