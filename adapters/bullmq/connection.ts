// The connections to Redis. Who rings is told at once that Redis is away, and goes on without it; who listens waits as
// long as it takes. No key of ours lies outside of one slot of a cluster.

import { Redis, type RedisOptions } from 'ioredis'

/** Where Redis is. The address may hold a password and is never logged. */
export type RedisAt = {
  readonly url: string
  /** Before every key and channel of ours. Its braces keep them in one slot of a cluster. */
  readonly prefix?: string
}

const usualPrefix = '{countersign}'

/** Refuses a prefix without braces now: on a cluster the first script over two slots would fail in the middle of work. */
export function prefixOf({ prefix = usualPrefix }: RedisAt): string {
  if (/^[\w-]*\{[\w-]+\}[\w-]*$/.test(prefix)) return prefix
  throw new Error(`connecting to Redis: the prefix “${prefix}” needs a part in braces, such as ${usualPrefix}`)
}

/** After a lost connection: soon, then every second. */
const retryStrategy = (times: number) => Math.min(50 * times, 1000)

/** For ringing and asking: nothing waits in it, and silence is an answer too. */
export function connectToRing(at: RedisAt, answerMs: number): Redis {
  return connect(at, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: answerMs,
    // A connection that nobody answers on is given up, or it would be asked for ever.
    socketTimeout: 2 * answerMs,
    connectTimeout: answerMs,
  })
}

/** For workers, as BullMQ wants it. What it waits for may take any time; whoever opens it watches over it. */
export function connectToListen(at: RedisAt, answerMs: number): Redis {
  return connect(at, { maxRetriesPerRequest: null, connectTimeout: answerMs })
}

function connect({ url }: RedisAt, options: Omit<RedisOptions, 'replyMapping'>): Redis {
  return new Redis(url, { ...options, replyMapping: 'legacy', retryStrategy })
}
