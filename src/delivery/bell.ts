// The bell of the queue: who waits for it wakes at the next ring, or after a while. A ring that nobody hears yet is kept
// for the next who waits, and all rings of one turn of the event loop are one.

export type Bell = {
  ring(): void
  /** Resolves after the next ring or after this long, and never in the same turn of the event loop. */
  heard(ms: number): Promise<void>
}

export function hangBell(): Bell {
  let rung = false
  let wakeUp: (() => void) | undefined
  return {
    ring() {
      rung = true
      wakeUp?.()
    },
    async heard(ms) {
      if (!rung && ms > 0) {
        await new Promise<void>((resolve) => {
          // It alone keeps no process alive.
          const timer = setTimeout(resolve, ms).unref()
          wakeUp = () => {
            clearTimeout(timer)
            resolve()
          }
        })
        wakeUp = undefined
      }
      await new Promise<void>((resolve) => setImmediate(resolve))
      rung = false
    },
  }
}
