import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Code, codes } from '../adapters/http/code.ts'
import { accountOf } from '../adapters/practice/cast.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { draftId, sure } from '../src/id.ts'
import { refusalCodes } from '../src/refusal.ts'
import { draft, type Gate, openTestGate } from './gate.ts'

type Told = { draft: { id: string; state: string; revision: number; fingerprint?: string; revisionAsked?: object } }

let gate: Gate
beforeAll(async () => {
  gate = await openTestGate()
})
afterAll(() => gate[Symbol.asyncDispose]())

async function submit(): Promise<string> {
  const response = await gate.send('/v1/drafts', { ...draft, invocation: await gate.invocation() })
  return ((await response.json()) as Told).draft.id
}

async function read(id: string, wait = 0): Promise<Told['draft']> {
  const response = await fetch(`${gate.url}/v1/drafts/${id}?wait=${wait}`, {
    headers: { authorization: `Bearer ${gate.token}` },
  })
  return ((await response.json()) as Told).draft
}

async function pending(id: string): Promise<Told['draft']> {
  for (let wait = 0; ; wait = 1) {
    const now = await read(id, wait)
    if (now.state === 'pending') return now
  }
}

describe('an agent', () => {
  test('submits, waits, is asked for a revision, revises, and reads that it was published', async () => {
    const id = await submit()
    const waiting = await pending(id)
    const { house } = gate.listening.open
    const asked = read(id, 30)
    await decideDraft(house, accountOf('ada'), sure(draftId, id), {
      do: 'revise',
      shown: { revision: 1, fingerprint: waiting.fingerprint ?? '' },
      wants: ['Too long'],
      words: 'shorter',
    })
    expect(await asked).toMatchObject({ state: 'revising', revisionAsked: { wants: ['Too long'], words: 'shorter' } })
    const revised = await gate.send(`/v1/drafts/${id}/revisions`, { text: '09:00 and 15:00.' })
    expect([revised.status, ((await revised.json()) as Told).draft.revision]).toEqual([202, 2])
    const second = await pending(id)
    const decided = read(id, 30)
    await decideDraft(house, accountOf('ada'), sure(draftId, id), {
      do: 'approve',
      shown: { revision: 2, fingerprint: second.fingerprint ?? '' },
      ticked: [],
      did: 'read',
    })
    expect(['approved', 'publishing', 'published']).toContain((await decided).state)
  })

  test('withdraws twice, and it is the same as once', async () => {
    const id = await submit()
    const key = { 'idempotency-key': 'withdraw-once' }
    const first = await gate.send(`/v1/drafts/${id}/withdraw`, '', key)
    const second = await gate.send(`/v1/drafts/${id}/withdraw`, '', key)
    expect([first.status, second.status]).toEqual([202, 202])
    expect(((await second.json()) as Told).draft.state).toBe('withdrawn')
    const late = await gate.send(`/v1/drafts/${id}/revisions`, { text: 'Too late.' })
    expect(await late.json()).toMatchObject({ code: 'already-settled' })
  })

  test('lists its own, newest first, by state, a page at a time', async () => {
    const ids = [await submit(), await submit(), await submit()]
    for (const id of ids) await pending(id)
    const list = async (query: string) => {
      const response = await fetch(`${gate.url}/v1/drafts?${query}`, {
        headers: { authorization: `Bearer ${gate.token}` },
      })
      return ((await response.json()) as { drafts: Told['draft'][] }).drafts.map((one) => one.id)
    }
    expect(await list('state=pending&limit=2')).toEqual([ids[2], ids[1]])
    expect(await list(`state=pending&limit=1&before=${ids[1]}`)).toEqual([ids[0]])
    expect(await list('state=expired')).toEqual([])
  })
})

describe('the gate itself', () => {
  test('says that it lives and that its parts are ready', async () => {
    expect(await (await fetch(`${gate.url}/healthz`)).json()).toMatchObject({ status: 'alive' })
    expect(await (await fetch(`${gate.url}/readyz`)).json()).toEqual({
      status: 'ready',
      record: 'ready',
      queue: 'ready',
    })
  })

  test('describes itself from the schemas that read the requests', async () => {
    const described = (await (await fetch(`${gate.url}/openapi.json`)).json()) as {
      paths: {
        [path: string]: {
          post?: {
            requestBody: {
              content: { 'application/json': { schema: { properties: object; additionalProperties: boolean } } }
            }
          }
        }
      }
    }
    const schema = described.paths['/v1/drafts']?.post?.requestBody.content['application/json'].schema
    expect(Object.keys(schema?.properties ?? {})).toEqual(
      expect.arrayContaining(['destination', 'text', 'disclosure', 'invocation', 'run']),
    )
    expect(schema?.additionalProperties).toBe(false)
    expect(Object.keys(described.paths)).not.toContain(expect.stringMatching(/approve|decide|invocation/))
  })

  test('answers a long wait at once when it closes, and hands over within its time', async () => {
    const other = await openTestGate()
    const response = await other.send('/v1/drafts', { ...draft, invocation: await other.invocation() })
    const { draft: told } = (await response.json()) as Told
    const waiting = fetch(`${other.url}/v1/drafts/${told.id}?wait=60`, {
      headers: { authorization: `Bearer ${other.token}` },
    })
    await fetch(`${other.url}/healthz`)
    const began = performance.now()
    await other[Symbol.asyncDispose]()
    expect((await waiting).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(10_000)
  })

  test('has a row in docs/errors.md for every code, and no other', async () => {
    expect(Object.keys(codes)).toEqual(expect.arrayContaining([...refusalCodes]))
    const rows = Object.entries(codes).map(
      ([code, row]: [string, (typeof codes)[Code]]) =>
        `| <a id="${code}"></a>\`${code}\` | ${row.status} | ${row.says} | ${row.todo} |`,
    )
    const page = `# Errors\n\nAnswers are \`application/problem+json\` (RFC 9457) with a \`code\` that does not change its meaning. Made from the table in\n\`adapters/http/problem.ts\` by \`npm test -- -u\`.\n\n| code | status | what it means | what to do |\n|---|---|---|---|\n${rows.join('\n')}\n`
    await expect(page).toMatchFileSnapshot('../docs/errors.md')
  })
})
