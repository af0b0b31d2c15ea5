// The doctor: a frame in which silence is never good news, the checks of the house and of the machine, and the one screen
// that a person reads.

import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { machineChecks } from '../adapters/doctor/machine.ts'
import { connect } from '../adapters/slack/client.ts'
import { slackCheck } from '../adapters/slack/doctor.ts'
import { scopesOf } from '../adapters/slack/manifest.ts'
import { recordFileCheck } from '../adapters/sql/doctor.ts'
import { openRecord } from '../adapters/sql/record.ts'
import type { Agent } from '../src/agent/agent.ts'
import { tokenOf } from '../src/agent/token.ts'
import { agentsCheck } from '../src/doctor/agents.ts'
import { backupCheck } from '../src/doctor/backup.ts'
import { clockCheck } from '../src/doctor/clock.ts'
import { conditions, examine, needsSomebody, type Remark } from '../src/doctor/examine.ts'
import { placesCheck } from '../src/doctor/places.ts'
import { queueCheck } from '../src/doctor/queue.ts'
import { recordCheck } from '../src/doctor/record.ts'
import { stopsCheck } from '../src/doctor/stops.ts'
import { webhooksCheck } from '../src/doctor/webhooks.ts'
import { agentStep } from '../src/gateway/agent-step.ts'
import { commit } from '../src/gateway/commit.ts'
import { draftStep } from '../src/gateway/draft-step.ts'
import { stopStep } from '../src/gateway/stop-step.ts'
import { noteGivenUp, setWebhook } from '../src/gateway/webhook.ts'
import { agentId, draftId, personId, stopId, sure } from '../src/id.ts'
import { day, hour, minute } from '../src/time.ts'
import { openAcme } from './fakes/slack/acme.ts'
import { tokenOf as slackTokenOf } from './fakes/slack/oauth.ts'
import { adminToken, openTestGate } from './gate.ts'
import { noon } from './people.ts'
import { openStage, type Stage, sealer } from './stage.ts'

const told = z.object({
  good: z.boolean(),
  remarks: z.array(
    z.object({ check: z.string(), state: z.enum(conditions), says: z.string(), next: z.string().optional() }),
  ),
})
const publish = { errand: 'publish', dueAt: noon } as const
const system = { kind: 'system' } as const
const open: (() => PromiseLike<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function stageOf(): Promise<Stage> {
  const stage = await openStage()
  open.push(() => stage[Symbol.asyncDispose]())
  return stage
}
async function folderOf(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-doctor-'))
  open.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}
const states = (remarks: readonly Remark[]) => remarks.map(({ check, state }) => `${check} ${state}`)
const fine = { check: 'fine', state: 'good', says: 'It is.' } as const

describe('a check', () => {
  test('that throws is unknown, and says no more of the cause than finds it', async () => {
    const [remark] = await examine([
      { name: 'broken', look: () => Promise.reject(new Error('the disk is gone\nselect body from thing')) },
    ])
    expect(remark).toMatchObject({
      check: 'broken',
      state: 'unknown',
      says: expect.stringContaining('the disk is gone'),
    })
    expect(JSON.stringify(remark)).not.toContain('select body')
  })
  test('that takes too long is unknown, and holds up no other', async () => {
    const never = { name: 'slow', look: () => new Promise<never>(() => undefined) }
    const remarks = await examine([never, { name: 'fine', look: async () => [fine] }], 20)
    expect(states(remarks)).toEqual(['slow unknown', 'fine good'])
    expect(needsSomebody(remarks)).toBe(true)
  })
  test('that says nothing is unknown', async () => {
    expect(states(await examine([{ name: 'mute', look: async () => [] }]))).toEqual(['mute unknown'])
  })
  test('is shown before those that are better', async () => {
    const said = (['good', 'warning', 'unknown', 'bad'] as const).map((state) => ({ check: state, state, says: '.' }))
    const remarks = await examine([{ name: 'all', look: async () => said }])
    expect(remarks.map(({ state }) => state)).toEqual(['bad', 'unknown', 'warning', 'good'])
  })
})

describe('the record', () => {
  test('is good when it is durable, and says its engine', async () => {
    const { house } = await stageOf()
    const [remark] = await recordCheck(house.record).look()
    expect(remark).toMatchObject({ state: 'good', says: expect.stringMatching(/^SQLite 3\.\d+.*durable/) })
  })
  test('is bad when it cannot be written, runs without fsync or lacks a table', async () => {
    const { house } = await stageOf()
    const { record } = house
    const full = { ...record, health: async () => 'the record cannot be written: database or disk is full' }
    expect(await recordCheck(full).look()).toMatchObject([{ state: 'bad', says: expect.stringContaining('full') }])
    const loose = {
      ...record,
      examine: async () => ({
        engine: 'PostgreSQL 18',
        unsafe: [{ setting: 'fsync', is: 'off', wanted: 'on' }],
        missing: ['2026 words'],
      }),
    }
    expect(await recordCheck(loose).look()).toMatchObject([
      { state: 'bad', says: expect.stringContaining('fsync = off'), next: 'set fsync to on' },
      { state: 'bad', says: expect.stringContaining('2026 words') },
    ])
  })
  test('is found out by its file: absent, sound, of a newer version, damaged', async () => {
    const folder = await folderOf()
    const record = await openRecord({ folder, sealer })
    const owed = Array.from({ length: 500 }, (_, at) => ({ ...publish, about: `d_${at}`, lane: 'x'.repeat(200) }))
    await record.save({ writes: [], unchanged: [], owed })
    await record[Symbol.asyncDispose]()
    const check = (within = folder) => examine([recordFileCheck(within, { whole: false })])
    expect(await check(join(folder, 'none'))).toMatchObject([{ state: 'warning', next: 'countersign start' }])
    expect(await check()).toMatchObject([{ state: 'good' }])
    const file = new DatabaseSync(join(folder, 'record.db'))
    file.exec("insert into migration (name, at) values ('2099-01-01T00:00 later', 1)")
    expect(await check()).toMatchObject([{ state: 'bad', says: expect.stringContaining('newer version') }])
    file.exec("delete from migration where name like '2099%'")
    file.exec('pragma wal_checkpoint(truncate)')
    file.close()
    const bytes = await readFile(join(folder, 'record.db'))
    // The pages of the tables are there, and what stands in those after them is not what they say.
    bytes.fill(0x5a, bytes.length - 8 * 4096)
    await writeFile(join(folder, 'record.db'), bytes)
    expect(await check()).toMatchObject([{ state: 'bad', says: expect.stringContaining('damaged') }])
  })
})

describe('the queue', () => {
  test('is told by the age of what is due, by its policy and by what died in it', async () => {
    const stage = await stageOf()
    const { record, queue } = stage.house
    expect(await queueCheck(queue, record).look()).toMatchObject([{ state: 'good' }])
    await record.save({ writes: [], unchanged: [], owed: [{ ...publish, about: 'd_1', lane: 'l' }] })
    stage.clock.at = noon + 2 * minute
    expect(await queueCheck(queue, record).look()).toMatchObject([
      { state: 'warning', says: '1 due, the oldest for 2 minutes.' },
    ])
    stage.clock.at = noon + hour
    const sick = {
      ...queue,
      health: async () => 'maxmemory-policy of Redis has to be noeviction and is allkeys-lru',
      counts: () => ({ stalled: 0, deadLetters: 2 }),
    }
    expect(await queueCheck(sick, record).look()).toMatchObject([
      { state: 'bad', next: 'redis-cli CONFIG SET maxmemory-policy noeviction' },
      { state: 'bad', says: '1 due, the oldest for 60 minutes.' },
      { state: 'warning', says: expect.stringContaining('2 jobs died') },
    ])
  })
})

describe('the clock', () => {
  test.each([
    [0, 'good'],
    [10_000, 'warning'],
    [-10_000, 'warning'],
    [5 * minute, 'bad'],
  ] as const)('that is off by %i ms is %s', async (off, state) => {
    const { house } = await stageOf()
    expect(await clockCheck(house.record, () => noon + off).look()).toMatchObject([{ state }])
  })
})

describe('the agents', () => {
  const owner = sure(personId, `u_${'0'.repeat(20)}`)
  const live = (last: string, expires: number, owned?: 'owned'): Agent => ({
    id: sure(agentId, `a_${'0'.repeat(19)}${last}`),
    name: 'an agent whose name is not told',
    state: 'live',
    since: noon,
    tokens: [tokenOf(`secret ${last}`, 'live', `kid0000${last}`, noon, expires)],
    ...(owned === undefined ? {} : { owner }),
  })
  test('that nobody answers for, that are judged no longer, or whose tokens end, lie about or are odd, are named by id', async () => {
    const { house } = await stageOf()
    expect(await agentsCheck(house.record).look()).toMatchObject([{ state: 'good' }])
    const assessment = (expires: number) => ({
      by: { person: owner, via: 'chat' } as const,
      at: noon,
      expires,
      risk: 'low' as const,
      words: 'words that are not told',
      salt: 'salt',
    })
    const until = noon + 90 * day
    const all: readonly Agent[] = [
      live('1', until),
      live('2', noon - 1, 'owned'),
      live('3', noon + day, 'owned'),
      { ...live('4', until, 'owned'), assessment: assessment(noon - 1) },
      { ...live('5', until, 'owned'), assessment: assessment(noon + day) },
      { ...live('6', until, 'owned'), newRun: { model: 'another' } },
      {
        ...live('7', until, 'owned'),
        sightings: [{ kid: 'kid00007', mark: 'mark', how: 'two-at-once', at: noon - day }],
      },
      { ...live('8', until, 'owned'), tokens: [tokenOf('secret 8', 'live', 'kid00008', noon - 60 * day, until)] },
      { ...live('9', until, 'owned'), assessment: assessment(until) },
    ]
    for (const agent of all)
      await commit(house, { agent: { kind: 'agent', id: agent.id } }, ({ now, seen }) => ({
        steps: [agentStep(seen.agent, { type: 'registered', agent }, system, now)],
        result: undefined,
      }))
    const remarks = await agentsCheck(house.record).look()
    const told = remarks.map(({ state, says }) => [says.replace(/^.*a_0{19}/, ''), state, says])
    expect(told).toEqual([
      ['1.', 'bad', expect.stringContaining('no owner')],
      ['4.', 'bad', expect.stringContaining('judged no longer')],
      ['5.', 'warning', expect.stringContaining('less than 14 days')],
      ['6.', 'warning', expect.stringContaining('nobody has confirmed')],
      ['2.', 'warning', expect.stringContaining('no token that is valid')],
      ['3.', 'warning', expect.stringContaining('expire within 14 days')],
      ['8.', 'warning', expect.stringContaining('never used')],
      ['7.', 'warning', expect.stringContaining('two at once')],
    ])
    expect(JSON.stringify(remarks)).not.toContain('not told')
  })
})

describe('the places', () => {
  test('where agents ask to post and no rule names them are listed; practice is not', async () => {
    const { house } = await stageOf()
    for (const [at, platform] of [
      ['1', 'slack'],
      ['2', 'practice'],
    ] as const)
      await commit(house, {}, ({ now }) => ({
        steps: [
          draftStep(
            undefined,
            {
              type: 'received',
              draft: {
                id: sure(draftId, `d_${'0'.repeat(19)}${at}`),
                agent: { id: sure(agentId, `a_${'0'.repeat(20)}`), name: 'Colin' },
                destination: { platform, workspace: 'T1', channel: 'C1' },
                intent: { intent: 'post' },
                run: {},
                revision: {
                  number: 1,
                  author: { agent: sure(agentId, `a_${'0'.repeat(20)}`) },
                  content: { text: 'words', tags: [] },
                  disclosure: { assumptions: [], sources: [], affects: [], steps: [], confidence: undefined },
                  at: now,
                  salt: 'salt',
                },
                earlier: [],
                received: now,
                shadowAgent: false,
              },
            },
            { actor: system, at: now },
          ),
        ],
        result: undefined,
      }))
    const [remark] = await placesCheck(house.record).look()
    expect(remark).toMatchObject({ state: 'warning', says: expect.stringContaining('No rule names slack/T1/C1;') })
    expect(remark?.says).not.toContain('practice')
  })
})

describe('a stop', () => {
  test('that is on is told with the command that lifts it', async () => {
    const { house } = await stageOf()
    expect(await stopsCheck(house.record).look()).toMatchObject([{ state: 'good' }])
    const id = sure(stopId, `s_${'0'.repeat(20)}`)
    await commit(house, { stops: { kind: 'stops', id: 'stops' } }, ({ now, seen }) => ({
      steps: [
        stopStep(
          seen.stops,
          {
            type: 'stopped',
            stop: { id, scope: { over: 'all' }, by: 'admin-token', reason: 'secret reason', from: now },
          },
          system,
          now,
        ),
      ],
      result: undefined,
    }))
    const [remark] = await stopsCheck(house.record).look()
    expect(remark).toMatchObject({ state: 'warning', next: expect.stringContaining(`countersign resume ${id}`) })
    expect(remark?.says).not.toContain('secret reason')
  })
})

describe('the address of an agent', () => {
  test('that took nothing today is named by its agent and our code for it', async () => {
    const stage = await stageOf()
    const { house } = stage
    expect(await webhooksCheck(house.record).look()).toMatchObject([{ state: 'good' }])
    const agent = await stage.registerAgent('Careful Clara', '1')
    await setWebhook(house, agent, 'https://canary.example/here')
    expect(await webhooksCheck(house.record).look()).toMatchObject([
      { state: 'good', says: expect.stringMatching(/^1 /) },
    ])
    await noteGivenUp(house, agent, { about: 'd_1', errand: 'answer', why: 'timed-out', at: noon })
    const remarks = await webhooksCheck(house.record).look()
    expect(remarks).toMatchObject([{ state: 'warning', says: expect.stringContaining(`${agent} (timed-out)`) }])
    expect(JSON.stringify(remarks)).not.toContain('canary')
  })
})

describe('the backups', () => {
  test.each([
    [undefined, 'warning', 'No backup was ever made.'],
    [hour, 'good', 'The last backup is 60 minutes old.'],
    [3 * day, 'warning', 'The last backup is 72 hours old.'],
    [30 * day, 'bad', 'The last backup is 720 hours old.'],
  ] as const)('of %s ms ago are %s', async (age, state, says) => {
    const last = age === undefined ? undefined : { at: noon - age, now: noon }
    expect(await backupCheck(async () => last).look()).toMatchObject([{ state, says }])
  })
})

describe('the machine', () => {
  const remarksOf = async (folder: string, more: object = {}) =>
    examine(
      machineChecks({
        data: join(folder, 'data'),
        keys: join(folder, 'keys'),
        host: '127.0.0.1',
        hasRecordFile: true,
        now: Date.now,
        ...more,
      }),
    )
  async function made(): Promise<string> {
    const folder = await folderOf()
    for (const name of ['data', 'keys']) await mkdir(join(folder, name), { mode: 0o700 })
    await writeFile(join(folder, 'keys', 'master.key'), 'k'.repeat(32), { mode: 0o600 })
    await writeFile(join(folder, 'data', 'admin-token'), 'canary-of-the-admin-token', { mode: 0o600 })
    return folder
  }
  const said = (remarks: readonly Remark[], check: string, state: string) =>
    remarks.filter((remark) => remark.check === check && remark.state === state).map(({ says }) => says)

  test('that is set up well has nothing to say', async () => {
    expect(states(await remarksOf(await made())).sort()).toEqual(['address good', 'data good', 'keys good'])
  })
  test('that others can read keys or tokens on is bad', async () => {
    const folder = await made()
    await chmod(join(folder, 'keys', 'master.key'), 0o644)
    await chmod(join(folder, 'data', 'admin-token'), 0o640)
    await chmod(join(folder, 'data'), 0o755)
    const remarks = await remarksOf(folder)
    expect(said(remarks, 'keys', 'bad')[0]).toContain('Other users may read')
    expect(said(remarks, 'data', 'bad')[0]).toContain('admin token')
    expect(said(remarks, 'data', 'warning')[0]).toContain('Other users may look into')
    expect(JSON.stringify(remarks)).not.toContain('canary')
  })
  test('whose keys lie in the data is bad; whose key is old is told', async () => {
    const folder = await made()
    await mkdir(join(folder, 'data', 'keys'), { mode: 0o700 })
    await writeFile(join(folder, 'data', 'keys', 'master.key'), 'k'.repeat(32), { mode: 0o600 })
    expect(said(await remarksOf(folder, { keys: join(folder, 'data', 'keys') }), 'keys', 'bad')[0]).toContain(
      'one copy',
    )
    expect(said(await remarksOf(folder, { now: () => Date.now() + 400 * day }), 'keys', 'warning')[0]).toContain(
      '400 days',
    )
  })
  test.each([
    [{ host: '0.0.0.0' }, 'bad'],
    [{ host: '0.0.0.0', url: 'http://gate.example' }, 'bad'],
    [{ host: '127.0.0.1', url: 'http://gate.example' }, 'bad'],
    [{ host: '0.0.0.0', url: 'https://gate.example' }, 'good'],
    [{ host: '127.0.0.1' }, 'good'],
    [{ host: '127.0.0.1', url: 'http://localhost:3080' }, 'good'],
  ])('that is reached by %j is %s', async (at, state) => {
    expect(states(await remarksOf(await made(), at))).toContain(`address ${state}`)
  })
})

describe('the token of Slack', () => {
  test('is told by its scopes: what is missing, what is too much, and that it is not taken', async () => {
    const acme = await openAcme({ pace: { answerMs: 3000, retryMs: [] } })
    open.push(() => acme.slack[Symbol.asyncDispose]())
    const on = (token: string) => slackCheck(connect({ token, apiUrl: acme.slack.apiUrl }))
    const known = await on(slackTokenOf(acme.ours)).look()
    expect(known.filter(({ state }) => state !== 'warning' && state !== 'good')).toEqual([])
    const [refused] = await on(`xo${'xb-'}1-2-canary`).look()
    expect(refused).toMatchObject({ state: 'bad', says: 'Slack does not take the bot token (invalid_auth).' })
    const told = (scopes: readonly string[]) =>
      slackCheck({
        once: async () => undefined,
        safely: async () => ({ ok: true, response_metadata: { scopes } }),
      }).look()
    expect(await told(scopesOf('readers'))).toMatchObject([{ state: 'good' }])
    expect(await told(['chat:write', 'admin'])).toMatchObject([
      { state: 'bad', says: expect.stringContaining('lacks app_mentions:read') },
      { state: 'warning', says: expect.stringContaining('more than it has to: admin') },
    ])
  })
})

describe('“countersign doctor”', () => {
  const program = join(import.meta.dirname, '../dist/adapters/cli/countersign.js')
  const run = (words: readonly string[], env: NodeJS.ProcessEnv) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const child = execFile(process.execPath, [program, 'doctor', ...words], { env }, (_, out, err) =>
        resolve({ code: child.exitCode ?? -1, out, err }),
      )
    })

  test('beside a gate tells what the gate knows, worst first, with a next step for each that is not good', async () => {
    await using gate = await openTestGate()
    const { port } = new URL(gate.url)
    const env = {
      COUNTERSIGN_DATA: join(gate.folder, 'data'),
      COUNTERSIGN_KEYS: join(gate.folder, 'keys'),
      COUNTERSIGN_PORT: port,
      COUNTERSIGN_ADMIN_TOKEN: adminToken,
    }
    const json = await run(['--json'], env)
    const { good, remarks } = told.parse(JSON.parse(json.out))
    expect([json.code, good]).toEqual([0, true])
    const order = remarks.map(({ state }) => conditions.indexOf(state))
    expect(order).toEqual([...order].sort((one, other) => one - other))
    expect(new Set(remarks.map(({ check }) => check))).toEqual(
      new Set([
        'record',
        'queue',
        'clock',
        'places',
        'agents',
        'people',
        'stops',
        'backup',
        'webhooks',
        'data',
        'keys',
        'address',
        'record file',
      ]),
    )
    for (const { state, next } of remarks) if (state !== 'good') expect(next).toBeTruthy()
    const text = await run([], env)
    expect(text.out).toContain('No backup was ever made.')
    expect(text.out).toContain('→ countersign backup')
    expect(text.out).toContain('✓ record')
    expect(json.out + text.out + text.err).not.toContain(adminToken)
    const wrong = await run(['--json'], { ...env, COUNTERSIGN_ADMIN_TOKEN: 'x'.repeat(30) })
    expect(wrong.code).toBe(1)
    expect(told.parse(JSON.parse(wrong.out)).remarks[0]).toMatchObject({ check: 'gate', state: 'bad' })
  })

  test('without a gate says so first, and what it can see by itself', async () => {
    const gate = await openTestGate()
    await gate.listening[Symbol.asyncDispose]()
    open.push(() => rm(gate.folder, { recursive: true, force: true }))
    const env = {
      COUNTERSIGN_DATA: join(gate.folder, 'data'),
      COUNTERSIGN_KEYS: join(gate.folder, 'keys'),
      COUNTERSIGN_PORT: new URL(gate.url).port,
      COUNTERSIGN_ADMIN_TOKEN: adminToken,
    }
    const { code, out } = await run(['--json'], env)
    const { remarks } = told.parse(JSON.parse(out))
    expect(code).toBe(1)
    expect(remarks[0]).toMatchObject({ check: 'gate', state: 'bad', next: 'countersign start' })
    expect(states(remarks)).toEqual(
      expect.arrayContaining(['data good', 'keys good', 'address good', 'record file good']),
    )
  })

  test('with a wrong setting names it; called wrongly it says so', async () => {
    const { code, out } = await run([], { COUNTERSIGN_PORT: 'eighty' })
    expect([code, out]).toEqual([1, expect.stringContaining('COUNTERSIGN_PORT')])
    expect((await run(['--loud'], {})).code).toBe(2)
  })

  test('is for the holder of the admin token alone', async () => {
    await using gate = await openTestGate()
    const ask = (token: string) =>
      fetch(`${gate.url}/v1/admin/doctor`, { headers: { authorization: `Bearer ${token}` } })
    expect((await ask(gate.token)).status).toBe(401)
    expect((await ask(adminToken)).status).toBe(200)
  })
})
