// How Slack reaches us: by requests that it signs, or over a socket that we open. Both come down to one function, which
// answers only after the record has what a person did. What cannot be answered is left unanswered, and Slack sends an
// event again.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { App, Receiver } from '@slack/bolt'
import { SocketModeClient } from '@slack/socket-mode'
import { z } from 'zod'
import type { Log } from '../../src/port/log.ts'
import { minute, second } from '../../src/time.ts'
import { quiet } from './client.ts'

/** What is said back with the acknowledgement; undefined when nobody took it. */
type Answer = { readonly said: unknown } | undefined

/** Both ways: a clock that is ahead proves as little as one that is behind. */
const skewMs = 5 * minute
const rememberedMs = 10 * minute
const mostRemembered = 20_000
const answerMs = 2900
const largest = 1_000_000

const row = z.record(z.string(), z.unknown())
type Row = z.infer<typeof row>

export type SignedDoor = {
  readonly receiver: Receiver
  /** Who takes what arrives; an app of Bolt says so by itself. */
  listen(to: Taker): void
  fetch(request: Request): Promise<Response>
}
export type SocketReceiver = Receiver & { listen(to: Taker): void }

export function signedDoor(of: { readonly secret: string; readonly now: () => number; readonly log: Log }): SignedDoor {
  if (of.secret === '') throw new Error('opening the door for Slack: the signing secret is empty')
  const { receiver, take, listen } = taking()
  /** The same signed bytes get the same answer, and are taken once; after a fault they may come again. */
  const before = new Map<string, { readonly at: number; readonly answer: Promise<Response> }>()
  const forget = (now: number): void => {
    for (const [key, { at }] of before) {
      if (now - at < rememberedMs && before.size <= mostRemembered) return
      before.delete(key)
    }
  }
  return {
    receiver,
    listen,
    async fetch(request) {
      const body = await request.text()
      const signature = request.headers.get('x-slack-signature') ?? ''
      const timestamp = request.headers.get('x-slack-request-timestamp') ?? ''
      const now = of.now()
      if (request.method !== 'POST' || body.length > largest) return new Response('', { status: 400 })
      if (!isSigned(of.secret, { body, signature, timestamp }, now)) return new Response('', { status: 401 })
      const key = createHash('sha256').update(signature).digest('base64')
      forget(now)
      const held = before.get(key)
      if (held !== undefined) return (await held.answer).clone()
      const answer = answerTo(take, request.headers, body).catch((cause) => {
        of.log.fault('answering Slack', cause)
        return new Response('', { status: 500 })
      })
      before.set(key, { at: now, answer })
      const response = await answer
      if (!response.ok) before.delete(key)
      return response.clone()
    },
  }
}

/** Slack asks each of them to leave every few hours; what arrives meanwhile comes to the other. */
const socketsOpen = 2

/** The socket needs no signature: it is ours, opened with a token of the app. */
export function socketReceiver(of: {
  readonly appToken: string
  readonly apiUrl?: string | undefined
  readonly log: Log
}): SocketReceiver {
  const { receiver, take, listen } = taking()
  const { apiUrl, appToken } = of
  const clientOptions = apiUrl === undefined ? {} : { slackApiUrl: apiUrl }
  let stopping = false
  const sockets = Array.from({ length: socketsOpen }, () => {
    const socket = new SocketModeClient({ appToken, logger: quiet, clientOptions })
    const begin = socket.start.bind(socket)
    let isOpen = false
    // It begins again by itself, where nobody waits for what comes of that; unheard, a fault would end the process.
    socket.start = async () => {
      try {
        const answer = await begin()
        isOpen = true
        return answer
      } catch (cause) {
        if (!isOpen && !stopping) throw cause
        if (!stopping) of.log.fault('opening a socket to Slack again', cause)
        return { ok: false }
      }
    }
    return socket
  })
  /** What is being taken from each socket, and not answered yet. */
  const underWay = new Map<SocketModeClient, Set<Promise<void>>>()
  const hear = async (arrived: unknown): Promise<void> => {
    const read = z
      .looseObject({
        body: row,
        ack: z.custom<(said?: unknown) => Promise<void>>((value) => typeof value === 'function'),
        retry_num: z.number().optional(),
        retry_reason: z.string().optional(),
      })
      .safeParse(arrived)
    if (!read.success) return
    const { ack, body, retry_num, retry_reason } = read.data
    try {
      const answer = await take(body, retry_num, retry_reason)
      if (answer !== undefined) await ack(answer.said)
    } catch (cause) {
      // Unanswered: an event comes again, and a person is told by Slack that it did not work.
      of.log.fault('answering Slack', cause)
    }
  }
  for (const socket of sockets) {
    const taking = new Set<Promise<void>>()
    underWay.set(socket, taking)
    socket.on('slack_event', (arrived: unknown) => {
      const one: Promise<void> = hear(arrived).finally(() => taking.delete(one))
      taking.add(one)
    })
  }
  return {
    init: (app) => receiver.init(app),
    listen,
    // One is enough to be reached; the other goes on trying by itself.
    start: () =>
      Promise.any(sockets.map((socket) => socket.start())).catch((cause: unknown) => {
        throw cause instanceof AggregateError ? cause.errors[0] : cause
      }),
    stop() {
      stopping = true
      // Whoever has clicked is answered on the socket that brought it; for no longer than Slack waits for that.
      const leave = async (socket: SocketModeClient): Promise<void> => {
        const until = performance.now() + answerMs
        const taking = underWay.get(socket) ?? new Set()
        while (taking.size > 0 && performance.now() < until)
          await Promise.race([...taking, pause(answerMs, undefined, { ref: false })])
        await socket.disconnect()
      }
      return Promise.all(sockets.map(leave))
    },
  }
}

/** An app of Bolt, or whoever knows which one. */
type Taker = Pick<App, 'processEvent'>

type Take = (body: Row, retryNum?: number, retryReason?: string) => Promise<Answer>

function taking(): { readonly receiver: Receiver; readonly take: Take; listen(to: Taker): void } {
  let bolt: Taker | undefined
  const listen = (to: Taker): void => {
    bolt = to
  }
  return {
    listen,
    receiver: {
      init: listen,
      start: async () => undefined,
      stop: async () => undefined,
    },
    take(body, retryNum, retryReason) {
      const app = bolt
      if (app === undefined) return Promise.reject(new Error('taking what Slack brings: nobody listens yet'))
      return new Promise<Answer>((resolve, reject) => {
        let said: Answer
        const isEvent = body.type === 'event_callback'
        const ack = async (response?: unknown): Promise<void> => {
          said = { said: response }
          // Bolt acknowledges an event before anybody has looked at it; for us it is taken when it is done.
          if (!isEvent) resolve(said)
        }
        const more = {
          ...(retryNum === undefined ? {} : { retryNum }),
          ...(retryReason === undefined ? {} : { retryReason }),
        }
        app.processEvent({ body, ack, ...more }).then(() => resolve(said), reject)
      })
    },
  }
}

async function answerTo(take: Take, headers: Headers, text: string): Promise<Response> {
  const body = bodyOf(headers.get('content-type') ?? '', text)
  if (body === undefined) return new Response('', { status: 400 })
  if (body.type === 'url_verification') return Response.json({ challenge: body.challenge })
  if (body.ssl_check !== undefined) return new Response('')
  const num = headers.get('x-slack-retry-num')
  const reason = headers.get('x-slack-retry-reason')
  const taken = take(body, num === null ? undefined : Number(num), reason ?? undefined)
  const answer = await inTime(taken)
  if (answer === undefined) return new Response('', { status: 404 })
  const { said } = answer
  if (said === undefined || said === '') return new Response('')
  return typeof said === 'string' ? new Response(said) : Response.json(said)
}

async function inTime(taken: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('taking what Slack brings: it took too long')), answerMs)
  })
  try {
    return await Promise.race([taken, late])
  } finally {
    clearTimeout(timer)
  }
}

function isSigned(
  secret: string,
  { body, signature, timestamp }: { readonly body: string; readonly signature: string; readonly timestamp: string },
  now: number,
): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * second) > skewMs) return false
  const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`)
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** An event is JSON; a gesture is a form with JSON in it; a command is a form. */
function bodyOf(type: string, text: string): Row | undefined {
  try {
    if (type.startsWith('application/json')) return row.parse(JSON.parse(text))
    const form = new URLSearchParams(text)
    const payload = form.get('payload')
    return payload === null ? Object.fromEntries(form) : row.parse(JSON.parse(payload))
  } catch {
    // Signed, and yet not understood: the answer is 400.
    return undefined
  }
}
