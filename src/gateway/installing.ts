// Keeps our access to the workspaces of a platform: look, decide, save, like everything else. Which process may refresh a
// token is decided by the record; a token is never in an entry, an error or a log.

import {
  beginRefresh,
  type Credential,
  endRefresh,
  evolveInstallation,
  type Installation,
  type InstallationEvent,
  installationId,
  type Lost,
} from '../installation/installation.ts'
import type { Platform } from '../place.ts'
import type { Held, Sole } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import { commit, isTaken } from './commit.ts'
import type { House } from './house.ts'
import { nothingTyped } from './typed.ts'
import { chained, type Step } from './write.ts'

export type Workspace = { readonly platform: Platform; readonly workspace: string }
type Access = Omit<Extract<InstallationEvent, { type: 'installed' }>, 'type' | 'at'>

export async function installationOf(house: House, at: Workspace): Promise<Installation | undefined> {
  const { seen } = await house.record.look({ held: wanted(at) })
  return seen.held?.is
}

export async function installations(house: House): Promise<readonly Installation[]> {
  const held = await house.record.list('installation', 'all', { limit: 500 })
  return held.map(({ is }) => is)
}

/** `permit` names what allowed it, which works once; missing where the operator's own settings did. */
export async function install(house: House, access: Access, permit?: Sole): Promise<Installation | Refusal> {
  return change(house, access.of, (_, at) => ({ type: 'installed', ...access, at }), permit)
}

/** Whether what allowed an installation was used already. */
export async function isUsed(house: House, permit: string): Promise<boolean> {
  const { seen } = await house.record.look({ held: { kind: 'installation', sole: permit } })
  return seen.held !== undefined
}

/** The refresh token to use, if this process is to do it now. `lost-claim`: another does it. */
export async function takeRefresh(house: House, at: Workspace, by: string): Promise<string | Refusal> {
  const done = await change(house, at, (held, now) =>
    held === undefined ? refuse('nothing-changed') : beginRefresh(held, by, now),
  )
  if (isRefusal(done)) return done
  const refresh = done.state === 'live' && done.credential !== 'setting' ? done.credential.refresh : undefined
  return refresh ?? refuse('nothing-changed')
}

export async function settleRefresh(
  house: House,
  at: Workspace,
  spent: string,
  came: ((now: Instant) => Credential) | 'refused',
): Promise<Installation | Refusal> {
  return change(house, at, (held, now) => {
    if (held === undefined) return refuse('nothing-changed')
    return endRefresh(held, spent, came === 'refused' ? came : came(now), now)
  })
}

/** The platform has taken our access away. Where the settings bring the token, this is the first that is kept of it. */
export async function shutOut(house: House, at: Workspace, why: Lost): Promise<Installation | Refusal> {
  const known = await installationOf(house, at)
  if (known === undefined) await install(house, { of: { ...at, scopes: [] }, credential: 'setting' })
  return change(house, at, (held, now) =>
    held === undefined || held.state === 'out' ? refuse('nothing-changed') : { type: 'shut-out', why, at: now },
  )
}

export async function channelMoved(house: House, at: Workspace, from: string, to: string): Promise<void> {
  const known = await installationOf(house, at)
  if (known === undefined) await install(house, { of: { ...at, scopes: [] }, credential: 'setting' })
  await change(house, at, (held) =>
    held === undefined || held.moved[from] === to ? refuse('nothing-changed') : { type: 'channel-moved', from, to },
  )
}

async function change(
  house: House,
  at: Workspace,
  decide: (held: Installation | undefined, now: Instant) => InstallationEvent | Refusal,
  permit?: Sole,
): Promise<Installation | Refusal> {
  const done = await commit(house, { held: wanted(at) }, ({ now, seen }) => {
    const event = decide(seen.held?.is, now)
    if (isRefusal(event)) return event
    const step = installationStep(seen.held, at, event, now, permit)
    return { steps: [step], result: step.installation }
  })
  if (isRefusal(done)) return done
  return isTaken(done) ? refuse('already-settled', { state: 'used' }) : done.result
}

function installationStep(
  held: Held<Installation> | undefined,
  { platform, workspace }: Workspace,
  event: InstallationEvent,
  at: Instant,
  permit: Sole | undefined,
): Step & { readonly installation: Installation } {
  const installation = evolveInstallation(held?.is, event)
  const id = installationId(platform, workspace)
  const states = held === undefined ? { to: installation.state } : { from: held.is.state, to: installation.state }
  const leaf = { at, actor: { kind: 'system' }, event: event.type, facts: factsOf(event), commitments: {} } as const
  const entry = chained(held, id, { ...leaf, ...states })
  const soles = permit === undefined ? [] : [permit]
  const write = { kind: 'installation', id, expected: held?.version ?? 0, is: installation, entry } as const
  return { write: { ...write, tags: ['all'], soles }, owed: [], typed: nothingTyped, installation }
}

/** Never a token. */
function factsOf(event: InstallationEvent): { readonly [name: string]: string | number | undefined } {
  switch (event.type) {
    case 'installed':
      return {
        workspace: event.of.workspace,
        enterprise: event.of.enterprise,
        scopes: event.of.scopes.length,
        by: event.credential === 'setting' ? 'setting' : 'oauth',
      }
    case 'refresh-began':
      return { by: event.by, tries: event.tries, until: event.until }
    case 'refreshed':
      return { endsAt: event.credential.endsAt }
    case 'refresh-spent':
      return {}
    case 'shut-out':
      return { why: event.why }
    case 'channel-moved':
      return { from: event.from, to: event.to }
  }
}

function wanted({ platform, workspace }: Workspace) {
  return { kind: 'installation', id: installationId(platform, workspace) } as const
}
