// What a backup says of itself, in its last line: the version and the tables it was made by, the moment it tells of, and
// for each part how many rows and which bytes. The digest of the manifest names the backup.

import { canonical, sha256 } from '../../src/json.ts'
import { digestOfHeads } from '../../src/ledger/heads.ts'
import type { Instant } from '../../src/time.ts'

export const format = 1

export type Part = {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: number
  readonly sha256: string
}

export type Manifest = {
  readonly format: typeof format
  readonly version: string
  readonly engine: string
  readonly at: Instant
  readonly migrations: readonly string[]
  readonly parts: readonly Part[]
  /** SHA-256 over the last entry of every stream: `stream version hash`, a line each, sorted. */
  readonly heads: string
  readonly streams: number
  /** Names of the keys that seal what is in it, and the public half of the one that signs. */
  readonly keys: { readonly sealing: readonly string[]; readonly signing: { readonly [name: string]: string } }
}

export function digestOf(manifest: Manifest): string {
  return sha256(`countersign-backup-v1\n${canonical(manifest)}`)
}

/** The last entry of each stream, as they come by in their order. Throws where one does not follow the one before. */
export function headsOfStreams() {
  const heads = new Map<string, { readonly version: number; readonly hash: string }>()
  return {
    heads,
    take(stream: string, version: number, hash: string): void {
      const before = heads.get(stream)?.version
      if (before !== undefined && before + 1 !== version)
        throw new Error(`reading the entries of ${stream}: ${version} comes after ${before}`)
      heads.set(stream, { version, hash })
    },
    digest: () => digestOfHeads([...heads].map(([stream, head]) => ({ stream, ...head }))),
  }
}
