// The card for those who decide: one draft, seen by one person, at one moment. Its buttons are `actionsFor`, its text is
// the envelope's; nothing in it is worked out anywhere else.

import { diffLines } from 'diff'
import { actionsFor, deadlineOf, type Moment, peopleNeeded } from '../draft/approval.ts'
import { spokenConfidence } from '../draft/disclosure.ts'
import type { Draft, DraftIn, Screened } from '../draft/draft.ts'
import { short, spokenApprovers } from '../draft/envelope.ts'
import type { Standing } from '../person/person.ts'
import { spokenAudience } from '../place.ts'
import type { Post } from '../post/post.ts'
import { stopOn } from '../safety/stop.ts'
import { spokenSpan } from '../time.ts'
import { buttonsFor } from './button.ts'
import type { Card, CardName, Section, Word } from './card.ts'
import { part } from './post-card.ts'

/** `post` is what became of a published draft, so that a card does not say “Published” of what was recalled. */
export function draftCard(draft: Draft, who: Standing, moment: Moment, post?: Post | undefined): Card {
  const mine = 'approvals' in draft && draft.approvals.some((approval) => approval.by === who.person)
  const view = post?.state === 'recalled' ? recalledView(post) : viewOf(draft, mine)
  const screened = screenedOf(draft)
  const fingerprint = screened?.fingerprint
  const risk = screened?.risk ?? 'low'
  const compact = draft.state === 'pending' && risk === 'low'
  return {
    card: view.card,
    about: { draft: draft.id, revision: draft.revision.number, ...(fingerprint === undefined ? {} : { fingerprint }) },
    headline: view.headline,
    tone: view.tone,
    sections: [
      ...frozenNote(draft, moment),
      { section: 'words', words: view.says },
      { section: 'facts', facts: facts(draft, screened, moment) },
      ...words(draft, screened),
      ...judgement(draft, screened),
      ...(draft.state === 'pending' ? changes(draft) : []),
      { section: 'words', words: foot(draft, screened), tone: 'small' },
    ],
    actions: buttonsFor(actionsFor(draft, who, moment), draft, moment, compact),
  }
}

type View = { card: CardName; headline: string; tone: Card['tone']; says: Word[] }

function viewOf(draft: Draft, mine: boolean): View {
  switch (draft.state) {
    case 'received':
    case 'screening':
      return {
        card: 'checking',
        headline: 'AI draft — being checked',
        tone: 'calm',
        says: ['Our own checks are running. Nothing is published.'],
      }
    case 'pending':
      return waiting(draft, mine)
    case 'revising': {
      const wants = [...draft.asked.wants, draft.asked.words].filter((want) => want !== '').join('; ')
      const says = [
        `${draft.asked.by.name} asked ${draft.agent.name} for another revision: ${wants}. This one can no longer be approved.`,
      ]
      return { card: 'revising', headline: 'Revision asked for — not published', tone: 'calm', says }
    }
    case 'approved':
    case 'publishing':
      return { card: 'allowed', headline: 'Allowed — being published', tone: 'calm', says: allowedBy(draft) }
    case 'blocked': {
      const says = [`Nothing was sent: ${draft.why}. The approval stays. Cure it, then try again.`]
      return { card: 'blocked', headline: 'Blocked — nothing was posted', tone: 'bad', says }
    }
    case 'unconfirmed': {
      const asking = 'We could not find the post, and cannot be sure. Please look in the channel and tell us.'
      const looking = 'The platform did not confirm the post. Do not post it by hand. We are looking for it.'
      return {
        card: 'unconfirmed',
        headline: 'Checking whether the post went out',
        tone: 'bad',
        says: [draft.askPeople ? asking : looking],
      }
    }
    case 'published':
      return {
        card: 'published',
        headline: 'Published',
        tone: 'good',
        says: [...allowedBy(draft), ` Post ${draft.post}.`],
      }
    case 'rejected': {
      const by: Word[] = [
        `${draft.veto ? 'Vetoed' : 'Rejected'} by ${draft.by.name}, `,
        { time: draft.at },
        `. Reason: ${draft.reason}`,
      ]
      return { card: 'rejected', headline: 'Rejected — nothing was posted', tone: 'bad', says: by }
    }
    case 'kept':
      return {
        card: 'kept',
        headline: 'Kept private — nothing was posted',
        tone: 'good',
        says: [`${draft.by.name} said thank you and kept it private, `, { time: draft.at }, '.'],
      }
    case 'expired':
      return {
        card: 'expired',
        headline: 'Expired — nothing was posted',
        tone: 'calm',
        says: ['Nobody decided in time. No answer counts as “no”.'],
      }
    case 'withdrawn':
      return {
        card: 'withdrawn',
        headline: 'Withdrawn — nothing was posted',
        tone: 'calm',
        says: [`${draft.agent.name} took it back.`],
      }
    case 'refused': {
      const why =
        draft.why === 'place-closed'
          ? 'Agents may not post in this place.'
          : 'It contains something that is never posted.'
      return { card: 'refused', headline: 'Refused — nothing was posted', tone: 'bad', says: [why] }
    }
    case 'shadowed':
      return {
        card: 'shadowed',
        headline: 'Recorded only — nothing is posted',
        tone: 'calm',
        says: ['This agent, or this place, is only being watched.'],
      }
    case 'failed':
      return {
        card: 'failed',
        headline: 'Failed — nothing was posted',
        tone: 'bad',
        says: [`The platform refused it for good: ${draft.why}.`],
      }
  }
}

function recalledView(post: Post & { state: 'recalled' }): View {
  const seen = spokenSpan(post.at - post.published)
  const says: Word[] = [
    `Recalled by ${post.by.name}, `,
    { time: post.at },
    `. Reason: ${post.reason}. Visible for ${seen}. Notifications already sent cannot be recalled.`,
  ]
  return { card: 'recalled', headline: 'Recalled after publishing', tone: 'bad', says }
}

function waiting(draft: DraftIn<'pending'>, mine: boolean): View {
  const given = draft.approvals.map((approval) => approval.name).join(' and ')
  if (mine) {
    const says = [
      'Not published yet. Another full member of the channel must approve it too; if nobody does, it expires.',
    ]
    return { card: 'waiting', headline: 'Approved by you — waiting for a second person', tone: 'calm', says }
  }
  if (draft.approvals.length > 0) {
    const says = [
      `${given} approved revision ${draft.revision.number}. One more person must approve it before it is published.`,
    ]
    return { card: 'second-review', headline: 'Second review needed — AI draft, not published', tone: 'ask', says }
  }
  const says = ['Approving publishes exactly what you see here.']
  return { card: 'draft', headline: 'AI draft — not published', tone: 'ask', says }
}

function facts(draft: Draft, screened: Screened | undefined, moment: Moment): { name: string; value: Word[] }[] {
  const place = screened?.audience.name ?? draft.destination.channel
  const waits =
    draft.state === 'pending' || draft.state === 'revising' || draft.state === 'approved' || draft.state === 'blocked'
  const invoker = draft.invoker === undefined ? 'nobody we know of; the moderators decide' : draft.invoker.name
  return [
    { name: 'Agent', value: [{ strong: draft.agent.name }, ' (AI agent)'] },
    { name: 'Asked by', value: [invoker] },
    {
      name: intentName[draft.intent.intent],
      value: [place, draft.destination.thread === undefined ? '' : ', in the thread'],
    },
    ...(screened === undefined ? [] : [{ name: 'Who will see it', value: [spokenAudience(screened.audience)] }]),
    { name: 'Confidence', value: [spokenConfidence(draft.revision.disclosure)] },
    ...(waits
      ? [{ name: 'Expires', value: [{ time: deadlineOf(draft, moment) }, ' if nobody decides'] as Word[] }]
      : []),
    ...(draft.state === 'pending'
      ? [
          {
            name: 'People needed',
            value: [`${draft.approvals.length} of ${Math.max(1, peopleNeeded(draft, moment.verdict))}`],
          },
        ]
      : []),
  ]
}

const intentName: Record<Draft['intent']['intent'], string> = {
  post: 'Will be posted to',
  edit: 'Will replace its post in',
  delete: 'Will take down its post in',
  upload: 'Will be posted, with files, to',
}

/** The draft word for word, hidden steps and all: those who decide see everything that readers could get. */
function words(draft: Draft, screened: Screened | undefined): Section[] {
  const { content } = draft.revision
  const parted = part(draft, screened?.findings ?? [])
  const steps = parted.later.flatMap((later, index): Section[] =>
    later.part === 'step'
      ? [{ section: 'step', id: later.id, number: index + 1, says: later.risk, text: later.text, check: later.check }]
      : [],
  )
  return [{ section: 'agent', title: content.title, blocks: parted.blocks }, ...steps]
}

function judgement(draft: Draft, screened: Screened | undefined): Section[] {
  const { disclosure } = draft.revision
  const findings = screened?.findings ?? (draft.state === 'refused' ? draft.findings : [])
  const level = screened?.risk ?? (draft.state === 'refused' ? 'forbidden' : 'low')
  const notes: [string, string | undefined][] = [
    ['Safer alternative', disclosure.alternative],
    ['If it goes wrong', disclosure.rollback],
    ['Affects', disclosure.affects.length === 0 ? undefined : disclosure.affects.join(', ')],
  ]
  const sources = disclosure.sources.map((source) =>
    source.url === undefined ? source.title : `${source.title} (${source.url})`,
  )
  return [
    disclosure.assumptions.length === 0
      ? { section: 'words', words: ['The agent stated no assumptions.'] }
      : {
          section: 'list',
          title: 'Assumptions the agent made (please check)',
          items: disclosure.assumptions,
          numbered: true,
        },
    ...(sources.length === 0
      ? []
      : [{ section: 'list', title: 'Sources the agent cites', items: sources, numbered: false } as const]),
    ...notes.flatMap(([title, item]): Section[] =>
      item === undefined ? [] : [{ section: 'list', title, items: [item], numbered: false }],
    ),
    ...(screened === undefined && draft.state !== 'refused'
      ? []
      : [{ section: 'risk', level, reasons: [...new Set(findings.map((finding) => finding.says))] } as const]),
  ]
}

function changes(draft: Draft): Section[] {
  const before = draft.earlier.at(-1)
  if (before === undefined || before.content.text === draft.revision.content.text) return []
  const lines = diffLines(before.content.text, draft.revision.content.text).flatMap((change) => {
    if (!change.added && !change.removed) return []
    const sign = change.added ? ('+' as const) : ('-' as const)
    return change.value
      .split('\n')
      .filter((line) => line !== '')
      .map((text) => ({ sign, text }))
  })
  return [{ section: 'changes', since: before.number, lines }]
}

function foot(draft: Draft, screened: Screened | undefined): Word[] {
  const revision: Word[] = ['Draft ', { code: draft.id }, ` · revision ${draft.revision.number}`]
  if (screened === undefined) return revision
  return [...revision, ' · fingerprint ', { code: short(screened.fingerprint) }, ` · rule: ${screened.verdict.reason}`]
}

function frozenNote(draft: Draft, moment: Moment): Section[] {
  const stop = stopOn(moment.board, draft)
  if (stop === undefined) return []
  const by = stop.by === 'admin-token' ? 'an admin' : stop.by.name
  return [
    {
      section: 'words',
      words: [`Frozen: ${by} stopped this (${stop.reason}). Its deadline stands still.`],
      tone: 'warning',
    },
  ]
}

function allowedBy(draft: DraftIn<'approved' | 'publishing' | 'published'>): Word[] {
  return [
    `Allowed by ${spokenApprovers(draft.approvals, draft.screened.verdict.grant)}, `,
    { time: draft.allowedAt },
    '.',
  ]
}

function screenedOf(draft: Draft): Screened | undefined {
  return 'screened' in draft ? draft.screened : undefined
}
