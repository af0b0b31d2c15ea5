// The fake platform as a server: other processes reach it over HTTP and it fails on the wire, by the script of
// docs/decisions/0010. The truth stays in the process that opened it, which may also be told of each call and then hold
// it back, drop it, or kill whoever made it.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Card } from '../../src/card/card.ts'
import type { GrantCard } from '../../src/card/grant-card.ts'
import type { Json } from '../../src/json.ts'
import type { Account, Destination } from '../../src/place.ts'
import type { Sending } from '../../src/port/channel.ts'
import type { Instant } from '../../src/time.ts'
import type { Fault, FaultScript } from './fault-script.ts'
import { alteration, type FakePlatform, fakePlatform } from './platform.ts'

/** What can be asked of it, by method. */
export type Asks = {
  send: Omit<Sending, 'mayGoOn' | 'standing'>
  /** One more of a post that is several. */
  piece: { readonly ref: string; readonly payload: Json }
  find: {
    readonly destination: Destination
    readonly marker: string
    readonly since: Instant
    readonly payloads?: readonly Json[] | undefined
  }
  redraw: { readonly destination: Destination; readonly ref: string; readonly card: Card }
  announce: { readonly destination: Destination; readonly line: string }
  membership: { readonly account: Account; readonly destination: Destination }
  audience: { readonly destination: Destination }
  moderators: { readonly destination: Destination }
  seconds: { readonly destination: Destination }
  show: { readonly account: Account; readonly card: Card; readonly ref?: string | undefined }
  showGrant: { readonly account: Account; readonly card: GrantCard; readonly ref?: string | undefined }
  note: { readonly account: Account; readonly destination: Destination; readonly line: string }
}
export type Method = keyof Asks

/** One call, as it came over the wire. */
export type Call = {
  readonly on: Method
  readonly nth: number
  /** Of the process that made it. */
  readonly pid: number
}

export type PlatformServer = AsyncDisposable & {
  readonly host: string
  readonly port: number
  readonly platform: FakePlatform
  readonly calls: readonly Call[]
  script: FaultScript
  /** Before anything happens. Who drops it makes it never have come. */
  onArrived: ((call: Call) => Promise<'go on' | 'drop'>) | undefined
  /** After it happened and before the answer. */
  onAccepted: ((call: Call) => Promise<void>) | undefined
}

const methods = [
  'send',
  'piece',
  'find',
  'redraw',
  'announce',
  'membership',
  'audience',
  'moderators',
  'seconds',
  'show',
  'showGrant',
  'note',
] as const

/** The status, and what is answered. */
type Answer = { readonly status: number; readonly body: Json | undefined }

export async function servePlatform(): Promise<PlatformServer> {
  const platform = fakePlatform()
  const { channel, reviewers } = platform
  const calls: Call[] = []
  /** Not to be found before that moment. */
  const lagging = new Map<string, number>()

  const answers: { readonly [M in Method]: (ask: Asks[M], fault: Fault | undefined) => Promise<Answer> } = {
    async send(sending, fault) {
      const payloads = fault?.fault === 'alter' ? [...sending.payloads, alteration] : sending.payloads
      const sent = await channel.send({ ...sending, payloads, mayGoOn: async () => 'yes' })
      if (sent.sent === 'no') return { status: 403, body: { error: sent.why } }
      if (sent.sent === 'unclear') throw new Error('the fake platform itself knows what happened')
      if (fault?.fault === 'lag') lagging.set(sending.marker, performance.now() + (fault.ms ?? 0))
      return { status: 200, body: { ref: sent.ref, payloads } }
    },
    async piece({ ref, payload }) {
      const message = platform.truth.find((one) => one.ref === ref)
      if (message === undefined) return { status: 403, body: { error: 'message_not_found' } }
      message.payloads = [...message.payloads, payload]
      return { status: 200, body: { ref } }
    },
    async find({ destination, marker, since, payloads }) {
      if ((lagging.get(marker) ?? 0) > performance.now()) return { status: 200, body: { found: 'no' } }
      return { status: 200, body: await channel.find(destination, marker, since, payloads) }
    },
    async redraw({ destination, ref, card }) {
      await channel.redraw(destination, ref, card)
      return { status: 200, body: { ref } }
    },
    async announce({ destination, line }) {
      const sent = await channel.announce(destination, line)
      return sent.sent === 'yes' ? { status: 200, body: { ref: sent.ref } } : { status: 403, body: { error: sent.why } }
    },
    membership: async ({ account, destination }) => found(await channel.membership(account, destination)),
    audience: async ({ destination }) => found(await channel.audience(destination)),
    moderators: async ({ destination }) => found(await reviewers.moderators(destination)),
    seconds: async ({ destination }) => found(await reviewers.seconds(destination)),
    show: async ({ account, card, ref }) => found(await reviewers.show(account, () => card, ref)),
    showGrant: async ({ account, card, ref }) => found(await reviewers.showGrant(account, () => card, ref)),
    async note({ account, destination, line }) {
      await reviewers.note(account, destination, line)
      return found(true)
    },
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const on = methods.find((name) => request.url === `/${name}`)
    if (on === undefined) return answer(response, { status: 404, body: { error: 'unknown_method' } })
    const text = await read(request)
    const nth = calls.filter((call) => call.on === on).length + 1
    const call = { on, nth, pid: Number(request.headers['x-pid']) }
    calls.push(call)
    if ((await fake.onArrived?.(call)) === 'drop') return void response.destroy()
    const fault = fake.script.find((one) => one.on === on && (one.nth === undefined || one.nth === nth))
    if (fault?.fault === 'drop') return void response.destroy()
    if (fault?.fault === 'throttle') {
      response.setHeader('retry-after', (fault.ms ?? 1000) / 1000)
      return answer(response, { status: 429, body: { error: 'throttled' } })
    }
    if (fault?.fault === 'refuse') return answer(response, { status: 403, body: { error: fault.why ?? 'refused' } })
    if (fault?.fault === 'delay') await pause(fault.ms)
    const told = await act(on, text, fault)
    await fake.onAccepted?.(call)
    if (fault?.fault === 'accept-then-drop') return void response.destroy()
    if (fault?.fault === 'error-after-accept') return answer(response, { status: 500, body: { error: 'internal' } })
    const whole = JSON.stringify(told.body)
    response.writeHead(told.status, { 'content-type': 'application/json' })
    response.end(fault?.fault === 'truncate-answer' ? whole.slice(0, whole.length / 2) : whole)
  }

  function act<M extends Method>(on: M, text: string, fault: Fault | undefined): Promise<Answer> {
    const ask: Asks[M] = JSON.parse(text)
    return answers[on](ask, fault)
  }

  const server = createServer((request, response) => {
    take(request, response).catch((cause: unknown) => response.destroy(cause instanceof Error ? cause : undefined))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the fake platform does not listen')
  const fake: PlatformServer = {
    host: '127.0.0.1',
    port: address.port,
    platform,
    calls,
    script: [],
    onArrived: undefined,
    onAccepted: undefined,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
  return fake
}

function found(body: Json | undefined): Answer {
  return body === undefined ? { status: 404, body: { error: 'not_found' } } : { status: 200, body }
}

function answer(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
