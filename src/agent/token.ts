// Agent tokens: `cs_live_<kid>_<43 letters>_<check>`. 256 bits of chance, a prefix that secret scanners can know, a
// checksum against typing. Only the SHA-256 of it is ever stored.

import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '../json.ts'
import type { Instant } from '../time.ts'

export type TokenSort = 'sandbox' | 'live'

export type Token = {
  readonly kid: string
  readonly sort: TokenSort
  readonly hash: string
  readonly issued: Instant
  readonly expires: Instant
  readonly revoked?: Instant | undefined
}

/** Spells a token out of 32 bytes of chance. Shown once, to the person who asked for it. */
export function spellToken(sort: TokenSort, kid: string, chance: Uint8Array): string {
  const body = `cs_${sort}_${kid}_${Buffer.from(chance).toString('base64url')}`
  return `${body}_${check(body)}`
}

export function tokenOf(secret: string, sort: TokenSort, kid: string, issued: Instant, expires: Instant): Token {
  return { kid, sort, hash: sha256(secret), issued, expires }
}

/** Whether the text has the shape and the checksum of a token; says nothing of whether it is valid. */
export function looksLikeToken(text: string): boolean {
  const shape = /^(cs_(?:sandbox|live)_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{43})_([0-9a-f]{6})$/.exec(text)
  return shape?.[1] !== undefined && check(shape[1]) === shape[2]
}

/** How the agent that holds a token is found: by its hash, so that the look-up itself compares no secret. */
export function tokenKey(secret: string): string {
  return `token:${sha256(secret)}`
}

/** The live token of these that the secret belongs to. */
export function tokenFor(tokens: readonly Token[], secret: string, now: Instant): Token | undefined {
  const hash = Buffer.from(sha256(secret))
  const token = tokens.find((held) => timingSafeEqual(Buffer.from(held.hash), hash))
  if (token === undefined || token.revoked !== undefined || now >= token.expires) return undefined
  return token
}

function check(body: string): string {
  return sha256(body).slice(0, 6)
}
