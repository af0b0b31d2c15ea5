// What is owed to an agent that has an address of its own, how long it is tried, and what is seen of it when it fails.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { accountOf } from '../adapters/practice/cast.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { removeWebhook, rotateWebhook, setWebhook, webhookOf } from '../src/gateway/webhook.ts'
import { type AgentId, draftId, sure } from '../src/id.ts'
import { isRefusal } from '../src/refusal.ts'
import { day, hour, second } from '../src/time.ts'
import { description, wrongInMessage } from './described.ts'
import { openReceiver, type Receiver } from './fakes/receiver.ts'
import { adminToken, draft, type Gate, openTestGate } from './gate.ts'
import { submitted } from './held.ts'
import { openStage, type Stage } from './stage.ts'

const url = 'https://agents.example.com/hook'

describe('an agent with an address of its own', () => {
  let stage: Stage
  let clara: AgentId
  beforeEach(async () => {
    stage = await openStage()
    clara = await stage.registerAgent('Careful Clara', '1')
  })
  afterEach(() => stage[Symbol.asyncDispose]())

  const submitOne = async (text?: string) => {
    const receipt = await submitted(stage, clara, { text, asker: 'nobody' })
    if (isRefusal(receipt)) throw new Error(receipt.refused)
    return receipt.draft.id
  }
  const owedAnswers = async () =>
    (await stage.house.record.take(100, 1)).filter((owed) => owed.errand === 'answer').length

  test('is owed an answer; one without is owed nothing, not even a row', async () => {
    await submitOne()
    await stage.deliver()
    expect(stage.agents.arrived).toEqual([])
    await setWebhook(stage.house, clara, url)
    const id = await submitOne('At 10:00.')
    await stage.deliver()
    expect(stage.agents.arrived).toMatchObject([
      { agent: clara, says: { type: 'draft.pending', data: { draft: { id, state: 'pending' } } } },
    ])
    await removeWebhook(stage.house, clara)
    await submitOne('At 11:00.')
    stage.clock.at += second
    // Screening is due, and nothing else: the table owes an answer to nobody.
    for (const owed of await stage.house.record.take(100, 1)) expect(owed.errand).not.toBe('answer')
    await stage.deliver()
    expect(stage.agents.arrived).toHaveLength(1)
  })

  test('hears of it under one id, however often it had to be tried', async () => {
    await setWebhook(stage.house, clara, url)
    await submitOne()
    stage.agents.answers = [
      { carried: 'no', why: 'status-500', final: false },
      { carried: 'later', afterMs: 250 },
      { carried: 'no', why: 'timed-out', afterMs: 90 * second, final: false },
    ]
    await stage.deliver()
    const { record } = stage.house
    for (const atLeast of [5 * second * 0.9, 250, 90 * second]) {
      const due = (await record.nextDue()) ?? 0
      expect(due - stage.clock.at).toBeGreaterThanOrEqual(atLeast)
      stage.clock.at = due
      await stage.deliver()
    }
    expect(stage.agents.arrived).toHaveLength(1)
    expect(stage.agents.arrived[0]?.id).toMatch(/^msg_[0-9A-Z]{20}$/)
  })

  test('that does not answer for a day is given up: on record, and shown; the next is tried anew', async () => {
    await setWebhook(stage.house, clara, url)
    const id = await submitOne()
    stage.agents.answers = Array.from(
      { length: 100 },
      () => ({ carried: 'no', why: 'status-503', final: false }) as const,
    )
    await stage.deliver()
    const waits: number[] = []
    const isGivenUp = async () => (await webhookOf(stage.house, clara))?.givenUp.some((one) => one.about === id)
    for (let tries = 0; tries < 60 && !(await isGivenUp()); tries++) {
      const due = (await stage.house.record.nextDue()) ?? 0
      waits.push(Math.max(0, due - stage.clock.at))
      stage.clock.at = Math.max(stage.clock.at, due)
      await stage.deliver()
    }
    const webhook = await webhookOf(stage.house, clara)
    expect(webhook?.givenUp.find((one) => one.about === id)).toMatchObject({ errand: 'answer', why: 'status-503' })
    expect(Math.max(...waits)).toBeLessThanOrEqual(4.4 * hour)
    const entries = await stage.house.record.entries({ stream: `webhook:${clara}`, limit: 100 })
    expect(entries.map((entry) => JSON.parse(entry.leaf).event)).toContain('given-up')
    for (const { leaf } of entries) expect(leaf).not.toMatch(/example\.com|whsec/)
    stage.agents.answers = []
    await submitOne('At noon.')
    await stage.deliver()
    expect(stage.agents.arrived.at(-1)?.says.type).toBe('draft.pending')
  })

  test('whose server says that there is nobody any more is given up at once', async () => {
    await setWebhook(stage.house, clara, url)
    await submitOne()
    stage.agents.answers = [{ carried: 'no', why: 'status-410', final: true }]
    await stage.deliver()
    expect(await owedAnswers()).toBe(0)
    expect((await webhookOf(stage.house, clara))?.givenUp).toMatchObject([{ why: 'status-410' }])
  })

  test('has two secrets for a day after a change of them, and one after that', async () => {
    const first = await setWebhook(stage.house, clara, url)
    const second = await rotateWebhook(stage.house, clara)
    if (isRefusal(first) || isRefusal(second)) throw new Error('refused')
    expect(second.secret).not.toBe(first.secret)
    expect(second.webhook.secrets.map((one) => one.until)).toEqual([undefined, stage.clock.at + day])
    const same = await setWebhook(stage.house, clara, url)
    expect(isRefusal(same) ? same : same.secret).toBeUndefined()
  })
})

describe('through the real gate', () => {
  let gate: Gate
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await openReceiver()
    gate = await openTestGate({ webhookHosts: [receiver.host] })
  })
  afterAll(async () => {
    await gate[Symbol.asyncDispose]()
    await receiver[Symbol.asyncDispose]()
  })

  const admin = (method: string, path: string, body?: object) =>
    fetch(`${gate.url}/v1/admin/agents/${gate.agent}/webhook${path}`, {
      method,
      headers: {
        authorization: `Bearer ${adminToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const set = z.object({ webhook: z.object({ url: z.string() }), secret: z.string().optional() })

  test('is set, shown, rotated and removed in a terminal, the secret alone on standard output', async () => {
    const program = fileURLToPath(new URL('../dist/adapters/cli/countersign.js', import.meta.url))
    const env = { ...process.env, COUNTERSIGN_ADMIN_TOKEN: adminToken }
    const run = (...words: string[]) =>
      new Promise<{ code: number; out: string; err: string }>((resolve) => {
        const all = [program, 'agent', 'webhook', ...words, '--url', gate.url]
        const child = execFile(process.execPath, all, { env }, (_, out, err) =>
          resolve({ code: child.exitCode ?? -1, out, err }),
        )
      })
    const made = await run('Your own agent', receiver.url)
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^whsec_[\w+/=]+\n$/) })
    expect(await run(gate.agent)).toMatchObject({ code: 0, out: '', err: expect.stringContaining(receiver.url) })
    const turned = await run(gate.agent, '--rotate')
    expect(turned.out).not.toBe(made.out)
    expect(turned.err).toContain('signed with the one before as well')
    expect(await run(gate.agent, 'https://10.0.0.1/')).toMatchObject({ code: 1, out: '' })
    expect((await run(gate.agent, '--rotate', '--remove')).code).toBe(2)
    expect((await run(gate.agent, '--remove')).code).toBe(0)
    expect((await run(gate.agent)).err).toContain('unknown-webhook')
  })

  test('I6 an address inside is refused by the admin door, with a code', async () => {
    const refused = await admin('PUT', '', { url: 'https://169.254.169.254/latest/meta-data/' })
    expect([refused.status, z.object({ code: z.string() }).parse(await refused.json()).code]).toEqual([
      422,
      'address-refused',
    ])
  })

  test('the secret is shown once, and the agent hears of every step of its draft', async () => {
    expect((await admin('GET', '')).status).toBe(404)
    const first = set.parse(await (await admin('PUT', '', { url: receiver.url })).json())
    receiver.secret = first.secret ?? ''
    expect(receiver.secret).toMatch(/^whsec_/)
    expect(set.parse(await (await admin('PUT', '', { url: receiver.url })).json()).secret).toBeUndefined()
    expect(await (await admin('GET', '')).text()).not.toContain('whsec_')
    const sent = await gate.send('/v1/drafts', { ...draft, invocation: await gate.invocation() })
    const { id } = z.object({ draft: z.object({ id: z.string() }) }).parse(await sent.json()).draft
    await receiver.until(2)
    const pending = receiver.taken.find((one) => one.type === 'draft.pending')
    const { fingerprint } = z.object({ draft: z.object({ fingerprint: z.string() }) }).parse(pending?.data).draft
    await decideDraft(gate.listening.open.house, accountOf('ada'), sure(draftId, id), {
      do: 'approve',
      shown: { revision: 1, fingerprint },
      ticked: [],
      did: 'read',
    })
    await receiver.until(4)
    const types = receiver.taken.map((one) => one.type)
    expect(types).toEqual(expect.arrayContaining(['invocation.asked', 'draft.pending', 'draft.published']))
    for (const { body } of receiver.arrived) expect(body).not.toMatch(/cs_(sandbox|live)_|whsec_|xoxb/)
    const described = description.parse(await (await fetch(`${gate.url}/openapi.json`)).json())
    for (const one of receiver.taken) expect(wrongInMessage(described, one)).toBeUndefined()
    expect(wrongInMessage(described, { type: 'draft.pending', timestamp: '', data: { draft: {} } })).toMatch('required')
  })
})
