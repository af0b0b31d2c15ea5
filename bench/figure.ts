// Figures and what is said of them. A ratio below its floor fails the run; between floor and limit it says what is still
// owed. Absolute figures are printed beside their limit, and say OVER when they are over.

import type { Pair } from './pair.ts'

export const together = 64
export const failures: string[] = []

/** engines.md measured 67,985 tx/s of three rows with group commit at 0.145 ms; ours has more rows, larger ones. */
const sqliteFloor = 2_000

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function report(figure: Pair): void {
  const { name, ratio, ours, raw, limit, floor, unit, rawFloor = unit === 'drafts/s' ? sqliteFloor : 0 } = figure
  const valid = raw >= rawFloor
  const held = ratio >= limit ? 'holds' : ratio >= floor ? `OWED, not below its floor of ${floor}` : 'FAILS'
  const verdict = valid ? held : 'INVALID, the raw engine is too slow here'
  say(`${name}: ${ratio.toFixed(3)} (${Math.round(ours)} / ${Math.round(raw)} ${unit}), limit ${limit}: ${verdict}`)
  if (valid && ratio < floor) failures.push(name)
}

export function absolute(name: string, value: number, limit: number, unit: string): void {
  say(`${name}: ${value.toFixed(2)} ${unit}, limit ${limit}: ${value <= limit ? 'within' : 'OVER'}`)
}
