// Tells those who may have followed a post that it was recalled: everybody who opened a step of it, said that they would
// run it or ran it, or reported it, and where the platform shows them, who answered it or put a sign to it. Each in
// private, and each once; who has left the platform is not reached. How many they were is on the card.

import { spokenRecalled } from '../card/nudge.ts'
import type { PersonId, PostId } from '../id.ts'
import { accountKey } from '../person/person.ts'
import type { Account } from '../place.ts'
import { type Followers, outOfReach } from '../port/channel.ts'
import type { Delivered } from '../port/queue.ts'
import type { Post } from '../post/post.ts'
import { recallerName } from '../post/recall.ts'
import type { House } from './house.ts'
import { showCards } from './showing.ts'
import { keepFound, keepTold, toldAlready } from './told.ts'

type Recalled = Post & { readonly state: 'recalled' }

const done: Delivered = { delivered: 'done' }
/** Who cannot be told, or found, by then is not; the others have been, and the card says how many. */
const mostTries = 10
const nobody: Exclude<Followers, { afterMs: number }> = { of: [], accounts: [], more: false }

export async function tellReaders(house: House, id: PostId, tries = 0): Promise<Delivered> {
  const { now, seen } = await house.record.look({ post: { kind: 'post', id } })
  const post = seen.post?.is
  if (post?.state !== 'recalled' || house.reviewers.get(post.draft.destination.platform) === undefined) return done
  const isLast = tries >= mostTries
  const faults = await tell(house, post, await touchedBy(house, post), 'You opened, ran or reported it')
  const found = await followersOf(house, post, isLast)
  if ('afterMs' in found) return { delivered: 'again', at: now + found.afterMs }
  faults.push(...(await tell(house, post, found.accounts, 'You replied or reacted to it')))
  if (faults.length > 0 && !isLast) throw new Error(`telling readers that ${id} was recalled`, { cause: faults[0] })
  await keepFound(house, id, found)
  await showCards(house, post.draft.id)
  return done
}

/** One who cannot be told keeps nobody else waiting. */
async function tell(house: House, post: Recalled, accounts: readonly Account[], why: string): Promise<unknown[]> {
  const { id, allowed, draft } = post
  const faults: unknown[] = []
  const by = { agent: draft.agent.name, place: allowed.screened.audience.name }
  const line = spokenRecalled(by, recallerName(post.by), post.reason, why)
  const told = await toldAlready(house, id)
  const knows = new Set((await recallers(house, post)).map(accountKey))
  for (const account of accounts) {
    const key = accountKey(account)
    if (told.has(key) || knows.has(key)) continue
    try {
      await house.reviewers.get(account.platform)?.note(account, draft.destination, line)
      await keepTold(house, id, account)
    } catch (cause) {
      house.log.fault('telling a reader of a recall', cause, { post: id })
      if (outOfReach(cause) === undefined) faults.push(cause)
    }
  }
  return faults
}

/** What the platform does not say in time is not known; what it never lets us see neither. */
async function followersOf(house: House, { draft, ref }: Recalled, isLast: boolean): Promise<Followers> {
  const channel = house.channels.get(draft.destination.platform)
  if (ref === undefined) return nobody
  const found = (await channel?.followers?.(draft.destination, ref)) ?? nobody
  return 'afterMs' in found && isLast ? nobody : found
}

async function touchedBy(house: House, post: Recalled): Promise<readonly Account[]> {
  const people = [...post.readers.map((reader) => reader.person), ...post.reports.map((report) => report.by.person)]
  const accounts = await Promise.all([...new Set(people)].map((person) => accountsOf(house, post, person)))
  return accounts.flatMap(([first]) => first ?? [])
}

async function recallers(house: House, post: Recalled): Promise<readonly Account[]> {
  return post.by === 'admin-token' ? [] : accountsOf(house, post, post.by.person)
}

async function accountsOf(house: House, { draft }: Recalled, person: PersonId): Promise<readonly Account[]> {
  const known = (await house.record.look({ person: { kind: 'person', id: person } })).seen.person?.is
  const { platform, workspace } = draft.destination
  return (known?.accounts ?? []).filter((one) => one.platform === platform && one.workspace === workspace)
}
