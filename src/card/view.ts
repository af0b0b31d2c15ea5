// What a card says first: its headline and one sentence for each state a draft can be in, to the one who looks.

import type { Draft, DraftIn } from '../draft/draft.ts'
import { spokenApprovers } from '../draft/envelope.ts'
import { peopleNeeded } from '../draft/seat.ts'
import type { Post } from '../post/post.ts'
import { recallerName } from '../post/recall.ts'
import { usualAsks } from '../rule/judge.ts'
import { spokenReviewer } from '../rule/spoken.ts'
import { spokenSpan } from '../time.ts'
import { spokenTold, type Told } from './around.ts'
import type { Card, CardName, Word } from './card.ts'
import { quotedLast } from './spoken.ts'
import { unconfirmedHeadline, unconfirmedSays } from './unconfirmed.ts'

export type View = { card: CardName; headline: string; tone: Card['tone']; says: Word[] }

/** `mine`: the one who looks has approved it; `post`: what became of it, if it was published. */
export function viewOf(draft: Draft, mine: boolean, post: Post | undefined, told?: Told): View {
  const since = post === undefined ? undefined : sinceView(post, told)
  if (since !== undefined) return since
  switch (draft.state) {
    case 'received':
    case 'screening':
      return {
        card: 'checking',
        headline: 'AI draft — being checked',
        tone: 'calm',
        says: ['Our own checks are running. Nothing is published, and nobody can decide before they are done.'],
      }
    case 'pending':
      return waiting(draft, mine)
    case 'revising': {
      const wants = quotedLast([...draft.asked.wants, draft.asked.words].filter((want) => want !== '').join('; '))
      const says = [
        `${draft.asked.by.name} asked ${draft.agent.name} (AI agent) for a new revision: ${wants} This one can no longer be approved.`,
      ]
      return { card: 'revising', headline: 'Revision asked for — not published', tone: 'calm', says }
    }
    case 'approved':
    case 'publishing': {
      const now =
        draft.state === 'publishing' ? ' It is being sent now.' : ' It is not sent yet; until it is, it can be stopped.'
      return { card: 'allowed', headline: 'Allowed — being published', tone: 'calm', says: [...allowedBy(draft), now] }
    }
    case 'blocked': {
      const says = [`Nothing was sent: ${draft.why}. The approval stays. When that is mended, press “Try again”.`]
      return { card: 'blocked', headline: 'Blocked — nothing was posted', tone: 'bad', says }
    }
    case 'unconfirmed':
      return {
        card: 'unconfirmed',
        headline: unconfirmedHeadline(draft),
        tone: 'bad',
        says: unconfirmedSays(draft),
      }
    case 'published':
      return {
        card: 'published',
        headline: 'Published',
        tone: 'good',
        says: [...allowedBy(draft), ' “Recall…” under the post takes it back.'],
      }
    case 'rejected': {
      const by: Word[] = [
        `${draft.veto ? 'Vetoed' : 'Rejected'} by ${draft.by.name}, `,
        { time: draft.at },
        `. Reason: ${quotedLast(draft.reason)}`,
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
        says: [`${draft.agent.name} (AI agent) took it back itself.`],
      }
    case 'refused': {
      const why = refusedFor[draft.why] ?? 'It contains something that is never posted. The agent was told what it is.'
      return { card: 'refused', headline: 'Refused — nothing was posted', tone: 'bad', says: [why] }
    }
    case 'shadowed':
      return {
        card: 'shadowed',
        headline: 'Recorded only — nothing is posted',
        tone: 'calm',
        says: ['Nobody was asked: this agent, or this place, is only being watched.'],
      }
    case 'failed':
      return {
        card: 'failed',
        headline: 'Failed — nothing was posted',
        tone: 'bad',
        says: [`It could not be posted, and trying again would not help: ${draft.why}.`],
      }
  }
}

/** By what refused it, where that was the rule of the place. */
const refusedFor: { readonly [why: string]: string | undefined } = {
  'place-closed': 'Agents may not post in this place.',
  'nobody-asked': 'Drafts that nobody asked for are refused in this place.',
  'outsiders-here': 'Agents may not post here while people from outside can read it.',
  'unknown-place': 'Nobody can tell who reads that place, so nothing is posted there.',
}

/** What became of it after it was published, where that is something else than being up. */
function sinceView(post: Post, told: Told | undefined): View | undefined {
  switch (post.state) {
    case 'up':
      return undefined
    case 'recalled':
      return recalledView(post, told)
    case 'hidden': {
      const says = [
        'Two people reported a problem with it. Readers see a notice until a moderator shows it again or recalls it there.',
      ]
      return { card: 'published', headline: 'Published — hidden now', tone: 'bad', says }
    }
    case 'superseded': {
      const says = ['A newer version has taken its place. The old post is a notice that says so.']
      return { card: 'published', headline: 'Published — replaced since', tone: 'calm', says }
    }
    case 'lapsed': {
      const says = ['Its agent asked to take it down, and people agreed. The post is a notice that says so.']
      return { card: 'published', headline: 'Published — taken down since', tone: 'calm', says }
    }
  }
}

function recalledView(post: Post & { state: 'recalled' }, told: Told | undefined): View {
  const seen = spokenSpan(post.at - post.published)
  const says: Word[] = [
    `Recalled by ${recallerName(post.by)}, `,
    { time: post.at },
    `. Reason: ${quotedLast(post.reason)} People could read it for ${seen}. ${spokenTold(told)} Notifications already sent cannot be recalled.`,
  ]
  return { card: 'recalled', headline: 'Recalled after publishing', tone: 'bad', says }
}

function waiting(draft: DraftIn<'pending'>, mine: boolean): View {
  const given = draft.approvals.map((approval) => approval.name).join(' and ')
  if (mine) {
    const says = [`Not published yet. ${wanted(draft)} must approve it too; if nobody does, it expires.`]
    return { card: 'waiting', headline: 'Approved by you — waiting for a second person', tone: 'calm', says }
  }
  if (draft.approvals.length > 0) {
    const more = peopleNeeded(draft, draft.screened.verdict) - draft.approvals.length
    const says = [
      more > 1
        ? `${given} approved exactly this. ${more} more people must approve it before it is published.`
        : `${given} approved exactly this. If you approve it too, it is published at once.`,
    ]
    return { card: 'second-review', headline: 'Second review needed — AI draft, not published', tone: 'ask', says }
  }
  // Who is the first of two publishes nothing by it, and must not think so.
  const isAlone = Math.max(1, peopleNeeded(draft, draft.screened.verdict)) === 1
  const does = clickDoes[draft.intent.intent]
  const says = [isAlone ? does.alone : `${does.first}: a second person must approve exactly this too.`]
  return { card: 'draft', headline: 'AI draft — not published', tone: 'ask', says }
}

const publishes = {
  alone: 'Approving publishes exactly what you see here.',
  first: 'Approving publishes nothing yet',
} as const
const clickDoes: Record<DraftIn<'pending'>['intent']['intent'], { readonly alone: string; readonly first: string }> = {
  post: publishes,
  upload: publishes,
  edit: {
    alone: 'Approving replaces an earlier post of this agent with exactly what you see here.',
    first: 'Approving replaces nothing yet',
  },
  delete: {
    alone: 'Approving takes an earlier post of this agent down.',
    first: 'Approving takes nothing down yet',
  },
}

/** Who the rule of the place asks next, as far as it was shown. */
function wanted({ screened }: DraftIn<'pending'>): string {
  const from = (screened.verdict.asks ?? usualAsks).second.oneOfEach
  const usual = JSON.stringify(from) === JSON.stringify(usualAsks.second.oneOfEach)
  if (usual) return 'Another full member of the channel'
  return `Somebody else (${from.map((list) => list.map(spokenReviewer).join(' or ')).join(', and ')})`
}

function allowedBy(draft: DraftIn<'approved' | 'publishing' | 'published'>): Word[] {
  return [
    `Allowed by ${spokenApprovers(draft.approvals, draft.screened.verdict.grant)}, `,
    { time: draft.allowedAt },
    '.',
  ]
}
