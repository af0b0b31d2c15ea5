// An agent that submits over HTTP, one draft after the other, over connections that stay open.

import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { destinationOf } from '../adapters/practice/cast.ts'
import { together } from './figure.ts'
import { benchDisclosure, benchText } from './house.ts'

export type Answered = { readonly taken: string } | { readonly refused: string }
export type Caller = {
  readonly bytes: number
  /** Throws unless it was taken. */
  submitTo(url: string): Promise<void>
  /** The id of the draft, or the code of the refusal. */
  tryAt(url: string): Promise<Answered>
  end(): void
}

const told = z.object({ draft: z.object({ id: z.string() }) })
const problem = z.object({ code: z.string() })

export function openCaller(token: string, name: string, channel = 'platform-help'): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: together })
  const body = JSON.stringify({
    destination: destinationOf(channel),
    intent: 'post',
    text: benchText,
    disclosure: benchDisclosure,
    run: { model: 'm' },
  })
  let key = 0
  const send = (url: string, named: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'idempotency-key': named,
      }
      const call = request(`${url}/v1/drafts`, { method: 'POST', agent, headers }, resolve)
      // A connection that was quiet for a while may be closed just as it is used again; the key makes it one draft.
      call.once('error', (cause) => (call.reusedSocket ? resolve(send(url, named)) : reject(cause)))
      call.end(body)
    })
  return {
    bytes: Buffer.byteLength(body),
    async submitTo(url) {
      const response = await send(url, `${name}${key++}`)
      const ended = new Promise((resolve) => response.once('end', resolve))
      response.resume()
      await ended
      if (response.statusCode !== 202) throw new Error(`answered ${response.statusCode}`)
    },
    async tryAt(url) {
      const response = await send(url, `${name}${key++}`)
      const said: unknown = JSON.parse(await text(response))
      return response.statusCode === 202 ? { taken: told.parse(said).draft.id } : { refused: problem.parse(said).code }
    },
    end: () => agent.destroy(),
  }
}
