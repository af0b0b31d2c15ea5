// The promises of the product as checks over a finished history: the ledger, the things, and the truth of the platform.
// Each returns the sentences of what is broken; an empty list is a kept promise. Every test that plays a history, and
// every fault that is injected, ends here.

import { deadlineOf } from '../src/draft/approval.ts'
import type { Draft } from '../src/draft/draft.ts'
import { fill, fingerprintOf, markerOf, slotsFor } from '../src/draft/envelope.ts'
import { canonical, type Json } from '../src/json.ts'
import { beforeTheFirst, type Entry, leafHash } from '../src/ledger/entry.ts'
import { laneOf } from '../src/place.ts'
import type { Held, Record } from '../src/port/record.ts'
import type { Post } from '../src/post/post.ts'
import { covers, noStops, type StopBoard } from '../src/safety/stop.ts'
import { hour } from '../src/time.ts'
import { alteration, type FakePlatform } from './fakes/platform.ts'

export type Leaf = {
  stream: string
  version: number
  at: number
  actor: { kind: string; id?: string }
  event: string
  from?: string
  to: string
  facts: { [name: string]: Json | undefined }
  prev: string
}

export type History = {
  readonly entries: readonly Entry[]
  readonly leaves: readonly Leaf[]
  readonly drafts: readonly Held<Draft>[]
  readonly posts: readonly Held<Post>[]
  readonly board: StopBoard
}

const everything = 1_000_000

export async function historyOf(record: Record): Promise<History> {
  const entries = await record.entries({ limit: everything })
  const leaves = entries.map((entry) => JSON.parse(entry.leaf) as Leaf)
  const ids = (prefix: string) => [...new Set(leaves.map((leaf) => leaf.stream))].filter((id) => id.startsWith(prefix))
  const drafts = await Promise.all(
    ids('d_').map(async (id) => (await record.look({ draft: { kind: 'draft', id } })).seen.draft),
  )
  const posts = await Promise.all(
    ids('p_').map(async (id) => (await record.look({ post: { kind: 'post', id } })).seen.post),
  )
  const { seen } = await record.look({ stops: { kind: 'stops', id: 'stops' } })
  return {
    entries,
    leaves,
    drafts: drafts.filter((draft) => draft !== undefined),
    posts: posts.filter((post) => post !== undefined),
    board: seen.stops?.is ?? noStops,
  }
}

/** `markerKey` is the house's key for markers: the one of the stage, unless a real house played. */
export function broken(history: History, platform: FakePlatform, markerKey = 'marker-key'): readonly string[] {
  return [
    ...kept(history),
    ...onlyWhatWasAllowed(history, platform, markerKey),
    ...atMostOnce(platform),
    ...notByThese(history, platform),
  ]
}

/** What can be asked of the record alone, without a platform that keeps the truth. */
export function kept(history: History): readonly string[] {
  return [
    ...boundToWhatWasShown(history),
    ...onceClaimed(history),
    ...oneEntryEach(history),
    ...onlyPeopleDecide(history),
    ...oneHop(history),
    ...finalAbsorbs(history),
    ...nothingAfterAStop(history),
    ...nothingAutoWithoutAGrant(history),
    ...onTheListOfItsGrant(history),
  ]
}

/** 1: enough people, those among them whom the rule puts first, allowed exactly the fingerprint of this envelope. */
function boundToWhatWasShown(history: History): string[] {
  return history.drafts.flatMap(({ is: draft }) => {
    if (!('allowedAt' in draft)) return []
    const { screened, approvals, invoker } = draft
    const wrong: string[] = []
    if (fingerprintOf(screened.envelope) !== screened.fingerprint)
      wrong.push(`1: ${draft.id}: its envelope has another fingerprint`)
    if (approvals.some((approval) => approval.fingerprint !== screened.fingerprint))
      wrong.push(`1: ${draft.id}: an approval is for something else`)
    const people = new Set(approvals.map((approval) => approval.by))
    const { verdict } = screened
    const needed = screened.risk === 'low' ? verdict.people : Math.max(2, verdict.people)
    if (people.size < needed) wrong.push(`1: ${draft.id}: ${people.size} people allowed it, ${needed} were needed`)
    const places = approvals.filter((approval) => approval.seat === 'first').length
    if (needed > 0 && places < (verdict.asks?.first.count ?? 1))
      wrong.push(`1: ${draft.id}: ${places} people stood in first place`)
    const asker = JSON.stringify(verdict.asks?.first.oneOfEach ?? [['invoker']]) === '[["invoker"]]'
    // Or the one colleague whom the asker, and nobody else, has named.
    const { colleague } = draft
    const named = colleague?.by.person === invoker?.person ? colleague?.to.person : undefined
    const isAllowed = invoker === undefined || people.has(invoker.person) || (named !== undefined && people.has(named))
    if (needed > 0 && asker && !isAllowed) wrong.push(`1: ${draft.id}: the one who asked did not allow it`)
    return wrong
  })
}

/** 1 and 10: what readers see is a filled envelope of a draft that was allowed. */
function onlyWhatWasAllowed(history: History, platform: FakePlatform, markerKey: string): string[] {
  const allowed = new Set<string>()
  for (const { is: post } of history.posts) {
    const { approvals, screened, allowedAt } = post.allowed
    const slots = slotsFor({ approvals, allowedAt, grant: screened.verdict.grant }, post.id, post.marker)
    const words = fill(screened.envelope, slots)
    // Words that the platform changed are no broken promise if the record says so; a person's word has not seen them.
    allowed.add(canonical([post.marker, ...words, ...(post.altered ? [alteration] : [])]))
    if (post.ref !== undefined) continue
    allowed.add(canonical([post.marker, ...words, alteration]))
    for (let count = 1; count < words.length; count++) allowed.add(canonical([post.marker, ...words.slice(0, count)]))
  }
  // Accepted by the platform, and not recorded yet: that is what `publishing` and `unconfirmed` mean.
  for (const { is: draft } of history.drafts) {
    if (draft.state !== 'publishing' && draft.state !== 'unconfirmed') continue
    const { approvals, screened, allowedAt, round } = draft
    const marker = markerOf(markerKey, screened.envelope, screened.fingerprint, round)
    const slots = slotsFor({ approvals, allowedAt, grant: screened.verdict.grant }, draft.claim.post, marker)
    const words = fill(screened.envelope, slots)
    allowed.add(canonical([marker, ...words]))
    allowed.add(canonical([marker, ...words, alteration]))
    // Until it is recorded, as much of it as got there.
    for (let count = 1; count < words.length; count++) allowed.add(canonical([marker, ...words.slice(0, count)]))
  }
  const foreign = platform.truth.filter(
    (message) => message.takenBack === undefined && !allowed.has(canonical([message.marker, ...message.payloads])),
  )
  // A person who was asked said of half a post that it is not there: it stands beside the whole one that came after.
  const halves = foreign.filter((message) => message.payloads.length < platform.pieces)
  const denied = history.leaves.filter((leaf) => leaf.event === 'not-there').length
  const explained = new Set(halves.length <= denied ? halves : [])
  return foreign
    .filter((message) => !explained.has(message))
    .map((message) => `1: ${message.ref} was posted and no decision exists for exactly that`)
}

type InForce = { readonly agent: string; readonly lane: string; readonly until: number }

/** 1: in the order of the record, what is claimed without a person stands inside a grant that lives at that moment. */
function nothingAutoWithoutAGrant(history: History): string[] {
  const drafts = new Map(history.drafts.map((held) => [held.id, held.is]))
  const asked = new Map<string, { agent: string; lane: string; lastsMs: number; people: Set<string> }>()
  const live = new Map<string, InForce>()
  const demoted = new Set<string>()
  const posts = new Map(history.posts.map((held) => [held.id, held.is]))
  const grantOf = new Map<string, string>()
  /** Drafts that a rule allowed, and no person has since. */
  const alone = new Map<string, string>()
  return history.leaves.flatMap((leaf) => {
    const grant = String(leaf.facts.grant ?? '')
    // Whatever the book says: a complaint about a post of it is its end, from this entry on.
    const post = posts.get(leaf.stream)
    if (post !== undefined && (leaf.event === 'reported' || leaf.event === 'recalled'))
      live.delete(grantOf.get(leaf.stream) ?? '')
    if (post !== undefined && leaf.event === 'recalled')
      demoted.add(`${post.draft.agent.id} ${laneOf(post.draft.destination)}`)
    if (leaf.event === 'used') grantOf.set(String(leaf.facts.post), grant)
    if (leaf.stream === 'grants') {
      const wrong = followGrant(leaf, asked, live, demoted)
      return wrong === undefined ? [] : [wrong]
    }
    if (leaf.event === 'granted') alone.set(leaf.stream, grant)
    if (['returned', 'edited', 'revised', 'audience-widened'].includes(leaf.event)) alone.delete(leaf.stream)
    const under = alone.get(leaf.stream)
    const draft = drafts.get(leaf.stream)
    if (leaf.event !== 'claimed' || under === undefined || draft === undefined) return []
    const lane = laneOf(draft.destination)
    const held = live.get(under)
    const fits = held?.agent === draft.agent.id && held.lane === lane && leaf.at < held.until
    return fits && !demoted.has(`${draft.agent.id} ${lane}`)
      ? []
      : [`1: ${leaf.stream} was claimed without a person, and ${under} did not live there then`]
  })
}

/** 1: a grant begins only with enough people, and no longer than they may give it. */
function followGrant(
  leaf: Leaf,
  asked: Map<string, { agent: string; lane: string; lastsMs: number; people: Set<string> }>,
  live: Map<string, InForce>,
  demoted: Set<string>,
): string | undefined {
  const { grant: id, agent, lane, lastsMs, by, until, voids } = leaf.facts
  const grant = String(id ?? '')
  const place = `${agent} ${lane}`
  const known = asked.get(grant)
  if (leaf.event === 'asked')
    asked.set(grant, { agent: String(agent), lane: String(lane), lastsMs: Number(lastsMs), people: new Set() })
  if (leaf.event === 'given' || leaf.event === 'seconded') {
    known?.people.add(String(by))
    if (leaf.actor.kind !== 'person') return `1: ${grant} was given by ${leaf.actor.kind}`
  }
  if (leaf.event === 'began' && known !== undefined) {
    live.set(grant, { ...known, until: Number(until) })
    const span = Number(until) - leaf.at
    const longest = known.people.size >= 2 ? 8 * hour : known.people.size === 1 ? hour : 0
    if (span > longest || span > known.lastsMs) return `1: ${grant} began for longer than it was given`
  }
  if (['revoked', 'voided', 'ended'].includes(leaf.event)) live.delete(grant)
  if (leaf.event === 'demoted') {
    demoted.add(place)
    for (const one of [voids].flat()) live.delete(String(one))
  }
  if (leaf.event === 'confirmed') demoted.delete(place)
  return undefined
}

/** 1: each post that no person allowed stands on the list of its grant, and on no other list. */
function onTheListOfItsGrant(history: History): string[] {
  const listed = new Map(
    history.leaves
      .filter((leaf) => leaf.stream === 'grants' && leaf.event === 'used')
      .map((leaf) => [String(leaf.facts.draft), String(leaf.facts.grant)]),
  )
  return history.drafts.flatMap(({ is: draft }) => {
    if (draft.state !== 'published') return []
    const under = draft.approvals.length === 0 ? draft.screened.verdict.grant : undefined
    return listed.get(draft.id) === under
      ? []
      : [`1: ${draft.id} went out under ${under}, and is on the list of ${listed.get(draft.id)}`]
  })
}

/** 2: one message a marker; and a marker belongs to one round of one revision of one draft. */
function atMostOnce(platform: FakePlatform): string[] {
  const seen = new Map<string, number>()
  for (const message of platform.truth.filter((one) => one.takenBack === undefined))
    seen.set(message.marker, (seen.get(message.marker) ?? 0) + 1)
  return [...seen].filter(([, times]) => times > 1).map(([marker, times]) => `2: ${marker} was posted ${times} times`)
}

/** 2: a claim follows a claim only after it is certain that nothing was sent, or a person said so. */
function onceClaimed(history: History): string[] {
  const open = new Set<string>()
  return history.leaves.flatMap((leaf) => {
    const again = leaf.event === 'claimed' && open.has(leaf.stream)
    if (leaf.event === 'claimed') open.add(leaf.stream)
    if (['released', 'blocked', 'not-there', 'failed'].includes(leaf.event)) open.delete(leaf.stream)
    return again ? [`2: ${leaf.stream} was claimed again while its first sending was unclear`] : []
  })
}

/** 3: every change has its entry, chained, and the last entry says the state it is in. */
function oneEntryEach(history: History): string[] {
  const wrong: string[] = []
  const heads = new Map<string, { version: number; hash: string; to: string }>()
  history.entries.forEach((entry, index) => {
    const leaf = history.leaves[index]
    if (leaf === undefined) return
    const head = heads.get(leaf.stream) ?? { version: 0, hash: beforeTheFirst, to: '' }
    if (leaf.version !== head.version + 1)
      wrong.push(`3: ${leaf.stream} has entry ${leaf.version} after ${head.version}`)
    if (leaf.prev !== head.hash || leafHash(entry.leaf) !== entry.hash)
      wrong.push(`3: ${leaf.stream} does not chain at ${leaf.version}`)
    if (head.version > 0 && leaf.from !== undefined && leaf.from !== head.to)
      wrong.push(`3: ${leaf.stream} was ${head.to} and entry ${leaf.version} says ${leaf.from}`)
    heads.set(leaf.stream, { version: leaf.version, hash: entry.hash, to: leaf.to })
  })
  for (const held of [...history.drafts, ...history.posts]) {
    const head = heads.get(held.id)
    if (head?.version !== held.version || head.to !== held.is.state)
      wrong.push(`3: ${held.id} is ${held.is.state} at ${held.version}, its entries say otherwise`)
  }
  return wrong
}

/** 4: decisions come from people who may decide, before the deadline, with no stop on. */
function onlyPeopleDecide(history: History): string[] {
  const deciding = [
    'approved',
    'approval-given',
    'retracted',
    'edited',
    'revision-asked',
    'kept',
    'rejected',
    'vetoed',
    'unblocked',
    'not-there',
  ]
  const wrong = history.leaves
    .filter((leaf) => deciding.includes(leaf.event) && leaf.actor.kind !== 'person')
    .map((leaf) => `4: ${leaf.event} of ${leaf.stream} came from ${leaf.actor.kind}`)
  for (const { is: draft } of history.drafts) {
    if (!('approvals' in draft)) continue
    for (const approval of draft.approvals) {
      const waiting = { ...draft, state: 'pending' } as Draft & { state: 'pending' }
      if (approval.at >= deadlineOf(waiting, { at: approval.at, board: history.board }))
        wrong.push(`4: ${draft.id} was approved after its deadline`)
    }
  }
  return wrong
}

/** 4: whoever is away names somebody who is there; from that one it goes to nobody further. */
function oneHop(history: History): string[] {
  const until = new Map<string, number>()
  return history.leaves.flatMap((leaf) => {
    if (leaf.event === 'went-away') until.set(leaf.stream, Number(leaf.facts.until))
    if (leaf.event === 'came-back') until.delete(leaf.stream)
    if (leaf.event !== 'invoker-went-away' || leaf.facts.instead !== 'colleague') return []
    const { from, to } = leaf.facts
    const isAway = (person: unknown) => leaf.at < (until.get(String(person)) ?? 0)
    if (to === undefined || to === from) return [`4: ${leaf.stream} was handed to the one who is away`]
    if (isAway(to)) return [`4: ${leaf.stream} was handed to ${to}, who is away as well`]
    return isAway(from) ? [] : [`4: ${leaf.stream} was handed over by ${from}, who is not away`]
  })
}

/** 4: who is a bot or a guest stays one in every play, and has decided nothing. */
function notByThese(history: History, platform: FakePlatform): string[] {
  const never = [...platform.members.values()]
    .filter((member) => member.bot || member.member !== 'full')
    .map((member) => member.name)
  return history.drafts.flatMap(({ is: draft }) =>
    'approvals' in draft
      ? draft.approvals
          .filter((approval) => never.includes(approval.name))
          .map((approval) => `4: ${draft.id} was approved by ${approval.name}`)
      : [],
  )
}

/** 5: after a final state there is nothing. */
function finalAbsorbs(history: History): string[] {
  const final = {
    d_: ['refused', 'shadowed', 'published', 'failed', 'kept', 'rejected', 'expired', 'withdrawn'],
    p_: ['recalled', 'lapsed', 'superseded'],
  }
  const ended = new Set<string>()
  return history.leaves.flatMap((leaf) => {
    const over = ended.has(leaf.stream) ? [`5: ${leaf.stream} changed after it was settled: ${leaf.event}`] : []
    const states = leaf.stream.startsWith('d_') ? final.d_ : leaf.stream.startsWith('p_') ? final.p_ : []
    if (states.includes(leaf.to)) ended.add(leaf.stream)
    return over
  })
}

/** 4 and 11: in the order of the record, no approval and no claim stands between a stop that covers it and its end. */
function nothingAfterAStop(history: History): string[] {
  const on = new Map<string, StopBoard['stops'][number]>()
  const drafts = new Map(history.drafts.map((held) => [held.id, held.is]))
  return history.leaves.flatMap((leaf) => {
    const stop = history.board.stops.find((one) => one.id === leaf.facts.stop)
    if (leaf.event === 'stopped' && stop !== undefined) on.set(stop.id, stop)
    if (leaf.event === 'resumed' && stop !== undefined) on.delete(stop.id)
    const draft = drafts.get(leaf.stream)
    const promise = ['approved', 'approval-given'].includes(leaf.event) ? 4 : 11
    if ((promise === 11 && !['claimed', 'went-on'].includes(leaf.event)) || draft === undefined) return []
    return [...on.values()]
      .filter((one) => covers(one.scope, draft))
      .map((one) => `${promise}: ${leaf.stream} was ${leaf.event} under ${one.id}`)
  })
}
