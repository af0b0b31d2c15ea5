// The code by which the first admin claims the installation. It is made when nobody is admin, is good once and for a day,
// and a few wrong tries end it. Only its hash is kept.

import type { PersonId } from '../id.ts'
import { sha256 } from '../json.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { hour, type Instant } from '../time.ts'

export type ClaimCode = { readonly from: Instant; readonly until: Instant; readonly wrong: number } & (
  | { readonly state: 'open'; readonly hash: string }
  | { readonly state: 'used'; readonly by: PersonId }
  /** Tried too often, or somebody became admin in another way. */
  | { readonly state: 'void' }
)

export type ClaimCodeEvent =
  | { readonly type: 'claim-code-made'; readonly hash: string; readonly at: Instant }
  | { readonly type: 'claim-code-wrong'; readonly at: Instant }
  | { readonly type: 'claimed'; readonly by: PersonId; readonly at: Instant }
  | { readonly type: 'claim-code-voided'; readonly at: Instant }

export const claimLastsMs = 24 * hour
/** A person mistypes a few times; 80 bits are not guessed in ten. */
export const mostWrong = 10

export function evolveClaimCode(code: ClaimCode | undefined, event: ClaimCodeEvent): ClaimCode {
  if (event.type === 'claim-code-made')
    return { state: 'open', hash: event.hash, from: event.at, until: event.at + claimLastsMs, wrong: 0 }
  if (code === undefined) throw new Error(`changing the claim code by ${event.type}: there is none`)
  const { from, until, wrong } = code
  switch (event.type) {
    case 'claim-code-wrong': {
      const tried = { ...code, wrong: wrong + 1 }
      return tried.wrong < mostWrong ? tried : { state: 'void', from, until, wrong: tried.wrong }
    }
    case 'claimed':
      return { state: 'used', by: event.by, from, until, wrong }
    case 'claim-code-voided':
      return { state: 'void', from, until, wrong }
  }
}

export function isLive(code: ClaimCode | undefined, at: Instant): code is ClaimCode & { readonly state: 'open' } {
  return code?.state === 'open' && at < code.until
}

/** Whether these words are the code; the same answer for a wrong one, an old one and one that was used. */
export function opens(code: ClaimCode | undefined, words: string, at: Instant): Refusal | undefined {
  return isLive(code, at) && code.hash === hashOf(words) ? undefined : refuse('claim-code-wrong')
}

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Sixteen letters in fours, 80 bits; none that is easily taken for another. */
export function spellClaimCode(chance: Uint8Array): string {
  const code = Array.from(chance.subarray(0, 16), (byte) => letters[byte % 32]).join('')
  return (code.match(/.{4}/g) ?? []).join('-')
}

/** However somebody typed it: small letters, without dashes, an O for a zero. */
export function hashOf(words: string): string {
  const typed = words.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return sha256(`claim code ${typed}`)
}
