// What happens to posts, told to the grants in the same save: each post that went out under one is named in it, and a
// report or a recall ends it at once. A claim names the version of the book, so none that was decided before commits.

import type { Draft, DraftEvent } from '../draft/draft.ts'
import type { Actor } from '../ledger/entry.ts'
import type { Held } from '../port/record.ts'
import type { Post, PostEvent } from '../post/post.ts'
import { type GrantBook, noGrants, type Revoker } from '../rule/grant.ts'
import { afterComplaint, afterPost } from '../rule/grant-aftermath.ts'
import { grantStep } from './grant-step.ts'
import type { Step } from './write.ts'

type Book = Held<GrantBook> | undefined

export function usedIn(book: Book, draft: Draft, event: DraftEvent, actor: Actor): readonly Step[] {
  if (event.type !== 'published' || draft.state !== 'published' || book === undefined) return []
  const grant = grantOf(draft)
  const used =
    grant === undefined ? undefined : afterPost({ grant, draft: draft.id, post: draft.post }, book.is, event.at)
  return used === undefined ? [] : [grantStep(book, used, actor)]
}

export function complainedIn(
  book: Book,
  post: Post,
  event: PostEvent,
  by: Revoker,
  at: number,
  actor: Actor,
): readonly Step[] {
  if (event.type !== 'reported' && event.type !== 'recalled') return []
  const { agent, destination: place } = post.draft
  const complaint = { because: event.type, agent, place, post: post.id, grant: grantOf(post.allowed), by } as const
  const ended = afterComplaint(complaint, book?.is ?? noGrants, at)
  return ended === undefined ? [] : [grantStep(book, ended, actor)]
}

/** The grant it went out under; none where people allowed it, whatever it was shown under before. */
function grantOf(allowed: Pick<Post['allowed'], 'approvals' | 'screened'>): string | undefined {
  return allowed.approvals.length === 0 ? allowed.screened.verdict.grant : undefined
}
