// A TCP proxy of our own, to stand between us and an engine and to be the bad network: it cuts, swallows, delays, or
// lets one side believe that the other is still there. It changes no byte; what it lets through comes in order.

import { createServer, type Server, Socket } from 'node:net'

export type From = 'client' | 'server'

export type TcpProxy = AsyncDisposable & {
  readonly port: number
  /** Resets every connection, and every new one at once, until healed. */
  cut(): void
  /** Nothing goes through any more, not even the end of a connection; new ones are accepted and never answered. */
  blackHole(): void
  /** The same for the connections that are there now; new ones pass. */
  freeze(): void
  /** Whatever passes comes so much later, in both directions. */
  latency(ms: number): void
  /** The server is told that the clients are gone; the clients are told nothing and hear nothing. */
  halfOpen(): void
  /** As at first. What was held back now arrives; what was half open stays lost. */
  heal(): void
  /** Told of what comes, before it goes on: whoever cuts or swallows in that moment stops just these bytes. */
  onBytes(listener: ((from: From, bytes: Buffer) => void) | undefined): void
  /** How many connections are open now. */
  count(): number
}

type Pair = {
  readonly client: Socket
  readonly server: Socket
  readonly waiting: { readonly dueAt: number; readonly go: () => void }[]
  timer: NodeJS.Timeout | undefined
  frozen: boolean
  lost: boolean
}

export async function openProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  let mood: 'pass' | 'cut' | 'black-hole' = 'pass'
  let delayMs = 0
  let listener: ((from: From, bytes: Buffer) => void) | undefined
  const pairs = new Set<Pair>()

  const listening = createServer({ allowHalfOpen: true }, (client) => {
    if (mood === 'cut') return void client.resetAndDestroy()
    const pair: Pair = {
      client,
      server: new Socket({ allowHalfOpen: true }),
      waiting: [],
      timer: undefined,
      frozen: mood === 'black-hole',
      lost: false,
    }
    pairs.add(pair)
    carry(pair, 'client', client, pair.server)
    carry(pair, 'server', pair.server, client)
    // Not before it is healed does the server hear of somebody who came into a black hole.
    through(pair, () => pair.server.connect(target.port, target.host))
  })

  function carry(pair: Pair, from: From, source: Socket, sink: Socket): void {
    source.on('data', (bytes) => {
      listener?.(from, bytes)
      through(pair, () => sink.write(bytes))
    })
    source.on('end', () => through(pair, () => sink.end()))
    source.on('error', () => through(pair, () => sink.resetAndDestroy()))
    source.on('close', () => {
      through(pair, () => sink.destroySoon())
      if (pair.client.destroyed && pair.server.destroyed) pairs.delete(pair)
    })
  }

  /** In its turn: now, after the latency, or when healed. */
  function through(pair: Pair, go: () => void): void {
    if (pair.lost) return
    pair.waiting.push({ dueAt: performance.now() + delayMs, go })
    flow(pair)
  }

  function flow(pair: Pair): void {
    clearTimeout(pair.timer)
    for (;;) {
      const [first] = pair.waiting
      if (first === undefined || pair.frozen || pair.lost) return
      const stillMs = delayMs === 0 ? 0 : first.dueAt - performance.now()
      if (stillMs > 0) {
        pair.timer = setTimeout(() => flow(pair), stillMs)
        return
      }
      pair.waiting.shift()
      first.go()
    }
  }

  function reset(pair: Pair): void {
    pair.lost = true
    clearTimeout(pair.timer)
    pair.client.resetAndDestroy()
    pair.server.resetAndDestroy()
    pairs.delete(pair)
  }

  function freeze(): void {
    for (const pair of pairs) pair.frozen = true
  }

  const port = await portOf(listening)
  return {
    port,
    cut() {
      mood = 'cut'
      for (const pair of pairs) reset(pair)
    },
    blackHole() {
      mood = 'black-hole'
      freeze()
    },
    freeze,
    latency(ms) {
      delayMs = ms
    },
    halfOpen() {
      for (const pair of pairs) {
        pair.lost = true
        pair.server.resetAndDestroy()
      }
    },
    heal() {
      mood = 'pass'
      delayMs = 0
      for (const pair of pairs) {
        pair.frozen = false
        flow(pair)
      }
    },
    onBytes(told) {
      listener = told
    },
    count: () => pairs.size,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => listening.close(resolve))
      for (const pair of pairs) reset(pair)
      await closed
    },
  }
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the proxy does not listen')
  return address.port
}
