// A token that somebody revoked: through no path of the door does it do or learn anything any more.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { spellToken } from '../src/agent/token.ts'
import { agentStep } from '../src/gateway/agent-step.ts'
import { commit } from '../src/gateway/commit.ts'
import type { House } from '../src/gateway/house.ts'
import { submit } from '../src/gateway/intake.ts'
import { issueToken, revokeTokens } from '../src/gateway/issuing.ts'
import { agentOf, ownDraft } from '../src/gateway/own.ts'
import { addAgent } from '../src/gateway/registering.ts'
import { agentId, draftId, sure } from '../src/id.ts'
import { isRefusal } from '../src/refusal.ts'
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

describe('I1 a token that does not work', () => {
  /** What was asked of the record and written to it while this was done. */
  async function workOf(secret: string, enter: (house: House, secret: string) => Promise<object>) {
    const { house } = gate.listening.open
    const { record } = house
    const work = { looks: 0, saves: 0 }
    const counting: House = {
      ...house,
      record: {
        ...record,
        look: (glance, tallies) => {
          work.looks += 1
          return record.look(glance, tallies)
        },
        save: (save) => {
          work.saves += 1
          return record.save(save)
        },
      },
    }
    return { ...work, answer: await enter(counting, secret) }
  }

  test('wrong, expired or revoked a moment ago: the same answer for the same work, at every way in', async () => {
    const { house } = gate.listening.open
    const expired = await addAgent(house, 'Expired Ed', undefined, 1)
    const revoked = await addAgent(house, 'Revoked Rae', undefined)
    if (isRefusal(expired) || isRefusal(revoked)) throw new Error('no agents')
    gate.clock.ahead += 1000
    await revokeTokens(house, revoked.agent.id, undefined)
    const wrong = spellToken('sandbox', 'AAAAAAAA', new Uint8Array(32).fill(9))
    const tokens = { wrong, expired: expired.secret, revoked: revoked.secret }
    const submission = {
      destination: draft.destination,
      intent: { intent: 'post' },
      content: { text: draft.text, tags: [] },
      disclosure: { assumptions: [], sources: [], affects: [], steps: [] },
      run: {},
    } as const
    for (const enter of [
      (of: House, secret: string) => agentOf(of, secret),
      (of: House, secret: string) => ownDraft(of, secret, sure(draftId, own)),
      (of: House, secret: string) => submit(of, secret, submission, 'a key'),
    ]) {
      const works = await Promise.all(Object.values(tokens).map((secret) => workOf(secret, enter)))
      const [first] = works
      expect(first?.answer).toEqual({ refused: 'token-unknown' })
      expect(works).toEqual(works.map(() => first))
    }
    const answers = await Promise.all(
      Object.values(tokens).map(async (secret) => {
        const answer = await fetch(`${gate.url}/v1/drafts`, { headers: { authorization: `Bearer ${secret}` } })
        return [answer.status, answer.headers.get('www-authenticate'), await answer.text()]
      }),
    )
    expect(answers[0]?.[0]).toBe(401)
    expect(answers).toEqual(answers.map(() => answers[0]))
  })

  test('of another workspace, or without the scope: 403, and which of them it is nobody is told', async () => {
    const { house } = gate.listening.open
    const scoped = await addAgent(house, 'Scoped Sue', undefined)
    if (isRefusal(scoped)) throw new Error('no agent')
    const narrow = await issueToken(house, scoped.agent.id, {
      sort: 'sandbox',
      scopes: ['practice/practice/random', 'practice/other/*'],
    })
    if (isRefusal(narrow)) throw new Error('no token')
    const send = async (destination: object) => {
      const answer = await gate.send(
        '/v1/drafts',
        { ...draft, destination },
        { authorization: `Bearer ${narrow.secret}` },
      )
      return [answer.status, await answer.text()]
    }
    const channel = await send(draft.destination)
    expect(channel).toEqual([403, expect.stringContaining('"out-of-scope"')])
    expect(await send({ ...draft.destination, workspace: 'elsewhere' })).toEqual(channel)
    expect(await send({ platform: 'slack', workspace: 'T2', channel: 'C1' })).toEqual(channel)
    expect((await send({ ...draft.destination, channel: 'random' }))[0]).toBe(202)
  })
})
