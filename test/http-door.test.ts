// The door by itself: what every answer carries, what it repeats, how it waits, breaks and closes. What agents do
// through it is http.test.ts; what it refuses is bad-input.test.ts.

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Door, httpDoor } from '../adapters/http/door.ts'
import { states } from '../adapters/http/draft-body.ts'
import { serve } from '../adapters/http/serve.ts'
import { waitingRoom } from '../adapters/http/wait.ts'
import type { House } from '../src/gateway/house.ts'
import { draftId, sure } from '../src/id.ts'
import { draft, type Gate, openTestGate } from './gate.ts'

const told = z.object({ draft: z.object({ id: z.string(), state: z.string() }) })
const problemOf = z.object({ code: z.string(), instance: z.string().optional() })
const neverClosing = new Promise<void>(() => {})

let gate: Gate
beforeAll(async () => {
  gate = await openTestGate()
})
afterAll(() => gate[Symbol.asyncDispose]())

const get = (path: string, init: RequestInit = {}) =>
  fetch(`${gate.url}${path}`, { ...init, headers: { authorization: `Bearer ${gate.token}` } })

/** A door of its own on a house in which something is broken, and what it logged. */
function doorOn(
  broken: Partial<House>,
  on: Gate = gate,
): { door: Door; faults: { request: unknown; cause: unknown }[] } {
  const faults: { request: unknown; cause: unknown }[] = []
  const log: House['log'] = {
    info: () => {},
    fault: (_, cause, facts) => faults.push({ request: facts?.request, cause }),
  }
  const house = { ...on.listening.open.house, log, ...broken }
  const door = httpDoor({
    house,
    version: 'test',
    mount: [],
    hosts: ['127.0.0.1'],
    closing: neverClosing,
    delivers: true,
    examine: async () => [],
    metrics: { page: async () => '', tokens: [], answered: () => undefined },
  })
  return { door, faults }
}

const asked = (path: string) =>
  new Request(`http://127.0.0.1${path}`, { headers: { host: '127.0.0.1', authorization: `Bearer ${gate.token}` } })

describe('every answer', () => {
  test.each([
    ['GET', '/'],
    ['GET', '/healthz'],
    ['GET', '/practice'],
    ['GET', '/v1/drafts'],
    ['GET', '/v1/drafts?limit=0'],
    ['GET', '/nothing'],
    ['DELETE', '/v1/drafts'],
    ['POST', '/v1/drafts'],
  ])('to %s %s has an id, is not kept by anybody, and is what it says it is', async (method, path) => {
    const { headers } = await get(path, { method })
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('cache-control')).toContain('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test('to another host name has them too', async () => {
    const { door } = doorOn({})
    const response = await door.fetch(new Request('http://evil.example/', { headers: { host: 'evil.example' } }))
    expect(response.status).toBe(421)
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test.each([
    ['/', 'GET, HEAD'],
    ['/healthz', 'GET, HEAD'],
    ['/readyz', 'GET, HEAD'],
    ['/openapi.json', 'GET, HEAD'],
  ])('to another method on %s says which it takes', async (path, allow) => {
    const response = await get(path, { method: 'POST' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow])
  })
})

describe('what an agent sends', () => {
  test('is kept as it was sent, the indentation of a step too', async () => {
    const steps = [{ text: '  - name: api\n    image: api:2\n', risk: 'restarts it' }]
    const sent = await gate.send('/v1/drafts', { ...draft, disclosure: { steps } })
    const id = sure(draftId, told.parse(await sent.json()).draft.id)
    const { seen } = await gate.listening.open.house.record.look({ draft: { kind: 'draft', id } })
    expect(seen.draft?.is.revision.disclosure.steps).toEqual(steps)
  })

  test('is not repeated, though its keys are as long as the body', async () => {
    const response = await gate.send('/v1/drafts', `{"${'k'.repeat(100_000)}":"\\ud800"}`)
    expect(response.status).toBe(422)
    expect((await response.text()).length).toBeLessThan(1000)
  })

  test('is refused where it lists by a state or from a draft that cannot be', async () => {
    for (const query of ['state=pendng', 'before=%00', 'before=p_01K7Q2M8AA0000000004']) {
      const response = await get(`/v1/drafts?${query}`)
      expect([response.status, problemOf.parse(await response.json()).code]).toEqual([400, 'invalid-query'])
    }
    for (const state of Object.keys(states)) expect((await get(`/v1/drafts?state=${state}`)).status).toBe(200)
  })

  test('may break off in the middle: nothing is stored, and it is no fault of ours', async () => {
    // One of its own: in another, drafts of the tests before this one may still be read, and that is stored too.
    await using own = await openTestGate()
    const { door, faults } = doorOn({}, own)
    const before = await own.stored()
    for (const length of ['Content-Length: 1000', 'Transfer-Encoding: chunked']) {
      const answered = signal()
      const watched = await serve(
        { fetch: (request) => door.fetch(request).finally(answered.give) },
        { host: '127.0.0.1', port: 0 },
      )
      const socket = await to(watched.url)
      socket.write(`POST /v1/drafts HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${own.token}\r\n`)
      socket.write(`Content-Type: application/json\r\nIdempotency-Key: k\r\n${length}\r\n\r\n9\r\n{"t`, () =>
        socket.destroy(),
      )
      await answered.given
      await watched[Symbol.asyncDispose]()
    }
    expect(faults).toEqual([])
    expect(await own.stored()).toEqual(before)
    expect((await door.fetch(asked('/healthz'))).status).toBe(200)
  })
})

describe('a fault of ours', () => {
  test('is told by an id that stands in the log, and by nothing of its cause', async () => {
    const { record } = gate.listening.open.house
    const cause = new Error('select body from thing: the disk is gone')
    const { door, faults } = doorOn({ record: { ...record, look: () => Promise.reject(cause) } })
    const response = await door.fetch(asked('/v1/drafts/d_01K7Q2M8AA0000000003'))
    const text = await response.text()
    const id = response.headers.get('x-request-id')
    expect([response.status, problemOf.parse(JSON.parse(text))]).toEqual([
      500,
      { code: 'fault', instance: `urn:uuid:${id}` },
    ])
    expect(faults).toEqual([{ request: id, cause }])
    expect(text).not.toMatch(/select|disk/)
  })

  test('in a part is named by readiness, which then is no success', async () => {
    const { queue, record } = gate.listening.open.house
    const { door } = doorOn({
      record: { ...record, health: async () => 'the record cannot be written: disk full' },
      queue: { ...queue, health: async () => undefined },
    })
    const response = await door.fetch(asked('/readyz'))
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { code: 'not-ready', errors: [{ path: 'record', message: 'the record cannot be written: disk full' }] },
    ])
  })
})

describe('the description', () => {
  const described = z.object({
    paths: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({ parameters: z.array(z.unknown()).optional(), responses: z.record(z.string(), z.unknown()) }),
      ),
    ),
  })
  const paths = async () => described.parse(await (await get('/openapi.json')).json()).paths

  test('has the parameters that the door reads', async () => {
    expect((await paths())['/v1/drafts']?.get?.parameters).toMatchObject([
      { name: 'state', schema: { enum: Object.keys(states) } },
      { name: 'before' },
      { name: 'limit', schema: { minimum: 1, maximum: 100, default: 50 } },
    ])
  })

  test('tells every status and code of a submission, and of readiness', async () => {
    const { '/v1/drafts': drafts, '/readyz': ready } = await paths()
    const statuses = Object.keys(drafts?.post?.responses ?? {})
    expect(statuses).toEqual('202 400 401 403 404 409 410 413 415 421 422 429 500 503'.split(' '))
    expect(JSON.stringify(drafts?.post?.responses['422'])).toMatch(/invalid-body.*lone-surrogate.*intent-not-carried/)
    expect(JSON.stringify(ready?.get?.responses['503'])).toContain('"not-ready"')
  })
})

describe('a long wait', () => {
  test('ends when the process is about to end, also one that begins after that', async () => {
    const { given: closing, give: close } = signal()
    const room = waitingRoom(closing)
    const before = room.orClosing(neverClosing)
    close()
    expect(await before).toBeUndefined()
    expect(await room.orClosing(neverClosing)).toBeUndefined()
  })

  test('that is over leaves nothing behind', async () => {
    let hung = 0
    const counted = new Proxy(neverClosing, {
      get: (promise, name) => {
        if (name !== 'then') return Reflect.get(promise, name)
        hung++
        return promise.then.bind(promise)
      },
    })
    const room = waitingRoom(counted)
    for (let wait = 0; wait < 50; wait++) expect(await room.orClosing(Promise.resolve(wait))).toBe(wait)
    expect(hung).toBe(1)
  })
})

describe('closing', () => {
  test('lets an answer finish and ends its connection with it, though the client would keep it', async () => {
    const entered = signal()
    const leave = signal()
    const slow: Door = {
      async fetch() {
        entered.give()
        await leave.given
        return new Response('finished')
      },
    }
    const served = await serve(slow, { host: '127.0.0.1', port: 0 })
    const socket = await to(served.url)
    socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n')
    await entered.given
    const closed = served[Symbol.asyncDispose]()
    leave.give()
    const chunks: Buffer[] = []
    for await (const chunk of socket) chunks.push(chunk)
    await closed
    const answer = Buffer.concat(chunks).toString()
    expect(answer).toContain('finished')
    expect(answer.toLowerCase()).toContain('connection: close')
    await expect(fetch(served.url)).rejects.toThrow('fetch failed')
  })
})

async function to(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  return socket
}

/** Something that a test waits for instead of sleeping. */
function signal(): { readonly given: Promise<void>; give(): void } {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give: () => give() }
}
