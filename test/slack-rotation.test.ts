// I3: tokens of Slack that end after twelve hours, and refresh tokens that work once. What is looked at is what Slack was
// asked, what the record keeps, and whether posts go on.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openKeys } from '../adapters/keys/keys.ts'
import { openLocalWake } from '../adapters/local-queue/wake.ts'
import { openOauth } from '../adapters/slack/oauth.ts'
import { openWorkspaces, type Workspaces } from '../adapters/slack/workspace.ts'
import { openPostgresRecord } from '../adapters/sql/postgres-record.ts'
import { openRecord } from '../adapters/sql/record.ts'
import type { House } from '../src/gateway/house.ts'
import { installationOf } from '../src/gateway/installing.ts'
import { outOfReach } from '../src/port/channel.ts'
import type { Record } from '../src/port/record.ts'
import { hour, minute } from '../src/time.ts'
import { type Engine, openPostgresEngine } from './engine/postgres.ts'
import { type Acme, openAcme } from './fakes/slack/acme.ts'
import { letIn } from './journeys/slack.ts'
import { draftCardOf, entriesOf, held, openPlay, type Play } from './slack-play.ts'
import { openStage } from './stage.ts'

const open: (() => PromiseLike<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})
const stream = 'installation:slack/T0ACME'
const at = { platform: 'slack', workspace: 'T0ACME' } as const
const refreshes = (acme: Acme) => acme.slack.calls.filter((one) => one.method === 'oauth.v2.access').length

const play = async (): Promise<Play> => {
  const made = await openPlay('http', { access: 'installed' })
  open.push(() => made[Symbol.asyncDispose]())
  return made
}
const approves = async (on: Play): Promise<string> => {
  const draft = await held(on)
  await on.acme.slack.person('U0ADA').clicks(await draftCardOf(on, 'U0ADA', draft), 'cs:approve')
  return (await on.until(draft, 'published')).post
}
const tokensOf = (acme: Acme) => [...acme.ours.tokens.map((one) => one.value), acme.ours.refreshToken ?? '']

describe('I3 a token of Slack that ends', () => {
  test('I3 is refreshed once ahead of its end, while a publish goes on with the old one', async () => {
    const on = await play()
    await approves(on)
    expect(refreshes(on.acme)).toBe(0)
    // Whatever is the first to call Slack in those hours, a redrawn card or the post, begins it.
    on.acme.slack.script([{ on: 'oauth.v2.access', fault: 'delay', ms: 6000 }])
    await on.wait(10 * hour + 30 * minute)
    await approves(on)
    // The post is out, and Slack has not answered yet.
    expect(await installationOf(on.house(), at)).toMatchObject({ state: 'live', refreshing: { tries: 1 } })
    await expect
      .poll(async () => entriesOf(on, stream), { timeout: 30_000 })
      .toEqual(['installed', 'refresh-began', 'refreshed'])
    // The old one has ended now; only the new one can have been used.
    await on.wait(2 * hour)
    await approves(on)
    expect(refreshes(on.acme)).toBe(1)
    expect(await on.readersSee()).toHaveLength(3)
  })

  test('I3 and has ended already is refreshed before the first call', async () => {
    const on = await play()
    await on.wait(13 * hour)
    await approves(on)
    expect(refreshes(on.acme)).toBe(1)
  })

  test('I3 whose refresh got lost is tried once more, and then the state says “reinstall needed”: no loop', async () => {
    const on = await play()
    await on.wait(10 * hour + 30 * minute)
    on.acme.slack.script([{ on: 'oauth.v2.access', fault: 'accept-then-drop' }])
    await approves(on)
    await expect.poll(() => on.faults.some((line) => line.includes('refreshing our access'))).toBe(true)
    expect(await installationOf(on.house(), at)).toMatchObject({ state: 'live' })
    on.acme.slack.script([])
    // Its time is over: whoever comes next tries again, and Slack has taken that refresh token already.
    await on.wait(31_000)
    await approves(on)
    await expect.poll(async () => installationOf(on.house(), at)).toMatchObject({ state: 'ending' })
    expect(refreshes(on.acme)).toBe(2)
    // The old one still works, and nothing is tried any more.
    await approves(on)
    await on.wait(hour)
    await approves(on)
    expect(refreshes(on.acme)).toBe(2)
    expect((await entriesOf(on, stream)).filter((event) => event === 'refresh-spent')).toHaveLength(1)
    const waiting = await held(on)
    const { screened } = await on.until(waiting, 'pending')
    const card = await draftCardOf(on, 'U0ADA', waiting)
    expect(card.now.text).toContain('AI draft')
    await on.wait(hour)
    const shown = { revision: 1, fingerprint: screened.fingerprint }
    const refused = await on
      .click('asker', waiting, { do: 'approve', shown, ticked: [], did: 'read' })
      .catch(outOfReach)
    expect(refused).toContain('reinstall needed')
    expect(refreshes(on.acme)).toBe(2)
    // A new installation, and it goes on.
    on.acme.slack.install(on.acme.app, 'T0ACME')
    await letIn(on.house(), on.acme)
    await on.acme.slack.person('U0ADA').clicks(card, 'cs:approve')
    await on.until(waiting, 'published')
  })

  test('I3 whose refresh never arrived is refreshed by the next try', async () => {
    const on = await play()
    await on.wait(10 * hour + 30 * minute)
    on.acme.slack.script([{ on: 'oauth.v2.access', fault: 'drop' }])
    await approves(on)
    await expect.poll(() => on.faults.some((line) => line.includes('refreshing our access'))).toBe(true)
    on.acme.slack.script([])
    await on.wait(31_000)
    await approves(on)
    await expect.poll(async () => entriesOf(on, stream)).toContain('refreshed')
    expect(await installationOf(on.house(), at)).toMatchObject({ state: 'live' })
  })

  test('I3 stands in no entry, no log line and not in the clear in the file of the record', async () => {
    const on = await play()
    await on.wait(13 * hour)
    await approves(on)
    const entries = await on.house().record.entries({ limit: 500 })
    const said = [...entries.map(({ leaf }) => leaf), ...on.faults].join('\n')
    const files = await Promise.all(
      ['record.db', 'record.db-wal'].map((name) => readFile(join(on.folder, name), 'latin1').catch(() => '')),
    )
    expect(files.join('').length).toBeGreaterThan(1000)
    for (const token of tokensOf(on.acme)) {
      expect(said).not.toContain(token)
      expect(files.join('')).not.toContain(token)
    }
  })
})

describe('I3 two nodes', () => {
  let engine: Engine
  beforeAll(async () => {
    engine = await openPostgresEngine()
  })
  afterAll(() => engine[Symbol.asyncDispose]())

  test.each(['SQLite', 'PostgreSQL'])('I3 on %s refresh at the same moment: one does, and both go on', async (on) => {
    const acme = await openAcme({ rotates: true })
    open.push(() => acme.slack[Symbol.asyncDispose]())
    const folder = await mkdtemp(join(tmpdir(), 'countersign-rotation-'))
    open.push(() => rm(folder, { recursive: true, force: true }))
    const { sealer } = await openKeys(join(folder, 'keys'))
    const database = on === 'SQLite' ? undefined : await engine.database()
    const record = (): Promise<Record> =>
      database === undefined ? openRecord({ folder, sealer }) : openPostgresRecord({ url: database.url, sealer })
    const nodes: Workspaces[] = []
    const houses: House[] = []
    for (const owner of ['one', 'two']) {
      const stage = await openStage(record)
      open.push(() => stage[Symbol.asyncDispose]())
      const { clientId: id, clientSecret: secret } = acme.app
      const oauth = openOauth({ id, secret }, acme.slack.apiUrl)
      const log = { info: () => undefined, fault: () => undefined }
      const house = { ...stage.house, wake: openLocalWake() }
      const parts = { house: () => house, owner, oauth, apiUrl: acme.slack.apiUrl, now: Date.now, log }
      nodes.push(openWorkspaces(parts))
      houses.push(stage.house)
    }
    const [house] = houses
    if (house === undefined) throw new Error('no house')
    endsAt(acme, Date.now() - 1)
    await letIn(house, acme)
    acme.slack.script([{ on: 'oauth.v2.access', fault: 'delay', ms: 400 }])
    const calls = nodes.flatMap((node) =>
      [1, 2, 3].map(async () => (await node.of('T0ACME'))?.slack.safely('auth.test', {})),
    )
    expect(await Promise.all(calls)).toMatchObject(calls.map(() => ({ ok: true })))
    expect(refreshes(acme)).toBe(1)
    const entries = await house.record.entries({ stream, limit: 50 })
    expect(entries.map(({ leaf }) => /"event":"([^"]+)"/.exec(leaf)?.[1])).toEqual([
      'installed',
      'refresh-began',
      'refreshed',
    ])
  })
})

describe('I3 a process that is killed between the answer of Slack and our save', () => {
  test('I3 SIGKILL: whoever comes after its time asks once, and the state says “reinstall needed”', async () => {
    const acme = await openAcme({ rotates: true })
    open.push(() => acme.slack[Symbol.asyncDispose]())
    const folder = await mkdtemp(join(tmpdir(), 'countersign-rotation-'))
    open.push(() => rm(folder, { recursive: true, force: true }))
    const keys = join(folder, 'keys')
    const { sealer } = await openKeys(keys)
    let ahead = 0
    const now = () => Date.now() + ahead
    const openOn = async () => {
      const stage = await openStage(() => openRecord({ folder, sealer, now }))
      const { clientId: id, clientSecret: secret } = acme.app
      const oauth = openOauth({ id, secret }, acme.slack.apiUrl)
      const log = { info: () => undefined, fault: () => undefined }
      const parts = { house: () => stage.house, owner: 'after', oauth, apiUrl: acme.slack.apiUrl, now, log }
      return { stage, workspaces: openWorkspaces(parts) }
    }
    const before = await openOn()
    endsAt(acme, Date.now() - 1)
    await letIn(before.stage.house, acme)
    await before.stage.house.record[Symbol.asyncDispose]()
    // Slack takes the refresh token, and its answer is on the way when the process dies.
    acme.slack.script([{ on: 'oauth.v2.access', fault: 'accept-then-drop', ms: 5000 }])
    const program = join(import.meta.dirname, '..', 'dist', 'test', 'faults', 'refresher.js')
    const child = spawn(process.execPath, [program], {
      env: {
        ...process.env,
        DATA: folder,
        KEYS: keys,
        API: acme.slack.apiUrl,
        CLIENT: acme.app.clientId,
        SECRET: acme.app.clientSecret,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await expect.poll(() => acme.ours.tokens.length, { timeout: 20_000 }).toBe(2)
    child.kill('SIGKILL')
    const [, signal] = await once(child, 'exit')
    expect(signal).toBe('SIGKILL')
    acme.slack.script([])
    const after = await openOn()
    open.push(() => after.stage.house.record[Symbol.asyncDispose]())
    expect(await installationOf(after.stage.house, at)).toMatchObject({ state: 'live', refreshing: { tries: 1 } })
    ahead = 31_000
    const call = async () => (await after.workspaces.of('T0ACME'))?.slack.safely('auth.test', {})
    for (let time = 0; time < 3; time++) {
      const why = await call().catch(outOfReach)
      expect(why).toContain('reinstall needed')
    }
    expect(await installationOf(after.stage.house, at)).toMatchObject({ state: 'ending' })
    expect(refreshes(acme)).toBe(2)
  })
})

function endsAt({ ours }: Acme, moment: number): void {
  const [token] = ours.tokens
  if (token !== undefined) ours.tokens.splice(0, 1, { value: token.value, endsAt: moment })
}
