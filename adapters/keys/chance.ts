// The chance that ids, salts and codes are made of, from the system’s own source.

import { randomBytes } from 'node:crypto'
import type { Chance } from '../../src/port/chance.ts'

/** Asking the system costs the same for ten bytes as for a page of them. No byte is given out twice. */
export function pooledChance(): Chance {
  let pool = randomBytes(4096)
  let given = 0
  return {
    bytes(count) {
      if (given + count > pool.length) {
        pool = randomBytes(Math.max(4096, count))
        given = 0
      }
      given += count
      return pool.subarray(given - count, given)
    },
  }
}
