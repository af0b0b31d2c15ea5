// Where one row of the matrix is played: engines of its own (a folder or a database, an empty Redis), the platform that
// keeps the truth, the processes of the house behind proxies, and a record that is opened past all of that. Whoever was
// killed is begun again. At the end everything that was promised is looked for.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKeys } from '../../adapters/keys/keys.ts'
import { openPostgresRecord } from '../../adapters/sql/postgres-record.ts'
import { openRecord } from '../../adapters/sql/record.ts'
import { spellToken, tokenOf } from '../../src/agent/token.ts'
import { agentStep } from '../../src/gateway/agent-step.ts'
import { type AgentId, agentId, spell, sure } from '../../src/id.ts'
import type { Role } from '../../src/main/plan.ts'
import type { Record } from '../../src/port/record.ts'
import { hour } from '../../src/time.ts'
import type { Database, Engine } from '../engine/postgres.ts'
import { openProxy, type TcpProxy } from '../engine/proxy.ts'
import type { RedisEngine } from '../engine/redis.ts'
import { type PlatformServer, servePlatform } from '../fakes/platform-server.ts'
import type { Order } from './member.ts'
import { begin, type Member, type Strike } from './process.ts'

export const kinds = ['SQLite, local', 'PostgreSQL, BullMQ'] as const
export type Kind = (typeof kinds)[number]
export type Engines = { readonly postgres: Engine; readonly redis: RedisEngine }

/** One line from a process to what it stands on. */
export type Line = {
  readonly proxy: TcpProxy
  /** Told of the bytes before they go on. */
  watch: ((from: 'client' | 'server', bytes: Buffer) => void) | undefined
}
export type Lines = { readonly platform: Line; readonly database?: Line; readonly redis?: Line }
export type Standing = { readonly member: Member; readonly lines: Lines }
export type Wish = { readonly strike?: NonNullable<Order['strike']>; readonly pieces?: number }

export type Site = AsyncDisposable & {
  readonly kind: Kind
  readonly server: PlatformServer
  /** Past every proxy: what is true. */
  readonly record: Record
  readonly markerKey: string
  readonly data: string
  readonly redis: RedisEngine
  readonly agent: AgentId
  readonly secret: string
  /** What must be in no log, in no entry and on no line but the platform's. */
  readonly canaries: string[]
  readonly leaks: Set<string>
  readonly strikes: Strike[]
  /** What went wrong behind our back. */
  readonly wrong: string[]
  readonly standing: Standing[]
  /** Whether whoever was killed is begun again. */
  revives: boolean
  /** With what. */
  reviveWith: (role: Role) => Wish
  start(role: Role, wish?: Wish): Promise<Standing>
  /** Those that are up and take what people and agents bring. */
  webs(): readonly Standing[]
  workers(): readonly Standing[]
  logs(): string
}

export async function openSite(kind: Kind, { postgres, redis }: Engines): Promise<Site> {
  const isShared = kind === 'PostgreSQL, BullMQ'
  const folder = await mkdtemp(join(tmpdir(), 'countersign-faults-'))
  const data = join(folder, 'data')
  const keys = await openKeys(join(folder, 'keys'))
  if (isShared) await redis.ask('FLUSHALL')
  const database = isShared ? await postgres.database() : undefined
  const { sealer } = keys
  const record =
    database === undefined
      ? await openRecord({ folder: data, sealer })
      : await openPostgresRecord({ url: database.url, sealer, most: 3 })
  const server = await servePlatform()
  const { agent, secret } = await registerAgent(record)
  const canaries: string[] = [secret]
  const leaks = new Set<string>()
  const strikes: Strike[] = []
  const wrong: string[] = []
  const standing: Standing[] = []
  const everybody: Standing[] = []
  const beginning = new Set<Promise<Member>>()
  let ending = false

  async function line(of: string, target: { readonly host: string; readonly port: number }): Promise<Line> {
    const proxy = await openProxy(target)
    const one: Line = { proxy, watch: undefined }
    proxy.onBytes((from, bytes) => {
      // A draft’s words belong on the platform; a token belongs nowhere.
      const secrets = of === 'the platform' ? [secret] : canaries
      if (from === 'client' && secrets.some((canary) => bytes.includes(canary))) leaks.add(`8: a secret went to ${of}`)
      one.watch?.(from, bytes)
    })
    return one
  }

  async function start(role: Role, { strike, pieces }: Wish = {}): Promise<Standing> {
    const platform = await line('the platform', server)
    const shared =
      database === undefined
        ? {}
        : {
            database: await line('PostgreSQL', database),
            redis: await line('Redis', { host: '127.0.0.1', port: redis.port }),
          }
    const lines: Lines = { platform, ...shared }
    const order: Order = {
      role,
      data,
      keys: join(folder, 'keys'),
      ...addresses(lines, database),
      platform: { port: platform.proxy.port, answerMs: 1000, ...(pieces === undefined ? {} : { pieces }) },
      ...(strike === undefined ? {} : { strike }),
    }
    const began = begin(order)
    beginning.add(began)
    const member = await began.finally(() => beginning.delete(began))
    const one = { member, lines }
    standing.push(one)
    everybody.push(one)
    member.struck.then(
      (struck) => strikes.push(struck),
      (cause: unknown) => wrong.push(String(cause)),
    )
    void member.ended.then(async (how) => {
      standing.splice(standing.indexOf(one), 1)
      if (how !== 'SIGKILL' && how !== 'exit 0') wrong.push(`${member.pid} ended by itself: ${how}`)
      if (ending || !site.revives || how !== 'SIGKILL') return
      const wish = { ...site.reviveWith(role), ...(pieces === undefined ? {} : { pieces }) }
      await start(role, wish).catch((cause: unknown) => wrong.push(String(cause)))
    })
    return one
  }

  const site: Site = {
    kind,
    server,
    record,
    markerKey: keys.keyFor('marker'),
    data,
    redis,
    agent,
    secret,
    canaries,
    leaks,
    strikes,
    wrong,
    standing,
    revives: true,
    reviveWith: () => ({}),
    start,
    webs: () => standing.filter(({ member }) => member.order.role !== 'worker'),
    workers: () => standing.filter(({ member }) => member.order.role !== 'web'),
    logs: () => everybody.map(({ member }) => member.log()).join(''),
    async [Symbol.asyncDispose]() {
      ending = true
      await Promise.allSettled(beginning)
      for (const { member } of everybody) {
        if (!member.isAlive()) continue
        process.kill(member.pid, 'SIGKILL')
        await member.ended
      }
      for (const { lines } of everybody) for (const one of Object.values(lines)) await one.proxy[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
      await record[Symbol.asyncDispose]()
      await database?.[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return site
}

function addresses({ database, redis }: Lines, past: Database | undefined): { database?: string; redis?: string } {
  if (database === undefined || redis === undefined || past === undefined) return {}
  return { database: past.through(database.proxy.port), redis: `redis://127.0.0.1:${redis.proxy.port}` }
}

export async function registerAgent(record: Record): Promise<{ readonly agent: AgentId; readonly secret: string }> {
  const now = await record.now()
  const agent = sure(agentId, `a_${spell(now, crypto.getRandomValues(new Uint8Array(10)))}`)
  const secret = spellToken('sandbox', 'kid00001', crypto.getRandomValues(new Uint8Array(32)))
  const token = tokenOf(secret, 'sandbox', 'kid00001', now, now + 24 * hour)
  const is = { id: agent, name: 'Careful Clara', tokens: [token], since: now, state: 'live' } as const
  const { write } = agentStep(undefined, { type: 'registered', agent: is }, { kind: 'system' }, now)
  const saved = await record.save({ writes: [write], unchanged: [], owed: [] })
  if (!saved.saved) throw new Error('registering the agent of a row')
  return { agent, secret }
}
