// Stopping one agent everywhere and letting it go on, by the admin token. Under its stop an agent may read what it has
// submitted, and withdraw; it may not submit, revise or ask for a grant, and nothing of its is published.

import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Stop } from '../safety/stop.ts'
import { agentBy } from './agent-looking.ts'
import type { House } from './house.ts'
import { personBy } from './registering.ts'
import { resumeByToken, stopByToken } from './token-stop.ts'

export async function stopAgent(house: House, agent: string, reason: string): Promise<Stop | Refusal> {
  const found = await agentBy(house, agent)
  return isRefusal(found) ? found : stopByToken(house, { over: 'agent', agent: found.agent.id }, reason)
}

/** Lifts every stop over it and nothing wider: all of them, or none when one of them is not to be lifted like this. */
export async function resumeAgent(
  house: House,
  agent: string,
  by: string | undefined,
): Promise<{ readonly resumed: readonly Stop['id'][] } | Refusal> {
  const found = await agentBy(house, agent)
  if (isRefusal(found)) return found
  const admin = by === undefined ? undefined : await personBy(house, by)
  if (admin !== undefined && isRefusal(admin)) return admin
  if (admin !== undefined && !admin.roles.includes('admin')) return refuse('not-yours')
  if (admin === undefined && found.stops.some((stop) => stop.by !== 'admin-token')) return refuse('not-yours')
  const resumed: Stop['id'][] = []
  for (const stop of found.stops) {
    const done = await resumeByToken(
      house,
      stop.id,
      admin === undefined ? undefined : { person: admin.id, name: admin.name },
    )
    // Somebody else lifted it in this moment.
    if (isRefusal(done) && done.refused !== 'already-settled') return done
    resumed.push(stop.id)
  }
  return { resumed }
}
