// Puts a draft's card before those who decide, redraws every copy there is, and reminds. Who is to be asked follows
// from the draft; what the card says and offers is drawn for each of them, as they stand now.

import { draftCard } from '../card/draft-card.ts'
import { postCard } from '../card/post-card.ts'
import { deadlineOf } from '../draft/approval.ts'
import { type Draft, isSettled } from '../draft/draft.ts'
import type { DraftId, PostId } from '../id.ts'
import { accountKey } from '../person/person.ts'
import type { Account } from '../place.ts'
import type { Delivered } from '../port/queue.ts'
import type { Reviewers } from '../port/reviewers.ts'
import { isRefusal } from '../refusal.ts'
import { spokenTime } from '../time.ts'
import { boards } from './commit.ts'
import { remindAt, share } from './due.ts'
import type { House } from './house.ts'
import { postOf } from './looking.ts'
import { meet } from './meet.ts'
import { momentOf } from './moment.ts'

const done: Delivered = { delivered: 'done' }

export async function showCards(house: House, id: DraftId): Promise<Delivered> {
  const { now, seen } = await house.record.look({ ...boards, draft: { kind: 'draft', id } })
  const draft = seen.draft?.is
  const reviewers = draft === undefined ? undefined : house.reviewers.get(draft.destination.platform)
  if (draft === undefined || reviewers === undefined) return done
  const moment = momentOf(draft, seen, now)
  const copies = new Map((await house.record.copies(id)).map((copy) => [copy.account, copy.ref]))
  const asked = await askedFor(house, draft, reviewers)
  const post = await postOf(house, draft)
  for (const account of asked) {
    const key = accountKey(account)
    const who = await meet(house, account, draft.destination)
    if (isRefusal(who)) continue
    const ref = await reviewers.show(account, () => draftCard(draft, who, moment, post), copies.get(key))
    house.reach('cards.shown')
    if (ref !== copies.get(key)) await house.record.keepCopy({ draft: id, account: key, ref })
  }
  return done
}

/** A private line to those who are still being asked; comes again near the end of the time. */
export async function remind(house: House, id: DraftId): Promise<Delivered> {
  const { now, seen } = await house.record.look({ ...boards, draft: { kind: 'draft', id } })
  const draft = seen.draft?.is
  const reviewers = draft === undefined ? undefined : house.reviewers.get(draft.destination.platform)
  if (draft?.state !== 'pending' || reviewers === undefined) return done
  const moment = momentOf(draft, seen, now)
  const end = deadlineOf(draft, moment)
  const next = remindAt.map((part) => share({ from: draft.deadline.from, at: end }, part)).find((at) => at > now)
  // A deadline that a stop has moved is not near yet.
  if (now < share({ from: draft.deadline.from, at: end }, remindAt[0]))
    return next === undefined ? done : { delivered: 'again', at: next }
  const line = `Reminder: a draft by ${draft.agent.name} (AI agent) waits for you. It expires ${spokenTime(end)}; no answer counts as “no”.`
  for (const account of await askedFor(house, draft, reviewers)) await reviewers.note(account, draft.destination, line)
  return next === undefined ? done : { delivered: 'again', at: next }
}

/** Draws a post anew where it stands: acted upon, hidden, recalled. */
export async function redrawPost(house: House, id: PostId): Promise<Delivered> {
  const { now, seen } = await house.record.look({ post: { kind: 'post', id } })
  const post = seen.post?.is
  const channel = post === undefined ? undefined : house.channels.get(post.draft.destination.platform)
  if (post === undefined || channel === undefined) return done
  const { destination } = post.draft
  const ref = post.ref ?? (await refByMarker(house, post))
  if (ref === undefined) return { delivered: 'again', at: now + house.pace.lookAgainMs }
  const sent = await channel.redraw(destination, ref, postCard(post))
  house.reach('redraw.sent')
  if (sent.sent === 'yes') return post.state === 'recalled' ? showCards(house, post.draft.id) : done
  const after = sent.sent === 'no' && sent.next === 'again' ? sent.afterMs : house.pace.lookAgainMs
  return { delivered: 'again', at: now + after, holdLane: sent.sent === 'no' && sent.next === 'again' && sent.holdLane }
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

/** The invoker, or the moderators where nobody asked; after the first approval, those who could be the second. */
async function askedFor(house: House, draft: Draft, reviewers: Reviewers): Promise<readonly Account[]> {
  const { destination, invoker } = draft
  const accounts =
    invoker === undefined ? await reviewers.moderators(destination) : await accountsOf(house, draft, invoker.person)
  const seconding = draft.state === 'pending' && draft.approvals.length > 0
  const seconds = seconding || isSettled(draft) ? await reviewers.seconds(destination) : []
  const kept = new Set((await house.record.copies(draft.id)).map((copy) => copy.account))
  const more = seconds.filter((account) => seconding || kept.has(accountKey(account)))
  return [...new Map([...accounts, ...more].map((account) => [accountKey(account), account])).values()]
}

async function accountsOf(house: House, draft: Draft, person: string): Promise<readonly Account[]> {
  const { seen } = await house.record.look({ person: { kind: 'person', id: person } })
  const { platform, workspace } = draft.destination
  return (seen.person?.is.accounts ?? []).filter(
    (account) => account.platform === platform && account.workspace === workspace,
  )
}
