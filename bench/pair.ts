// A speed that can fail a run is a ratio: ours against the raw engine, five pairs one after the other in the same run,
// and the median of the five. A raw engine that is far below what it was measured at makes the figure worthless.

export type Pair = {
  readonly name: string
  readonly ratio: number
  readonly ours: number
  readonly raw: number
  readonly limit: number
  readonly floor: number
  readonly unit: string
  /** Below this the raw engine is too slow here for the figure to say anything. */
  readonly rawFloor?: number
}

const pairs = 5

export async function pair(
  of: Omit<Pair, 'ratio' | 'ours' | 'raw'>,
  raw: () => Promise<number>,
  ours: () => Promise<number>,
): Promise<Pair> {
  const measured: { raw: number; ours: number }[] = []
  for (let turn = 0; turn < pairs; turn++) measured.push({ raw: await raw(), ours: await ours() })
  return {
    ...of,
    raw: median(measured.map((one) => one.raw)),
    ours: median(measured.map((one) => one.ours)),
    ratio: median(measured.map((one) => one.ours / one.raw)),
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** So many at once, each a caller that begins the next when its last is done; returns how many a second. */
export async function perSecond(
  total: number,
  together: number,
  one: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0
  const began = performance.now()
  const caller = async () => {
    while (next < total) await one(next++)
  }
  await Promise.all(Array.from({ length: together }, caller))
  return (total / (performance.now() - began)) * 1000
}
