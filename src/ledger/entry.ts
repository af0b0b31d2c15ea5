// A ledger entry: the leaf bytes of one change, for ever. They are RFC 8785 over the fields below, begin with the
// version `v`, and chain to the entry before in the same stream. People appear by id alone, which is a pseudonym: the
// name stands beside the log. Text appears as HMAC(salt, value); without the salt it is noise.

import { createHmac } from 'node:crypto'
import { canonical, type Json, sha256 } from '../json.ts'
import type { Instant } from '../time.ts'

export type Actor =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'agent'; readonly id: string }
  | { readonly kind: 'rule'; readonly id: string }
  | { readonly kind: 'system' }

export type Leaf = {
  readonly v: 1
  /** The id of the thing that changed; its entries are numbered from 1. */
  readonly stream: string
  readonly version: number
  readonly at: Instant
  readonly actor: Actor
  readonly event: string
  /** The states before and after; a first entry has no `from`. */
  readonly from?: string | undefined
  readonly to: string
  /** Ids, numbers, codes and hashes; never a name, never a text. */
  readonly facts: { readonly [name: string]: Json | undefined }
  /** HMAC-SHA-256 under the salt kept beside the text. */
  readonly commitments: { readonly [name: string]: string }
  /** The hash of the entry before in this stream; 64 zeros for the first. */
  readonly prev: string
}

export type Entry = { readonly leaf: string; readonly hash: string; readonly stream: string; readonly version: number }

export const beforeTheFirst = '0'.repeat(64)

export function entryOf(leaf: Leaf): Entry {
  const bytes = canonical(leaf)
  return { leaf: bytes, hash: leafHash(bytes), stream: leaf.stream, version: leaf.version }
}

/** RFC 6962: SHA-256(0x00 || leaf). */
export function leafHash(leaf: string): string {
  return sha256(`\u0000${leaf}`)
}

export function commit(salt: string, value: string): string {
  return createHmac('sha256', salt).update(value).digest('hex')
}
