// A post: a published draft, for as long as people can read it. Its states change only as drawn here; recalled, lapsed
// and superseded are final. Who opened what, and who acted on it, is the reader ledger, kept with the post. Which command
// leads to which event is decide.ts; what an event makes of a post is evolve.ts.
//
//   up ─┬─ hidden (two people reported it) ─┬─ up (a moderator looked)
//       │                                   └─ recalled
//       ├─ superseded (an approved edit took its place)
//       ├─ lapsed (its agent took it down, approved)
//       └─ recalled (people were told not to follow it)

import type { Allowed, DraftBase, Invoker } from '../draft/draft.ts'
import type { PersonId, PostId } from '../id.ts'
import { has, isPerson, type Standing } from '../person/person.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import { type Recaller, recallerName } from './recall.ts'

export const complaints = ['wrong', 'dangerous', 'private', 'off-topic'] as const
export type Complaint = (typeof complaints)[number]

/** What one reader did with the post. */
export type Reader = {
  readonly person: PersonId
  readonly name: string
  readonly opened: readonly { readonly step: string; readonly at: Instant }[]
  readonly acts: readonly { readonly act: 'will-run' | 'ran'; readonly at: Instant }[]
}

export type Report = {
  readonly by: Invoker
  readonly complaint: Complaint
  readonly words: string
  readonly at: Instant
}

export type PostBase = {
  readonly id: PostId
  readonly draft: DraftBase
  readonly allowed: Allowed
  readonly published: Instant
  /** Where the platform keeps it; unknown only when a person told us that it is there. */
  readonly ref?: string | undefined
  readonly marker: string
  /** The platform shows other words than the ones that were allowed. */
  readonly altered: boolean
  readonly readers: readonly Reader[]
  readonly reports: readonly Report[]
  readonly supersedes?: PostId | undefined
  /** Readers see an older version than the record has: why the platform did not let us change it. */
  readonly undrawn?: string | undefined
}

export type PostState =
  | { readonly state: 'up' }
  | { readonly state: 'hidden'; readonly at: Instant }
  | { readonly state: 'lapsed'; readonly at: Instant }
  | { readonly state: 'superseded'; readonly by: PostId; readonly at: Instant }
  | { readonly state: 'recalled'; readonly by: Recaller; readonly reason: string; readonly at: Instant }
export type Post = PostBase & PostState

export type PostCommand =
  | { readonly do: 'reveal'; readonly who: Standing; readonly step: string; readonly ticked: readonly string[] }
  | { readonly do: 'act'; readonly who: Standing; readonly act: 'will-run' | 'ran' }
  | { readonly do: 'report'; readonly who: Standing; readonly complaint: Complaint; readonly words: string }
  | { readonly do: 'restore'; readonly who: Standing }
  | { readonly do: 'recall'; readonly who: Standing; readonly reason: string }

export type PostEvent =
  | { readonly type: 'posted'; readonly post: PostBase }
  | { readonly type: 'revealed'; readonly by: Invoker; readonly step: string; readonly at: Instant }
  | { readonly type: 'acted'; readonly by: Invoker; readonly act: 'will-run' | 'ran'; readonly at: Instant }
  | { readonly type: 'reported'; readonly report: Report; readonly hides: boolean }
  | { readonly type: 'restored'; readonly by: Invoker; readonly at: Instant }
  | { readonly type: 'superseded'; readonly with: PostId; readonly at: Instant }
  | { readonly type: 'lapsed'; readonly at: Instant }
  | { readonly type: 'recalled'; readonly by: Recaller; readonly reason: string; readonly at: Instant }
  | { readonly type: 'not-redrawn'; readonly why: string; readonly at: Instant } // the platform certainly refused
  | { readonly type: 'redrawn'; readonly at: Instant } // after it had been refused

/** `answer`: tell the agent that posted it, where it has an address of its own. */
export type PostConsequence = 'redraw' | 'answer' | 'tell-readers'

export const postConsequences: Record<PostEvent['type'], readonly PostConsequence[]> = {
  posted: [],
  revealed: [],
  acted: ['redraw'],
  reported: ['redraw', 'answer'],
  restored: ['redraw', 'answer'],
  superseded: [],
  lapsed: [],
  recalled: ['redraw', 'tell-readers', 'answer'],
  'not-redrawn': [],
  redrawn: [],
}

export const postActions = ['reveal', 'act', 'report', 'restore', 'recall'] as const
export type PostAction = (typeof postActions)[number]

/** What a reader confirms before a risky step is shown: allowed to change it, and aware of who wrote it. */
export const revealGate = ['allowed', 'know'] as const

export function postActionsFor(post: Post, who: Standing): readonly PostAction[] {
  return postActions.filter((action) => postGuard(action, post, who) === undefined)
}

export function postGuard(action: PostAction, post: Post, who: Standing): Refusal | undefined {
  if (who.bot) return refuse('not-a-person')
  if (!who.active || who.member === 'none') return refuse('not-here')
  const over = refuse('already-settled', {
    state: post.state,
    ...(post.state === 'recalled' ? { by: recallerName(post.by), at: post.at } : {}),
  })
  switch (action) {
    case 'reveal': {
      if (post.state !== 'up') return over
      const steps = post.allowed.screened.envelope.later.some((later) => later.part === 'step')
      return steps ? undefined : refuse('unknown-post')
    }
    case 'act':
    case 'report':
      return post.state === 'up' || post.state === 'hidden' ? undefined : over
    case 'restore':
      if (post.state !== 'hidden') return over
      return has(who, 'moderator', 'security') ? undefined : refuse('not-yours')
    case 'recall': {
      if (post.state !== 'up' && post.state !== 'hidden') return over
      const allowedIt = post.allowed.approvals.some((approval) => isPerson(who, approval.by))
      const asked = isPerson(who, post.draft.invoker?.person)
      return asked || allowedIt || has(who, 'moderator', 'security', 'admin') ? undefined : refuse('not-yours')
    }
  }
}
