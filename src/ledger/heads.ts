// What names a set of streams: the SHA-256 over the last entry of each, `stream version hash`, a line each, sorted. Whoever
// has the entries can make it anew and so knows that it was exactly these.

import { sha256 } from '../json.ts'
import type { Entry } from './entry.ts'

export type Head = Pick<Entry, 'stream' | 'version' | 'hash'>

export function digestOfHeads(heads: readonly Head[]): string {
  return sha256(
    heads
      .map(({ stream, version, hash }) => `${stream} ${version} ${hash}\n`)
      .sort()
      .join(''),
  )
}
