import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { agentOf } from '../src/gateway/own.ts'
import { hour } from '../src/time.ts'
import { draft, type Gate, openTestGate } from './gate.ts'

let gate: Gate
beforeAll(async () => {
  gate = await openTestGate()
})
afterAll(() => gate[Symbol.asyncDispose]())

const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`

/** What is wrong, what is sent, and what is answered. */
const bad: readonly (readonly [string, unknown, number, string])[] = [
  ['JSON that breaks off', '{"text": "half', 400, 'malformed-json'],
  ['no body at all', '', 400, 'malformed-json'],
  ['JSON nested ten thousand deep', deep, 400, 'malformed-json'],
  ['a list instead of an object', [], 422, 'invalid-body'],
  ['a number', 7, 422, 'invalid-body'],
  ['null', null, 422, 'invalid-body'],
  ['a field that does not exist', { ...draft, asumptions: ['x'] }, 422, 'invalid-body'],
  ['an unknown field deep inside', { ...draft, disclosure: { confidnece: 1 } }, 422, 'invalid-body'],
  [
    'a __proto__ field',
    `{"destination":${JSON.stringify(draft.destination)},"text":"x","__proto__":{"polluted":true}}`,
    422,
    'invalid-body',
  ],
  ['a text that is a number', { ...draft, text: 7 }, 422, 'invalid-body'],
  ['an empty text', { ...draft, text: '  ' }, 422, 'invalid-body'],
  ['a text of 40,001 letters', { ...draft, text: 'x'.repeat(40_001) }, 422, 'invalid-body'],
  ['a text of a megabyte', { ...draft, text: 'x'.repeat(1_048_576) }, 413, 'too-large'],
  [
    'a platform that does not exist',
    { ...draft, destination: { ...draft.destination, platform: 'irc' } },
    422,
    'invalid-body',
  ],
  ['no destination', { text: 'x' }, 422, 'invalid-body'],
  [
    'a score above one',
    { ...draft, disclosure: { confidence: { class: 'guess', score: 1e308 } } },
    422,
    'invalid-body',
  ],
  [
    'a source that is a script',
    { ...draft, disclosure: { sources: [{ title: 'x', url: 'javascript:alert(1)' }] } },
    422,
    'invalid-body',
  ],
  ['a file', { ...draft, files: ['x'] }, 422, 'invalid-body'],
  ['an edit of nothing', { ...draft, intent: 'edit' }, 422, 'invalid-body'],
  [
    'an edit of a post that is not there',
    { ...draft, intent: 'edit', post: 'p_01K7Q2M8AA0000000004' },
    404,
    'unknown-post',
  ],
  [
    'half of a character in the text',
    `{"destination":${JSON.stringify(draft.destination)},"text":"a\\ud800b"}`,
    422,
    'lone-surrogate',
  ],
  [
    'half of a character in a key',
    `{"destination":${JSON.stringify(draft.destination)},"text":"x","a\\udc00":1}`,
    422,
    'lone-surrogate',
  ],
  ['a NUL', `{"destination":${JSON.stringify(draft.destination)},"text":"a\\u0000b"}`, 422, 'lone-surrogate'],
  ['an invocation that is not an id', { ...draft, invocation: '../../etc' }, 403, 'invocation-foreign'],
  ['an invocation that nobody made', { ...draft, invocation: 'inv_01K7Q2M8AA0000000005' }, 403, 'invocation-foreign'],
  [
    'another platform with a sandbox token',
    { ...draft, destination: { platform: 'slack', workspace: 'T1', channel: 'C1' } },
    403,
    'out-of-scope',
  ],
]

describe('a submission that cannot be', () => {
  test.each(bad)('%s: is answered with what is wrong, and nothing is stored', async (_, body, status, code) => {
    const before = await gate.stored()
    const response = await gate.send('/v1/drafts', typeof body === 'string' ? body : JSON.stringify(body))
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
    expect(await response.json()).toMatchObject({
      code,
      status,
      type: `/docs/errors#${code}`,
      title: expect.any(String),
    })
    expect(await gate.stored()).toEqual(before)
  })

  test('names the field, and repeats nothing of the text', async () => {
    const response = await gate.send('/v1/drafts', {
      ...draft,
      text: 'the canary sings',
      disclosure: { steps: [{ text: 'the canary sings' }] },
    })
    const answer = await response.text()
    expect(answer).toContain('disclosure.steps.0.risk')
    expect(answer).not.toContain('canary')
  })

  test('with bytes that are no UTF-8 is no JSON', async () => {
    const response = await fetch(`${gate.url}/v1/drafts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gate.token}`, 'content-type': 'application/json', 'idempotency-key': 'k' },
      body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    })
    expect(await response.json()).toMatchObject({ code: 'malformed-json' })
  })

  test('that announces no length is counted while it is read', async () => {
    const answer = await overSocket(
      `POST /v1/drafts HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${gate.token}\r\nContent-Type: application/json\r\nIdempotency-Key: k\r\nTransfer-Encoding: chunked\r\n\r\n`,
      'x'.repeat(65_536),
      40,
    )
    expect(answer).toContain('HTTP/1.1 413')
    expect(answer).toContain('too-large')
  })

  test.each([
    ['no key', { 'idempotency-key': '' }, 400, 'key-invalid'],
    ['a key of 201 letters', { 'idempotency-key': 'k'.repeat(201) }, 400, 'key-invalid'],
    ['another content type', { 'content-type': 'text/plain' }, 415, 'not-json'],
    ['no token', { authorization: '' }, 401, 'token-unknown'],
    ['another scheme', { authorization: 'Basic Y3M6Y3M=' }, 401, 'token-unknown'],
    ['a token that is not one', { authorization: 'Bearer cs_live_x_y_z' }, 401, 'token-unknown'],
  ] as const)('with %s is refused', async (_, headers, status, code) => {
    const before = await gate.stored()
    const response = await gate.send('/v1/drafts', draft, headers)
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code])
    expect(await gate.stored()).toEqual(before)
  })

  test('without a key is told to make one', async () => {
    const response = await fetch(`${gate.url}/v1/drafts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gate.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(draft),
    })
    expect(await response.json()).toMatchObject({ code: 'key-missing', status: 400 })
  })

  test('tells what is wrong with the body only to somebody with a live token', async () => {
    for (const body of ['{', { ...draft, odd: 1 }, draft]) {
      const response = await gate.send('/v1/drafts', body, { authorization: 'Bearer nobody' })
      expect(await response.json()).toMatchObject({ code: 'token-unknown' })
    }
  })
})

describe('a second body under one key', () => {
  test('is refused, and the first one stays what it is', async () => {
    const key = { 'idempotency-key': 'the same key' }
    const first = (await (await gate.send('/v1/drafts', draft, key)).json()) as { draft: { id: string } }
    const again = await gate.send('/v1/drafts', draft, key)
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 'true'])
    expect(await again.json()).toMatchObject({ draft: { id: first.draft.id } })
    const before = await gate.stored()
    const other = await gate.send('/v1/drafts', { ...draft, text: 'Something else.' }, key)
    expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([409, 'key-reused'])
    expect((await gate.stored()).drafts).toBe(before.drafts)
  })

  test('from ten at once makes one draft', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => gate.send('/v1/drafts', draft, { 'idempotency-key': 'ten at once' })),
    )
    const ids = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { draft: { id: string } }).draft.id),
    )
    expect(new Set(ids).size).toBe(1)
  })
})

describe('a retry that comes late', () => {
  test('gets the draft that it made, though its invocation is over and a stop is on by now', async () => {
    await using own = await openTestGate()
    const body = { ...draft, invocation: await own.invocation() }
    const key = { 'idempotency-key': 'lost-answer' }
    const first = (await (await own.send('/v1/drafts', body, key)).json()) as { draft: { id: string } }
    own.clock.ahead = 2 * hour
    const again = await own.send('/v1/drafts', body, key)
    expect([again.status, ((await again.json()) as { draft: { id: string } }).draft.id]).toEqual([202, first.draft.id])
    const other = await own.send('/v1/drafts', { ...body, text: 'Something else.' }, key)
    expect(await other.json()).toMatchObject({ code: 'key-reused' })
  })
})

describe('tokens and invocations', () => {
  test('an invocation of another agent opens nothing', async () => {
    const response = await gate.send(
      '/v1/drafts',
      { ...draft, invocation: await gate.invocation() },
      { authorization: `Bearer ${gate.otherToken}` },
    )
    expect(await response.json()).toMatchObject({ code: 'invocation-foreign', status: 403 })
  })

  test('another agent’s draft does not exist', async () => {
    const { draft: mine } = (await (await gate.send('/v1/drafts', draft)).json()) as { draft: { id: string } }
    const read = await fetch(`${gate.url}/v1/drafts/${mine.id}`, {
      headers: { authorization: `Bearer ${gate.otherToken}` },
    })
    expect([read.status, await read.json()]).toMatchObject([404, { code: 'unknown-draft' }])
    const withdrawn = await gate.send(`/v1/drafts/${mine.id}/withdraw`, '', {
      authorization: `Bearer ${gate.otherToken}`,
    })
    expect(withdrawn.status).toBe(404)
  })

  test('an invocation is over after an hour, and a token after its time', async () => {
    await using old = await openTestGate()
    const invocation = await old.invocation()
    old.clock.ahead = hour
    expect(await (await old.send('/v1/drafts', { ...draft, invocation })).json()).toMatchObject({
      code: 'invocation-over',
      status: 410,
    })
    old.clock.ahead = 91 * 24 * hour
    expect(await (await old.send('/v1/drafts', draft)).json()).toMatchObject({ code: 'token-unknown', status: 401 })
    expect(await old.stored()).toMatchObject({ drafts: 1 })
  })

  test('every refused attempt of a stranger leaves an entry, and a flood leaves no more than a hundred', async () => {
    await using own = await openTestGate()
    const { house } = own.listening.open
    const statuses: number[] = []
    for (let attempt = 0; attempt < 40; attempt++)
      statuses.push((await own.send('/v1/drafts', draft, { authorization: 'Bearer nobody' })).status)
    // After thirty the address has to wait, and nothing more is done for it.
    expect([statuses.indexOf(429), statuses.slice(0, 30).every((status) => status === 401)]).toEqual([30, true])
    for (let attempt = 30; attempt < 120; attempt++) await agentOf(house, 'nobody')
    const { seen } = await house.record.look({ watch: { kind: 'watch', id: 'watch:door' } })
    expect(seen.watch).toMatchObject({ version: 100, is: { refused: 100 } })
  })
})

describe('paths, methods and names', () => {
  test.each([
    ['GET', '/v1/nothing', 404, 'no-such-path'],
    ['DELETE', '/v1/drafts', 405, 'no-such-method'],
    ['PUT', '/v1/drafts/d_01K7Q2M8AA0000000003', 405, 'no-such-method'],
    ['GET', '/v1/drafts/d_short', 404, 'unknown-draft'],
    ['GET', '/v1/drafts?limit=0', 400, 'invalid-query'],
    ['GET', '/v1/drafts?colour=blue', 400, 'invalid-query'],
    ['GET', '/v1/drafts/d_01K7Q2M8AA0000000003?wait=61', 400, 'invalid-query'],
  ])('%s %s answers %d %s', async (method, path, status, code) => {
    const response = await fetch(`${gate.url}${path}`, { method, headers: { authorization: `Bearer ${gate.token}` } })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code])
  })

  test('another host name is not ours', async () => {
    expect(await overSocket('GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')).toContain(
      'HTTP/1.1 421',
    )
  })

  test('and after all of that the next good submission is taken', async () => {
    const response = await gate.send('/v1/drafts', { ...draft, invocation: await gate.invocation() })
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({
      draft: { state: 'received', revision: 1 },
      rule: expect.stringContaining('held as a draft'),
    })
    expect(Object.prototype).not.toHaveProperty('polluted')
  })
})

function overSocket(head: string, chunk = '', chunks = 0): Promise<string> {
  const { port, hostname } = new URL(gate.url)
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => {
      socket.write(head)
      for (let index = 0; index < chunks; index++) socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`)
    })
    socket.on('data', (data) => {
      answer += data.toString()
      if (answer.includes('\r\n\r\n')) setImmediate(() => socket.destroy())
    })
    // A door that has said no may close before everything was sent.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve(answer))
  })
}
