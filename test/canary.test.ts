// I2: secrets that are planted everywhere they can be are looked for everywhere they must not be: log, queue, record,
// ledger, figures, doctor and answers, on both records. Each place is first shown to be one where they would be found.

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openLog } from '../adapters/cli/log.ts'
import { problem } from '../adapters/http/problem.ts'
import { accountOf } from '../adapters/practice/cast.ts'
import { ask } from '../src/gateway/ask.ts'
import { offerClaim } from '../src/gateway/claiming.ts'
import { boards } from '../src/gateway/commit.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { touchPost } from '../src/gateway/reading.ts'
import { noteRefusal } from '../src/gateway/watching.ts'
import { agentId, draftId, postId, sure } from '../src/id.ts'
import type { Log } from '../src/port/log.ts'
import { isRefusal, refuse } from '../src/refusal.ts'
import { typeAll, typedSecrets } from './canary-typed.ts'
import { type Engine, openPostgresEngine } from './engine/postgres.ts'
import { openRedis } from './engine/redis.ts'
import { openReceiver, type Receiver } from './fakes/receiver.ts'
import { openAcme } from './fakes/slack/acme.ts'
import { tokenOf } from './fakes/slack/oauth.ts'
import { adminToken, draft, type Gate, openTestGate } from './gate.ts'

/** Where a secret must not be. `plant` puts words there as a careless line of ours would. */
type Place = {
  readonly name: string
  /** The texts of people belong here, opened; a secret in them does not. */
  readonly holdsTexts?: true
  read(): Promise<string>
  plant(words: string): Promise<void>
}

const metricsToken = 'CanaryOfTheMetricsToken'
const detected = `gh${'p_'}q8Zr2LkV0pXw7Nt3YcHd5Jm1Gf6Sb9Ta4Ue0`
const words = {
  'a draft’s text': 'CanaryInTheDraftOfAnAgent',
  'an edit’s text': 'CanaryInTheEditOfAPerson',
  'a disclosed step': 'CanaryInAStepOfTheDraft',
  'a reason': 'CanaryInTheReasonOfAPerson',
  'a question': 'CanaryInTheQuestionOfAPerson',
}

const latin = (text: string) => Buffer.from(text).toString('latin1')

/** The spellings in which bytes may stand somewhere. */
function spellings(secret: Buffer): readonly string[] {
  const inBase64 = [0, 1, 2].flatMap((before) => {
    // Base64 looks different at each of three offsets; the letters at either end belong to the neighbours too.
    const text = Buffer.concat([Buffer.alloc(before), secret])
      .toString('base64')
      .replace(/=+$/, '')
    const whole = text.slice(Math.ceil((before * 4) / 3), Math.floor(((before + secret.length) * 8) / 6) - 1)
    return [whole, whole.replace(/\+/g, '-').replace(/\//g, '_')]
  })
  const raw = secret.toString('latin1')
  return [raw, secret.toString('hex'), JSON.stringify(raw).slice(1, -1), encodeURIComponent(raw), ...inBase64]
}

function holds(haystack: string, secret: Buffer): boolean {
  return spellings(secret).some((one) => haystack.includes(one))
}

const planting = {
  plain: (words: Buffer) => words.toString(),
  base64: (words: Buffer) => Buffer.concat([Buffer.from('a '), words, Buffer.from(' b')]).toString('base64'),
  hex: (words: Buffer) => words.toString('hex'),
}

/** Addresses inside that may be told, as a setting would name them. */
const hosts: string[] = []
const opened: AsyncDisposable[] = []
afterAll(async () => {
  for (const one of opened.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

async function becomes({ listening }: Gate, id: string, ...states: readonly string[]) {
  const { house } = listening.open
  for (;;) {
    const { seen } = await house.record.look({ draft: { kind: 'draft', id } })
    if (seen.draft !== undefined && states.includes(seen.draft.is.state)) return seen.draft.is
    await house.wake.wait(id, 50)
  }
}

/** Everything people and agents do that carries a canary, done and refused; and what was answered. */
async function live(gate: Gate): Promise<{ readonly answers: string[] }> {
  const { house } = gate.listening.open
  const answers: string[] = []
  const bad = async (response: Response) => {
    expect(response.status).toBeGreaterThanOrEqual(400)
    answers.push(`${[...response.headers].join()} ${await response.text()}`)
  }
  const submit = async (text: string, more: object = {}) => {
    const response = await gate.send('/v1/drafts', { ...draft, text, invocation: await gate.invocation(), ...more })
    const told = z.object({ draft: z.object({ id: z.string() }) }).parse(await response.json())
    return sure(draftId, told.draft.id)
  }
  const stating = (id: string, state: string) => becomes(gate, id, state)
  const shownOf = (of: Awaited<ReturnType<typeof stating>>) => {
    if (of.state !== 'pending') throw new Error(`it is ${of.state}`)
    return { revision: of.revision.number, fingerprint: of.screened.fingerprint }
  }

  const first = await submit(`${words['a draft’s text']}: at 09:00.`, {
    disclosure: { steps: [{ text: words['a disclosed step'], risk: 'restarts it' }] },
  })
  const shown = shownOf(await stating(first, 'pending'))
  const edited = await decideDraft(house, accountOf('ada'), first, {
    do: 'edit',
    shown,
    text: `${words['an edit’s text']}: at 10:00.`,
  })
  if (isRefusal(edited)) throw new Error(edited.refused)
  await decideDraft(house, accountOf('ada'), first, { do: 'reject', reason: words['a reason'] })
  await becomes(gate, first, 'rejected', 'pending')
  const plain = await submit(`${words['a draft’s text']} once more.`)
  const approve = { do: 'approve', shown: shownOf(await stating(plain, 'pending')), ticked: [], did: 'read' } as const
  const allowed = await decideDraft(house, accountOf('ada'), plain, { ...approve, note: words['a reason'] })
  if (isRefusal(allowed)) throw new Error(allowed.refused)
  const published = await stating(plain, 'published')
  if (published.state !== 'published') throw new Error('it is not out')
  await touchPost(house, accountOf('mia'), sure(postId, published.post), { do: 'recall', reason: words['a reason'] })
  await typeAll(gate, {
    async waits() {
      const id = await submit(`${words['a draft’s text']}, again.`)
      return { id, shown: shownOf(await stating(id, 'pending')) }
    },
    async published(id) {
      const out = await stating(id, 'published')
      return out.state === 'published' ? out.post : ''
    },
  })
  const secret = await submit(`The key is ${detected}, and ${words['a draft’s text']}.`)
  expect((await stating(secret, 'refused')).state).toBe('refused')

  const as = (token: string) => ({ authorization: `Bearer ${token}` })
  const canary = words['a draft’s text']
  await bad(await gate.send('/v1/drafts', `{"text":"${canary}`))
  await bad(await gate.send('/v1/drafts', { ...draft, text: canary.repeat(20_000) }))
  await bad(await gate.send('/v1/drafts', { ...draft, text: canary, intent: canary }))
  await bad(await gate.send('/v1/drafts', { ...draft, text: `${canary}\ud800` }))
  await bad(await gate.send('/v1/drafts', { ...draft, text: canary }, as(`${gate.token.slice(0, -1)}!`)))
  await bad(await gate.send('/v1/drafts', { ...draft, text: canary }, { 'idempotency-key': '' }))
  await bad(await gate.send(`/v1/drafts/${plain}/revisions`, { text: canary }))
  await bad(await gate.send(`/v1/drafts/${plain}/withdraw`, {}, as(gate.otherToken)))
  await bad(await fetch(`${gate.url}/v1/admin/rules`, { headers: as(gate.token) }))
  await bad(await fetch(`${gate.url}/metrics`, { headers: as(gate.token) }))
  const rules = { rules: [{ name: canary, autonomy: canary }] }
  await bad(
    await fetch(`${gate.url}/v1/admin/rules`, {
      method: 'PUT',
      headers: { ...as(adminToken), 'content-type': 'application/json', 'if-match': '"0"' },
      body: JSON.stringify(rules),
    }),
  )
  await bad(
    await fetch(`${gate.url}/slack/events`, { method: 'POST', body: canary, headers: { 'x-slack-signature': 'v0=0' } }),
  )
  return { answers }
}

/** A log that hears everything at every level, before the second net; and what a line of it would be. */
function openEars() {
  const heard: string[] = []
  const deep = (cause: unknown): string =>
    cause instanceof Error ? `${cause.stack} ${JSON.stringify(cause)} ${deep(cause.cause)}` : String(cause)
  const written = openLog('debug', { write: (line) => heard.push(line) })
  const log: Log = {
    info(what, facts) {
      heard.push(JSON.stringify([what, facts]))
      written.info(what, facts)
    },
    detail(what, facts) {
      heard.push(JSON.stringify([what, facts]))
      written.detail?.(what, facts)
    },
    fault(what, cause, facts) {
      heard.push(JSON.stringify([what, facts]), deep(cause))
      written.fault(what, cause, facts)
    },
  }
  return { heard, log }
}

async function ofSlack() {
  const acme = await openAcme({ pace: { answerMs: 3000, retryMs: [] } })
  opened.push(acme.slack)
  const { app, slack, ours } = acme
  return {
    acme,
    secrets: { 'the bot token of Slack': tokenOf(ours), 'the signing secret of Slack': app.signingSecret },
    plan: { token: tokenOf(ours), apiUrl: slack.apiUrl, reach: { by: 'http', secret: app.signingSecret } as const },
  }
}

/** The agent’s own address, to which it is told. */
async function webhookOn(gate: Gate): Promise<{ readonly secret: string; readonly receiver: Receiver }> {
  const receiver = await openReceiver()
  opened.push(receiver)
  hosts.push(receiver.host)
  const answer = await fetch(`${gate.url}/v1/admin/agents/${gate.agent}/webhook`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: receiver.url }),
  })
  const { secret } = z.object({ secret: z.string().startsWith('whsec_') }).parse(await answer.json())
  return { secret, receiver }
}

/** Everything in the record that has words of people in it, as we read it. */
async function openedOf({ listening }: Gate): Promise<string> {
  const { record } = listening.open.house
  const drafts = await record.walk('draft', '', 1000)
  const invocations = await record.walk('invocation', '', 1000)
  const posts = await record.walk('post', '', 1000)
  const { seen } = await record.look(boards)
  return JSON.stringify([drafts, invocations, posts, seen])
}

/** The gate lives; then every place is searched for every secret. */
async function search(gate: Gate, slack: Awaited<ReturnType<typeof ofSlack>>, heard: string[], more: readonly Place[]) {
  const { app, slack: world } = slack.acme
  app.requestUrl = `${gate.url}/slack/events`
  app.socketMode = false
  const ada = world.person('U0ADA')
  await ada.mentions('C0HELP', `ask anybody ${words['a question']}`)
  await world.until(() => ada.reads('C0HELP').some((one) => one.onlyFor === 'U0ADA'))
  const webhook = await webhookOn(gate)
  const { answers } = await live(gate)
  const told = () => webhook.receiver.arrived.length > 0
  while (!told()) await gate.listening.open.house.wake.wait('a letter', 50)
  const { house, meter } = gate.listening.open
  const offer = await offerClaim(house, { known: undefined, alone: true })
  if (offer.claim !== 'offered') throw new Error('there is no claim code')
  const asAdmin = async (path: string) =>
    (await fetch(`${gate.url}${path}`, { headers: { authorization: `Bearer ${adminToken}` } })).text()
  const doctors: string[] = []
  const places: readonly Place[] = [
    {
      name: 'the log',
      read: async () => heard.join('\n'),
      plant: async (planted) => house.log.info('a careless line', { planted }),
    },
    {
      name: 'the answers that say no',
      read: async () => answers.join('\n'),
      plant: async (planted) => void answers.push(await problem('fault', { detail: planted }).text()),
    },
    {
      name: 'the figures',
      read: () => asAdmin('/metrics'),
      plant: async (planted) => meter.answered({ method: 'GET', route: planted, status: 200, ms: 1 }),
    },
    {
      name: 'the doctor',
      read: async () => `${await asAdmin('/v1/admin/doctor')} ${doctors.join()}`,
      plant: async (planted) => void doctors.push(planted),
    },
    {
      name: 'the ledger',
      read: async () => JSON.stringify(await house.record.entries({ limit: 10_000 })),
      plant: async (planted) => void (await noteRefusal(house, planted, refuse('not-here'))),
    },
    {
      name: 'what the record opens to',
      holdsTexts: true,
      read: () => openedOf(gate),
      plant: async (planted) => {
        const asking = await ask(house, accountOf('ada'), sure(agentId, gate.agent), draft.destination, planted)
        if (isRefusal(asking)) throw new Error(asking.refused)
      },
    },
    {
      name: 'what is carried to an agent',
      holdsTexts: true,
      read: async () => JSON.stringify(webhook.receiver.arrived),
      plant: async (planted) => {
        const heard = () => webhook.receiver.arrived.some(({ body }) => body.includes(planted))
        await ask(house, accountOf('ada'), sure(agentId, gate.agent), draft.destination, planted)
        while (!heard()) await house.wake.wait('a letter', 50)
      },
    },
    ...more,
  ]
  const key = await readFile(join(gate.folder, 'keys', 'master.key'))
  const texts = {
    ...words,
    'a secret in a draft': detected,
    ...typedSecrets,
    ...slack.secrets,
    'the token of an agent': gate.token,
    'the admin token': adminToken,
    'the metrics token': metricsToken,
    'the secret of a webhook': webhook.secret,
    'the claim code': offer.code,
  }
  const secrets: readonly (readonly [string, Buffer])[] = [
    ...Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)] as const),
    ['the key of the house', key],
    ['the bytes of that secret', Buffer.from(webhook.secret.replace('whsec_', ''), 'base64')],
  ]
  const found: string[] = []
  for (const place of places) {
    const haystack = latin(await place.read())
    expect(haystack.length, `${place.name} has something in it`).toBeGreaterThan(20)
    for (const [name, secret] of secrets)
      if (!(place.holdsTexts && name in words) && holds(haystack, secret)) found.push(`${name} is in ${place.name}`)
  }
  // Last, for it stays there: the same search finds what a careless line would leave, as it is and in other spellings.
  const blind: string[] = []
  for (const [at, place] of places.entries()) {
    for (const [spelling, spell] of Object.entries(planting)) {
      const control = Buffer.from(`ControlOf${at}${spelling}x`)
      const before = holds(latin(await place.read()), control)
      await place.plant(spell(control))
      if (before || !holds(latin(await place.read()), control)) blind.push(`${place.name}, ${spelling}`)
    }
  }
  return { found, blind }
}

describe('I2: a planted secret is nowhere it must not be', () => {
  let engine: Engine
  beforeAll(async () => {
    engine = await openPostgresEngine()
    opened.push(engine)
  })

  test('on SQLite: not in a log, an answer, a figure, the doctor, the ledger or the file of the record', async () => {
    const slack = await ofSlack()
    const { heard, log } = openEars()
    const gate = await openTestGate({ log, metricsToken, webhookHosts: hosts, slack: slack.plan })
    opened.push(gate)
    const data = join(gate.folder, 'data')
    const record: Place = {
      name: 'the file of the record',
      async read() {
        const files = (await readdir(data)).filter((file) => file.startsWith('record.db'))
        expect(files).toContain('record.db')
        return (await Promise.all(files.map((file) => readFile(join(data, file), 'latin1')))).join('')
      },
      async plant(planted) {
        const database = new DatabaseSync(join(data, 'record.db'), { timeout: 5000 })
        database.prepare('insert into pulse (name, at) values (?, 1)').run(planted)
        database.close()
      },
    }
    expect(await search(gate, slack, heard, [record])).toEqual({ found: [], blind: [] })
  })

  test('on PostgreSQL and Redis: nor in a table, a key, a job or a command sent to Redis', async () => {
    const database = await engine.database()
    const redis = await openRedis()
    opened.push(redis, database)
    const spy = new Redis(redis.url)
    const sent: string[] = []
    const monitor = await spy.monitor()
    monitor.on('monitor', (_time: string, command: readonly string[]) => sent.push(command.join(' ')))
    opened.push({
      async [Symbol.asyncDispose]() {
        monitor.disconnect()
        spy.disconnect()
      },
    })
    const slack = await ofSlack()
    const { heard, log } = openEars()
    const gate = await openTestGate({
      log,
      metricsToken,
      webhookHosts: hosts,
      slack: slack.plan,
      database: database.url,
      redis: redis.url,
    })
    opened.push(gate)
    const tables: Place = {
      name: 'the tables of the record',
      async read() {
        const names = await database.run(
          "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
        )
        expect(names.length).toBeGreaterThan(5)
        const rows: string[] = []
        for (const { name } of names)
          for (const { row } of await database.run(`select t::text as row from ${name} t`)) rows.push(String(row))
        return rows.join('\n')
      },
      async plant(planted) {
        await database.run('insert into pulse (name, at) values ($1, 1)', [planted])
      },
    }
    const keys: Place = {
      name: 'the keys of Redis',
      async read() {
        const all: string[] = []
        for (const key of await spy.keys('*'))
          all.push(key, String((await spy.callBuffer('DUMP', key)) ?? ''), JSON.stringify(await readable(spy, key)))
        return all.join('\n')
      },
      async plant(planted) {
        await spy.hset('a-careless-job', 'data', planted)
      },
    }
    const commands: Place = {
      name: 'what is sent to Redis',
      read: async () => sent.join('\n'),
      async plant(planted) {
        const before = sent.length
        await spy.publish('careless', planted)
        while (!sent.slice(before).some((one) => one.includes(planted))) await spy.ping()
      },
    }
    expect(await search(gate, slack, heard, [tables, keys, commands])).toEqual({ found: [], blind: [] })
    expect(sent.some((command) => command.includes('outboxId'))).toBe(true)
  })
})

/** The value under a key, of whatever sort. */
async function readable(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'hash':
      return redis.hgetall(key)
    case 'list':
      return redis.lrange(key, '0', '-1')
    case 'zset':
      return redis.zrange(key, '0', '-1')
    case 'set':
      return redis.smembers(key)
    case 'stream':
      return redis.xrange(key, '-', '+')
    case 'string':
      return redis.get(key)
    case 'none':
      return undefined
    default:
      throw new Error(`a sort of key that nobody looks into: ${key}`)
  }
}
