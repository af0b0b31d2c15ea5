// Notes from where a token was used, when that is new. Never in the way of the request that showed it: a failure to note
// it is logged. The address is told as a mark alone, made under a key that is not in the data.

import { createHmac } from 'node:crypto'
import type { Sighting } from '../agent/sighting.ts'
import type { AgentId } from '../id.ts'
import { agentStep } from './agent-step.ts'
import { commit } from './commit.ts'
import type { House } from './house.ts'

/** After so many addresses of one token, one more tells nothing new. */
const mostOfOneToken = 20

export function markOf(house: House, address: string): string {
  return createHmac('sha256', house.signer.keyFor('marker')).update(`address\n${address}`).digest('hex').slice(0, 16)
}

export async function noteSighting(house: House, agent: AgentId, seenNow: Omit<Sighting, 'at'>): Promise<void> {
  try {
    await commit(house, { agent: { kind: 'agent', id: agent } }, ({ now, seen }) => {
      const same = (seen.agent?.is.sightings ?? []).filter(({ kid }) => kid === seenNow.kid)
      const known = same.some(({ mark, how }) => mark === seenNow.mark && how === seenNow.how)
      if (seen.agent === undefined || known || same.length >= mostOfOneToken) return { steps: [], result: undefined }
      const event = { type: 'seen-anew', sighting: { ...seenNow, at: now } } as const
      return { steps: [agentStep(seen.agent, event, { kind: 'system' }, now)], result: undefined }
    })
  } catch (cause) {
    house.log.fault('noting from where a token was used', cause, { agent })
  }
}
