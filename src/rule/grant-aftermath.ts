// What happens to posts, told to the grants: one more went out under it, or somebody reported or recalled one.

import type { AgentId, DraftId, PostId } from '../id.ts'
import { type Destination, laneOf } from '../place.ts'
import type { Instant } from '../time.ts'
import { demotionOf, type GrantBook, isOpen, type Revoker } from './grant.ts'
import { grantIn } from './grant-book.ts'
import type { GrantEvent } from './grant-event.ts'

/** What a post that went out under a grant makes of it. One that was claimed while it lived may be told of later. */
export function afterPost(
  post: { readonly grant: string; readonly draft: DraftId; readonly post: PostId },
  book: GrantBook,
  at: Instant,
): GrantEvent | undefined {
  const grant = grantIn(book, post.grant)
  if (grant === undefined) return undefined
  return { type: 'used', grant: grant.id, use: { draft: post.draft, post: post.post, at }, at }
}

/** What a report or a recall of a post makes of the grants; nothing, when it touches none. */
export function afterComplaint(
  complaint: {
    readonly because: 'reported' | 'recalled'
    readonly agent: { readonly id: AgentId; readonly name: string }
    readonly place: Destination
    readonly post: PostId
    /** The grant it went out under, where it was one. */
    readonly grant?: string | undefined
    readonly by: Revoker
  },
  book: GrantBook,
  at: Instant,
): GrantEvent | undefined {
  const { agent, post, by } = complaint
  const lane = laneOf(complaint.place)
  if (complaint.because === 'reported') {
    const grant = complaint.grant === undefined ? undefined : grantIn(book, complaint.grant)
    return grant?.state === 'live' ? { type: 'voided', grant: grant.id, by, post, at } : undefined
  }
  const inForce = book.grants.filter((grant) => isOpen(grant) && grant.agent.id === agent.id)
  const voids = inForce.filter((grant) => laneOf(grant.place) === lane).map((grant) => grant.id)
  const before = demotionOf(book, agent.id, lane)
  if (before !== undefined && voids.length === 0) return undefined
  return { type: 'demoted', demotion: { agent, lane, post, by, at }, voids, at }
}
