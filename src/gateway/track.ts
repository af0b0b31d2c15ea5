// How an agent's latest drafts ended, in one place and in all, for those who are to judge the next one. Read from the
// record, a bounded part of it, and remembered for a little while: a card is drawn often.

import type { Ending, Track } from '../card/around.ts'
import { type Draft, isSettled } from '../draft/draft.ts'
import { laneOf } from '../place.ts'
import type { Held, Record } from '../port/record.ts'
import type { Post } from '../post/post.ts'
import { type Instant, second } from '../time.ts'
import type { House } from './house.ts'
import { postsOf } from './outcomes.ts'

export const mostTracked = 20
/** The settled drafts of a place are looked through so far back for those of this agent. */
const lookedThrough = 100
const goodForMs = 30 * second
const mostKnown = 500

type Known = Map<string, { readonly at: Instant; readonly track: Track }>
const knownOf = new WeakMap<Record, Known>()

export async function trackOf(house: House, { agent, destination }: Draft, now: Instant): Promise<Track> {
  const known: Known = knownOf.get(house.record) ?? new Map()
  knownOf.set(house.record, known)
  const lane = laneOf(destination)
  const key = `${agent.id}|${lane}`
  const before = known.get(key)
  if (before !== undefined && now - before.at < goodForMs) return before.track
  const [inPlace, ...inAll] = await Promise.all([
    house.record.list('draft', `lane:${lane}/settled`, { limit: lookedThrough }),
    ...telling.map((state) => house.record.list('draft', `agent:${agent.id}/${state}`, { limit: mostTracked })),
  ])
  const own = inPlace.filter(({ is }) => is.agent.id === agent.id)
  const track = { here: await endingsOf(house, own), all: await endingsOf(house, inAll.flat()) }
  const [oldest] = known.keys()
  if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest)
  // Anew, so that it is the last to go.
  known.delete(key)
  known.set(key, { at: now, track })
  return track
}

/** The states that tell of the agent: what failed on the platform, or was only watched, does not. */
const telling = ['published', 'rejected', 'kept', 'refused', 'expired', 'withdrawn'] as const

async function endingsOf(house: House, held: readonly Held<Draft>[]): Promise<readonly Ending[]> {
  const latest = held
    .filter(({ is }) => telling.some((state) => state === is.state))
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, mostTracked)
  const posts = await postsOf(house, latest)
  return latest.flatMap(({ is }) => endingOf(is, is.state === 'published' ? posts[is.post]?.is : undefined) ?? [])
}

function endingOf(draft: Draft, post: Post | undefined): Ending | undefined {
  if (!isSettled(draft)) return undefined
  switch (draft.state) {
    case 'published':
      if (post?.state === 'recalled') return 'recalled'
      if (post !== undefined && (post.state === 'hidden' || post.reports.length > 0)) return 'reported'
      if (draft.approvals.length === 0) return 'granted'
      return draft.earlier.length === 0 ? 'as-written' : 'after-changes'
    case 'rejected':
    case 'kept':
    case 'refused':
    case 'withdrawn':
      return draft.state
    case 'expired':
      return 'unanswered'
    case 'shadowed':
    case 'failed':
      return undefined
  }
}
