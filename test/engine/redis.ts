// A Redis for a suite: the one of REDIS_URL, or a redis-server of our own on a port of its own, in a folder of its own.
// It can be killed by its id, frozen, started again on what it left or on nothing, and asked what it was told.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'

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
    const begun = spawn('redis-server', settings, { stdio: ['ignore', 'ignore', 'inherit'] })
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
  process.stdout.write(
    `engine: redis-server ${version} on port ${port}${flags.length === 0 ? '' : ` (${flags.join(' ')})`}\n`,
  )
  return {
    url,
    port,
    pid: () => child?.pid,
    ask: (command, ...words) => ask(url, command, ...words),
    kill,
    start,
    async throwAway() {
      await rm(folder, { recursive: true, force: true })
      await import('node:fs/promises').then(({ mkdir }) => mkdir(folder))
    },
    async [Symbol.asyncDispose]() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
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
  return address.port
}
