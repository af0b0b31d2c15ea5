// The description of the API is whole and true: every path that exists is in it and no other, and what the gate really
// answers has the form that it promises.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { httpPaths } from '../adapters/http/door.ts'
import { type Description, description, wrongIn } from './described.ts'
import { adminToken, draft, type Gate, openTestGate } from './gate.ts'

let gate: Gate
let described: Description
beforeAll(async () => {
  gate = await openTestGate()
  described = description.parse(await (await fetch(`${gate.url}/openapi.json`)).json())
})
afterAll(() => gate[Symbol.asyncDispose]())

/** Every path of every door, as OpenAPI writes it. What answers any method only says that there is no such method. */
function mounted(): readonly string[] {
  const { house } = gate.listening.open
  const closing = new Promise<void>(() => {})
  const examine = async () => []
  const metrics = { page: async () => '', tokens: [], answered: () => undefined }
  const app = httpPaths({
    house,
    version: 'test',
    mount: [],
    hosts: 'any',
    closing,
    delivers: true,
    adminToken,
    examine,
    metrics,
  })
  const of = app.routes.filter(({ method }) => method !== 'ALL')
  return [...new Set(of.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`))].sort()
}

describe('the description', () => {
  test('has every path that exists, and no other', () => {
    const said = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(said.sort()).toEqual(mounted())
  })

  test('names for every path who may call it, what can be refused and a sentence of ours', () => {
    for (const [path, methods] of Object.entries(described.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        const of = `${method} ${path}`
        expect(operation, of).toHaveProperty('summary')
        if (path.startsWith('/v1/admin/')) expect(operation, of).toMatchObject({ security: [{ admin: [] }] })
        const statuses = Object.keys(operation.responses)
        if (path.startsWith('/v1/')) expect(statuses, of).toEqual(expect.arrayContaining(['401', '421', '500', '503']))
        const takesAKey = JSON.stringify(operation.parameters ?? []).includes('Idempotency-Key')
        if (method === 'post' && /^\/v1\/(drafts|grants)/.test(path)) expect(takesAKey, `${of} takes a key`).toBe(true)
      }
    }
  })
})

describe('what is really answered', () => {
  const call = async (method: string, path: string, body?: unknown, headers: { [name: string]: string } = {}) => {
    const response = await fetch(`${gate.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${path.startsWith('/v1/admin/') ? adminToken : gate.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    expect(await wrongIn(described, method, path, response)).toBeUndefined()
    return response
  }
  const key = (of: string) => ({ 'idempotency-key': of })

  test('to an agent is as described, done or refused', async () => {
    const submitted = await call('POST', '/v1/drafts', { ...draft, invocation: await gate.invocation() }, key('one'))
    const { id } = ((await submitted.json()) as { draft: { id: string } }).draft
    const waited = async (): Promise<Response> => {
      const now = await call('GET', `/v1/drafts/${id}?wait=5`)
      const { state } = ((await now.clone().json()) as { draft: { state: string } }).draft
      return state === 'pending' ? now : waited()
    }
    const statuses = [
      submitted,
      await waited(),
      await call('GET', '/v1/drafts?limit=5'),
      await call('GET', '/v1/drafts?limit=0'),
      await call('POST', `/v1/drafts/${id}/revisions`, { text: 'At 09:00 and at 15:00.' }, key('two')),
      await call('POST', `/v1/drafts/${id}/withdraw`, undefined, key('three')),
      await call('POST', '/v1/drafts', { ...draft, text: 'other' }, key('one')),
      await call('POST', '/v1/drafts', { ...draft, txt: 'misspelt' }, key('four')),
      await call('GET', '/v1/drafts/d_00000000000000000000'),
      await call('GET', '/v1/drafts', undefined, { authorization: 'Bearer nobody' }),
      await call('POST', '/v1/grants', { destination: draft.destination, minutes: 5 }, key('five')),
    ].map((response) => response.status)
    expect(statuses).toEqual([202, 200, 200, 400, 202, 202, 409, 422, 404, 401, 403])
  })

  test('to an agent that was asked is as described, its own and another’s', async () => {
    const id = await gate.invocation()
    await call('GET', '/v1/invocations')
    const own = await call('GET', `/v1/invocations/${id}`)
    expect(await own.json()).toMatchObject({ invocation: { id, by: 'Ada' }, context: { messages: [] } })
    const foreign = await call('GET', `/v1/invocations/${id}`, undefined, {
      authorization: `Bearer ${gate.otherToken}`,
    })
    expect(foreign.status).toBe(403)
  })

  test('to an admin about an agent’s webhook is as described', async () => {
    const path = `/v1/admin/agents/${gate.agent}/webhook`
    const statuses = [
      await call('GET', path),
      await call('PUT', path, { url: 'http://10.0.0.1/' }),
      await call('PUT', path, { url: 'https://agents.example.com/hook' }),
      await call('GET', path),
      await call('POST', `${path}/rotate`),
      await call('DELETE', path),
      await call('PUT', '/v1/admin/agents/a_00000000000000000000/webhook', { url: 'https://agents.example.com/' }),
    ].map((response) => response.status)
    expect(statuses).toEqual([404, 422, 200, 200, 200, 204, 404])
  })

  test('to an admin is as described', async () => {
    const { version } = (await (await call('GET', '/v1/admin/rules')).json()) as { version: number }
    const rules = { rules: [{ name: 'everywhere', autonomy: 'draft' }] }
    await call('PUT', '/v1/admin/rules', rules, { 'if-match': `"${version}"` })
    await call('PUT', '/v1/admin/rules', rules)
    await call('POST', '/v1/admin/rules/plan', rules)
    await call('GET', '/v1/admin/grants')
    await call('DELETE', '/v1/admin/grants/g_00000000000000000000')
    await call('GET', '/v1/admin/grants', undefined, { authorization: 'Bearer nobody' })
  })

  test('to anybody about its health is as described', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/']) await call('GET', path)
  })

  test('would be told from an answer that is not: a field too many, a status that is not listed', async () => {
    const one = (body: object, status = 200) => wrongIn(described, 'GET', '/v1/drafts', Response.json(body, { status }))
    expect(await one({ drafts: [] })).toBeUndefined()
    expect(await one({ drafts: [], secret: 'x' })).toMatch('additional properties')
    expect(await one({}, 418)).toMatch('no status of it')
  })
})
