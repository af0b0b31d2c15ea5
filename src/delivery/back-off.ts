// How long to wait after failures in a row: twice as long each time, up to the most, and partly left to chance.

export type BackOff = {
  /** The first wait; it doubles with every failure in a row, up to the most. */
  readonly backOffMs: number
  readonly mostBackOffMs: number
}

/** Half of it is chance (from 0 to 1), so that what failed together does not come back together. */
export function backOff(inRow: number, { backOffMs, mostBackOffMs }: BackOff, chance: number): number {
  const whole = Math.min(mostBackOffMs, backOffMs * 2 ** (inRow - 1))
  return Math.round(whole / 2 + (chance * whole) / 2)
}
