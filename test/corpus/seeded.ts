// Chance that is always the same: bytes drawn from SHA-256 of a seed and a counter. A text of the corpus gets the same
// made-up secret on every machine and in every year, and no clock and no Math.random is asked.

import { createHash } from 'node:crypto'

export type Seeded = {
  bytes(count: number): Buffer
  below(limit: number): number
  letters(alphabet: string, count: number): string
  pick(choices: readonly string[]): string
}

export const digits = '0123456789'
export const hex = '0123456789abcdef'
export const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
export const alphanumeric = `${digits}${upper}${upper.toLowerCase()}`
export const urlSafe = `${alphanumeric}-_`

export function seeded(seed: string): Seeded {
  let block = 0
  let rest = Buffer.alloc(0)

  function bytes(count: number): Buffer {
    while (rest.length < count) {
      const more = createHash('sha256').update(`${seed}/${block}`).digest()
      rest = Buffer.concat([rest, more])
      block += 1
    }
    const taken = rest.subarray(0, count)
    rest = rest.subarray(count)
    return taken
  }

  // Four bytes against at most a few dozen choices: the lean towards the first ones is far below what anybody could see.
  const below = (limit: number): number => bytes(4).readUInt32BE() % limit
  const letters = (alphabet: string, count: number): string =>
    Array.from({ length: count }, () => alphabet.charAt(below(alphabet.length))).join('')
  const pick = (choices: readonly string[]): string => choices[below(choices.length)] ?? ''

  return { bytes, below, letters, pick }
}
