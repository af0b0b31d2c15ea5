// Gives way to those who ask. Our own checks are work for the one processor that also answers requests: while its turns
// are long, somebody is being answered, and a check can wait a little. Never for long, or a busy day would never end.

/** A turn in which requests were answered takes longer than this. */
const busyTurnMs = 1
const mostMs = 100

export async function calm(stopwatch: () => number): Promise<void> {
  const began = stopwatch()
  for (let before = began; ; ) {
    await new Promise<void>((resolve) => setImmediate(resolve))
    const now = stopwatch()
    if (now - before < busyTurnMs || now - began > mostMs) return
    before = now
  }
}
