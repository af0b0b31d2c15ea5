// An agent is told at its own address: signed, so that it can know who speaks; never twice for one; and never to an
// address inside.

import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openCarrier } from '../adapters/webhook/carrier.ts'
import { isPublic } from '../adapters/webhook/public-address.ts'
import { agentId, sure } from '../src/id.ts'
import type { Letter } from '../src/port/agents.ts'
import { openReceiver, type Receiver } from './fakes/receiver.ts'
import { noon } from './people.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const older = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
const agent = sure(agentId, 'a_00000000000000000001')

let receiver: Receiver
beforeAll(async () => {
  receiver = await openReceiver()
  receiver.secret = secret
})
afterAll(() => receiver[Symbol.asyncDispose]())

let count = 0
const letter = (more: Partial<Letter> = {}): Letter => ({
  id: `msg_${count++}`,
  agent,
  url: receiver.url,
  secrets: [secret],
  at: Date.now(),
  says: async () => ({ type: 'draft.published', timestamp: '', data: {} }),
  ...more,
})
const carrier = (more: Partial<Parameters<typeof openCarrier>[0]> = {}) =>
  openCarrier({ hosts: [receiver.host], stopwatch: () => 0, ...more })

describe('a message', () => {
  test('verifies by the code that the docs give to agent builders', async () => {
    const before = receiver.taken.length
    expect(await carrier().carry(letter())).toEqual({ carried: 'yes' })
    expect(receiver.taken.slice(before)).toMatchObject([{ type: 'draft.published' }])
  })

  test('is not taken when a letter of it was changed, by another secret, or when it is old', async () => {
    await carrier().carry(letter())
    const { headers, body } = z
      .object({ headers: z.record(z.string(), z.string()), body: z.string() })
      .parse(receiver.arrived.at(-1))
    expect(receiver.verify(headers, body)).toBe(true)
    expect(receiver.verify(headers, body.replace('published', 'rejected.'))).toBe(false)
    expect(receiver.verify({ ...headers, 'webhook-id': 'msg_other' }, body)).toBe(false)
    const later = Number(headers['webhook-timestamp']) + 60
    expect(receiver.verify({ ...headers, 'webhook-timestamp': String(later) }, body)).toBe(false)
    expect(receiver.verify(headers, body, Date.now() + 6 * 60_000)).toBe(false)
    await carrier().carry(letter({ secrets: [older] }))
    const foreign = receiver.arrived.at(-1)
    expect(receiver.verify(foreign?.headers ?? {}, foreign?.body ?? '')).toBe(false)
  })

  test('that comes twice is taken once, and a replay of it never', async () => {
    const before = receiver.taken.length
    const one = letter()
    await carrier().carry(one)
    await carrier().carry(one)
    const replayed = receiver.arrived.at(-1)
    const sent = { method: 'POST', body: replayed?.body ?? '' }
    const headers = z.record(z.string(), z.string()).parse(replayed?.headers)
    delete headers['content-length']
    await fetch(receiver.url, { ...sent, headers })
    expect(receiver.taken.length).toBe(before + 1)
  })

  test('carries two signatures while a secret is changed for another, so that either holder takes it', async () => {
    await carrier().carry(letter({ secrets: [older, secret] }))
    const { headers = {}, body = '' } = receiver.arrived.at(-1) ?? {}
    expect(String(headers['webhook-signature']).split(' ')).toHaveLength(2)
    expect(receiver.verify(headers, body)).toBe(true)
  })

  test('has the signature of Standard Webhooks', async () => {
    const at = noon
    await carrier().carry(letter({ id: 'msg_x', at }))
    const { headers = {}, body = '' } = receiver.arrived.at(-1) ?? {}
    const mac = createHmac('sha256', Buffer.alloc(32, 7)).update(`msg_x.${Math.floor(at / 1000)}.${body}`)
    expect(headers['webhook-signature']).toBe(`v1,${mac.digest('base64')}`)
  })
})

describe('what an answer means', () => {
  test.each([
    [200, { carried: 'yes' }],
    [204, { carried: 'yes' }],
    [500, { carried: 'no', why: 'status-500', afterMs: 0, final: false }],
    [410, { carried: 'no', why: 'status-410', afterMs: 0, final: true }],
  ])('%i', async (status, meaning) => {
    receiver.answers = [{ status }]
    expect(await carrier().carry(letter())).toEqual(meaning)
  })

  test('429 with Retry-After: not before that', async () => {
    receiver.answers = [{ status: 429, headers: { 'retry-after': '90' } }]
    expect(await carrier().carry(letter())).toMatchObject({ carried: 'no', afterMs: 90_000 })
  })

  test('one that never ends is read no further than 64 KB, and counts by its status', async () => {
    receiver.answers = [{ status: 200, body: 'x'.repeat(5_000_000) }]
    expect(await carrier().carry(letter())).toEqual({ carried: 'yes' })
  })

  test('none within the time is no', async () => {
    const silent = await openReceiver()
    try {
      const slow = openCarrier({
        hosts: [silent.host],
        stopwatch: () => 0,
        timeoutMs: 50,
        resolve: () => new Promise(() => undefined),
      })
      expect(await slow.carry(letter({ url: silent.url }))).toMatchObject({ carried: 'no', why: 'timed-out' })
    } finally {
      await silent[Symbol.asyncDispose]()
    }
  })
})

describe('an agent that does not answer', () => {
  test('is left alone for a while, longer each time, and others are not held up by it', async () => {
    const clock = { at: 0 }
    const one = carrier({ stopwatch: () => clock.at })
    const before = receiver.arrived.length
    receiver.answers = [{ status: 500 }, { status: 500 }]
    await one.carry(letter())
    expect(await one.carry(letter())).toEqual({ carried: 'later', afterMs: 5000 })
    const other = sure(agentId, 'a_00000000000000000002')
    receiver.answers = []
    expect(await one.carry(letter({ agent: other }))).toEqual({ carried: 'yes' })
    clock.at = 5000
    receiver.answers = [{ status: 500 }]
    await one.carry(letter())
    expect(await one.carry(letter())).toEqual({ carried: 'later', afterMs: 10_000 })
    clock.at = 15_000
    receiver.answers = []
    expect(await one.carry(letter())).toEqual({ carried: 'yes' })
    expect(await one.carry(letter())).toEqual({ carried: 'yes' })
    expect(receiver.arrived.length).toBe(before + 5)
  })
})

describe('I6 an address that leads inside', () => {
  const inside = [
    'https://127.0.0.1/hook',
    'https://[::1]/hook',
    'https://10.1.2.3/',
    'https://172.20.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.100.100.200/',
    'https://168.63.129.16/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://[2002:7f00:1::]/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://0/',
  ]
  test.each(inside)('%s is refused when it is set', (url) => {
    expect(carrier().refuses(url)).toBe('it is not public')
  })

  test.each(['http://example.com/hook', 'ftp://example.com/', 'https://ada:secret@example.com/', 'nonsense'])(
    '%s is refused for what it is',
    (url) => {
      expect(carrier().refuses(url)).toMatch(/^it (is|holds)/)
    },
  )

  test.each(['https://example.com/hook', 'https://93.184.216.34/', 'https://[2606:4700::6810:84e5]/'])(
    '%s may be tried',
    (url) => {
      expect(carrier().refuses(url)).toBeUndefined()
    },
  )

  test.each([
    '127.0.0.1',
    '::1',
    '10.0.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '::ffff:10.0.0.1',
    'fc00::1',
    'fe80::1%eth0',
  ])('a name that leads to %s is refused in the moment of connecting, also beside a public one', async (address) => {
    expect(isPublic(address)).toBe(false)
    const { port } = new URL(receiver.url)
    const before = receiver.arrived.length
    for (const addresses of [[address], ['93.184.216.34', address]]) {
      const rebound = carrier({ hosts: [], resolve: async () => addresses })
      const carried = await rebound.carry(letter({ url: `https://agents.example.com:${port}/hook` }))
      expect(carried).toEqual({ carried: 'no', why: 'address-refused', final: false })
    }
    expect(receiver.arrived.length).toBe(before)
  })

  test('is connected to only as it was looked at: the name is asked once, and not again by the connection', async () => {
    const { port } = new URL(receiver.url)
    const asked: string[] = []
    const before = receiver.arrived.length
    // A name that only this resolver knows; one that were asked again would be found nowhere, or inside.
    const pinned = carrier({
      hosts: [`agents.invalid:${port}`],
      resolve: async (host) => {
        asked.push(host)
        return asked.length === 1 ? ['127.0.0.1'] : ['127.0.0.9']
      },
    })
    expect(await pinned.carry(letter({ url: `http://agents.invalid:${port}/hook` }))).toEqual({ carried: 'yes' })
    expect(asked).toEqual(['agents.invalid'])
    expect(receiver.arrived.length).toBe(before + 1)
  })

  test('is not reached by being sent on: a redirect is an answer like any other, and not followed', async () => {
    const { host } = new URL(receiver.url)
    const before = receiver.arrived.length
    receiver.answers = [{ status: 307, headers: { location: `http://${host}/inside` } }]
    expect(await carrier().carry(letter())).toEqual({ carried: 'no', why: 'redirected', final: false })
    expect(receiver.arrived.length).toBe(before + 1)
  })

  test('is reached when the operator names it, with that port and no other', () => {
    const named = carrier({ hosts: ['127.0.0.1:8080', 'agents.inside'] })
    expect(named.refuses('http://127.0.0.1:8080/hook')).toBeUndefined()
    expect(named.refuses('http://127.0.0.1:8081/hook')).toBe('it is not https')
    expect(named.refuses('https://127.0.0.1/hook')).toBe('it is not public')
    expect(named.refuses('http://agents.inside/hook')).toBeUndefined()
    expect(named.refuses('http://agents.inside:8080/hook')).toBe('it is not https')
  })
})
