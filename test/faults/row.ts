// A row of the matrix: a case of the threat list, what it says, on which engines it is played, and how. It ends with
// the outcome in words, or throws what was otherwise than expected.

import { setTimeout as pause } from 'node:timers/promises'
import type { CrashPoint } from '../../src/port/crash-point.ts'
import type { Call, Method } from '../fakes/platform-server.ts'
import type { People } from './people.ts'
import type { Member } from './process.ts'
import type { Kind, Site } from './site.ts'

export type Row = {
  readonly name: string
  readonly says: string
  readonly on: readonly Kind[]
  play(site: Site, people: People): Promise<string>
}

export const lite: Kind = 'SQLite, local'
export const many: Kind = 'PostgreSQL, BullMQ'
export const both: readonly Kind[] = [lite, many]

/** Throws what was otherwise. */
export function expectThat(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}

/** Waits until it is so; the limit is the row's. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(20)
}

/** Holds the next call of this method, before anything happens or before its answer, until it is let go. */
export async function holdNext(
  { server }: Pick<Site, 'server'>,
  when: 'arrived' | 'accepted',
  on: Method,
): Promise<{ readonly call: Call; letGo(then?: 'go on' | 'drop'): void }> {
  return new Promise((resolve) => {
    const hold = (call: Call) =>
      new Promise<'go on' | 'drop'>((letGo) => {
        server.onArrived = undefined
        server.onAccepted = undefined
        resolve({ call, letGo: (then = 'go on') => letGo(then) })
      })
    if (when === 'arrived') server.onArrived = async (call) => (call.on === on ? hold(call) : 'go on')
    else
      server.onAccepted = async (call) => {
        if (call.on === on) await hold(call)
      }
  })
}

/** The process that made this call. */
export function whoCalled(site: Site, { pid }: Call): Member {
  const found = site.standing.find(({ member }) => member.pid === pid)
  if (found === undefined) throw new Error(`${pid} made a call and is none of ours`)
  return found.member
}

/** Both sorts of processes, or the one that is both; the strike goes to whom it concerns. */
export async function openHouse(
  site: Site,
  strikes: { readonly web?: Strike; readonly worker?: Strike; readonly pieces?: number } = {},
): Promise<void> {
  const { web, worker, pieces } = strikes
  const wish = (strike: Strike | undefined) => ({
    ...(strike === undefined ? {} : { strike: { nth: 1, signal: 'SIGKILL', ...strike } as const }),
    ...(pieces === undefined ? {} : { pieces }),
  })
  if (site.kind === lite) await site.start('all', wish(web ?? worker))
  else await Promise.all([site.start('web', wish(web)), site.start('worker', wish(worker))])
}

type Strike = {
  readonly at: CrashPoint
  readonly nth?: number
  readonly signal?: 'SIGKILL' | 'SIGSTOP'
}

/** What the ledger says happened to it, in order. */
export async function eventsOf(site: Site, draft: string): Promise<readonly string[]> {
  const entries = await site.record.entries({ stream: draft, limit: 1000 })
  return entries.map((entry) => (JSON.parse(entry.leaf) as { event: string }).event)
}

/** How often it happened. */
export function times(events: readonly string[], event: string): number {
  return events.filter((one) => one === event).length
}
