// Puts a draft's card before those who decide, and redraws every copy there is. Who is to be asked is asking.ts; what the
// card says and offers is drawn for each of them, as they stand now.

import { draftCard } from '../card/draft-card.ts'
import { pointerTo } from '../card/pointer.ts'
import { postCard } from '../card/post-card.ts'
import type { Draft } from '../draft/draft.ts'
import type { DraftId, PostId } from '../id.ts'
import { accountKey, isPerson } from '../person/person.ts'
import type { Account } from '../place.ts'
import { outOfReach } from '../port/channel.ts'
import type { Delivered } from '../port/queue.ts'
import type { Post } from '../post/post.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { hour, type Instant } from '../time.ts'
import { aroundOf } from './around.ts'
import { askedFor } from './asking.ts'
import { boards, commit } from './commit.ts'
import { cover } from './covering.ts'
import { touchHomes } from './homes.ts'
import type { House } from './house.ts'
import { cardFor, postOf } from './looking.ts'
import { momentOf } from './moment.ts'
import { postStep } from './post-step.ts'

const done: Delivered = { delivered: 'done' }

export async function showCards(house: House, id: DraftId): Promise<Delivered> {
  const { now, seen } = await house.record.look({ ...boards, draft: { kind: 'draft', id } })
  const draft = seen.draft?.is
  const reviewers = draft === undefined ? undefined : house.reviewers.get(draft.destination.platform)
  if (draft === undefined || reviewers === undefined) return done
  // What it changes draws the cards.
  if (await cover(house, seen, now)) return done
  const moment = momentOf(draft, seen, now)
  const copies = new Map((await house.record.copies(id)).map((copy) => [copy.account, copy.ref]))
  const post = await postOf(house, draft)
  const around = await aroundOf(house, draft, now, post)
  const asked = await askedFor(house, draft, reviewers, moment)
  const faults: unknown[] = []
  for (const { account, who } of asked) {
    const key = accountKey(account)
    try {
      const ref = await reviewers.show(account, () => draftCard(draft, who, moment, post, around), copies.get(key))
      house.reach('cards.shown')
      if (ref !== copies.get(key)) await house.record.keepCopy({ draft: id, account: key, ref })
      if (!copies.has(key) && isPerson(who, draft.invoker?.person))
        await reviewers.point?.(account, draft.destination, pointerTo(draft), ref)
    } catch (cause) {
      // One who cannot be shown it keeps nobody else waiting; and what is refused for good is not tried again.
      if (outOfReach(cause) === undefined) faults.push(cause)
      else house.log.fault('showing a card, which is refused for good', cause, { draft: id })
    }
  }
  const moderators = reviewers.showHome === undefined ? [] : await reviewers.moderators(draft.destination)
  await touchHomes(house, [...asked.map(({ account }) => account), ...moderators])
  const [first] = faults
  if (first !== undefined) throw first
  return done
}

/** Puts the card before somebody who asks for it and has a part in it; says where it is now. */
export async function bringCard(house: House, account: Account, id: DraftId): Promise<{ ref: string } | Refusal> {
  const card = await cardFor(house, account, id)
  if (isRefusal(card)) return card
  const reviewers = house.reviewers.get(account.platform)
  if (reviewers === undefined) return refuse('unknown-place')
  const key = accountKey(account)
  const known = (await house.record.copies(id)).find((copy) => copy.account === key)?.ref
  const ref = await reviewers.show(account, () => card, known)
  if (ref !== known) await house.record.keepCopy({ draft: id, account: key, ref })
  return { ref }
}

/** Draws a post anew where it stands: acted upon, hidden, recalled. */
export async function redrawPost(house: House, id: PostId, tries: number): Promise<Delivered> {
  const { now, seen } = await house.record.look({ post: { kind: 'post', id } })
  const post = seen.post?.is
  const channel = post === undefined ? undefined : house.channels.get(post.draft.destination.platform)
  if (post === undefined || channel === undefined) return done
  const { destination } = post.draft
  const ref = post.ref ?? (await refByMarker(house, post))
  if (ref === undefined) return { delivered: 'again', at: now + house.pace.lookAgainMs }
  const sent = await channel.redraw(destination, ref, postCard(post))
  house.reach('redraw.sent')
  if (sent.sent === 'yes') {
    if (post.undrawn !== undefined) await note(house, id, undefined)
    return post.state === 'recalled' ? showCards(house, post.draft.id) : done
  }
  if (sent.sent === 'no' && sent.next !== 'again') return refusedToRedraw(house, post, sent, { now, tries })
  const after = sent.sent === 'no' ? sent.afterMs : house.pace.lookAgainMs
  return { delivered: 'again', at: now + after, holdLane: sent.sent === 'no' && sent.holdLane }
}

/** A person may cure it: looked at once in a while. Nobody can: given up. Either is on record, and on the card. */
async function refusedToRedraw(
  house: House,
  post: Post,
  { why, next }: { readonly why: string; readonly next: 'blocked' | 'failed' },
  { now, tries }: { readonly now: Instant; readonly tries: number },
): Promise<Delivered> {
  if (post.undrawn !== why) {
    house.log.info('the platform refused to change a post', { post: post.id, why })
    await note(house, post.id, why)
    await showCards(house, post.draft.id)
  }
  return next === 'failed' || tries >= mostRedraws ? done : { delivered: 'again', at: now + redrawAgainMs }
}

const redrawAgainMs = hour
const mostRedraws = 24

async function note(house: House, id: PostId, why: string | undefined): Promise<void> {
  const system = { kind: 'system' } as const
  const noted = await commit(house, { post: { kind: 'post', id } }, ({ now, seen }) => {
    if (seen.post === undefined || seen.post.is.undrawn === why) return refuse('nothing-changed')
    const event =
      why === undefined ? ({ type: 'redrawn', at: now } as const) : ({ type: 'not-redrawn', why, at: now } as const)
    return { steps: [postStep(seen.post, event, system, now)], result: undefined }
  })
  if (isRefusal(noted) && noted.refused === 'busy') throw new Error(`noting that ${id} was not drawn anew: busy`)
}

/** A post that a person told us of has no ref yet; its marker finds it. */
async function refByMarker(
  house: House,
  post: { marker: string; published: number; draft: Pick<Draft, 'destination'> },
): Promise<string | undefined> {
  const channel = house.channels.get(post.draft.destination.platform)
  const found = await channel?.find(post.draft.destination, post.marker, post.published)
  return found?.found === 'yes' ? found.ref : undefined
}
