// What happens to an agent's own drafts, and what people ask it, as server-sent events. Whoever comes back with the id of
// the last one goes on from there, at whatever process. It ends with the token, with the process, or when nobody listens.

import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { House } from '../../src/gateway/house.ts'
import { newsFor } from '../../src/gateway/news.ts'
import { agentOf } from '../../src/gateway/own.ts'
import type { AgentId } from '../../src/id.ts'
import { isRefusal } from '../../src/refusal.ts'
import { second } from '../../src/time.ts'
import { answers, asAgent, type Described } from './described.ts'
import { problem, refused } from './problem.ts'

export type EventsOf = {
  readonly house: House
  readonly bearer: (c: Context) => string
  /** Resolves when the process is about to end. */
  readonly closing: Promise<void>
  readonly heartbeatMs?: number
}

/** So many at one process; an agent needs one. */
export const mostForEach = 4
const most = 1000
const usualHeartbeatMs = 15 * second

export function eventRoutes(app: Hono, { house, bearer, closing, heartbeatMs = usualHeartbeatMs }: EventsOf): void {
  const open = new Map<AgentId, number>()
  const ends = new Set<() => void>()
  void closing.then(() => {
    for (const end of ends) end()
  })

  app.get('/', async (c) => {
    const secret = bearer(c)
    const agent = await agentOf(house, secret)
    if (isRefusal(agent)) return refused(agent)
    const last = c.req.header('last-event-id')
    if (last !== undefined && !/^\d{1,15}$/.test(last)) {
      const message = 'is not the id of an event'
      return problem('invalid-query', { errors: [{ path: 'Last-Event-ID', message }] })
    }
    const here = open.get(agent.id) ?? 0
    if (here >= mostForEach || ends.size >= most)
      return problem('too-many-streams', { headers: { 'retry-after': '10' } })
    open.set(agent.id, here + 1)
    const leave = () => {
      const left = (open.get(agent.id) ?? 1) - 1
      if (left > 0) open.set(agent.id, left)
      else open.delete(agent.id)
    }
    return stream(secret, last === undefined ? undefined : Number(last), c.req.raw.signal, leave)
  })
  app.all('/', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))

  function stream(secret: string, from: number | undefined, signal: AbortSignal, leave: () => void): Response {
    const letters = new TextEncoder()
    let end = () => {}
    const body = new ReadableStream<Uint8Array>({
      start(out) {
        let isOpen = true
        const tell = (line: string) => {
          if (isOpen) out.enqueue(letters.encode(line))
        }
        const beat = setInterval(() => tell(': still here\n\n'), heartbeatMs)
        end = () => {
          if (!isOpen) return
          isOpen = false
          ends.delete(end)
          clearInterval(beat)
          signal.removeEventListener('abort', end)
          leave()
          out.close()
        }
        ends.add(end)
        signal.addEventListener('abort', end)
        if (signal.aborted) end()
        tell('retry: 2000\n\n')
        const telling = async (): Promise<void> => {
          const news = newsFor(house, secret, from)
          while (isOpen) {
            const next = await news.next()
            if (next.done) {
              tell(`event: over\ndata: ${JSON.stringify({ code: next.value.refused })}\n\n`)
              return
            }
            if (next.value === 'quiet') continue
            const { id, type, data } = next.value
            tell(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`)
          }
        }
        // The record may fail; whoever listens comes back and goes on from the last that they had.
        telling()
          .catch((cause: unknown) => house.log.fault('telling an agent its news', cause))
          .finally(() => end())
      },
      cancel: () => end(),
    })
    return new Response(body, {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    })
  }
}

export const eventsDescribed: Described = {
  '/v1/events': {
    get: {
      summary: 'What happens to one’s own drafts and posts, and what people ask, as server-sent events',
      description:
        'Events have the types and data of the webhooks; an invocation comes without the thread. Take what comes twice once. The event “over” says by its code why nothing more will come.',
      parameters: [
        {
          name: 'Last-Event-ID',
          in: 'header',
          required: false,
          schema: { type: 'string' },
          description: 'the id of the last event that was taken; without one it begins now',
        },
      ],
      responses: answers({ says: 'as they happen', schema: z.string(), type: 'text/event-stream' }, [
        'invalid-query',
        'too-many-streams',
        ...asAgent,
      ]),
    },
  },
}
