// Server-sent events: an agent hears of its own drafts as they change and of what people ask it, goes on where it was,
// and hears of nobody else's.

import { Hono } from 'hono'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventRoutes, mostForEach } from '../adapters/http/events.ts'
import { accountOf } from '../adapters/practice/cast.ts'
import { openRecord } from '../adapters/sql/record.ts'
import { agentStep } from '../src/gateway/agent-step.ts'
import { ask } from '../src/gateway/ask.ts'
import { commit } from '../src/gateway/commit.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import type { House } from '../src/gateway/house.ts'
import { type News, newsFor } from '../src/gateway/news.ts'
import { type AgentId, draftId, sure } from '../src/id.ts'
import { isRefusal } from '../src/refusal.ts'
import { day } from '../src/time.ts'
import { draft, type Gate, openTestGate } from './gate.ts'
import { heldBy } from './held.ts'
import { account, openStage, place, type Stage, sealer } from './stage.ts'

type Heard = { readonly id?: string; readonly event?: string; readonly data?: string }

/** Reads events as a browser does. */
async function* events(response: Response): AsyncGenerator<Heard> {
  const text = new TextDecoder()
  let rest = ''
  for await (const part of response.body ?? []) {
    rest += text.decode(part, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = block.split('\n').flatMap((line) => {
        const [, name, value] = /^(id|event|data): (.*)$/.exec(line) ?? []
        return name === undefined ? [] : [[name, value] as const]
      })
      yield Object.fromEntries(fields)
    }
  }
}

describe('the news of an agent', () => {
  let stage: Stage
  let clara: AgentId
  let colin: AgentId
  beforeEach(async () => {
    stage = await openStage()
    clara = await stage.registerAgent('Careful Clara', '1')
    colin = await stage.registerAgent('Confident Colin', '2')
  })
  afterEach(() => stage[Symbol.asyncDispose]())

  const secret = (of: AgentId) => stage.tokens.get(of) ?? ''
  const submitted = (of: AgentId, text: string) => heldBy(stage, of, { text, asker: 'nobody' })
  /** All that there is to hear now, and why it ended if it did. */
  async function heard(of: AgentId, from: number | undefined, house: House = stage.house): Promise<News[]> {
    const all: News[] = []
    for await (const one of newsFor(house, secret(of), from)) {
      if (one === 'quiet') return all
      all.push(one)
    }
    return all
  }
  const told = (news: readonly News[]) => news.map(({ type, data }) => [type, Object.values(data)[0]])

  test('is of its own drafts and of what it was asked, and of nobody else’s', async () => {
    const own = await submitted(clara, 'Ours')
    await submitted(colin, 'Theirs')
    await ask(stage.house, account('ada'), colin, place('platform-help'), 'Colin, why?')
    const asking = await ask(stage.house, account('ada'), clara, place('platform-help'), 'Clara, why?')
    if (isRefusal(asking)) throw new Error(asking.refused)
    expect(told(await heard(clara, 0))).toMatchObject([
      ['draft.pending', { id: own, state: 'pending' }],
      ['invocation.asked', { id: asking.invocation.id, asked: 'Clara, why?', by: 'Ada' }],
    ])
    expect(JSON.stringify(await heard(clara, 0))).not.toMatch(/Theirs|Colin|cs_sandbox/)
  })

  test('goes on where it was, also after the process was another', async () => {
    await submitted(clara, 'One')
    const [first] = await heard(clara, 0)
    expect(await heard(clara, Number(first?.id))).toEqual([])
    const second = await submitted(clara, 'Two')
    await stage.restart()
    expect(told(await heard(clara, Number(first?.id)))).toMatchObject([['draft.pending', { id: second }]])
    // Without a place it begins now, and one from another record is no place.
    expect(await heard(clara, undefined)).toEqual([])
    expect(await heard(clara, 999_999)).toEqual([])
  })

  test('comes from the record, though nobody in this process was woken', async () => {
    const elsewhere = await openRecord({ folder: stage.folder, sealer, now: () => stage.clock.at })
    try {
      const house = { ...stage.house, record: elsewhere, wake: { wake: () => undefined, wait: async () => undefined } }
      const listening = newsFor(house, secret(clara), undefined)
      expect((await listening.next()).value).toBe('quiet')
      const id = await submitted(clara, 'From another process')
      let next = await listening.next()
      while (next.value === 'quiet') next = await listening.next()
      expect(next.value).toMatchObject({ type: 'draft.pending', data: { draft: { id } } })
    } finally {
      await elsewhere[Symbol.asyncDispose]()
    }
  })

  test('ends when the token is revoked, and when its time is over', async () => {
    const one = newsFor(stage.house, secret(clara), undefined)
    expect((await one.next()).value).toBe('quiet')
    await commit(stage.house, { agent: { kind: 'agent', id: clara } }, ({ now, seen }) => ({
      steps: [agentStep(seen.agent, { type: 'token-revoked', kid: 'kid00001', at: now }, { kind: 'system' }, now)],
      result: undefined,
    }))
    expect(await one.next()).toMatchObject({ done: true, value: { refused: 'token-unknown' } })
    const other = newsFor(stage.house, secret(colin), undefined)
    expect((await other.next()).value).toBe('quiet')
    stage.clock.at += 91 * day
    expect(await other.next()).toMatchObject({ done: true, value: { refused: 'token-unknown' } })
  })
})

describe('GET /v1/events', () => {
  let gate: Gate
  beforeAll(async () => {
    gate = await openTestGate()
  })
  afterAll(() => gate[Symbol.asyncDispose]())
  const listen = (headers: { readonly [name: string]: string } = {}, signal?: AbortSignal) =>
    fetch(`${gate.url}/v1/events`, {
      headers: { authorization: `Bearer ${gate.token}`, ...headers },
      ...(signal === undefined ? {} : { signal }),
    })
  async function until(stream: AsyncGenerator<Heard>, type: string): Promise<Heard> {
    for (;;) {
      const { value, done } = await stream.next()
      if (done) throw new Error(`it ended before ${type}`)
      if (value?.event === type) return value
    }
  }

  test('tells of each step, and after a break goes on from the last that was taken', async () => {
    const leave = new AbortController()
    const stream = events(await listen({}, leave.signal))
    await stream.next()
    const sent = await gate.send('/v1/drafts', { ...draft, invocation: await gate.invocation() })
    const { id } = ((await sent.json()) as { draft: { id: string } }).draft
    const asked = await until(stream, 'invocation.asked')
    const pending = await until(stream, 'draft.pending')
    const { draft: now } = JSON.parse(pending.data ?? '') as { draft: { id: string; fingerprint: string } }
    expect(now.id).toBe(id)
    leave.abort()
    await decideDraft(gate.listening.open.house, accountOf('ada'), sure(draftId, id), {
      do: 'approve',
      shown: { revision: 1, fingerprint: now.fingerprint },
      ticked: [],
      did: 'read',
    })
    const again = events(await listen({ 'last-event-id': asked.id ?? '' }))
    await until(again, 'draft.published')
    await again.return(undefined)
  })

  test('is refused without a token, with another id than one of ours, and past four at once', async () => {
    expect((await fetch(`${gate.url}/v1/events`)).status).toBe(401)
    expect((await listen({ 'last-event-id': 'x' })).status).toBe(400)
    const leave = new AbortController()
    const open = await Promise.all(Array.from({ length: mostForEach }, () => listen({}, leave.signal)))
    expect(open.map((one) => one.status)).toEqual([200, 200, 200, 200])
    const refused = await listen()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
    expect(((await refused.json()) as { code: string }).code).toBe('too-many-streams')
    leave.abort()
    for (;;) {
      const free = await listen()
      await free.body?.cancel()
      if (free.status === 200) break
    }
  })

  test('says that it is still there, and ends when the process is about to', async () => {
    let close = () => {}
    const closing = new Promise<void>((resolve) => {
      close = resolve
    })
    const app = new Hono()
    eventRoutes(app, { house: gate.listening.open.house, bearer: () => gate.token, closing, heartbeatMs: 5 })
    const response = await app.request('/')
    const text = new TextDecoder()
    let read = ''
    for await (const part of response.body ?? []) {
      read += text.decode(part)
      if (read.includes(': still here')) close()
    }
    expect(read).toMatch(/^retry: 2000\n\n: still here/)
  })
})
