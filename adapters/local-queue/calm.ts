// Gives way to those who ask. Our own checks are work for the one processor that also answers requests: while its turns
// are long, somebody is being answered, and a check can wait a little. Never for long, or a busy day would never end.

import { setImmediate as turn } from 'node:timers/promises'

/** A turn in which requests were answered takes longer than this. */
const busyTurnMs = 1
const mostMs = 100

export async function calm(): Promise<void> {
  const began = performance.now()
  for (let before = began; ; ) {
    await turn()
    const now = performance.now()
    if (now - before < busyTurnMs || now - began > mostMs) return
    before = now
  }
}
