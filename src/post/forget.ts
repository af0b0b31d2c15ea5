// What is left of a post that has ended, when its term is over. One that people can still read keeps everything: it may
// be reported, recalled and revealed tomorrow, and its card is drawn from the record.

import { forgetAllowed, forgetBase, nameless } from '../draft/forget.ts'
import type { Instant } from '../time.ts'
import type { Post } from './post.ts'

/** When it ended; undefined while people can read it, or could again. */
export function endedAt(post: Post): Instant | undefined {
  return post.state === 'up' || post.state === 'hidden' ? undefined : post.at
}

/** The post without its words; undefined where there is nothing to forget. */
export function forgetPost(post: Post, at: Instant): Post | undefined {
  if (post.state === 'up' || post.state === 'hidden' || post.draft.forgotten !== undefined) return undefined
  const less = {
    draft: { ...post.draft, ...forgetBase(post.draft, at) },
    allowed: forgetAllowed(post.allowed),
    readers: post.readers.map((reader) => ({ ...reader, name: '' })),
    reports: post.reports.map((report) => ({ ...report, by: nameless(report.by), words: '' })),
  }
  return post.state === 'recalled'
    ? { ...post, ...less, by: post.by === 'admin-token' ? post.by : nameless(post.by), reason: '' }
    : { ...post, ...less }
}
