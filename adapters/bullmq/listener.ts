// One BullMQ worker, and the watch over it. A worker whose connection is half open waits for ever for an answer that
// will not come; one that was not heard for too long is replaced. What the old one had begun goes on: the record holds it.

import { Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Log } from '../../src/port/log.ts'
import { connectToListen, type RedisAt } from './connection.ts'
import { rowNamedBy, spokenJobId } from './job.ts'

export type ListenerPace = {
  /** How long Redis may take to answer, or to be connected to. */
  readonly answerMs: number
  /** How long a worker waits for a job before it asks again; BullMQ counts it in whole seconds. */
  readonly waitMs: number
  /** A worker that was not heard for this long, though Redis is well, is replaced. Above `waitMs` and two seconds. */
  readonly watchMs: number
  /** A job that its worker does not renew for this long is stalled, and rings again. */
  readonly lockMs: number
  /** After so many stalls a job is dead. The row it names is rung for anew. */
  readonly mostStalls: number
}

export type Heard = { stalled: number; deadLetters: number; notOurs: number; replaced: number }

export type Listener = {
  /** It takes no more jobs until it goes on. */
  rest(): void
  goOn(): void
  /** Replaces a worker that was not heard since this moment of the stopwatch and for too long. */
  watch(wellSince: number): void
  close(): Promise<void>
  /** Without waiting for anything. */
  cut(): void
}

type Parts = {
  readonly at: RedisAt
  readonly prefix: string
  readonly name: string
  readonly places: number
  readonly pace: ListenerPace
  readonly log: Log
  readonly heard: Heard
  /** Resolves when the bell was answered. Never rejects. */
  readonly answer: (id: string) => Promise<void>
}

/** A worker that knows when Redis last answered it. */
class HearingWorker extends Worker<unknown, void, string> {
  heardAt = performance.now()
  underWay = 0

  protected override async moveToActive(token: string, name?: string) {
    const job = await super.moveToActive(token, name)
    this.heardAt = performance.now()
    return job
  }
}

export function openListener({ at, prefix, name, places, pace, log, heard, answer }: Parts): Listener {
  let resting = false
  let closed = false
  let lastTold = ''
  let current = begin()

  function begin(): { readonly worker: HearingWorker; readonly redis: Redis } {
    const redis = connectToListen(at, pace.answerMs)
    redis.on('error', tell)
    const worker = new HearingWorker(
      name,
      async (job) => {
        worker.heardAt = performance.now()
        // It may already have been waiting for this one. The relay rings again.
        if (resting) return
        worker.underWay += 1
        try {
          const id = rowNamedBy(job.data, job.id)
          if (id !== undefined) return await answer(id)
          heard.notOurs += 1
          log.info('a job that is not ours was ignored', { queue: name, notOurs: heard.notOurs })
        } finally {
          worker.underWay -= 1
        }
      },
      {
        connection: redis,
        prefix,
        concurrency: places,
        drainDelay: pace.waitMs / 1000,
        lockDuration: pace.lockMs,
        stalledInterval: pace.lockMs,
        maxStalledCount: pace.mostStalls,
        runRetryDelay: pace.answerMs,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 1000 },
        skipVersionCheck: true,
        autorun: !resting,
      },
    )
    worker.on('error', tell)
    worker.on('stalled', (jobId) => {
      heard.stalled += 1
      log.info('a job stalled and rings again', { queue: name, job: spokenJobId(jobId), stalled: heard.stalled })
    })
    worker.on('failed', (job, cause) => {
      heard.deadLetters += 1
      const facts = { queue: name, job: spokenJobId(job?.id ?? ''), deadLetters: heard.deadLetters }
      log.fault('a job died; the row it names is rung for anew', cause, facts)
    })
    return { worker, redis }
  }

  /** A worker tries again and again, and would say the same each time. */
  function tell(cause: Error): void {
    if (closed || cause.message === lastTold) return
    lastTold = cause.message
    log.fault('listening to Redis', cause, { queue: name })
  }

  function drop({ worker, redis }: typeof current): void {
    worker.close(true).catch((cause: unknown) => log.fault('closing a worker', cause, { queue: name }))
    redis.disconnect()
  }

  return {
    rest() {
      if (resting) return
      resting = true
      void current.worker.pause(true)
    },
    goOn() {
      if (!resting) return
      resting = false
      void current.worker.resume()
    },
    watch(wellSince) {
      const { worker } = current
      const since = Math.max(worker.heardAt, wellSince)
      // One that is busy in all its places has no reason to ask Redis for more.
      if (closed || resting || worker.underWay >= places || performance.now() - since < pace.watchMs) return
      heard.replaced += 1
      log.info('a worker was not heard and is replaced', { queue: name, replaced: heard.replaced })
      const old = current
      current = begin()
      drop(old)
    },
    async close() {
      closed = true
      await current.worker.close()
      current.redis.disconnect()
    },
    cut() {
      closed = true
      drop(current)
    },
  }
}
