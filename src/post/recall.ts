// Recalling a post without being a reader of it: whoever holds the admin token may recall any post from wherever they sit.
// To recall only takes away, so it needs nobody's name; the reason is theirs. What a person may recall is post.ts.

import type { Invoker } from '../draft/draft.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import type { Post, PostEvent } from './post.ts'

export type Recaller = Invoker | 'admin-token'

export function recallByToken(
  post: Post | undefined,
  reason: string,
  at: Instant,
): (PostEvent & { readonly type: 'recalled' }) | Refusal {
  if (post === undefined) return refuse('unknown-post')
  if (post.state !== 'up' && post.state !== 'hidden') {
    const by = post.state === 'recalled' ? { by: recallerName(post.by), at: post.at } : {}
    return refuse('already-settled', { state: post.state, ...by })
  }
  return reason.trim() === '' ? refuse('reason-needed') : { type: 'recalled', by: 'admin-token', reason, at }
}

export function recallerName(by: Recaller): string {
  return by === 'admin-token' ? 'an admin' : by.name
}
