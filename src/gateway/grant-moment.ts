// What holds for a grant at this moment: the record's clock, the rule of its place, the stops, and the book.

import type { AgentId } from '../id.ts'
import type { Destination } from '../place.ts'
import type { GrantMoment } from '../rule/giving.ts'
import { noGrants } from '../rule/grant.ts'
import { ruleFor } from '../rule/judge.ts'
import { emptyBook } from '../rule/rule.ts'
import { noStops, stopOn } from '../safety/stop.ts'
import type { Instant } from '../time.ts'
import type { Boards } from './moment.ts'

export function grantMoment(
  of: { readonly agent: { readonly id: AgentId }; readonly place: Destination },
  seen: Boards,
  at: Instant,
): GrantMoment {
  const { autonomy } = ruleFor(seen.rules?.is ?? emptyBook, of.agent.id, of.place)
  const stop = stopOn(seen.stops?.is ?? noStops, { agent: of.agent, destination: of.place })
  return { at, autonomy, stopped: stop?.from, book: seen.grants?.is ?? noGrants }
}
