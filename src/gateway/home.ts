// The page of one person: what waits for them, everywhere on their platform, and what they may stop. Who they are in
// each channel is asked of the platform; what they have no part in is not on it.

import { draftCard } from '../card/draft-card.ts'
import { type Home, homeOf, type Most, type Part, parts } from '../card/home.ts'
import { isAsked } from '../draft/approval.ts'
import type { Draft } from '../draft/draft.ts'
import type { AgentId } from '../id.ts'
import { has, isPerson, type Standing } from '../person/person.ts'
import { type Account, type Destination, laneOf } from '../place.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { type GrantIn, noGrants } from '../rule/grant.ts'
import { mayResume, noStops, type Stop } from '../safety/stop.ts'
import { awayNow } from './away-now.ts'
import { boards } from './commit.ts'
import { askedBy } from './draft-step.ts'
import { placeName } from './grant-moment.ts'
import type { House } from './house.ts'
import { concerns } from './looking.ts'
import { meet } from './meet.ts'
import { momentOf } from './moment.ts'
import { maySetRules } from './ruling.ts'

const mostLooked = 200
/** A person who is in more channels with open drafts than this is told that there is more. */
const mostPlaces = 30

/** `at` is where the platform speaks with this person alone. */
export async function homeFor(house: House, account: Account, at: Destination, most: Most): Promise<Home | Refusal> {
  const who = await meet(house, account, at)
  if (isRefusal(who)) return who
  const standing = standings(house, account)
  const { now, seen } = await house.record.look(boards)
  const waiting: { readonly card: ReturnType<typeof draftCard>; readonly part: Part }[] = []
  for (const draft of await openFor(house, account, who)) {
    const there = await standing(draft.destination)
    if (there === undefined) continue
    const moment = momentOf(draft, seen, now)
    if (!concerns(draft, there, moment)) continue
    const part = isPerson(there, draft.invoker?.person)
      ? 'asker'
      : isAsked(draft, there, moment.verdict)
        ? 'reviewer'
        : 'moderator'
    waiting.push({ card: draftCard(draft, there, moment), part })
  }
  const grants = []
  for (const grant of seen.grants?.is.grants ?? noGrants.grants) {
    if (!isLive(grant) || now >= grant.until || !isOn(grant.place, account)) continue
    const there = await standing(grant.place)
    if (there === undefined) continue
    grants.push({ grant, place: await placeName(house, grant.place), mayRevoke: there.active && !there.bot })
  }
  const stops = []
  for (const stop of (seen.stops?.is ?? noStops).stops) {
    if (stop.until !== undefined) continue
    const place = placeOf(stop, account)
    if (place === 'elsewhere') continue
    const there = place === undefined ? who : await standing(place)
    if (there === undefined) continue
    const name = place === undefined ? {} : { place: await placeName(house, place) }
    const agent = stop.scope.over === 'agent' ? await agentName(house, stop.scope.agent) : undefined
    stops.push({
      stop,
      ...name,
      ...(agent === undefined ? {} : { agent }),
      mayLift: mayResume(stop.scope, there) === undefined,
    })
  }
  const stopsAll = has(who, 'admin', 'security')
  return homeOf({
    waiting: parts.flatMap((part) => waiting.filter((one) => one.part === part)),
    grants,
    stops,
    agents: stopsAll || has(who, 'moderator') ? await agentsOf(house) : [],
    stopping: stopsAll ? 'all' : 'mine',
    mayRule: maySetRules(who) === undefined,
    away: await awayNow(house, who.person),
    most,
  })
}

/** What this person asked for, all of it; and what is open elsewhere, as far back as is looked. Oldest first. */
async function openFor(house: House, account: Account, who: Standing): Promise<readonly Draft[]> {
  const known = [who.person, ...(who.formerly ?? [])]
  const own = []
  for (const id of known) own.push(...(await house.record.list('draft', `${askedBy}${id}/open`, { limit: mostLooked })))
  const others = await house.record.list('draft', 'open', { limit: mostLooked })
  const all = new Map([...own, ...others].map((held) => [held.id, held.is]))
  return [...all.values()].filter((draft) => isOn(draft.destination, account)).sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Asked once for each channel. */
function standings(house: House, account: Account) {
  const known = new Map<string, Standing | undefined>()
  return async (at: Destination): Promise<Standing | undefined> => {
    const lane = laneOf(at)
    if (known.has(lane)) return known.get(lane)
    if (known.size >= mostPlaces) return undefined
    const met = await meet(house, account, { platform: at.platform, workspace: at.workspace, channel: at.channel })
    const there = isRefusal(met) || met.member === 'none' ? undefined : met
    known.set(lane, there)
    return there
  }
}

async function agentsOf(house: House) {
  const held = await house.record.list('agent', 'all', { limit: mostLooked })
  return held.map(({ is }) => is).filter(({ state }) => state === 'live' || state === 'shadow')
}

async function agentName(house: House, id: AgentId): Promise<string | undefined> {
  return (await house.record.look({ agent: { kind: 'agent', id } })).seen.agent?.is.name
}

/** The channel of a stop that holds in one; nothing for a wider one. */
function placeOf({ scope }: Stop, account: Account): Destination | 'elsewhere' | undefined {
  const lane = scope.over === 'channel' || scope.over === 'agent' ? scope.lane : undefined
  if (lane === undefined) return undefined
  const { platform, workspace } = account
  const prefix = `${platform}/${workspace}/`
  return lane.startsWith(prefix) ? { platform, workspace, channel: lane.slice(prefix.length) } : 'elsewhere'
}

function isOn(at: Destination, account: Account): boolean {
  return at.platform === account.platform && at.workspace === account.workspace
}

function isLive(grant: { readonly state: string }): grant is GrantIn<'live'> {
  return grant.state === 'live'
}
