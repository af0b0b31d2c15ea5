// What a person may look at: their card of a draft, the drafts and posts of a place, and why something was held. Reading
// only; what can be done with it is in the card's actions.

import type { Around } from '../card/around.ts'
import type { Card } from '../card/card.ts'
import { draftCard } from '../card/draft-card.ts'
import { postCard } from '../card/post-card.ts'
import { isAsked, type Moment } from '../draft/approval.ts'
import { type Draft, isSettled } from '../draft/draft.ts'
import { isAsker, isEscalated } from '../draft/seat.ts'
import type { DraftId, PostId } from '../id.ts'
import { has, isPerson, type Standing } from '../person/person.ts'
import { type Account, type Destination, laneOf } from '../place.ts'
import { type Post, type PostAction, postActionsFor } from '../post/post.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { noStops, type Stop } from '../safety/stop.ts'
import type { Instant } from '../time.ts'
import { aroundOf } from './around.ts'
import { boards } from './commit.ts'
import type { House } from './house.ts'
import { meet } from './meet.ts'
import { momentOf } from './moment.ts'
import { partedFrom } from './parted.ts'

/** This person's card of this draft. Who has no part in it, and had none, is not told that it exists. */
export function cardFor(house: House, account: Account, id: DraftId): Promise<Card | Refusal> {
  return cardWith(house, account, id, (draft, now, post) => aroundOf(house, draft, now, post))
}

/** What it offers and asks, without the world round it: for those who wait for the answer to a click. */
export function bareCardFor(house: House, account: Account, id: DraftId): Promise<Card | Refusal> {
  return cardWith(house, account, id, () => ({}))
}

async function cardWith(
  house: House,
  account: Account,
  id: DraftId,
  around: (draft: Draft, now: Instant, post: Post | undefined) => Around | Promise<Around>,
): Promise<Card | Refusal> {
  const { now, seen } = await house.record.look({ ...boards, draft: { kind: 'draft', id } })
  if (seen.draft === undefined) return refuse('unknown-draft')
  const draft = seen.draft.is
  const who = await meet(house, account, draft.destination)
  if (isRefusal(who)) return who
  const moment = momentOf(draft, seen, now)
  if (!concerns(draft, who, moment)) return (await partedFrom(house, account, draft)) ?? refuse('unknown-draft')
  const post = await postOf(house, draft)
  return draftCard(draft, who, moment, post, await around(draft, now, post))
}

/** The cards of a place that concern this person, newest first: open ones, and the latest that are settled. */
export async function cardsIn(
  house: House,
  account: Account,
  at: Destination,
  limit: number,
): Promise<readonly Card[] | Refusal> {
  const who = await meet(house, account, at)
  if (isRefusal(who)) return who
  const lane = `lane:${laneOf(at)}`
  const open = await house.record.list('draft', `${lane}/open`, { limit })
  const settled = await house.record.list('draft', `${lane}/settled`, { limit: latestSettled })
  const { now, seen } = await house.record.look(boards)
  const all = [...open, ...settled].map(({ is: draft }) => ({ draft, moment: momentOf(draft, seen, now) }))
  const mine = all.filter(({ draft, moment }) => concerns(draft, who, moment))
  return Promise.all(
    mine.map(async ({ draft, moment }) => {
      const post = await postOf(house, draft)
      return draftCard(draft, who, moment, post, await aroundOf(house, draft, now, post))
    }),
  )
}

/** What became of a published draft; the card of any other needs no post. */
export async function postOf(house: House, draft: Draft): Promise<Post | undefined> {
  if (draft.state !== 'published') return undefined
  return (await house.record.look({ post: { kind: 'post', id: draft.post } })).seen.post?.is
}

/** Enough to see how one's last ones ended. */
const latestSettled = 30

export type PostView = { readonly post: Post; readonly card: Card; readonly actions: readonly PostAction[] }

/** A post as this reader may touch it. */
export async function postFor(house: House, account: Account, id: PostId): Promise<PostView | Refusal> {
  const { seen } = await house.record.look({ post: { kind: 'post', id } })
  if (seen.post === undefined) return refuse('unknown-post')
  const who = await meet(house, account, seen.post.is.draft.destination)
  if (isRefusal(who)) return who
  return { post: seen.post.is, card: postCard(seen.post.is), actions: postActionsFor(seen.post.is, who) }
}

/** The stops that are on. */
export async function stopsOn(house: House): Promise<readonly Stop[]> {
  const { seen } = await house.record.look(boards)
  return (seen.stops?.is ?? noStops).stops.filter((stop) => stop.until === undefined)
}

/** Those who asked, those who moderate, those whom the rule asks or tells, and those who could be or were the second. */
export function concerns(draft: Draft, who: Standing, moment: Moment): boolean {
  if (isAsker(draft, who) || has(who, 'moderator', 'security')) return true
  if (isEscalated(draft, who, moment.verdict, moment.at)) return true
  const able = who.member === 'full' && who.active && !who.bot
  if (!isSettled(draft) && able && isAsked(draft, who, moment.verdict)) return true
  return !isSettled(draft) && 'approvals' in draft && draft.approvals.some((approval) => isPerson(who, approval.by))
}
