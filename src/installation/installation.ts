// Our access to one workspace of a platform, from the day an admin let us in. A token that ends is refreshed ahead of its
// end by one process at a time; the platform takes each refresh token once. Tokens are in the thing alone, which is sealed.
//
//   live ─┬─ live (refreshed)
//         ├─ ending (the refresh token is spent, and what it was spent on is lost: the token works until its end)
//         └─ out (uninstalled, revoked)                      a new installation makes any of them live

import type { Platform } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { hour, type Instant, minute, second } from '../time.ts'

export type Credential = {
  readonly token: string
  /** Works once. Missing: the token does not end. */
  readonly refresh?: string | undefined
  readonly endsAt?: Instant | undefined
}
/** The answer is on its way to this process, or was lost with it. */
type Refreshing = { readonly by: string; readonly until: Instant; readonly tries: number }
export type Lost = 'uninstalled' | 'revoked'

export type InstallationBase = {
  readonly platform: Platform
  readonly workspace: string
  readonly enterprise?: string | undefined
  readonly scopes: readonly string[]
  readonly since: Instant
  /** Channels that the platform has given another id, by the one under which we knew them. */
  readonly moved: { readonly [channel: string]: string }
}
export type Installation = InstallationBase &
  (
    | {
        readonly state: 'live'
        /** `setting`: the operator brings the token with the settings, and it is not kept here. */
        readonly credential: Credential | 'setting'
        readonly refreshing?: Refreshing | undefined
      }
    | { readonly state: 'ending'; readonly credential: Credential }
    | { readonly state: 'out'; readonly why: Lost; readonly at: Instant }
  )

export type InstallationEvent =
  | {
      readonly type: 'installed'
      readonly of: Omit<InstallationBase, 'moved' | 'since'>
      readonly credential: Credential | 'setting'
      readonly at: Instant
    }
  | { readonly type: 'refresh-began'; readonly by: string; readonly until: Instant; readonly tries: number }
  | { readonly type: 'refreshed'; readonly credential: Credential }
  | { readonly type: 'refresh-spent'; readonly at: Instant }
  | { readonly type: 'shut-out'; readonly why: Lost; readonly at: Instant }
  | { readonly type: 'channel-moved'; readonly from: string; readonly to: string }

/** So long before its end a token is refreshed; it works meanwhile, and the one before works until its own end. */
export const refreshAheadMs = 2 * hour
const answerMs = 30 * second
const mostWaitMs = 5 * minute

export function isStale(credential: Credential, now: Instant): boolean {
  return credential.endsAt !== undefined && now >= credential.endsAt - refreshAheadMs
}

/** One process at a time. After a lost answer another tries once more when the first has had its time, ever more patiently. */
export function beginRefresh(held: Installation, by: string, now: Instant): InstallationEvent | Refusal {
  if (held.state !== 'live' || held.credential === 'setting' || held.credential.refresh === undefined)
    return refuse('nothing-changed')
  if (!isStale(held.credential, now)) return refuse('nothing-changed')
  if (held.refreshing !== undefined && now < held.refreshing.until) return refuse('lost-claim')
  const tries = (held.refreshing?.tries ?? 0) + 1
  const waitMs = Math.min(mostWaitMs, answerMs * 2 ** (tries - 1))
  return { type: 'refresh-began', by, until: now + waitMs, tries }
}

/** `spent`: the refresh token that the platform took, or does not take any more. */
export function endRefresh(
  held: Installation,
  spent: string,
  came: Credential | 'refused',
  now: Instant,
): InstallationEvent | Refusal {
  if (held.state === 'out' || held.credential === 'setting' || held.credential.refresh !== spent)
    return refuse('nothing-changed')
  // Whoever brings the answer has the truth, also after its time is over.
  if (came !== 'refused') return { type: 'refreshed', credential: came }
  return held.state === 'ending' ? refuse('nothing-changed') : { type: 'refresh-spent', at: now }
}

export function evolveInstallation(held: Installation | undefined, event: InstallationEvent): Installation {
  if (event.type === 'installed')
    return { ...event.of, since: event.at, moved: held?.moved ?? {}, state: 'live', credential: event.credential }
  if (held === undefined) throw new Error(`applying ${event.type} to an installation that was never made`)
  const { platform, workspace, enterprise, scopes, since, moved } = held
  const base = { platform, workspace, enterprise, scopes, since, moved }
  switch (event.type) {
    case 'refresh-began': {
      const { by, until, tries } = event
      if (held.state !== 'live') throw misfit(held, event)
      return { ...base, state: 'live', credential: held.credential, refreshing: { by, until, tries } }
    }
    case 'refreshed':
      return { ...base, state: 'live', credential: event.credential }
    case 'refresh-spent':
      if (held.state !== 'live' || held.credential === 'setting') throw misfit(held, event)
      return { ...base, state: 'ending', credential: held.credential }
    case 'shut-out':
      return { ...base, state: 'out', why: event.why, at: event.at }
    case 'channel-moved':
      return { ...held, moved: { ...moved, [event.from]: event.to } }
  }
}

export function installationId(platform: Platform, workspace: string): string {
  return `installation:${platform}/${workspace}`
}

function misfit(held: Installation, event: InstallationEvent): Error {
  return new Error(`applying ${event.type} to the installation in ${held.workspace}, which is ${held.state}`)
}
