// The first admin of an installation: a code is made while nobody is admin, and whoever says it becomes one. The code is
// told to whoever sits at the machine and to nobody else; the record holds its hash.

import { personId } from '../id.ts'
import { type ClaimCode, claimLastsMs, hashOf, isLive, opens, spellClaimCode } from '../person/claim-code.ts'
import type { Person } from '../person/person.ts'
import type { Account, Platform } from '../place.ts'
import type { Held } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import { commit, type Decided, isTaken } from './commit.ts'
import type { House } from './house.ts'
import { makeId } from './make.ts'
import { personBehind } from './meet.ts'
import { claimCodeStep, personStep } from './person-step.ts'
import { noteRefusal } from './watching.ts'
import type { Step } from './write.ts'

const claimCode = { kind: 'claim', id: 'claim' } as const
const system = { kind: 'system' } as const

/**
 * Makes this account's person the first admin. The caller has a platform's word for the account, or the admin token. A
 * wrong code counts, and leaves an entry without it.
 */
export async function claim(
  house: House,
  who: { readonly account: Account; readonly name: string },
  code: string,
): Promise<Person | Refusal> {
  if (!admits(house, who.account.platform)) return refuse('unknown-place')
  for (;;) {
    const known = await personBehind(house, who.account)
    const actor = known === undefined ? system : ({ kind: 'person', id: known.id } as const)
    const person = known === undefined ? undefined : ({ kind: 'person', id: known.id } as const)
    const done = await commit(
      house,
      { claim: claimCode, person },
      ({ now, seen }): Decided<Person | Refusal | undefined> | Refusal => {
        const wrong = opens(seen.claim?.is, code, now)
        if (wrong !== undefined) {
          if (!isLive(seen.claim?.is, now)) return wrong
          return { steps: [claimCodeStep(seen.claim, { type: 'claim-code-wrong', at: now }, actor)], result: wrong }
        }
        // Linked to somebody else since it was looked at.
        if (seen.person?.is.joined !== undefined) return { steps: [], result: undefined }
        const step =
          seen.person === undefined
            ? metAsAdmin(house, who, now)
            : personStep(seen.person, { type: 'role-given', role: 'admin', by: 'claim', at: now }, actor)
        const { id } = step.person
        const used = claimCodeStep(seen.claim, { type: 'claimed', by: id, at: now }, { kind: 'person', id })
        return { steps: [used, step], result: step.person }
      },
    )
    if (isRefusal(done)) return noteRefusal(house, 'claim', done, actor)
    // Met in the same moment: look again at who that is.
    if (isTaken(done) || done.result === undefined) continue
    if (isRefusal(done.result)) return done.result
    house.log.info('the installation was claimed', { person: done.result.id })
    return done.result
  }
}

function metAsAdmin(
  house: House,
  { account, name }: { readonly account: Account; readonly name: string },
  now: Instant,
) {
  const id = makeId(personId, now, house.chance)
  const given = [{ role: 'admin', by: 'claim', at: now }] as const
  const person: Person = { id, name, accounts: [account], roles: ['admin'], given, since: now }
  return personStep(undefined, { type: 'met', person, at: now }, { kind: 'person', id })
}

export type ClaimOffer =
  /** Nobody is admin, and this is the code. */
  | { readonly claim: 'offered'; readonly code: string; readonly until: Instant; readonly fresh: boolean }
  /** Another process made it, and says it where it was started. */
  | { readonly claim: 'elsewhere' }
  | { readonly claim: 'over' }

/**
 * What the start has to say of the claim. `known` is the code as it was kept at an earlier start. `alone`: no other
 * process shares the record, so a live code that is not known here is lost, and is replaced.
 */
export async function offerClaim(
  house: House,
  { known, alone }: { readonly known: string | undefined; readonly alone: boolean },
): Promise<ClaimOffer> {
  if (await hasAdmin(house)) return { claim: 'over' }
  const made = spellClaimCode(house.chance.bytes(16))
  const done = await commit(house, { claim: claimCode }, ({ now, seen }): Decided<ClaimOffer> => {
    const live = isLive(seen.claim?.is, now) ? seen.claim.is : undefined
    if (live !== undefined && known !== undefined && live.hash === hashOf(known))
      return { steps: [], result: { claim: 'offered', code: known, until: live.until, fresh: false } }
    if (live !== undefined && !alone) return { steps: [], result: { claim: 'elsewhere' } }
    const step = claimCodeStep(seen.claim, { type: 'claim-code-made', hash: hashOf(made), at: now }, system)
    return { steps: [step], result: { claim: 'offered', code: made, until: now + claimLastsMs, fresh: true } }
  })
  if (isRefusal(done) || isTaken(done)) throw new Error('making the claim code: the record is too busy')
  return done.result
}

/** Somebody is admin for good, with an account on a platform by which they can be reached. */
export async function hasAdmin(house: House): Promise<boolean> {
  const admins = await house.record.list('person', 'role:admin', { limit: 100 })
  return admins.some(({ is }) => isAdminHere(house, is))
}

export function isAdminHere(house: House, person: Person): boolean {
  return person.roles.includes('admin') && person.accounts.some((account) => admits(house, account.platform))
}

/** Once somebody is admin in another way, the code is no longer good. */
export function voidClaim(held: Held<ClaimCode> | undefined, at: Instant): readonly Step[] {
  return isLive(held?.is, at) ? [claimCodeStep(held, { type: 'claim-code-voided', at }, system)] : []
}

/** Everybody can be anybody in practice; beside a real platform it makes nobody admin. */
export function admits(house: House, platform: Platform): boolean {
  return house.channels.has(platform) && (platform !== 'practice' || house.channels.size === 1)
}
