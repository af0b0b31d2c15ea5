// The token for each call into one workspace. It is refreshed ahead of its end while the old one goes on working; only where
// it has ended already does a call wait. What Slack does not take any more is asked of the record once, and never in a loop.

import type { House } from '../../src/gateway/house.ts'
import { channelMoved, installationOf, settleRefresh, shutOut, takeRefresh } from '../../src/gateway/installing.ts'
import { type Installation, installationId, isStale, type Lost } from '../../src/installation/installation.ts'
import { OutOfReach } from '../../src/port/channel.ts'
import type { Log } from '../../src/port/log.ts'
import { isRefusal } from '../../src/refusal.ts'
import type { Bearer } from './client.ts'
import type { Oauth } from './oauth.ts'

export type Access = Bearer & {
  lost(why: Lost): Promise<void>
  moved(from: string, to: string): Promise<void>
}
export type AccessOf = {
  /** There is one by the time that anything is called. */
  readonly house: () => House
  readonly team: string
  /** Names this process where it refreshes. */
  readonly owner: string
  /** The token that the settings bring for this workspace; one that was installed wins over it. */
  readonly setting?: string | undefined
  readonly oauth?: Oauth | undefined
  readonly now: () => number
  readonly log: Log
}

const waitMs = 250
const mostWaits = 40
/** Slack says that a person took our access away. */
const takenAway: { readonly [error: string]: Lost | undefined } = {
  token_revoked: 'revoked',
  account_inactive: 'uninstalled',
}

export function openAccess({ house, team, owner, setting, oauth, now, log }: AccessOf): Access {
  const at = { platform: 'slack', workspace: team } as const
  let known: Installation | undefined
  let underWay: Promise<void> | undefined

  const read = async (): Promise<Installation | undefined> => {
    known = await installationOf(house(), at)
    return known
  }
  const refreshed = (): Promise<void> => {
    underWay ??= refreshNow().finally(() => {
      underWay = undefined
    })
    return underWay
  }
  const refreshNow = async (): Promise<void> => {
    if (oauth === undefined) return
    for (let waits = 0; waits < mostWaits; waits++) {
      const refresh = await takeRefresh(house(), at, owner)
      if (!isRefusal(refresh)) return exchange(oauth, refresh)
      await read()
      if (refresh.refused !== 'lost-claim') return
      // Another process does it: the token that still works is good enough, or it is waited for.
      if (tokenOf(known, now()) !== undefined) return
      await house().wake.wait(installationId('slack', team), waitMs)
    }
  }
  const exchange = async (by: Oauth, refresh: string): Promise<void> => {
    const came = await by.refresh(refresh)
    if (came.came === 'unclear') {
      log.fault('refreshing our access to a workspace', came.cause, { team })
      return
    }
    const credential = came.came === 'refused' ? 'refused' : came.credential
    const settled = await settleRefresh(house(), at, refresh, credential)
    if (!isRefusal(settled) && settled.state === 'ending')
      log.fault('refreshing our access to a workspace: reinstall needed', undefined, { team, code: 'reinstall-needed' })
    await read()
  }
  const settingOr = (held: Installation | undefined): string | undefined => tokenOf(held, now()) ?? settingFor(held)
  const settingFor = (held: Installation | undefined): string | undefined =>
    held === undefined || held.state === 'out' || (held.state === 'live' && held.credential === 'setting')
      ? setting
      : undefined

  return {
    async token() {
      // What gives no token may have been installed anew meanwhile, by any process.
      const held = settingOr(known) === undefined ? await read() : known
      if (held?.state === 'live' && held.credential !== 'setting' && isStale(held.credential, now())) {
        const refreshing = refreshed()
        if (tokenOf(held, now()) === undefined) await refreshing
        else refreshing.catch((cause: unknown) => log.fault('refreshing our access to a workspace', cause, { team }))
      }
      const token = settingOr(known)
      if (token === undefined) throw shutOutBy(known)
      return token
    },
    async instead(token, error) {
      const held = await read()
      const other = settingOr(held)
      if (other !== undefined && other !== token) return other
      if (error === 'token_expired' && held?.state === 'live' && held.credential !== 'setting') {
        await refreshed()
        const next = settingOr(known)
        return next === token ? undefined : next
      }
      const why = takenAway[error]
      if (why !== undefined && held?.state !== 'out') {
        await shutOut(house(), at, why)
        await read()
      }
      return undefined
    },
    channel: (id) => known?.moved[id] ?? id,
    async again() {
      await read()
    },
    async lost(why) {
      await shutOut(house(), at, why)
      await read()
    },
    async moved(from, to) {
      await channelMoved(house(), at, from, to)
      await read()
    },
  }
}

function tokenOf(held: Installation | undefined, now: number): string | undefined {
  if (held === undefined || held.state === 'out' || held.credential === 'setting') return undefined
  const { token, endsAt } = held.credential
  return endsAt === undefined || now < endsAt ? token : undefined
}

function shutOutBy(held: Installation | undefined): Error {
  if (held === undefined) return new OutOfReach('we are not installed in that workspace; an admin can install us there')
  const again = 'an admin has to install us again'
  switch (held.state) {
    case 'live':
      // Not for good: Slack did not answer, or somebody else is just asking.
      return new Error(`calling Slack in ${held.workspace}: the token has ended, and is not renewed yet`)
    case 'ending':
      return new OutOfReach(`our access to the workspace has run out; ${again} (reinstall needed)`)
    case 'out':
      return held.why === 'uninstalled'
        ? new OutOfReach(`we were removed from the workspace; ${again} (account_inactive)`)
        : new OutOfReach(`our access to the workspace was taken away; ${again} (token_revoked)`)
  }
}
