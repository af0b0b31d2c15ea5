// The fake platform as a process of ours reaches it: a channel and its reviewers over HTTP. It says of each sending
// whether it certainly happened, certainly did not, or that nobody knows, and tries nothing twice.

import { request } from 'node:http'
import type { Card } from '../../src/card/card.ts'
import type { Json } from '../../src/json.ts'
import { canonical } from '../../src/json.ts'
import type { Channel, Found, GoOn, Part, Sent } from '../../src/port/channel.ts'
import type { Reviewers } from '../../src/port/reviewers.ts'
import { fakePlatform, inPieces } from '../fakes/platform.ts'
import type { Asks, Method } from '../fakes/platform-server.ts'

export type RemotePlace = {
  readonly port: number
  /** How long an answer may take; far below the time for which a claim is held. */
  readonly answerMs: number
  /** Into how many payloads a card is drawn. */
  readonly pieces?: number
}

type Told =
  | { readonly told: 'answer'; readonly status: number; readonly body: unknown; readonly retryAfterMs: number }
  /** No connection: no byte has left. */
  | { readonly told: 'not reached'; readonly why: string }
  /** The connection ended, the time was over, or nobody can read what came. */
  | { readonly told: 'nothing clear'; readonly why: string }

export function remotePlatform({ port, answerMs, pieces = 1 }: RemotePlace): {
  readonly channel: Channel
  readonly reviewers: Reviewers
} {
  const { platform, drawnBy, carries, draw } = fakePlatform().channel
  const tell = <M extends Method>(on: M, ask: Asks[M]) => call(port, answerMs, on, JSON.stringify(ask))

  /** What the platform knows; undefined when it knows no such thing. Throws when it cannot be asked. */
  async function know<M extends Method, T>(on: M, ask: Asks[M]): Promise<T | undefined> {
    const told = await tell(on, ask)
    if (told.told !== 'answer') throw new Error(`asking the platform for ${on}: ${told.why}`)
    if (told.status === 404) return undefined
    if (told.status !== 200) throw new Error(`asking the platform for ${on}: it answered ${told.status}`)
    return told.body as T
  }
  async function list<M extends Method, T>(on: M, ask: Asks[M]): Promise<readonly T[]> {
    return (await know<M, readonly T[]>(on, ask)) ?? []
  }

  const channel: Channel = {
    platform,
    drawnBy,
    carries,
    draw: (card) => inPieces(draw(card), pieces),
    async send({ mayGoOn, standing, ...sending }) {
      if ((pieces > 1 || standing !== undefined) && sending.intent === 'post')
        return inOrder(sending, standing, mayGoOn)
      const told = await tell('send', sending)
      const sent = sentOf(told)
      if (sent.sent !== 'yes' || told.told !== 'answer') return sent
      const { payloads } = told.body as { payloads: readonly Json[] }
      return { ...sent, altered: canonical(payloads) !== canonical(sending.payloads) }
    },
    async find(destination, marker, since, payloads) {
      const told = await tell('find', { destination, marker, since, payloads })
      return told.told === 'answer' && told.status === 200 ? (told.body as Found) : { found: 'unclear' }
    },
    redraw: async (destination, ref, card) => sentOf(await tell('redraw', { destination, ref, card })),
    announce: async (destination, line) => sentOf(await tell('announce', { destination, line })),
    membership: (account, destination) => know('membership', { account, destination }),
    audience: (destination) => know('audience', { destination }),
  }
  /** A call for each payload, as a platform with a limit on the length of a message wants it. */
  async function inOrder(
    sending: Asks['send'],
    standing: Part | undefined,
    mayGoOn: () => Promise<GoOn>,
  ): Promise<Sent> {
    let ref = standing?.ref
    for (const [at, payload] of sending.payloads.slice(standing?.payloads ?? 0).entries()) {
      const goOn = at === 0 ? 'yes' : await mayGoOn()
      if (goOn !== 'yes') return { sent: 'unclear', why: `not to go on: ${goOn}` }
      const told =
        ref === undefined
          ? await tell('send', { ...sending, payloads: [payload] })
          : await tell('piece', { ref, payload })
      const sent = sentOf(told)
      if (sent.sent !== 'yes') return ref === undefined ? sent : { sent: 'unclear', why: 'half of it is there' }
      ref = sent.ref
    }
    return ref === undefined
      ? { sent: 'unclear', why: 'there was nothing to send' }
      : { sent: 'yes', ref, altered: false }
  }

  const reviewers: Reviewers = {
    platform,
    moderators: (destination) => list('moderators', { destination }),
    seconds: (destination) => list('seconds', { destination }),
    async show(account, card, ref) {
      const shown: Card = card()
      const kept = await know<'show', string>('show', { account, card: shown, ref })
      if (kept === undefined) throw new Error('showing a card: the platform knows no such account')
      return kept
    },
    async showGrant(account, card, ref) {
      const kept = await know<'showGrant', string>('showGrant', { account, card: card(), ref })
      if (kept === undefined) throw new Error('showing a request: the platform knows no such account')
      return kept
    },
    async note(account, destination, line) {
      await know('note', { account, destination, line })
    },
  }
  return { channel, reviewers }
}

function sentOf(told: Told): Sent {
  if (told.told === 'not reached') return { sent: 'no', why: told.why, next: 'again', afterMs: 200, holdLane: false }
  if (told.told === 'nothing clear') return { sent: 'unclear', why: told.why }
  const { status, body, retryAfterMs } = told
  const why = isObject(body) && typeof body.error === 'string' ? body.error : `status ${status}`
  if (status === 429) return { sent: 'no', why, next: 'again', afterMs: retryAfterMs, holdLane: true }
  if (status === 403) return { sent: 'no', why, next: why === 'never' ? 'failed' : 'blocked' }
  if (status !== 200 || !isObject(body) || typeof body.ref !== 'string') return { sent: 'unclear', why }
  return { sent: 'yes', ref: body.ref, altered: false }
}

function call(port: number, answerMs: number, on: Method, text: string): Promise<Told> {
  return new Promise((resolve) => {
    let reached = false
    const lost = (why: string) => resolve(reached ? { told: 'nothing clear', why } : { told: 'not reached', why })
    const headers = { 'content-type': 'application/json', 'x-pid': process.pid }
    // A connection for each call: one that is kept can be gone without our knowing.
    const asking = request({ host: '127.0.0.1', port, method: 'POST', path: `/${on}`, headers, agent: false })
    const limit = setTimeout(() => {
      lost('no answer in time')
      asking.destroy()
    }, answerMs)
    asking.on('socket', (socket) => socket.once('connect', () => (reached = true)))
    asking.on('error', (error) => lost(error.message))
    asking.on('close', () => {
      clearTimeout(limit)
      lost('the connection ended')
    })
    asking.on('response', (response) => {
      let body = ''
      response.on('error', (error) => lost(error.message))
      response.setEncoding('utf8').on('data', (data: string) => {
        body += data
      })
      response.on('end', () => {
        const { statusCode: status = 0, headers: told } = response
        try {
          const retryAfterMs = Number(told['retry-after'] ?? 1) * 1000
          resolve({ told: 'answer', status, body: JSON.parse(body), retryAfterMs })
        } catch {
          lost('an answer that cannot be read')
        }
      })
    })
    asking.end(text)
  })
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null
}
