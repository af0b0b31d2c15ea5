// Agent tokens: `cs_live_<kid>_<43 letters>_<check>`. 256 bits of chance, a prefix that secret scanners can know, a
// checksum against typing. Only the SHA-256 of it is ever stored.

import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '../json.ts'
import { type Destination, laneOf } from '../place.ts'
import { fitsGlob } from '../rule/glob.ts'
import { day, hour, type Instant } from '../time.ts'

export type TokenSort = 'sandbox' | 'live'

export type Token = {
  readonly kid: string
  readonly sort: TokenSort
  readonly hash: string
  readonly issued: Instant
  readonly expires: Instant
  readonly revoked?: Instant | undefined
  /** Globs over `platform/workspace/channel`. Without any it reaches whatever its sort reaches. */
  readonly scopes?: readonly string[] | undefined
}

/** How long a token lives at most. */
export const longestTokenMs = 90 * day
/** What the old one of a rotation has left, unless somebody says less or more. */
export const usualGraceMs = hour
export const longestGraceMs = 7 * day
/** Of one sort, so many work at once: the one in use, and the one that takes its place. */
export const mostTokens = 2

/** Spells a token out of 32 bytes of chance. Shown once, to the person who asked for it. */
export function spellToken(sort: TokenSort, kid: string, chance: Uint8Array): string {
  const body = `cs_${sort}_${kid}_${Buffer.from(chance).toString('base64url')}`
  return `${body}_${check(body)}`
}

export function tokenOf(secret: string, sort: TokenSort, kid: string, issued: Instant, expires: Instant): Token {
  return { kid, sort, hash: sha256(secret), issued, expires }
}

export function isUsable(token: Token, now: Instant): boolean {
  return token.revoked === undefined && now < token.expires
}

/** A sandbox token reaches practice alone, a live one everything else; both no further than their scopes. */
export function reaches({ sort, scopes }: Token, at: Destination): boolean {
  if ((sort === 'sandbox') !== (at.platform === 'practice')) return false
  const lane = laneOf(at)
  return scopes === undefined || scopes.some((scope) => fitsGlob(scope, lane))
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
  return token !== undefined && isUsable(token, now) ? token : undefined
}

function check(body: string): string {
  return sha256(body).slice(0, 6)
}
