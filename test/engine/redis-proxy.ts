// Stands between us and Redis and can go silent: what is connected stays connected, and no byte passes any more. Whoever
// connects after that is served again, as after a failover behind the same address.

import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type RedisProxy = AsyncDisposable & {
  readonly url: string
  /** Every connection that there is now becomes half open. */
  fallSilent(): number
}

export async function openRedisProxy(port: number): Promise<RedisProxy> {
  const pairs = new Set<{ readonly near: Socket; readonly far: Socket }>()
  const silenced = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    const pair = { near, far }
    pairs.add(pair)
    const pass = (from: Socket, to: Socket) => {
      from.on('data', (data) => {
        if (!silenced.has(from)) to.write(data)
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        pairs.delete(pair)
        if (!silenced.has(from)) to.destroy()
      })
    }
    pass(near, far)
    pass(far, near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('opening a proxy: no port was given')
  return {
    url: `redis://127.0.0.1:${address.port}`,
    fallSilent() {
      for (const { near, far } of pairs) {
        silenced.add(near)
        silenced.add(far)
      }
      return pairs.size
    },
    async [Symbol.asyncDispose]() {
      server.close()
      for (const { near, far } of pairs) {
        near.destroy()
        far.destroy()
      }
      for (const socket of silenced) socket.destroy()
      await once(server, 'close')
    },
  }
}
