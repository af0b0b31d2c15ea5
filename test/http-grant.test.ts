// How an agent asks over HTTP to post without a person. It can ask; there is nothing else for it to do.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import { grantsIn } from '../src/gateway/grant-looking.ts'
import { declineGrant, giveGrant } from '../src/gateway/granting.ts'
import { grantId, sure } from '../src/id.ts'
import { isRefusal } from '../src/refusal.ts'
import { adminToken, type Gate, openTestGate } from './gate.ts'
import { writeRule } from './rule-book.ts'

const told = z.object({
  grant: z.object({ id: z.string(), state: z.string(), minutes: z.number(), posts: z.array(z.string()) }),
})
const destination = { platform: 'practice', workspace: 'practice', channel: 'platform-help' }

let gate: Gate
beforeAll(async () => {
  gate = await openTestGate()
})
afterAll(() => gate[Symbol.asyncDispose]())

const ask = (body: object, headers = {}) => gate.send('/v1/grants', body, headers)
const problem = z.object({ code: z.string() })
const code = async (response: Response) => [response.status, problem.parse(await response.json()).code]

describe('an agent that asks for a grant', () => {
  test('is told that the rule of the place does not say auto', async () => {
    expect(await code(await ask({ destination }))).toEqual([403, 'not-auto'])
  })

  test('waits for people, reads what they said by asking the same again, and cannot give it to itself', async () => {
    const { house } = gate.listening.open
    await writeRule(house, 'auto')
    const first = await ask({ destination, minutes: 30, why: 'The same question all day.' })
    expect(first.status).toBe(202)
    const { grant } = told.parse(await first.json())
    expect(grant).toMatchObject({ state: 'asked', minutes: 30, posts: [] })
    for (const path of [`/v1/grants/${grant.id}`, `/v1/grants/${grant.id}/give`])
      expect((await gate.send(path, {})).status).toBe(404)
    expect(await code(await gate.send(`/v1/admin/grants/${grant.id}`, {}))).toEqual([401, 'admin-token-needed'])
    await giveGrant(house, accountOf('mia'), sure(grantId, grant.id))
    for (;;) {
      const again = told.parse(await (await ask({ destination, minutes: 30 })).json())
      expect(again.grant.id).toBe(grant.id)
      if (again.grant.state === 'live') break
      await house.wake.wait('grants', 50)
    }
    expect(await code(await ask({ destination, minutes: 15 }))).toEqual([409, 'grant-open'])
    const here = await grantsIn(house, accountOf('gus'), destinationOf('platform-help'))
    if (isRefusal(here)) throw new Error(here.refused)
    expect(here.live.map((one) => [one.grant.id, one.mayRevoke])).toEqual([[grant.id, true]])
  })

  test('with a key asks once for ever, and the same key for another length is told so', async () => {
    const here = { ...destination, channel: 'random' }
    const key = { 'idempotency-key': 'grant-once' }
    const { grant } = told.parse(await (await ask({ destination: here, minutes: 20 }, key)).json())
    const { house } = gate.listening.open
    const entries = async () => (await house.record.entries({ stream: 'grants', limit: 1000 })).length
    const before = await entries()
    const both = await Promise.all([
      ask({ destination: here, minutes: 20 }, key),
      ask({ destination: here, minutes: 20 }, key),
    ])
    for (const again of both) expect(told.parse(await again.json()).grant.id).toBe(grant.id)
    expect(await code(await ask({ destination: here, minutes: 25 }, key))).toEqual([409, 'key-reused'])
    expect(await entries()).toBe(before)
    await declineGrant(house, accountOf('mia'), sure(grantId, grant.id))
    const late = told.parse(await (await ask({ destination: here, minutes: 20 }, key)).json())
    expect(late.grant).toMatchObject({ id: grant.id, state: 'declined' })
    gate.clock.ahead += 16 * 60_000
  })

  test('that was told no does not ask again at once', async () => {
    const elsewhere = { ...destination, channel: 'random' }
    const { grant } = told.parse(await (await ask({ destination: elsewhere })).json())
    await declineGrant(gate.listening.open.house, accountOf('mia'), sure(grantId, grant.id))
    expect(await code(await ask({ destination: elsewhere }))).toEqual([409, 'asked-lately'])
  })

  test.each([
    ['more than eight hours', { destination, minutes: 481 }, 422, 'invalid-body'],
    ['no time at all', { destination, minutes: 0 }, 422, 'invalid-body'],
    [
      'a thread, since a grant is for a channel',
      { destination: { ...destination, thread: 't1' } },
      422,
      'invalid-body',
    ],
    ['a giver of its choice', { destination, by: 'u_01K7Q2M8AA0000000001' }, 422, 'invalid-body'],
    [
      'another platform, with a sandbox token',
      { destination: { ...destination, platform: 'slack' } },
      403,
      'out-of-scope',
    ],
  ])('with %s is refused', async (_, body, status, wanted) => {
    expect(await code(await ask(body))).toEqual([status, wanted])
  })

  test('without a live token is told nothing, not even what is wrong with its body', async () => {
    expect(await code(await ask({ nonsense: 1 }, { authorization: 'Bearer cs_live_x' }))).toEqual([
      401,
      'token-unknown',
    ])
  })
})

describe('the holder of the admin token', () => {
  const admin = (path: string, method: string, token = adminToken) =>
    fetch(`${gate.url}/v1/admin/grants${path}`, { method, headers: { authorization: `Bearer ${token}` } })

  test('reads the grants and ends one, and can give none', async () => {
    const { grants } = z.object({ grants: z.array(told.shape.grant) }).parse(await (await admin('', 'GET')).json())
    const live = grants.find((grant) => grant.state === 'live')
    expect(live).toBeDefined()
    const path = `/${live?.id}`
    expect((await admin(path, 'POST')).status).toBe(405)
    expect(await code(await admin(path, 'DELETE', gate.token))).toEqual([401, 'admin-token-needed'])
    expect(told.parse(await (await admin(path, 'DELETE')).json()).grant.state).toBe('revoked')
    expect(await code(await admin(path, 'DELETE'))).toEqual([409, 'already-settled'])
    expect(await code(await admin('/g_nonsense', 'DELETE'))).toEqual([404, 'unknown-grant'])
  })
})
