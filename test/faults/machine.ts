// A machine of its own for a test with real processes: a folder or a database, keys, the command line, and gates that can
// be killed. The platform is a server of the test and outlives all of them.

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKeys } from '../../adapters/keys/keys.ts'
import { openPostgresRecord } from '../../adapters/sql/postgres-record.ts'
import { openRecord } from '../../adapters/sql/record.ts'
import type { AgentId } from '../../src/id.ts'
import type { Record } from '../../src/port/record.ts'
import type { Engine } from '../engine/postgres.ts'
import { type PlatformServer, servePlatform } from '../fakes/platform-server.ts'
import { type People, peopleOf } from './people.ts'
import { begin, type Member } from './process.ts'

const program = join(import.meta.dirname, '../../dist/adapters/cli/countersign.js')

export const engineNames = ['SQLite', 'PostgreSQL'] as const
export type EngineName = (typeof engineNames)[number]
export type Machine = {
  readonly data: string
  readonly keys: string
  readonly database: string | undefined
  readonly env: NodeJS.ProcessEnv
}
export type Said = { readonly code: number | null; readonly said: string }

export type Yard = AsyncDisposable & {
  readonly folder: string
  readonly server: PlatformServer
  machine(name: string, on: EngineName): Promise<Machine>
  record(of: Machine): Promise<Record>
  gate(of: Machine): Promise<Member>
  people(record: Record, agent: { readonly agent: AgentId; readonly secret: string }): People
  countersign(of: Machine, ...words: readonly string[]): Promise<Said>
}

export async function openYard(postgres: Engine): Promise<Yard> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-yard-'))
  const server = await servePlatform()
  const open: AsyncDisposable[] = []
  const members: Member[] = []
  return {
    folder,
    server,
    async machine(name, on) {
      const [data, keys] = [join(folder, name, 'data'), join(folder, name, 'keys')]
      const database = on === 'SQLite' ? undefined : await postgres.database()
      if (database !== undefined) open.push(database)
      const place = database === undefined ? {} : { DATABASE_URL: database.url }
      return { data, keys, database: database?.url, env: { COUNTERSIGN_DATA: data, COUNTERSIGN_KEYS: keys, ...place } }
    },
    async record({ data, keys, database }) {
      const { sealer } = await openKeys(keys)
      const record =
        database === undefined
          ? await openRecord({ folder: data, sealer })
          : await openPostgresRecord({ url: database, sealer, most: 2 })
      open.push(record)
      return record
    },
    async gate({ data, keys, database }) {
      const shared = database === undefined ? {} : { database }
      const member = await begin({
        role: 'all',
        data,
        keys,
        platform: { port: server.port, answerMs: 2000 },
        ...shared,
      })
      members.push(member)
      return member
    },
    people(record, agent) {
      const webs = () => members.filter((member) => member.isAlive()).map((member) => ({ member }))
      return peopleOf({ server, record, ...agent, canaries: [], webs })
    },
    async countersign({ env }, ...words) {
      const child = spawn(process.execPath, [program, ...words], {
        env: { PATH: process.env.PATH, HOME: folder, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let said = ''
      const hear = (data: Buffer) => {
        said += data.toString()
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
      return { code, said }
    },
    async [Symbol.asyncDispose]() {
      for (const member of members) {
        if (member.isAlive()) process.kill(member.pid, 'SIGKILL')
        await member.ended
      }
      await server[Symbol.asyncDispose]()
      for (const one of open.reverse()) await one[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
