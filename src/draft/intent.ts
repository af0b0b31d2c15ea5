// What a draft wants to do in its place. An agent edits and deletes only posts that were its own drafts.

import type { PostId } from '../id.ts'

export type Intent =
  /** A new message or forum post. */
  | { readonly intent: 'post' }
  /** Replaces a post of the agent's own; the old one becomes superseded. */
  | { readonly intent: 'edit'; readonly post: PostId }
  /** Takes down a post of the agent's own; it becomes lapsed. */
  | { readonly intent: 'delete'; readonly post: PostId }
  /** A message that brings files, each bound by its hash. */
  | { readonly intent: 'upload'; readonly files: readonly { readonly name: string; readonly sha256: string }[] }

/** What is said in one revision. Immutable; an edit makes another. */
export type Content = {
  readonly text: string
  readonly title?: string | undefined
  readonly tags: readonly string[]
}
