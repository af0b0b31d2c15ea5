// A bucket of tokens: so many at once, and then as many as drip in. It keeps two numbers and no clock.

export type Rate = { readonly perMinute: number; readonly burst: number }

export type Bucket = {
  /** Whether there was one to take. */
  take(now: number): boolean
  left(now: number): number
  /** How long until there is one again; 0 when there is. */
  waitMs(now: number): number
  /** How long until it is as full as it can be. */
  fullMs(now: number): number
}

export function openBucket({ perMinute, burst }: Rate): Bucket {
  const perMs = perMinute / 60_000
  let held = burst
  let at = 0
  const fill = (now: number) => {
    held = Math.min(burst, held + Math.max(0, now - at) * perMs)
    at = Math.max(at, now)
    return held
  }
  return {
    take(now) {
      if (fill(now) < 1) return false
      held -= 1
      return true
    },
    left: (now) => Math.floor(fill(now)),
    waitMs: (now) => Math.max(0, (1 - fill(now)) / perMs),
    fullMs: (now) => Math.max(0, (burst - fill(now)) / perMs),
  }
}
