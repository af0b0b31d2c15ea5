// What holds for a grant at this moment: the record's clock, the rule of its place, the stops, and the book. The rule
// depends on who reads the place, so the platform is asked first; where it does not say, the stricter rule holds.

import type { AgentId } from '../id.ts'
import type { Audience, Destination } from '../place.ts'
import type { GrantMoment } from '../rule/giving.ts'
import { noGrants } from '../rule/grant.ts'
import { autonomyOf } from '../rule/judge.ts'
import { emptyBook } from '../rule/rule.ts'
import { noStops, stopOn } from '../safety/stop.ts'
import type { Instant } from '../time.ts'
import type { House } from './house.ts'
import type { Boards } from './moment.ts'

type Of = { readonly agent: { readonly id: AgentId; readonly name?: string }; readonly place: Destination }

export async function grantMoment(house: House, of: Of, seen: Boards, at: Instant): Promise<GrantMoment> {
  return momentFor(of, await readersOf(house, of.place), seen, at)
}

export async function readersOf(house: House, place: Destination): Promise<Audience | undefined> {
  return house.channels.get(place.platform)?.audience(place)
}

/** The channel as people call it, or its id where the platform does not say. */
export async function placeName(house: House, place: Destination): Promise<string> {
  return (await house.channels.get(place.platform)?.audience(place))?.name ?? place.channel
}

export function momentFor(of: Of, audience: Audience | undefined, seen: Boards, at: Instant): GrantMoment {
  const where = { agent: of.agent.id, agentName: of.agent.name, destination: of.place, audience }
  const autonomy = autonomyOf(seen.rules?.is ?? emptyBook, where)
  const stop = stopOn(seen.stops?.is ?? noStops, { agent: of.agent, destination: of.place })
  return { at, autonomy, stopped: stop?.from, book: seen.grants?.is ?? noGrants }
}
