// The bare word “stop”, said to an agent: it stops that agent in that channel, and nothing is asked of it. Whoever has a
// card of it may do that, as they could from the card.

import { isSettled } from '../../src/draft/draft.ts'
import type { House } from '../../src/gateway/house.ts'
import { bareCardFor } from '../../src/gateway/looking.ts'
import { stop, stopFromCard } from '../../src/gateway/stopping.ts'
import type { AgentId } from '../../src/id.ts'
import { type Account, type Destination, laneOf } from '../../src/place.ts'
import { isRefusal, type Refusal } from '../../src/refusal.ts'
import type { Stop } from '../../src/safety/stop.ts'

const reason = 'said “stop” to it'
const mostLooked = 20

export function isStopWord(text: string): boolean {
  return /^stop[.!]*$/i.test(text.trim())
}

export async function stopByWord(
  house: House,
  account: Account,
  agent: AgentId,
  at: Destination,
): Promise<Stop | Refusal> {
  const lane = laneOf(at)
  const held = await house.record.list('draft', `agent:${agent}`, { limit: mostLooked })
  const open = held.map((one) => one.is).filter((draft) => !isSettled(draft) && laneOf(draft.destination) === lane)
  for (const draft of open) {
    if (!isRefusal(await bareCardFor(house, account, draft.id)))
      return stopFromCard(house, account, draft.id, 'here', reason)
  }
  return stop(house, account, at, { over: 'agent', agent, lane }, reason)
}
