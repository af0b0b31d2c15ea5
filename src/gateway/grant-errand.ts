// What is owed to a grant: its card before those who may give it, the announcement that lets it begin, its end by the
// clock, and the announcement of that. Nothing lives that the channel was not told of for certain.

import { grantCard } from '../card/grant-card.ts'
import { spokenBegin, spokenEnd } from '../card/grant-spoken.ts'
import type { GrantId } from '../id.ts'
import { accountKey } from '../person/person.ts'
import type { Destination } from '../place.ts'
import type { Sent } from '../port/channel.ts'
import type { Delivered } from '../port/queue.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { type Lapse, noGrants } from '../rule/grant.ts'
import { grantIn } from '../rule/grant-book.ts'
import { decideGrant } from '../rule/grant-decision.ts'
import { boards } from './commit.ts'
import { grantMoment, placeName } from './grant-moment.ts'
import { changeGrant } from './granting.ts'
import { touchHomes } from './homes.ts'
import type { House } from './house.ts'
import { meet } from './meet.ts'
import { soon } from './soon.ts'

const system = { kind: 'system' } as const
const done: Delivered = { delivered: 'done' }

/** Tells the channel, then lets it begin. A row that comes twice tells it twice, which is better than never. */
export async function beginGrant(house: House, id: GrantId): Promise<Delivered> {
  const { now, grant, seen } = await look(house, id)
  if (grant?.state !== 'beginning') return done
  const until = now + grant.lastsMs
  const begin = { do: 'begin', grant: id, until } as const
  const refused = decideGrant(begin, await grantMoment(house, grant, seen, now))
  if (isRefusal(refused)) {
    const waits = refused.refused === 'stopped' && now < grant.until
    return waits ? { delivered: 'again', at: now + house.pace.frozenMs } : lapse(house, id, 'not-announced')
  }
  const sent = await announce(house, grant.place, spokenBegin(grant, until))
  if (sent.sent === 'no' && sent.next === 'again') return { delivered: 'again', at: now + sent.afterMs }
  // Certainly not told, or nobody knows: what the channel may not have heard of does not begin.
  if (sent.sent !== 'yes') return lapse(house, id, 'not-announced')
  const begun = await changeGrant(house, id, begin, system)
  if (!isRefusal(begun)) return done
  return begun.refused === 'busy' ? soon(house) : lapse(house, id, 'not-announced')
}

/** Silence has become “no”, or the time is over. */
export async function endGrant(house: House, id: GrantId): Promise<Delivered> {
  const { now, grant } = await look(house, id)
  if (grant === undefined || !('until' in grant)) return done
  if (now < grant.until) return { delivered: 'again', at: grant.until }
  if (grant.state !== 'live') return lapse(house, id, grant.state === 'beginning' ? 'not-announced' : 'unanswered')
  return settled(house, await changeGrant(house, id, { do: 'end', grant: id }, system))
}

export async function tellGrantOver(house: House, id: GrantId): Promise<Delivered> {
  const { now, grant } = await look(house, id)
  const line = grant === undefined ? undefined : spokenEnd(grant)
  if (grant === undefined || line === undefined) return done
  const sent = await announce(house, grant.place, line)
  if (sent.sent === 'no' && sent.next === 'again') return { delivered: 'again', at: now + sent.afterMs }
  if (sent.sent !== 'yes') house.log.info('the end of a grant was not announced', { grant: id, why: sent.why })
  return done
}

/** Those who may give it see it while it waits; whoever has a copy sees what became of it. */
export async function showGrantCards(house: House, id: GrantId): Promise<Delivered> {
  const { now, grant, seen } = await look(house, id)
  const reviewers = grant === undefined ? undefined : house.reviewers.get(grant.place.platform)
  if (grant === undefined || reviewers === undefined) return done
  const moment = await grantMoment(house, grant, seen, now)
  const place = await placeName(house, grant.place)
  const copies = new Map((await house.record.copies(id)).map((copy) => [copy.account, copy.ref]))
  const waits = grant.state === 'asked' || grant.state === 'seconding'
  const moderators = await reviewers.moderators(grant.place)
  for (const account of moderators) {
    const key = accountKey(account)
    if (!waits && !copies.has(key)) continue
    const who = await meet(house, account, grant.place)
    if (isRefusal(who)) continue
    const ref = await reviewers.showGrant(account, () => grantCard(grant, who, moment, place), copies.get(key))
    if (ref !== copies.get(key)) await house.record.keepCopy({ draft: id, account: key, ref })
  }
  await touchHomes(house, moderators)
  return done
}

async function look(house: House, id: GrantId) {
  const { now, seen } = await house.record.look(boards)
  return { now, seen, grant: grantIn(seen.grants?.is ?? noGrants, id) }
}

async function announce(house: House, place: Destination, line: string): Promise<Sent> {
  const channel = house.channels.get(place.platform)
  if (channel === undefined) return { sent: 'no', why: 'its platform is not connected', next: 'blocked' }
  try {
    return await channel.announce(place, line)
  } catch (cause) {
    house.log.fault('announcing a grant', cause, { lane: place.channel })
    return { sent: 'unclear', why: 'the platform adapter failed' }
  }
}

async function lapse(house: House, id: GrantId, why: Lapse): Promise<Delivered> {
  return settled(house, await changeGrant(house, id, { do: 'lapse', grant: id, why }, system))
}

/** What was decided meanwhile needs nothing more; what lost too many races comes again. */
async function settled(house: House, changed: object | Refusal): Promise<Delivered> {
  return isRefusal(changed) && changed.refused === 'busy' ? soon(house) : done
}
