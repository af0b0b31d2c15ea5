// Backup and restore with real processes: a gate that runs is backed up from the command line, goes on, and is killed with
// SIGKILL; its folder or database is gone. The backup is restored on an empty machine, where another gate begins. What
// readers got stands on a platform that knows nothing of any of this.

import { spawn } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openKeys } from '../adapters/keys/keys.ts'
import { isSigned } from '../adapters/keys/sign.ts'
import { openPostgresRecord } from '../adapters/sql/postgres-record.ts'
import { openRecord } from '../adapters/sql/record.ts'
import { lastBackup } from '../src/gateway/backing-up.ts'
import { restoreWords } from '../src/gateway/bringing-back.ts'
import type { Record } from '../src/port/record.ts'
import { isRestoring } from '../src/safety/upkeep.ts'
import { type Database, type Engine, openPostgresEngine } from './engine/postgres.ts'
import { type PlatformServer, servePlatform } from './fakes/platform-server.ts'
import { peopleOf } from './faults/people.ts'
import { begin, type Member } from './faults/process.ts'
import { holdNext } from './faults/row.ts'
import { registerAgent } from './faults/site.ts'
import { historyOf, kept } from './promises.ts'

const program = join(import.meta.dirname, '../dist/adapters/cli/countersign.js')
const passphrase = 'a long walk in the rain'
const engines = ['SQLite', 'PostgreSQL'] as const
type EngineName = (typeof engines)[number]

let postgres: Engine
beforeAll(async () => {
  postgres = await openPostgresEngine()
})
afterAll(() => postgres[Symbol.asyncDispose]())

let folder: string
let server: PlatformServer
const open: AsyncDisposable[] = []
const alive: Member[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-restore-'))
  server = await servePlatform()
  await writeFile(join(folder, 'passphrase'), `${passphrase}\n`)
})
afterEach(async () => {
  for (const member of alive.splice(0)) {
    if (member.isAlive()) process.kill(member.pid, 'SIGKILL')
    await member.ended
  }
  await server[Symbol.asyncDispose]()
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** A machine of its own: a folder, or a database, and keys. */
type Machine = { readonly data: string; readonly keys: string; readonly database?: string; env: NodeJS.ProcessEnv }

async function machine(name: string, on: EngineName): Promise<Machine> {
  const [data, keys] = [join(folder, name, 'data'), join(folder, name, 'keys')]
  const database: Database | undefined = on === 'SQLite' ? undefined : await postgres.database()
  if (database !== undefined) open.push(database)
  const env = { COUNTERSIGN_DATA: data, COUNTERSIGN_KEYS: keys, ...(database && { DATABASE_URL: database.url }) }
  return { data, keys, env, ...(database && { database: database.url }) }
}

async function recordOn(one: Machine): Promise<Record> {
  const { sealer } = await openKeys(one.keys)
  const record =
    one.database === undefined
      ? await openRecord({ folder: one.data, sealer })
      : await openPostgresRecord({ url: one.database, sealer, most: 2 })
  open.push(record)
  return record
}

async function gateOn({ data, keys, database }: Machine): Promise<Member> {
  const platform = { port: server.port, answerMs: 2000 }
  const member = await begin({ role: 'all', data, keys, platform, ...(database === undefined ? {} : { database }) })
  alive.push(member)
  return member
}

async function townOn(one: Machine, of: { agent: Awaited<ReturnType<typeof registerAgent>>['agent']; secret: string }) {
  const record = await recordOn(one)
  const webs = () => alive.filter((member) => member.isAlive()).map((member) => ({ member, lines: none }))
  return { record, people: peopleOf({ server, record, ...of, canaries: [], webs }) }
}
const none = { platform: { proxy: undefined as never, watch: undefined } }

async function countersign(one: Machine, ...words: readonly string[]) {
  const env = { PATH: process.env.PATH, HOME: folder, ...one.env }
  const child = spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, said }
}

describe.each(engines)('on %s', (engine) => {
  test('C5 after a backup, a kill and a restore no post is sent twice and what waited still waits', async () => {
    const before = await machine('before', engine)
    const agent = await registerAgent(await recordOn(before))
    const house = await townOn(before, agent)
    const gate = await gateOn(before)
    const { people } = house
    const [waits, approvedLater, editedLater] = [await people.pending(), await people.pending(), await people.pending()]
    const inFlight = await people.pending()
    const held = holdNext({ server } as Parameters<typeof holdNext>[0], 'arrived', 'send')
    await people.approve(inFlight)
    const { letGo } = await held

    const file = join(folder, 'house.backup')
    const secret = join(folder, 'passphrase')
    const backedUp = await countersign(before, 'backup', '--out', file, '--passphrase-file', secret, '--json')
    expect(backedUp, backedUp.said).toMatchObject({ code: 0 })
    const { digest, at } = JSON.parse(backedUp.said) as { digest: string; at: number }
    expect(await lastBackup(house.record)).toMatchObject({ digest, at, keys: true })
    for (const one of [file, `${file}.keys`]) expect(((await stat(one)).mode & 0o777).toString(8)).toBe('600')

    // After the backup: what was in flight arrives, one is approved, one is edited and approved, one is new.
    letGo()
    await people.published(inFlight)
    await people.approve(approvedLater)
    await people.published(approvedLater)
    const shown = await people.look(editedLater)
    if (shown.state !== 'pending') throw new Error('it was to wait')
    const text = `${shown.revision.content.text} And at noon.`
    const click = {
      do: 'edit',
      shown: { revision: 1, fingerprint: shown.screened.fingerprint },
      text,
    } as const
    await people.gesture({ do: 'decide', user: 'ada', at: shown.destination, draft: editedLater, click })
    await people.until(editedLater, 'pending')
    await people.approve(editedLater)
    await people.published(editedLater)
    await people.pending()
    expect(server.platform.truth).toHaveLength(3)
    await gate.strike('SIGKILL', 'a moment after')

    const after = await machine('after', engine)
    const restored = await countersign(
      after,
      'restore',
      file,
      '--keys',
      `${file}.keys`,
      '--passphrase-file',
      secret,
      '--by',
      'Olga of operations',
    )
    expect(restored, restored.said).toMatchObject({ code: 0 })
    const { record, people: again } = await townOn(after, agent)
    await expectSignedGap(record, after, digest, at)
    expect(kept(await historyOf(record))).toEqual([])
    const refused = await countersign(after, 'restore', file)
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('there is a record already') })

    await gateOn(after)
    await untilSo(async () => !isRestoring((await record.look({ it: { kind: 'upkeep', id: 'upkeep' } })).seen.it?.is))
    expect((await again.look(inFlight)).state).toBe('published')
    for (const id of [waits, approvedLater, editedLater]) expect((await again.look(id)).state).toBe('pending')

    // People decide once more about all that waits. What readers have already is found, or a person says so.
    const asked: number[] = []
    for (const id of [approvedLater, editedLater, waits]) {
      await again.approve(id)
      asked.push((await again.published(id)).asked)
    }
    // The first was found by its marker; the second under other words than a marker of the backup could tell.
    expect(asked[0]).toBe(0)
    expect(asked[1]).toBe(1)
    expect(asked[2]).toBe(1)
    const words = server.platform.truth.map(({ payloads }) => JSON.stringify(payloads))
    for (const id of [waits, approvedLater, editedLater, inFlight]) {
      const { text } = (await again.look(id)).revision.content
      expect(words.filter((one) => one.includes(text.slice(0, 60)))).toHaveLength(1)
    }
    expect(server.platform.truth).toHaveLength(4)

    const fresh = await again.submit(await again.ask(), 'after-the-restore')
    await again.until(fresh, 'pending')
    await again.approve(fresh)
    expect(await again.published(fresh)).toEqual({ asked: 0 })
    expect(kept(await historyOf(record))).toEqual([])
  }, 180_000)
})

async function expectSignedGap(record: Record, on: Machine, digest: string, at: number) {
  const entries = await record.entries({ stream: 'upkeep', limit: 10 })
  const leaves = entries.map(({ leaf }) => JSON.parse(leaf) as { event: string; facts: { [name: string]: unknown } })
  expect(leaves.map(({ event }) => event)).toEqual(['restored'])
  expect(entries.map(({ leaf }) => leaf).join()).not.toContain('Olga')
  const { seen } = await record.look({ it: { kind: 'upkeep', id: 'upkeep' } })
  const gap = seen.it?.is.restore
  if (gap === undefined) throw new Error('no gap is on record')
  expect(gap).toMatchObject({ digest, from: at, by: 'Olga of operations', drafts: 4 })
  expect(gap.to).toBeGreaterThan(at)
  const { signing } = (await openKeys(on.keys)).told()
  const facts = leaves[0]?.facts ?? {}
  const signature = { key: String(facts.signedBy), signature: String(facts.signature) }
  const half = signing[signature.key] ?? ''
  expect(isSigned(restoreWords(gap), signature, half)).toBe(true)
  expect(isSigned(restoreWords({ ...gap, from: gap.from - 1 }), signature, half)).toBe(false)
}

async function untilSo(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50))
}
