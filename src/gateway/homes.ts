// Draws the pages of people anew when something on them has changed. Only the page of somebody who has ever opened it is
// drawn, and no page more often than every few seconds, however much happens; what is owed is owed in the record, so any
// process does it.

import { accountKey } from '../person/person.ts'
import { type Account, type Platform, platforms } from '../place.ts'
import type { Delivered } from '../port/queue.ts'
import { isRefusal } from '../refusal.ts'
import { type Instant, minute, second } from '../time.ts'
import { homeFor } from './home.ts'
import type { House } from './house.ts'
import { rungFor } from './rung.ts'

const done: Delivered = { delivered: 'done' }
const drawnAgainAfterMs = 3 * second
/** A page that was owed this long ago, and is not drawn yet, may be owed once more. */
const owedForMs = minute

/** Somebody looks at their page: it is drawn, and from now on kept as it should be. */
export async function openHome(house: House, account: Account): Promise<void> {
  await keep(house, account, 'drawn', await house.record.now())
  await draw(house, account)
}

/** Something on these people’s pages may have changed. */
export async function touchHomes(house: House, accounts: readonly Account[]): Promise<void> {
  for (const account of accounts) {
    if (house.reviewers.get(account.platform)?.showHome === undefined) continue
    const copy = await copyOf(house, account)
    if (copy === undefined) continue
    const now = await house.record.now()
    if (copy.was === 'owed' && now - copy.at < owedForMs) continue
    await keep(house, account, 'owed', now)
    const dueAt = copy.was === 'drawn' ? Math.max(now, copy.at + drawnAgainAfterMs) : now
    const name = nameOf(account)
    const owed = [{ errand: 'home', about: name, lane: `${name}/home`, dueAt } as const]
    const saved = await house.record.save({ writes: [], unchanged: [], owed })
    if (saved.saved) house.queue.ring(rungFor(owed, saved.owed))
  }
}

export async function showHome(house: House, about: string): Promise<Delivered> {
  const account = accountNamed(about)
  if (account === undefined) return done
  // Noted before it is read: what changes from here on owes it once more.
  await keep(house, account, 'drawn', await house.record.now())
  await draw(house, account)
  return done
}

async function draw(house: House, account: Account): Promise<void> {
  await house.reviewers.get(account.platform)?.showHome?.(account, async (at, most) => {
    const home = await homeFor(house, account, at, most)
    return isRefusal(home) ? undefined : home
  })
}

type Copied = { readonly was: 'owed' | 'drawn'; readonly at: Instant }

async function copyOf(house: House, account: Account): Promise<Copied | undefined> {
  const [copy] = await house.record.copies(`home:${accountKey(account)}`)
  const [was, at] = copy?.ref.split(':') ?? []
  return was === 'owed' || was === 'drawn' ? { was, at: Number(at) } : undefined
}

function keep(house: House, account: Account, was: Copied['was'], at: Instant): Promise<void> {
  const key = accountKey(account)
  return house.record.keepCopy({ draft: `home:${key}`, account: key, ref: `${was}:${at}` })
}

function nameOf({ platform, workspace, user }: Account): string {
  return `${platform}/${workspace}/${user}`
}

function accountNamed(name: string): Account | undefined {
  const [platform, workspace, user] = name.split('/')
  const known: Platform | undefined = platforms.find((one) => one === platform)
  return known === undefined || workspace === undefined || user === undefined
    ? undefined
    : { platform: known, workspace, user }
}
