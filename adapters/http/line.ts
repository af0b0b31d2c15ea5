// Whose request is worked on next, where several agents are here. An agent that is alone has no limit: its requests share
// what can be shared. As soon as another is here too, each has one under way and the rest of its own wait, so that a
// flood makes a line for whoever floods.

import type { AgentId } from '../../src/id.ts'

export type Line = {
  /** Resolves at its turn; undefined when that is now. */
  ask(agent: AgentId): Promise<void> | undefined
  leave(agent: AgentId): void
}

/** So long after its last request an agent still counts as here. */
const hereMs = 1000

export function openLine(now: () => number): Line {
  const underWay = new Map<AgentId, number>()
  const waiting = new Map<AgentId, (() => void)[]>()
  const last = new Map<AgentId, number>()

  const othersAreHere = (agent: AgentId): boolean => {
    for (const [other, at] of last) {
      if (other === agent) continue
      if (now() - at < hereMs || underWay.has(other)) return true
      last.delete(other)
    }
    return false
  }
  const begin = (agent: AgentId) => underWay.set(agent, (underWay.get(agent) ?? 0) + 1)

  return {
    ask(agent) {
      last.set(agent, now())
      const isFree = !othersAreHere(agent) || !underWay.has(agent)
      if (isFree && !waiting.has(agent)) {
        begin(agent)
        return undefined
      }
      return new Promise((resolve) => waiting.set(agent, [...(waiting.get(agent) ?? []), resolve]))
    },
    leave(agent) {
      const left = (underWay.get(agent) ?? 1) - 1
      if (left > 0) underWay.set(agent, left)
      else underWay.delete(agent)
      last.set(agent, now())
      const others = othersAreHere(agent)
      if (left > 0 && others) return
      const line = waiting.get(agent) ?? []
      // Alone again: everybody at once.
      const next = others ? line.slice(0, 1) : line
      if (next.length === line.length) waiting.delete(agent)
      else waiting.set(agent, line.slice(1))
      for (const go of next) {
        begin(agent)
        go()
      }
    },
  }
}
