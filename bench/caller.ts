// An agent that submits over HTTP, one draft after the other, over connections that stay open.

import { Agent, request } from 'node:http'
import { destinationOf } from '../adapters/practice/cast.ts'
import { together } from './figure.ts'
import { benchDisclosure, benchText } from './house.ts'

export type Caller = { readonly bytes: number; submitTo(url: string): Promise<void>; end(): void }

export function openCaller(token: string, name: string): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: together })
  const body = JSON.stringify({
    destination: destinationOf('platform-help'),
    intent: 'post',
    text: benchText,
    disclosure: benchDisclosure,
    run: { model: 'm' },
  })
  let key = 0
  const send = (url: string, named: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'idempotency-key': named,
      }
      const call = request(`${url}/v1/drafts`, { method: 'POST', agent, headers }, (response) => {
        response.resume()
        response.once('end', () =>
          response.statusCode === 202 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
        )
      })
      // A connection that was quiet for a while may be closed just as it is used again; the key makes it one draft.
      call.once('error', (cause) => (call.reusedSocket ? resolve(send(url, named)) : reject(cause)))
      call.end(body)
    })
  return {
    bytes: Buffer.byteLength(body),
    submitTo: (url) => send(url, `${name}${key++}`),
    end: () => agent.destroy(),
  }
}
