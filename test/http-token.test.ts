// A token that somebody revoked: through no path of the door does it do or learn anything any more.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { commit } from '../src/gateway/commit.ts'
import { agentStep } from '../src/gateway/write.ts'
import { agentId, draftId, sure } from '../src/id.ts'
import { draft, type Gate, openTestGate } from './gate.ts'

let gate: Gate
let own: string
beforeAll(async () => {
  gate = await openTestGate()
  const sent = await gate.send('/v1/drafts', draft)
  own = z.object({ draft: z.object({ id: z.string() }) }).parse(await sent.json()).draft.id
  await revoke()
})
afterAll(() => gate[Symbol.asyncDispose]())

async function revoke(): Promise<void> {
  const agent = { kind: 'agent', id: sure(agentId, gate.agent) } as const
  await commit(gate.listening.open.house, { agent }, ({ now, seen }) => {
    const tokens = seen.agent?.is.tokens ?? []
    const steps = tokens.map(({ kid }) =>
      agentStep(seen.agent, { type: 'token-revoked', kid, at: now }, { kind: 'system' }, now),
    )
    return { steps, result: undefined }
  })
}

describe('a revoked token', () => {
  test.each([
    ['POST', '/v1/drafts', draft],
    ['POST', '/v1/drafts', { odd: true }],
    ['GET', '/v1/drafts', undefined],
    ['GET', '/v1/drafts?limit=0', undefined],
    ['GET', '/v1/drafts/own', undefined],
    ['GET', '/v1/drafts/own?wait=30', undefined],
    ['GET', '/v1/drafts/d_short', undefined],
    ['POST', '/v1/drafts/own/revisions', { text: 'Something else.' }],
    ['POST', '/v1/drafts/own/withdraw', undefined],
  ] as const)('is told 401 at %s %s and no more, and stores nothing', async (method, path, body) => {
    const before = await gate.stored()
    const response = await fetch(`${gate.url}${path.replace('own', own)}`, {
      method,
      headers: {
        authorization: `Bearer ${gate.token}`,
        'content-type': 'application/json',
        'idempotency-key': `${method} ${path}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ code: 'token-unknown' })
    expect(text).not.toContain(gate.token)
    expect((await gate.stored()).drafts).toBe(before.drafts)
  })

  test('leaves the draft that it submitted where it was', async () => {
    const glance = { draft: { kind: 'draft', id: sure(draftId, own) } } as const
    const { seen } = await gate.listening.open.house.record.look(glance)
    expect(seen.draft?.is.revision.number).toBe(1)
    expect(['received', 'screening', 'pending']).toContain(seen.draft?.is.state)
  })
})
