// A Redis for a suite: the one of REDIS_URL, or a server of our own on a port and in a folder of its own. Ours is the
// redis-server on the PATH or, where there is none, js-redis-server, which keeps nothing and knows less. Ours can be
// killed by its id and started again, on what it left or on nothing. Each suite says which one it got.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'

/** Whether there is a Redis to be filled, frozen and made a cluster. Where there has to be one, its absence is red. */
export const hasRedisServer = process.env.CI !== undefined || spawnSync('redis-server', ['--version']).status === 0

/** For a suite that needs a Redis and does it no harm. */
export async function anyRedis(): Promise<AsyncDisposable & { readonly url: string }> {
  const { REDIS_URL } = process.env
  if (REDIS_URL === undefined || REDIS_URL === '') return openRedis()
  say('the Redis of REDIS_URL')
  return { url: REDIS_URL, [Symbol.asyncDispose]: async () => undefined }
}

export type RedisEngine = AsyncDisposable & {
  readonly url: string
  readonly port: number
  readonly pid: () => number | undefined
  /** Asks as an operator would, on a connection of its own. */
  ask(command: string, ...words: readonly (string | number)[]): Promise<unknown>
  /** SIGKILL, and wait until it is dead. */
  kill(): Promise<void>
  /** Starts it again on the same port; on nothing, if its files are thrown away first. */
  start(): Promise<void>
  throwAway(): Promise<void>
}

/** A server of our own, which may be killed. `flags` as on the command line of redis-server. */
export async function openRedis(...flags: readonly string[]): Promise<RedisEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...flags]
    const [program, ...words] = hasRedisServer
      ? ['redis-server', ...settings]
      : [
          process.execPath,
          join(dirname(createRequire(import.meta.url).resolve('js-redis-server')), 'cli.js'),
          '--port',
          String(port),
        ]
    const begun = spawn(program, words, { stdio: ['ignore', 'ignore', 'inherit'] })
    child = begun
    await Promise.race([
      answering(url),
      once(begun, 'exit').then(() => Promise.reject(new Error('redis-server ended before it answered'))),
    ])
  }
  async function kill(): Promise<void> {
    if (child === undefined) return
    const dead = once(child, 'exit')
    child.kill('SIGKILL')
    await dead
    child = undefined
  }

  await start()
  const version = /redis_version:(\S+)/.exec(String(await ask(url, 'INFO', 'server')))?.[1]
  const kind = hasRedisServer ? ['redis-server', version, ...flags] : ['js-redis-server, in memory']
  say(`${kind.join(' ')} on port ${port}`)
  return {
    url,
    port,
    pid: () => child?.pid,
    ask: (command, ...words) => ask(url, command, ...words),
    kill,
    start,
    async throwAway() {
      await rm(folder, { recursive: true, force: true })
      await mkdir(folder)
    },
    async [Symbol.asyncDispose]() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function say(engine: string): void {
  process.stdout.write(`engine: ${engine}\n`)
}

async function ask(url: string, command: string, ...words: readonly (string | number)[]): Promise<unknown> {
  const redis = new Redis(url, { retryStrategy: () => null, maxRetriesPerRequest: 0 })
  redis.on('error', () => undefined)
  try {
    return await redis.call(command, ...words)
  } finally {
    redis.disconnect()
  }
}

async function answering(url: string): Promise<void> {
  for (const began = performance.now(); performance.now() - began < 20_000; ) {
    if ((await ask(url, 'PING').catch(() => undefined)) === 'PONG') return
    await pause(10)
  }
  throw new Error('redis-server did not answer in time')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('finding a free port: no port was given')
  // A node of a cluster takes the port 10,000 above as well.
  return address.port + 10_000 < 65_536 ? address.port : freePort()
}
