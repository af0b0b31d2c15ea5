// How the drafts of each agent ended in one place of late, read from the record for the suggestion in
// src/rule/promotion.ts. What cannot be read to its end suggests nothing.

import type { Draft, DraftIn } from '../draft/draft.ts'
import { type Destination, laneOf } from '../place.ts'
import type { Held } from '../port/record.ts'
import type { Post } from '../post/post.ts'
import { type DraftOutcome, lookBackMs, type Suggestion, suggestion } from '../rule/promotion.ts'
import { hour } from '../time.ts'
import type { House } from './house.ts'

export type Earned = { readonly agent: Draft['agent']; readonly suggestion: Suggestion }

const pageSize = 200
const mostPages = 10
/** A draft is settled some time after its id was made. */
const slackMs = 24 * hour

export async function earnedIn(house: House, at: Destination): Promise<readonly Earned[]> {
  const now = await house.record.now()
  const byAgent = new Map<string, { agent: Draft['agent']; outcomes: DraftOutcome[] }>()
  for (let page = 0, before: string | undefined; page < mostPages; page++) {
    const held = await house.record.list('draft', `lane:${laneOf(at)}/settled`, { limit: pageSize, before })
    const posts = await postsOf(house, held)
    for (const { is: draft } of held) {
      const outcome = outcomeOf(draft, draft.state === 'published' ? posts[draft.post]?.is : undefined)
      const row = byAgent.get(draft.agent.id) ?? { agent: draft.agent, outcomes: [] }
      if (outcome !== undefined) row.outcomes.push(outcome)
      byAgent.set(draft.agent.id, row)
    }
    before = held.at(-1)?.id
    const readToItsEnd = held.length < pageSize || (held.at(-1)?.is.received ?? 0) < now - lookBackMs - slackMs
    if (!readToItsEnd) continue
    return [...byAgent.values()].flatMap(({ agent, outcomes }) => {
      const earned = suggestion(outcomes, now)
      return earned === undefined ? [] : [{ agent, suggestion: earned }]
    })
  }
  return []
}

function outcomeOf(draft: Draft, post: Post | undefined): DraftOutcome | undefined {
  switch (draft.state) {
    case 'published':
      return published(draft, post)
    case 'rejected':
    case 'refused':
      return { at: draft.at, ended: 'rejected' }
    case 'kept':
      return { at: draft.at, ended: 'kept' }
    case 'expired':
    case 'withdrawn':
      return { at: draft.at, ended: 'unanswered' }
    case 'received':
    case 'screening':
    case 'shadowed':
    case 'pending':
    case 'revising':
    case 'approved':
    case 'publishing':
    case 'blocked':
    case 'unconfirmed':
    case 'failed':
      return undefined
  }
}

function published(draft: DraftIn<'published'>, post: Post | undefined): DraftOutcome | undefined {
  if (post?.state === 'recalled') return { at: post.at, ended: 'rejected' }
  if (post !== undefined && (post.state === 'hidden' || post.reports.length > 0))
    return { at: post.reports.at(-1)?.at ?? draft.at, ended: 'rejected' }
  // What went out under a grant was read by nobody beforehand; it speaks for the agent only by what came after.
  if (draft.approvals.length === 0) return undefined
  return { at: draft.at, ended: draft.earlier.length === 0 ? 'as-written' : 'after-edit' }
}

export async function postsOf(
  house: House,
  held: readonly Held<Draft>[],
): Promise<{ readonly [id: string]: Held<Post> | undefined }> {
  const wanted = held.flatMap(({ is }) =>
    is.state === 'published' ? [[is.post, { kind: 'post', id: is.post } as const] as const] : [],
  )
  return (await house.record.look(Object.fromEntries(wanted))).seen
}
