// What a card says of the world round a draft that people are asked about. It is good to know and nothing depends on it:
// what cannot be had in time is left out, and never keeps a card from anybody.

import type { Around, NewReplies } from '../card/around.ts'
import { type Draft, isSettled } from '../draft/draft.ts'
import { type Destination, laneOf } from '../place.ts'
import type { Record } from '../port/record.ts'
import type { Post } from '../post/post.ts'
import { type Instant, second } from '../time.ts'
import { placeName } from './grant-moment.ts'
import type { House } from './house.ts'
import { cardsOf, owe } from './place-change.ts'
import { toldOf } from './told.ts'
import { trackOf } from './track.ts'

/** Somebody who clicked waits for the answer. */
const patienceMs = 1500

/** `post` is what became of a published draft. */
export async function aroundOf(house: House, draft: Draft, now: Instant, post?: Post): Promise<Around> {
  if (post?.state === 'recalled') return { told: await toldOf(house, post.id) }
  if (!('screened' in draft)) return { place: await inTime(house, draft, placeName(house, draft.destination)) }
  if (draft.state !== 'pending') return {}
  const [newReplies, track] = await Promise.all([
    inTime(house, draft, newRepliesTo(house, draft)),
    inTime(house, draft, trackOf(house, draft, now)),
  ])
  return { newReplies, track }
}

/** What is said in a channel outside of threads answers nothing in particular. */
async function newRepliesTo(house: House, { destination, received }: Draft): Promise<NewReplies | undefined> {
  if (destination.thread === undefined) return undefined
  return house.channels.get(destination.platform)?.newReplies?.(destination, received)
}

async function inTime<T>(house: House, draft: Draft, asked: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patienceMs, undefined)
  })
  try {
    return await Promise.race([asked, tooLate])
  } catch (cause) {
    house.log.fault('looking round a draft for its card', cause, { draft: draft.id })
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

/** However much is said in a thread, its cards are drawn anew no more often than this. */
const redrawnAfterMs = 5 * second
const mostThreads = 1000
const lookedThrough = 200
const spokenIn = new WeakMap<Record, Map<string, Instant>>()

/** Somebody said something in this thread: the cards of drafts that wait there tell of it soon. */
export async function threadSpoken(house: House, at: Destination): Promise<void> {
  if (at.thread === undefined) return
  const threads = spokenIn.get(house.record) ?? new Map<string, Instant>()
  spokenIn.set(house.record, threads)
  const lane = laneOf(at)
  const key = `${lane}|${at.thread}`
  const now = await house.record.now()
  // What is said until then is counted by the redraw that is owed already.
  if (now < (threads.get(key) ?? 0)) return
  const dueAt = now + redrawnAfterMs
  threads.delete(key)
  threads.set(key, dueAt)
  const [oldest] = threads.keys()
  if (threads.size > mostThreads && oldest !== undefined) threads.delete(oldest)
  const open = await house.record.list('draft', `lane:${lane}/open`, { limit: lookedThrough })
  const here = open.filter(({ is }) => !isSettled(is) && is.state === 'pending' && is.destination.thread === at.thread)
  await owe(
    house,
    here.map(({ is }) => cardsOf(is, dueAt)),
  )
}
