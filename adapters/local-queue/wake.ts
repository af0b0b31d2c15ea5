// Wake-ups within one process. Who waits leaves nothing behind, whether it was woken or its time was over.

import type { Wake } from '../../src/port/wake.ts'

export function openLocalWake(): Wake {
  const waiting = new Map<string, Set<() => void>>()
  return {
    wake(topic) {
      for (const goOn of waiting.get(topic) ?? []) goOn()
    },
    wait(topic, ms) {
      return new Promise((resolve) => {
        const others = waiting.get(topic) ?? new Set()
        waiting.set(topic, others)
        const goOn = () => {
          clearTimeout(timer)
          others.delete(goOn)
          if (others.size === 0) waiting.delete(topic)
          resolve()
        }
        const timer = setTimeout(goOn, ms)
        others.add(goOn)
      })
    },
  }
}
