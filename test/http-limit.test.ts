// How much an agent may ask, and what a flood of one costs the others: rates, wrong tokens, and from where tokens come.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callerOf } from '../adapters/http/address.ts'
import { openBucket } from '../adapters/http/bucket.ts'
import { openLine } from '../adapters/http/line.ts'
import { callersBehind } from '../adapters/http/proxies.ts'
import { openTurnstile } from '../adapters/http/turnstile.ts'
import { spellToken } from '../src/agent/token.ts'
import { type AgentId, agentId, spell, sure } from '../src/id.ts'
import { type Gate, openTestGate } from './gate.ts'

const wrong = (letter: number) => spellToken('sandbox', 'AAAAAAAA', new Uint8Array(32).fill(letter))

let gate: Gate
beforeAll(async () => {
  gate = await openTestGate({ rate: { perMinute: 60, burst: 5 } })
})
afterAll(() => gate[Symbol.asyncDispose]())
const list = (token: string) => fetch(`${gate.url}/v1/drafts`, { headers: { authorization: `Bearer ${token}` } })

describe('an agent that asks too much', () => {
  test('is told what is left with every answer, then 429 and how long to wait; another agent notices nothing', async () => {
    const answers: Response[] = []
    for (let asked = 0; asked < 7; asked++) answers.push(await list(gate.token))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429])
    expect(answers.map(({ headers }) => headers.get('ratelimit-policy'))).toEqual(answers.map(() => '"agent";q=5;w=5'))
    expect(answers.map(({ headers }) => /^"agent";r=(\d);t=\d+$/.exec(headers.get('ratelimit') ?? '')?.[1])).toEqual([
      '4',
      '3',
      '2',
      '1',
      '0',
      '0',
      '0',
    ])
    const last = answers.at(-1)
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    expect(await last?.json()).toMatchObject({ code: 'too-many-requests', status: 429 })
    expect((await list(gate.otherToken)).status).toBe(200)
  })
})

describe('wrong tokens', () => {
  test('are limited by the address they come from, and keep out nobody whose token works', async () => {
    const { house, practice } = gate.listening.open
    const doors = openTurnstile(house)
    const statusOf = async (secret: string, from: string) => {
      const passed = await doors.enter(secret, from, false)
      if (passed instanceof Response) return passed.status
      passed.leave(200)
      return 200
    }
    const flood: number[] = []
    for (let tried = 0; tried < 40; tried++) flood.push(await statusOf(wrong(tried), '192.0.2.7'))
    expect(flood.filter((status) => status === 401).length).toBe(30)
    expect(flood.at(-1)).toBe(429)
    // Never seen by this process, from the very address of the flood.
    const seat = practice?.agents.seats.find(({ user }) => user === 'rhea')
    expect(await statusOf(seat?.secret ?? '', '192.0.2.7')).toBe(200)
    expect(await statusOf(wrong(99), '192.0.2.8')).toBe(401)
  })

  test('are counted by network where one machine has many addresses', () => {
    expect(callerOf('2001:db8:1:2::5')).toBe(callerOf('2001:db8:1:2:aaaa:bbbb:cccc:dddd'))
    expect(callerOf('2001:db8:1:3::5')).not.toBe(callerOf('2001:db8:1:2::5'))
    expect(callerOf('::1')).toBe('0:0:0:0')
    expect(callerOf('::ffff:10.0.0.1')).toBe('10.0.0.1')
  })
})

describe('a token that is used from elsewhere', () => {
  test('is noted once for each address, and when two use it at once; no address is kept', async () => {
    const { house, practice } = gate.listening.open
    const seat = practice?.agents.seats.find(({ user }) => user === 'colin')
    if (seat === undefined) throw new Error('Colin is not here')
    const doors = openTurnstile(house)
    for (const from of ['192.0.2.1', '192.0.2.1', '198.51.100.9', '192.0.2.1', '198.51.100.9']) {
      const passed = await doors.enter(seat.secret, from, false)
      if (!(passed instanceof Response)) passed.leave(200)
    }
    const sightings = async () =>
      (await house.record.look({ agent: { kind: 'agent', id: seat.agent } })).seen.agent?.is.sightings ?? []
    await expect
      .poll(async () => (await sightings()).map(({ how }) => how).sort())
      .toEqual(['new-address', 'new-address', 'two-at-once', 'two-at-once'])
    const entries = await house.record.entries({ stream: seat.agent, limit: 100 })
    const noted = entries.filter(({ leaf }) => leaf.includes('seen-anew'))
    expect(noted.length).toBe(4)
    expect(JSON.stringify([await sightings(), noted])).not.toMatch(/192\.0\.2|198\.51/)
  })
})

describe('behind a proxy of ours', () => {
  const sentTo = (url: string, token: string, forwarded: string) =>
    fetch(`${url}/v1/drafts`, { headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': forwarded } })

  test('it is the caller who is limited and noted, and a forged header makes nobody of him', async () => {
    await using behind = await openTestGate({ proxies: ['127.0.0.0/8', '::1'] })
    const statuses: number[] = []
    // What he writes himself stands left of what the proxy saw.
    for (let tried = 0; tried < 32; tried++)
      statuses.push((await sentTo(behind.url, wrong(tried), `203.0.113.${tried}, 198.51.100.7`)).status)
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 401))
    expect(statuses.slice(30)).toEqual([429, 429])
    expect((await sentTo(behind.url, wrong(40), '198.51.100.8')).status).toBe(401)

    for (const from of ['192.0.2.1', '192.0.2.9, 192.0.2.1', '192.0.2.2']) await sentTo(behind.url, behind.token, from)
    const { record } = behind.listening.open.house
    const sightings = async () =>
      (await record.look({ agent: { kind: 'agent', id: behind.agent } })).seen.agent?.is.sightings ?? []
    await expect.poll(async () => (await sightings()).map(({ how }) => how)).toEqual(['new-address', 'new-address'])
    expect(new Set((await sightings()).map(({ mark }) => mark)).size).toBe(2)
  })

  test('a header is believed of nobody else', async () => {
    const statuses: number[] = []
    for (let tried = 0; tried < 32; tried++)
      statuses.push((await sentTo(gate.url, wrong(tried), `203.0.113.${tried}`)).status)
    expect(statuses.slice(-2)).toEqual([429, 429])
  })

  test.each([
    ['10.0.0.9', '203.0.113.5', '203.0.113.5'],
    ['10.0.0.9', '1.1.1.1, 203.0.113.5, 10.1.2.3', '203.0.113.5'],
    ['10.0.0.9', '1.1.1.1,203.0.113.5:50123', '203.0.113.5'],
    ['::ffff:10.0.0.9', '::ffff:203.0.113.5', '203.0.113.5'],
    ['fd00::1', '[2001:db8::7]:443', '2001:db8::7'],
    ['fd00::1', '2001:db8::7', '2001:db8::7'],
    // All ours: somebody inside.
    ['10.0.0.9', '10.0.0.7', '10.0.0.7'],
    ['10.0.0.9', null, '10.0.0.9'],
    ['10.0.0.9', '203.0.113.5, unknown', '10.0.0.9'],
    ['10.0.0.9', '203.0.113.5, unknown, 10.0.0.2', '10.0.0.2'],
    ['192.0.2.1', '203.0.113.5', '192.0.2.1'],
    ['unknown', '203.0.113.5', 'unknown'],
  ])('from %s with “%s” it is %s', (from, forwarded, caller) => {
    expect(callersBehind(['10.0.0.0/8', 'fd00::/8'])(from, () => forwarded)).toBe(caller)
  })
})

describe('the bucket and the line', () => {
  test('a bucket gives what it holds, then what drips in', () => {
    const bucket = openBucket({ perMinute: 60, burst: 2 })
    expect([bucket.take(0), bucket.take(0), bucket.take(0), bucket.waitMs(0)]).toEqual([true, true, false, 1000])
    expect([bucket.take(1000), bucket.take(1000)]).toEqual([true, false])
    expect([bucket.left(60_000), bucket.fullMs(60_000)]).toEqual([2, 0])
  })

  test('one agent alone has no limit; with another here each has one under way, and the line is its own', async () => {
    const clock = { at: 0 }
    const rests: { ms: number; end: () => void }[] = []
    const line = openLine(
      () => clock.at,
      (ms, end) => void rests.push({ ms, end }),
    )
    const [flood, other]: readonly AgentId[] = ['0', '1'].map((last) =>
      sure(agentId, `a_${spell(0, new Uint8Array(10))}`.slice(0, -1) + last),
    )
    if (flood === undefined || other === undefined) throw new Error('no agents')
    expect([line.ask(flood), line.ask(flood), line.ask(flood)]).toEqual([undefined, undefined, undefined])
    expect(line.ask(other)).toBeUndefined()
    let begun = 0
    const waits = [0, 1, 2, 3].map(() => line.ask(flood)?.then(() => begun++))
    expect(waits.every((wait) => wait instanceof Promise)).toBe(true)
    const soFar = () => Promise.resolve().then(() => begun)
    clock.at = 7
    line.leave(flood)
    line.leave(flood)
    expect([rests.length, await soFar()]).toEqual([0, 0])
    // Its last one is done: the next of its own begins, and one alone, after a rest as long as that one took.
    line.leave(flood)
    expect([rests.map(({ ms }) => ms), await soFar()]).toEqual([[7], 0])
    // Who comes while it rests stands behind those who wait.
    const late = line.ask(flood)?.then(() => begun++)
    expect(late).toBeInstanceOf(Promise)
    rests[0]?.end()
    expect(await soFar()).toBe(1)
    clock.at = 900
    line.leave(flood)
    expect(rests.map(({ ms }) => ms)).toEqual([7, 100])
    rests[1]?.end()
    expect(await soFar()).toBe(2)
    // Nobody rests where there is no other to rest for.
    line.leave(other)
    clock.at = 5000
    line.leave(flood)
    await Promise.all([...waits, late])
    expect([begun, rests.length]).toEqual([5, 2])
  })

  test('whose line is not the longest does not rest: it is another who floods', () => {
    const rests: AgentId[] = []
    const [flood, other] = ['0', '1'].map((last) =>
      sure(agentId, `a_${spell(0, new Uint8Array(10))}`.slice(0, -1) + last),
    )
    if (flood === undefined || other === undefined) throw new Error('no agents')
    let leaving = flood
    const line = openLine(
      () => 0,
      () => void rests.push(leaving),
    )
    for (const agent of [flood, other, flood, flood, flood, other]) void line.ask(agent)
    leaving = other
    line.leave(other)
    leaving = flood
    line.leave(flood)
    expect(rests).toEqual([flood])
  })
})
