// From where each token is used, as this process sees it. What is new is noted once and aside; a request costs a look into
// two maps. That a token is used by two at once is seen where both come to the same process.

import type { Sighting } from '../../src/agent/sighting.ts'
import type { AgentId } from '../../src/id.ts'
import { minute } from '../../src/time.ts'

export type Watchpost = { saw(secret: string, agent: AgentId, address: string): void }

type Parts = {
  readonly now: () => number
  readonly markOf: (address: string) => string
  readonly note: (agent: AgentId, sighting: Omit<Sighting, 'at'>) => void
}
type Trail = { readonly seen: Map<string, number>; last: string }

/** Away and back within this time: not one that moved, but two. */
const backWithinMs = minute
const mostTrails = 5000
const mostAddresses = 32

export function openWatchpost({ now, markOf, note }: Parts): Watchpost {
  const trails = new Map<string, Trail>()
  return {
    saw(secret, agent, address) {
      const kid = secret.split('_', 3)[2] ?? ''
      const at = now()
      const trail = trails.get(kid)
      if (trail === undefined) {
        if (trails.size >= mostTrails) trails.clear()
        trails.set(kid, { seen: new Map([[address, at]]), last: address })
        note(agent, { kid, mark: markOf(address), how: 'new-address' })
        return
      }
      const before = trail.seen.get(address)
      if (before === undefined) {
        if (trail.seen.size >= mostAddresses) trail.seen.clear()
        note(agent, { kid, mark: markOf(address), how: 'new-address' })
      } else if (trail.last !== address && at - before < backWithinMs)
        note(agent, { kid, mark: markOf(address), how: 'two-at-once' })
      trail.seen.set(address, at)
      trail.last = address
    },
  }
}
