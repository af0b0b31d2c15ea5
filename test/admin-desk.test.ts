// What an admin does over HTTP and from a terminal beside agents, rules and grants: the claim, people, stops, posts, drafts
// and the ledger. On a gate that runs, with the real command line; every answer is held against its description.

import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import { offerClaim } from '../src/gateway/claiming.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { meet } from '../src/gateway/meet.ts'
import { stop } from '../src/gateway/stopping.ts'
import { draftId, sure } from '../src/id.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { type Description, description, wrongIn } from './described.ts'
import { adminToken, draft, type Gate, openTestGate } from './gate.ts'

let gate: Gate
let described: Description
beforeAll(async () => {
  gate = await openTestGate()
  described = description.parse(await (await fetch(`${gate.url}/openapi.json`)).json())
})
afterAll(() => gate[Symbol.asyncDispose]())

const must = <T>(of: T | Refusal): T => {
  if (isRefusal(of)) throw new Error(of.refused)
  return of
}

/** As the holder of the token; the answer is as described, or the test fails. */
async function call(method: string, path: string, body?: unknown, token = adminToken) {
  const response = await fetch(`${gate.url}/v1/admin${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(await wrongIn(described, method, `/v1/admin${path}`, response)).toBeUndefined()
  return { status: response.status, json: z.looseObject({}).parse(await response.json()) }
}

const program = new URL('../dist/adapters/cli/countersign.js', import.meta.url).pathname
type Ran = { readonly code: number | null; readonly out: string; readonly wrong: string }
function run(...words: readonly string[]): Promise<Ran> {
  const env = { ...process.env, COUNTERSIGN_ADMIN_TOKEN: adminToken, COUNTERSIGN_URL: gate.url }
  const child = spawn(process.execPath, [program, ...words], { env, timeout: 30_000 })
  let [out, wrong] = ['', '']
  child.stdout.on('data', (data) => {
    out += data
  })
  child.stderr.on('data', (data) => {
    wrong += data
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, wrong })))
}

const personOf = async (user: string) => {
  const { house } = gate.listening.open
  return must(await meet(house, accountOf(user), destinationOf('platform-help'))).person
}

async function held(text: string) {
  const { house } = gate.listening.open
  const sent = await gate.send('/v1/drafts', { ...draft, text, invocation: await gate.invocation() })
  const { draft: told } = z.object({ draft: z.object({ id: z.string() }) }).parse(await sent.json())
  const id = sure(draftId, told.id)
  for (;;) {
    const { seen } = await house.record.look({ draft: { kind: 'draft', id } })
    if (seen.draft?.is.state === 'pending') return seen.draft.is
    await house.wake.wait(id, 50)
  }
}
async function published(text: string): Promise<string> {
  const { house } = gate.listening.open
  const { id, screened } = await held(text)
  const shown = { revision: 1, fingerprint: screened.fingerprint }
  must(await decideDraft(house, accountOf('ada'), id, { do: 'approve', shown, ticked: [], did: 'read' }))
  for (;;) {
    const { seen } = await house.record.look({ draft: { kind: 'draft', id } })
    if (seen.draft?.is.state === 'published') return seen.draft.is.post
    await house.wake.wait(id, 50)
  }
}

describe('the claim from a terminal', () => {
  test('makes the first admin; a wrong code is one plain line, and the code is good once', async () => {
    const offer = await offerClaim(gate.listening.open.house, { known: undefined, alone: true })
    const code = offer.claim === 'offered' ? offer.code : ''
    const wrong = await run('claim', 'WRON-GONE', '--account', 'practice/practice/ada', '--name', 'Ada')
    expect(wrong).toMatchObject({ code: 1, out: '' })
    expect(wrong.wrong).toMatch(/^countersign claim: That is not the code.*\(claim-code-wrong\)\n$/)
    const done = await run('claim', code, '--account', 'practice/practice/ada', '--name', 'Ada')
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining('Ada is admin now.') })
    const body = { code, account: accountOf('bo'), name: 'Bo' }
    expect(await call('POST', '/claim', body)).toMatchObject({ status: 403, json: { code: 'claim-code-wrong' } })
    expect(await run('claim')).toMatchObject({ code: 2 })
    expect(await run('claim', code, '--account', 'ada', '--name', 'Ada')).toMatchObject({ code: 2 })
  })
})

describe('people', () => {
  test('are listed with accounts and roles and where each comes from, and shown as they stand in a place', async () => {
    expect((await run('person', 'list')).out).toContain('Ada  practice/practice/ada  admin (claim)')
    const mia = await run('person', 'show', 'practice/practice/mia', '--place', 'practice/practice/random')
    expect(mia.out).toMatch(
      /In practice\/practice\/random +as practice\/practice\/mia: member: full; moderator \(from platform\)/,
    )
    const data = await run('person', 'list', '--json')
    expect(z.object({ people: z.array(z.object({ id: z.string() })) }).parse(JSON.parse(data.out)).people).toHaveLength(
      5,
    )
    expect(await run('person', 'show', 'practice/practice/nobody')).toMatchObject({ code: 1 })
    expect(await run('person', 'show', 'u_00000000000000000000')).toMatchObject({ code: 1 })
    expect(await run('person', 'rename', 'x')).toMatchObject({ code: 2 })
    expect((await call('GET', '/people?limit=2')).json).toMatchObject({ next: expect.stringMatching(/^u_/) })
    expect((await call('GET', '/people?limit=0')).status).toBe(400)
    expect((await call('GET', '/people?account=ada')).status).toBe(400)
  })

  test('are given a role and have it taken, and the last admin stays', async () => {
    const bo = await personOf('bo')
    expect(await run('person', 'role', 'practice/practice/bo', 'give', 'moderator')).toMatchObject({
      code: 0,
      out: expect.stringContaining('moderator everywhere (from admin-token)'),
    })
    expect((await call('DELETE', `/people/${bo}/roles/moderator`)).json).toMatchObject({ person: { roles: [] } })
    expect((await call('PUT', `/people/${bo}/roles/owner`)).status).toBe(404)
    expect((await call('PUT', '/people/u_00000000000000000000/roles/admin')).status).toBe(404)
    const last = await run('person', 'role', 'practice/practice/ada', 'take', 'admin')
    expect(last).toMatchObject({ code: 1, wrong: expect.stringContaining('(last-admin)') })
  })

  test('get one more account, and are one from then on', async () => {
    const [ada, gus] = [await personOf('ada'), await personOf('gus')]
    const linked = await run('person', 'link', ada, 'practice/practice/gus')
    expect(linked).toMatchObject({ code: 0, out: expect.stringContaining(`Formerly  ${gus}`) })
    expect(await personOf('gus')).toBe(ada)
    expect(await call('GET', `/people/${gus}`)).toMatchObject({ json: { person: { id: ada } } })
    expect(
      (await call('POST', `/people/${ada}/accounts`, { platform: 'slack', workspace: 'T1', user: 'U1' })).status,
    ).toBe(404)
    expect((await call('POST', `/people/${ada}/accounts`, { platform: 'irc' })).status).toBe(422)
  })
})

describe('stops', () => {
  test('are put on from a terminal, freeze what they cover, are listed and lifted', async () => {
    const { id } = await held('Staging deploys run at 09:00 today.')
    const stopped = await run('stop', '--channel', 'practice/practice/platform-help', '--reason', 'looking into it')
    expect(stopped).toMatchObject({ code: 0, out: expect.stringMatching(/^s_.* on {2}every agent in practice/) })
    expect(await run('stop')).toMatchObject({ code: 0, out: stopped.out })
    expect((await call('GET', `/drafts/${id}`)).json).toMatchObject({ draft: { state: 'pending', frozen: true } })
    const stopId = stopped.out.split(' ')[0] ?? ''
    expect(await run('resume', stopId)).toMatchObject({ code: 0, out: expect.stringContaining('lifted') })
    expect(await run('resume', stopId)).toMatchObject({ code: 1, wrong: expect.stringContaining('(already-settled)') })
    expect(await run('stop')).toMatchObject({ out: 'Nothing is stopped.\n' })
    expect((await call('GET', `/drafts/${id}`)).json).toMatchObject({ draft: { frozen: false } })
  })

  test('name an agent however it is called, and say what is missing', async () => {
    const one = await run('stop', '--agent', 'Careful Clara', '--reason', 'drill', '--json')
    const { stop } = z.object({ stop: z.object({ id: z.string() }) }).parse(JSON.parse(one.out))
    expect(await run('resume', stop.id)).toMatchObject({ code: 0 })
    expect(await run('stop', '--agent', 'Nobody', '--reason', 'drill')).toMatchObject({ code: 1 })
    for (const wrong of [['--all'], ['--reason', 'x'], ['--all', '--channel', 'a/b/c', '--reason', 'x'], ['now']])
      expect(await run('stop', ...wrong)).toMatchObject({ code: 2 })
    expect((await call('POST', '/stops', { scope: { over: 'channel', lane: 'here' }, reason: 'x' })).status).toBe(422)
    expect((await call('POST', '/stops', { scope: { over: 'all' }, reason: ' ' })).status).toBe(422)
    expect((await call('POST', '/stops/s_00000000000000000000/lift', {})).status).toBe(404)
  })

  test('that a person put on are lifted on an admin’s word and not by the token alone', async () => {
    const { house } = gate.listening.open
    const by = must(await stop(house, accountOf('sec'), destinationOf('random'), { over: 'all' }, 'incident'))
    expect(await run('resume', by.id)).toMatchObject({ code: 1, wrong: expect.stringContaining('(not-yours)') })
    expect(await run('resume', by.id, '--by', 'practice/practice/bo')).toMatchObject({ code: 1 })
    expect(await run('resume', by.id, '--by', 'practice/practice/ada')).toMatchObject({ code: 0 })
    const [last] = (await house.record.entries({ stream: 'stops', limit: 100 })).slice(-1)
    expect(JSON.parse(last?.leaf ?? '{}')).toMatchObject({ event: 'resumed', facts: { by: await personOf('ada') } })
  })
})

describe('a post', () => {
  test('is shown without a word of it, and recalled with a reason that readers see', async () => {
    const id = await published('The canary word of this post is marmalade.')
    const shown = await run('post', 'show', id)
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining(`${id}: up`) })
    expect(shown.out).toContain(await personOf('ada'))
    expect(await run('post', 'recall', id)).toMatchObject({ code: 2 })
    const recalled = await run('post', 'recall', id, '--reason', 'It names the wrong hour.')
    expect(recalled).toMatchObject({ code: 0, out: expect.stringContaining('by admin-token') })
    for (const { out } of [shown, recalled]) expect(out).not.toContain('marmalade')
    const { house } = gate.listening.open
    const entries = await house.record.entries({ stream: id, limit: 10 })
    expect(JSON.parse(entries.at(-1)?.leaf ?? '{}')).toMatchObject({ event: 'recalled', facts: { by: 'admin-token' } })
    expect(entries.map((entry) => entry.leaf).join()).not.toContain('wrong hour')
    expect(await run('post', 'recall', id, '--reason', 'again')).toMatchObject({ code: 1 })
    expect((await call('GET', '/posts/p_00000000000000000000')).status).toBe(404)
    expect((await call('POST', `/posts/${id}/recall`, { reason: '' })).status).toBe(422)
    const page = await fetch(`${gate.url}/practice?as=bo&channel=platform-help`)
    const drawn = await page.text()
    expect(drawn).toContain('It names the wrong hour.')
    expect(drawn).toContain('Recalled by an admin')
    expect(drawn).not.toContain('marmalade')
  })
})

describe('drafts', () => {
  test('are listed and shown without a word of them', async () => {
    const { id } = await held('The canary word of this draft is vermilion.')
    const list = await run('draft', 'list')
    expect(list.out).toContain(`${id}  pending`)
    const shown = await run('draft', 'show', id)
    expect(shown.out).toContain(`Asked by  ${await personOf('ada')}`)
    const ofAgent = await call('GET', `/drafts?agent=${gate.agent}&state=pending&limit=1`)
    expect(ofAgent.json).toMatchObject({ drafts: [{ id }], next: id })
    const there = await call('GET', '/drafts?place=practice/practice/platform-help')
    for (const told of [list.out, shown.out, JSON.stringify(ofAgent.json), JSON.stringify(there.json)])
      expect(told).not.toContain('vermilion')
    for (const odd of ['?state=pending', '?agent=a&place=b/c/d', '?state=odd', '?limit=1000'])
      expect((await call('GET', `/drafts${odd}`)).status).toBe(400)
    expect((await call('GET', '/drafts?agent=nobody')).status).toBe(404)
    expect(await run('draft', 'approve', id)).toMatchObject({ code: 2 })
  })

  test('show their words when that is asked for, and that they were read is on record', async () => {
    const { id } = await held('The canary word of this draft is cerulean.')
    const { house } = gate.listening.open
    const read = async () => (await house.record.entries({ stream: `watch:${id}`, limit: 10 })).map((one) => one.leaf)
    await run('draft', 'show', id)
    expect(await read()).toEqual([])
    expect((await run('draft', 'show', id, '--text')).out).toContain('cerulean')
    const leaves = await read()
    expect(leaves.map((leaf) => JSON.parse(leaf))).toMatchObject([
      { event: 'text-read', facts: { revision: 1, by: 'admin-token', read: 1 } },
    ])
    expect(leaves.join()).not.toContain('cerulean')
    expect((await call('GET', `/drafts/${id}?text=true`)).json).toMatchObject({ words: { revision: 1 } })
    expect(await read()).toHaveLength(2)
    expect((await call('GET', '/drafts/d_00000000000000000000?text=true')).status).toBe(404)
  })
})

describe('the ledger', () => {
  test('is read by stream and from the newest on, a page at a time, with no entry twice', async () => {
    const { house } = gate.listening.open
    const all = await house.record.entries({ limit: 1000 })
    const listed: string[] = []
    for (let before = ''; ; ) {
      const { json } = await call('GET', `/ledger?limit=7${before}`)
      const page = z
        .object({ entries: z.array(z.object({ hash: z.string() })), next: z.string().optional() })
        .parse(json)
      listed.unshift(...page.entries.map((entry) => entry.hash))
      if (page.next === undefined) break
      before = `&before=${encodeURIComponent(page.next)}`
    }
    expect(listed.slice(-all.length)).toEqual(all.map((entry) => entry.hash))
    const first = await call('GET', '/ledger?stream=stops&limit=2')
    expect(first.json).toMatchObject({ entries: [{ version: 1 }, { version: 2 }], next: '2' })
    expect((await call('GET', '/ledger?stream=stops&limit=1&after=2')).json).toMatchObject({
      entries: [{ version: 3 }],
    })
    expect((await run('ledger', 'list', '--stream', 'stops')).out).toMatch(/stops 1 {2}stopped → stopped {2}by system/)
    for (const odd of ['?after=1', '?before=x', '?stream=a&before=b/1', '?limit=0'])
      expect((await call('GET', `/ledger${odd}`)).status).toBe(400)
  })

  test('is found whole, by stream and all of it', async () => {
    expect(await run('ledger', 'verify')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Whole: \d+ entries of/),
    })
    expect(await run('ledger', 'verify', '--stream', 'stops')).toMatchObject({ code: 0 })
    expect(await run('ledger', 'verify', '--before', 'x/1')).toMatchObject({ code: 2 })
    expect((await call('GET', '/ledger/verify?newest=5')).json).toMatchObject({ whole: true, breaks: [] })
  })
})

describe('without the token', () => {
  test.each([
    ['GET', '/people'],
    ['GET', '/people/u_00000000000000000000'],
    ['POST', '/claim'],
    ['PUT', '/people/u_00000000000000000000/roles/admin'],
    ['GET', '/stops'],
    ['POST', '/stops'],
    ['GET', '/drafts'],
    ['POST', '/posts/p_00000000000000000000/recall'],
    ['GET', '/ledger'],
    ['GET', '/ledger/verify'],
  ])('%s %s is 401 and no more, for an agent too', async (method, path) => {
    for (const token of ['nobody', gate.token])
      expect(await call(method, path, undefined, token)).toMatchObject({
        status: 401,
        json: { code: 'admin-token-needed' },
      })
  })
})
