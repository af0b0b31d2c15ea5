// The real gate on a free port of this machine, in a folder of its own, with its practice chat; and the few calls that
// tests of the doors need.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLog } from '../adapters/cli/log.ts'
import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import { ask } from '../src/gateway/ask.ts'
import type { Plan } from '../src/main/plan.ts'
import { type Listening, listen } from '../src/main.ts'
import { isRefusal } from '../src/refusal.ts'

export type Gate = AsyncDisposable & {
  readonly url: string
  readonly listening: Listening
  readonly folder: string
  /** The agent that nobody plays: its token, and its id. */
  readonly token: string
  readonly agent: string
  readonly otherToken: string
  clock: { ahead: number }
  invocation(by?: string): Promise<string>
  send(path: string, body: unknown, headers?: { readonly [name: string]: string }): Promise<Response>
  /** How many drafts and invocations there are, and how many entries they have. */
  stored(): Promise<{ drafts: number; entries: number }>
}

export const draft = {
  destination: { platform: 'practice', workspace: 'practice', channel: 'platform-help' },
  text: 'Staging deploys run at 09:00.',
} as const

export const adminToken = 'the-admin-token-of-the-test-gate'

/** `more` is set beside what is usual: another record, a log that is read. */
export async function openTestGate(more: Partial<Plan> = {}): Promise<Gate> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-gate-'))
  const clock = { ahead: 0 }
  const plan = {
    ...more,
    version: 'test',
    data: join(folder, 'data'),
    keys: join(folder, 'keys'),
    practice: true,
    log: openLog('silent'),
    adminToken,
    now: () => Date.now() + clock.ahead,
    ...more,
  }
  const listening = await listen(plan, { host: '127.0.0.1', port: 0 })
  const { house, practice } = listening.open
  const seats = practice?.agents.seats ?? []
  const own = seats.find((seat) => seat.user === 'yours')
  const other = seats.find((seat) => seat.user === 'clara')
  if (own === undefined || other === undefined) throw new Error('the practice chat has no agents')
  let key = 0
  return {
    url: listening.url,
    listening,
    folder,
    token: own.secret,
    agent: own.agent,
    otherToken: other.secret,
    clock,
    async invocation(by = 'ada') {
      const asking = await ask(house, accountOf(by), own.agent, destinationOf('platform-help'), 'How do I do this?')
      if (isRefusal(asking)) throw new Error(`asking: ${asking.refused}`)
      return asking.invocation.id
    },
    send: (path, body, headers = {}) =>
      fetch(`${listening.url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${own.secret}`,
          'content-type': 'application/json',
          'idempotency-key': `key-${key++}`,
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async stored() {
      const entries = (await house.record.entries({ limit: 100_000 })).filter((entry) => /^(d|inv)_/.test(entry.stream))
      return { drafts: new Set(entries.map((entry) => entry.stream)).size, entries: entries.length }
    },
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
