// Agents from the admin door to what their tokens reach: added, assessed, given tokens and deprived of them, stopped and
// retired. Every change is one entry, and what is told twice is done once.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { agentId, sure } from '../src/id.ts'
import { known } from './admin-person.ts'
import { type Description, description, wrongIn } from './described.ts'
import { adminToken, draft, type Gate, openTestGate } from './gate.ts'

let gate: Gate
let described: Description
let root: string
let owner: string
beforeAll(async () => {
  gate = await openTestGate()
  described = description.parse(await (await fetch(`${gate.url}/openapi.json`)).json())
  root = await known(gate.listening.open.house, 'UROOT', ['admin'])
  owner = await known(gate.listening.open.house, 'UOWNER')
})
afterAll(() => gate[Symbol.asyncDispose]())

const agentShape = z.object({
  id: z.string(),
  state: z.string(),
  owner: z.string().optional(),
  tokens: z.array(z.object({ kid: z.string(), sort: z.string(), state: z.string(), expires: z.number() })),
})
const answerShape = z.object({ agent: agentShape, secret: z.string().optional(), code: z.string().optional() })

async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${gate.url}/v1/admin/agents${path}`, {
    method,
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(await wrongIn(described, method, response.url, response)).toBeUndefined()
  return { status: response.status, json: (await response.json()) as unknown }
}
async function done(path: string, body: object) {
  const { status, json } = await call('POST', path, body)
  expect([200, 201], JSON.stringify(json)).toContain(status)
  return answerShape.parse(json)
}
async function no(path: string, body: object) {
  const { status, json } = await call('POST', path, body)
  return [status, z.object({ code: z.string() }).parse(json).code]
}
function submits(secret: string | undefined, destination: object = draft.destination, run: object = {}) {
  const body = { ...draft, destination, run }
  return gate.send('/v1/drafts', body, { authorization: `Bearer ${secret}` })
}
async function codeOf(response: Response) {
  return [response.status, z.object({ code: z.string() }).parse(await response.json()).code]
}
/** All but from where its tokens were used: that is noted aside, and may come at any place. */
const streamOf = async (id: string) =>
  (await gate.listening.open.house.record.entries({ stream: id, limit: 100 }))
    .map(({ leaf }) => JSON.parse(leaf) as { event: string; facts: object; actor: object })
    .filter(({ event }) => event !== 'seen-anew')

describe('an agent that was added', () => {
  test('has a sandbox token that works at once in practice, and nowhere else', async () => {
    const { agent, secret } = await done('', { name: 'Fresh Fred' })
    expect(agent).toMatchObject({ state: 'proposed', tokens: [{ sort: 'sandbox', state: 'works' }] })
    expect((await submits(secret)).status).toBe(202)
    expect(await codeOf(await submits(secret, { platform: 'slack', workspace: 'T1', channel: 'C1' }))).toEqual([
      403,
      'out-of-scope',
    ])
    const { json } = await call('GET', '/fresh%20fred')
    expect(JSON.stringify(json)).not.toContain(secret)
    expect(JSON.stringify(await streamOf(agent.id))).not.toMatch(/Fred/)
  })

  test('keeps its name for itself, however that is written, and the practice agents keep theirs', async () => {
    await done('', { name: 'Lone Lena' })
    expect(await no('', { name: 'lone  LENA' })).toEqual([409, 'name-taken'])
    expect(await no('', { name: 'confident colin' })).toEqual([409, 'name-taken'])
    expect(await no('', { name: '@everyone' })).toEqual([422, 'invalid-body'])
  })

  test('is made once when it is asked for twice in the same moment', async () => {
    const both = await Promise.all([call('POST', '', { name: 'Twin Tom' }), call('POST', '', { name: 'Twin Tom' })])
    expect(both.map((one) => one.status).sort()).toEqual([201, 409])
  })
})

describe('a live token', () => {
  test('needs an owner and the recorded word of an admin, and names the places it is for', async () => {
    const { agent } = await done('', { name: 'Live Liv' })
    const live = { sort: 'live', scopes: ['slack/T1/*'] }
    expect(await no('/Live%20Liv/tokens', live)).toEqual([403, 'owner-needed'])
    const word = { by: root, risk: 'low', words: 'Answers from the runbook; cannot reach production.' }
    expect(await no('/Live%20Liv/assess', word)).toEqual([403, 'owner-needed'])
    await done('/Live%20Liv/owner', { owner: 'slack/T1/UOWNER' })
    expect(await no('/Live%20Liv/tokens', live)).toEqual([403, 'assessment-needed'])
    expect(await no('/Live%20Liv/assess', { ...word, by: owner })).toEqual([403, 'not-yours'])
    expect(await no('/Live%20Liv/assess', { ...word, by: 'slack/T1/NOBODY' })).toEqual([404, 'unknown-person'])
    expect((await done('/Live%20Liv/assess', word)).agent).toMatchObject({ state: 'live', owner })
    expect(await no('/Live%20Liv/tokens', { sort: 'live' })).toEqual([422, 'invalid-body'])
    expect(await no('/Live%20Liv/tokens', { sort: 'live', scopes: ['*'] })).toEqual([422, 'invalid-body'])
    const { secret } = await done('/Live%20Liv/tokens', live)
    expect(secret).toMatch(/^cs_live_/)
    const [, , assessed, issued] = await streamOf(agent.id)
    expect(assessed).toMatchObject({
      event: 'assessed',
      actor: { kind: 'system' },
      facts: { by: root, via: 'admin-token' },
    })
    expect(JSON.stringify(assessed)).not.toContain('runbook')
    expect(issued).toMatchObject({ event: 'token-issued', facts: { sort: 'live', scopes: ['slack/T1/*'] } })
    expect(JSON.stringify(issued)).not.toContain(secret?.slice('cs_live_12345678_'.length, -'_123456'.length))
    expect(await codeOf(await submits(secret))).toEqual([403, 'out-of-scope'])
    // In scope, and past the look at the token: it is Slack that is not connected here.
    const slack = { platform: 'slack', workspace: 'T1', channel: 'C1' }
    expect(await codeOf(await submits(secret, slack))).toEqual([404, 'unknown-place'])
    expect(await codeOf(await submits(secret, { ...slack, workspace: 'T2' }))).toEqual([403, 'out-of-scope'])
  })

  test('does nothing any more when the assessment has run out, until an admin renews it', async () => {
    await done('', { name: 'Timed Tim', owner })
    const word = { by: root, risk: 'high', words: 'For a week.', days: 7 }
    await done('/Timed%20Tim/assess', word)
    const { secret } = await done('/Timed%20Tim/tokens', { sort: 'live', scopes: ['slack/*'] })
    const slack = { platform: 'slack', workspace: 'T1', channel: 'C1' }
    gate.clock.ahead += 8 * 24 * 3600 * 1000
    expect(await codeOf(await submits(secret, slack))).toEqual([403, 'assessment-over'])
    expect(await no('/Timed%20Tim/tokens', { sort: 'live', scopes: ['slack/*'] })).toEqual([403, 'assessment-over'])
    await done('/Timed%20Tim/assess', word)
    expect(await codeOf(await submits(secret, slack))).toEqual([404, 'unknown-place'])
  })
})

describe('tokens that come and go', () => {
  test('two of a sort work at once, for a rotation, and the old one ends when it was said to', async () => {
    const { agent, secret: first } = await done('', { name: 'Turning Tess' })
    const rotated = await call('POST', `/${agent.id}/rotate`, { graceMinutes: 30 })
    const { secret: second } = answerShape.parse(rotated.json)
    expect(z.object({ old: z.object({ kid: z.string(), until: z.number() }) }).parse(rotated.json).old.kid).toBe(
      agent.tokens[0]?.kid,
    )
    expect((await submits(first)).status).toBe(202)
    expect((await submits(second)).status).toBe(202)
    expect(await no(`/${agent.id}/tokens`, { sort: 'sandbox' })).toEqual([409, 'too-many-tokens'])
    expect(await no(`/${agent.id}/rotate`, {})).toEqual([409, 'too-many-tokens'])
    gate.clock.ahead += 31 * 60 * 1000
    expect(await codeOf(await submits(first))).toEqual([401, 'token-unknown'])
    expect((await submits(second)).status).toBe(202)
    expect((await streamOf(agent.id)).map(({ event }) => event)).toEqual(['registered', 'token-rotated'])
  })

  test('a token lives 90 days and no longer', async () => {
    expect(await no('', { name: 'Old Olga', days: 91 })).toEqual([422, 'invalid-body'])
    const { agent, secret } = await done('', { name: 'Old Olga' })
    const held = (await gate.listening.open.house.record.now()) + 90 * 24 * 3600 * 1000
    expect(Math.abs((agent.tokens[0]?.expires ?? 0) - held)).toBeLessThan(60_000)
    expect(secret).toBeDefined()
  })

  test('what is revoked works no more from the next request on; again changes nothing', async () => {
    const { agent, secret } = await done('', { name: 'Gone Gil' })
    await done(`/${agent.id}/revoke`, { kid: agent.tokens[0]?.kid })
    expect(await codeOf(await submits(secret))).toEqual([401, 'token-unknown'])
    await done(`/${agent.id}/revoke`, { kid: agent.tokens[0]?.kid })
    await done(`/${agent.id}/revoke`, {})
    expect(await no(`/${agent.id}/revoke`, { kid: 'AAAAAAAA' })).toEqual([404, 'unknown-token'])
    expect((await streamOf(agent.id)).map(({ event }) => event)).toEqual(['registered', 'token-revoked'])
  })

  test('a retired agent has none, and gets none', async () => {
    const { agent, secret } = await done('', { name: 'Done Dora' })
    await done(`/${agent.id}/retire`, {})
    expect((await done(`/${agent.id}/retire`, {})).agent.state).toBe('retired')
    expect(await codeOf(await submits(secret))).toEqual([401, 'token-unknown'])
    expect(await no(`/${agent.id}/tokens`, { sort: 'sandbox' })).toEqual([403, 'agent-not-live'])
    expect((await streamOf(agent.id)).length).toBe(2)
  })
})

describe('an agent under its stop', () => {
  test('reads what it submitted and withdraws it, and submits nothing until it is resumed', async () => {
    const { agent, secret } = await done('', { name: 'Still Stan' })
    const sent = await submits(secret)
    const { id } = z.object({ draft: z.object({ id: z.string() }) }).parse(await sent.json()).draft
    const stopped = await done(`/${agent.id}/stop`, { reason: 'It answers too fast.' })
    await done(`/${agent.id}/stop`, { reason: 'It answers too fast.' })
    expect(stopped.agent.state).toBe('stopped')
    expect(await codeOf(await submits(secret))).toEqual([403, 'stopped'])
    const authorization = { authorization: `Bearer ${secret}` }
    expect((await fetch(`${gate.url}/v1/drafts/${id}`, { headers: authorization })).status).toBe(200)
    expect(await codeOf(await gate.send(`/v1/drafts/${id}/revisions`, { text: 'No.' }, authorization))).toEqual([
      403,
      'stopped',
    ])
    expect((await gate.send(`/v1/drafts/${id}/withdraw`, {}, authorization)).status).toBe(202)
    expect((await done(`/${agent.id}/resume`, {})).agent.state).toBe('proposed')
    await done(`/${agent.id}/resume`, {})
    expect((await submits(secret)).status).toBe(202)
    expect((await streamOf('stops')).map(({ event }) => event)).toEqual(['stopped', 'resumed'])
  })

  test('that a person put there is let go on an admin’s word alone', async () => {
    const { house } = gate.listening.open
    const { agent } = await done('', { name: 'Halted Hal' })
    const { stop } = await import('../src/gateway/stopping.ts')
    const { accountOf, destinationOf } = await import('../adapters/practice/cast.ts')
    const scope = { over: 'agent', agent: sure(agentId, agent.id) } as const
    await stop(house, accountOf('sec'), destinationOf('platform-help'), scope, 'It lied.')
    expect(await no(`/${agent.id}/resume`, {})).toEqual([403, 'not-yours'])
    expect(await no(`/${agent.id}/resume`, { by: owner })).toEqual([403, 'not-yours'])
    expect((await done(`/${agent.id}/resume`, { by: root })).agent.state).toBe('proposed')
    expect((await streamOf('stops')).at(-1)).toMatchObject({ event: 'resumed', facts: { by: root } })
  })
})

test('nothing is told or done without the admin token', async () => {
  for (const [method, path] of [
    ['GET', ''],
    ['POST', ''],
    ['POST', '/x/tokens'],
  ] as const) {
    const response = await fetch(`${gate.url}/v1/admin/agents${path}`, { method })
    expect(response.status).toBe(401)
  }
  expect((await call('GET', '/nobody')).status).toBe(404)
  expect((await call('DELETE', '/nobody')).status).toBe(405)
})
