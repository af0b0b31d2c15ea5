// Wake-ups within one process.

import { EventEmitter } from 'node:events'
import type { Wake } from '../../src/port/wake.ts'

export function openLocalWake(): Wake {
  const bell = new EventEmitter().setMaxListeners(0)
  return {
    wake: (topic) => void bell.emit(`about ${topic}`),
    wait(topic, ms) {
      return new Promise((resolve) => {
        const end = () => {
          clearTimeout(timer)
          bell.off(`about ${topic}`, end)
          resolve()
        }
        const timer = setTimeout(end, ms)
        bell.once(`about ${topic}`, end)
      })
    },
  }
}
