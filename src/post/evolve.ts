// What an event makes of a post. It decides nothing: whatever is on record has happened.

import type { Invoker } from '../draft/draft.ts'
import type { Post, PostBase, PostEvent, Reader } from './post.ts'

export function evolvePost(post: Post | undefined, event: PostEvent): Post {
  if (event.type === 'posted') return { ...event.post, state: 'up' }
  if (post === undefined) throw new Error(`applying ${event.type} to a post that was never posted`)
  return changed(post, event)
}

function changed(post: Post, event: Exclude<PostEvent, { type: 'posted' }>): Post {
  switch (event.type) {
    case 'revealed':
      return {
        ...post,
        readers: noted(post, event.by, (one) => ({
          ...one,
          opened: [...one.opened, { step: event.step, at: event.at }],
        })),
      }
    case 'acted':
      return {
        ...post,
        readers: noted(post, event.by, (one) => ({ ...one, acts: [...one.acts, { act: event.act, at: event.at }] })),
      }
    case 'reported': {
      const reports = [...post.reports, event.report]
      return event.hides ? { ...baseOfPost(post), reports, state: 'hidden', at: event.report.at } : { ...post, reports }
    }
    case 'restored':
      // Reports that a moderator has looked at no longer count towards hiding it again.
      return { ...baseOfPost(post), reports: [], state: 'up' }
    case 'superseded':
      return { ...baseOfPost(post), state: 'superseded', by: event.with, at: event.at }
    case 'lapsed':
      return { ...baseOfPost(post), state: 'lapsed', at: event.at }
    case 'not-redrawn':
      return { ...post, undrawn: event.why }
    case 'redrawn':
      return { ...post, undrawn: undefined }
    case 'recalled':
      return { ...baseOfPost(post), state: 'recalled', by: event.by, reason: event.reason, at: event.at }
  }
}

function noted(post: Post, by: Invoker, add: (reader: Reader) => Reader): readonly Reader[] {
  const known = post.readers.find((reader) => reader.person === by.person)
  if (known === undefined) return [...post.readers, add({ ...by, opened: [], acts: [] })]
  return post.readers.map((reader) => (reader === known ? add(reader) : reader))
}

function baseOfPost(post: Post): PostBase {
  const { id, draft, allowed, published, ref, marker, altered, readers, reports, supersedes, undrawn } = post
  return { id, draft, allowed, published, ref, marker, altered, readers, reports, supersedes, undrawn }
}
