// Whose request is worked on next, where several agents are here. An agent that is alone has no limit: its requests share
// what can be shared. As soon as another is here too, each has one under way and the rest of its own wait, so that a
// flood makes a line for whoever floods. And whose line is the longest rests between one and the next as long as the one
// took: half of the time, then, nothing of a flood stands before the others.

import type { AgentId } from '../../src/id.ts'

export type Line = {
  /** Resolves at its turn; undefined when that is now. */
  ask(agent: AgentId): Promise<void> | undefined
  leave(agent: AgentId): void
}

/** So long after its last request an agent still counts as here. */
const hereMs = 1000

/** However long one took, the next of its line does not rest longer. */
const mostRestMs = 100

type Wait = (ms: number, then: () => void) => void
const timer: Wait = (ms, then) => void setTimeout(then, ms)

export function openLine(now: () => number, wait: Wait = timer): Line {
  const underWay = new Map<AgentId, number>()
  /** When the last one that is under way began. */
  const since = new Map<AgentId, number>()
  const resting = new Set<AgentId>()
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
  const isLongest = (agent: AgentId): boolean => {
    const own = waiting.get(agent)?.length ?? 0
    for (const [other, { length }] of waiting) if (other !== agent && length >= own) return false
    return own > 0
  }
  const begin = (agent: AgentId) => {
    since.set(agent, now())
    underWay.set(agent, (underWay.get(agent) ?? 0) + 1)
  }
  const goOn = (agent: AgentId) => {
    const line = waiting.get(agent) ?? []
    // Alone again: everybody at once.
    const next = othersAreHere(agent) ? line.slice(0, 1) : line
    if (next.length === line.length) waiting.delete(agent)
    else waiting.set(agent, line.slice(1))
    for (const go of next) {
      begin(agent)
      go()
    }
  }

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
      if (resting.has(agent) || (left > 0 && others)) return
      if (left === 0 && !waiting.has(agent)) since.delete(agent)
      if (!others || !isLongest(agent)) return goOn(agent)
      resting.add(agent)
      wait(Math.min(now() - (since.get(agent) ?? now()), mostRestMs), () => {
        resting.delete(agent)
        goOn(agent)
      })
    },
  }
}
