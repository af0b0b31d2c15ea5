// How Redis is: asked regularly, and at once when its connection comes or goes. It is well when it answers, keeps what
// it is given (`noeviction`) and has room to write. Each change is logged once.

import type { Redis } from 'ioredis'
import { hangBell } from '../../src/delivery/bell.ts'
import type { Log } from '../../src/port/log.ts'

export type Feeling =
  | { readonly redis: 'well' }
  /** It answers and hands out what it has, and takes nothing new. */
  | { readonly redis: 'full'; readonly why: string }
  /** It may drop jobs and locks as it likes; nothing is delivered by it. */
  | { readonly redis: 'unfit'; readonly why: string }
  | { readonly redis: 'away'; readonly why: string }

export type Pulse = {
  feeling(): Feeling
  end(): Promise<void>
}

type Parts = {
  readonly redis: Redis
  readonly prefix: string
  readonly log: Log
  readonly pulseMs: number
  /** Called after each beat, whether or not anything changed. */
  readonly onBeat: (feeling: Feeling, before: Feeling) => void
}

export function openPulse({ redis, prefix, log, pulseMs, onBeat }: Parts): Pulse {
  const bell = hangBell()
  let feeling: Feeling = { redis: 'away', why: 'Redis has not answered yet' }
  let ending = false
  let lastError: unknown

  // Every attempt to connect again is one; what is said of them is said when the feeling changes.
  redis.on('error', (cause: unknown) => {
    lastError = cause
  })
  redis.on('ready', () => bell.ring())
  redis.on('close', () => bell.ring())

  async function beat(): Promise<void> {
    const before = feeling
    feeling = await feel()
    if (ending) return
    if (feeling.redis !== before.redis || ('why' in feeling && 'why' in before && feeling.why !== before.why)) tell()
    onBeat(feeling, before)
  }

  async function feel(): Promise<Feeling> {
    if (redis.status !== 'ready') return { redis: 'away', why: 'Redis cannot be reached' }
    try {
      const policy = await evictionPolicy(redis)
      if (policy !== 'noeviction') {
        return { redis: 'unfit', why: `maxmemory-policy of Redis has to be noeviction and is ${policy}` }
      }
      await redis.set(`${prefix}:pulse`, 1, 'PX', 60_000)
      return { redis: 'well' }
    } catch (cause) {
      lastError = cause
      const isFull = cause instanceof Error && cause.message.startsWith('OOM')
      return isFull
        ? { redis: 'full', why: 'Redis is full (maxmemory reached)' }
        : { redis: 'away', why: 'Redis does not answer' }
    }
  }

  function tell(): void {
    if (feeling.redis === 'well') log.info('Redis is well')
    else log.fault('asking Redis how it is', lastError ?? new Error(feeling.why), { why: feeling.why })
    lastError = undefined
  }

  async function keepBeating(): Promise<void> {
    // Until it is connected, or is not, there is nothing to say.
    await bell.heard(pulseMs)
    while (!ending) {
      await beat()
      await bell.heard(pulseMs)
    }
  }
  const beating = keepBeating()

  return {
    feeling: () => feeling,
    async end() {
      ending = true
      bell.ring()
      await beating
    },
  }
}

/** Not every Redis says it in INFO, and not every one lets itself be asked for its settings. */
async function evictionPolicy(redis: Redis): Promise<string> {
  const told = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1]
  if (told !== undefined) return told
  const asked: unknown = await redis.config('GET', 'maxmemory-policy')
  return Array.isArray(asked) && typeof asked[1] === 'string' ? asked[1] : 'not said'
}
