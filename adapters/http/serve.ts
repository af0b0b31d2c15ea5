// The door on the network. Closing it takes no new connection, lets what is under way finish, and then ends what is left.

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Door } from './door.ts'

export type Served = AsyncDisposable & { readonly url: string }

const farewellMs = 6_000
const headersMs = 10_000
/** Longer than the longest wait that an agent may ask for. */
const requestMs = 90_000

export async function serve(
  door: Door,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Served> {
  const listener = getRequestListener((request, { incoming }) => door.fetch(request, incoming.socket.remoteAddress))
  const server = createServer(
    { headersTimeout: headersMs, requestTimeout: requestMs, keepAliveTimeout: 5_000 },
    listener,
  )
  const underWay = new Set<ServerResponse>()
  server.on('request', (_, answer) => {
    underWay.add(answer)
    answer.once('close', () => underWay.delete(answer))
    // One that came just before the door was closed.
    if (!server.listening) answer.shouldKeepAlive = false
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Error(`listening on ${host}, port ${port}: ${cause.message}`, { cause })),
    )
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${isAddress(address) ? address.port : port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      // Its connection ends with the answer; else the client would keep it, and us, for seconds.
      for (const answer of underWay) answer.shouldKeepAlive = false
      const end = setTimeout(() => server.closeAllConnections(), farewellMs)
      await closed
      clearTimeout(end)
    },
  }
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
