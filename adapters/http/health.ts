// Whether the process lives, and whether it can do its work. A process that only takes drafts and decisions is ready
// when the record is; who delivers needs the queue too. A worker has no other door than this one.

import { type Env, Hono } from 'hono'
import { z } from 'zod'
import type { House } from '../../src/gateway/house.ts'
import { answers, byNobody, type Described } from './described.ts'
import type { Door } from './door.ts'
import { type Hosts, isOneOf } from './host.ts'
import { type MetricsOf, metricsRoutes } from './metrics.ts'
import { problem } from './problem.ts'

type Health = {
  readonly house: House
  readonly version: string
  /** Whether this process delivers what is owed, or others do. */
  readonly delivers: boolean
  /** Resolves when the process is about to end: nobody should send it anything new. */
  readonly closing: Promise<void>
}

/** A part that gives no answer is not ready either. */
const patienceMs = 5_000

export function healthRoutes<E extends Env>(app: Hono<E>, { house, version, delivers, closing }: Health): void {
  let ending: string | undefined
  void closing.then(() => {
    ending = 'the process is about to end'
  })
  app.get('/healthz', (c) => c.json({ status: 'alive', version }))
  app.get('/readyz', async (c) => {
    const [record, queue] = await Promise.all([
      inTime('record', house.record.health()),
      delivers ? inTime('queue', house.queue.health()) : Promise.resolve(undefined),
    ])
    if (record === undefined && queue === undefined && ending === undefined) {
      return c.json({ status: 'ready', record: 'ready', queue: delivers ? 'ready' : 'elsewhere' })
    }
    const errors = Object.entries({ record, queue, process: ending }).flatMap(([path, message]) =>
      message === undefined ? [] : [{ path, message }],
    )
    return problem('not-ready', { errors })
  })
}

async function inTime(part: string, health: Promise<string | undefined>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`the ${part} does not answer`), patienceMs)
  })
  try {
    return await Promise.race([health, late])
  } catch {
    return `the ${part} cannot be asked`
  } finally {
    clearTimeout(timer)
  }
}

export function healthDoor({
  hosts,
  metrics,
  ...health
}: Health & { readonly hosts: Hosts; readonly metrics: MetricsOf }): Door {
  const app = new Hono()
  app.use(async (c, next) => {
    if (isOneOf(hosts, c.req.header('host'))) await next()
    else c.res = problem('wrong-host')
    c.res.headers.set('cache-control', 'no-store')
  })
  healthRoutes(app, health)
  metricsRoutes(app, metrics)
  app.notFound(() => problem('no-such-path'))
  app.onError((cause) => {
    health.house.log.fault('answering how we are', cause)
    return problem('fault')
  })
  return { fetch: async (request) => app.fetch(request) }
}

const ready = z.strictObject({ status: z.string(), record: z.string(), queue: z.string() })

export const healthDescribed: Described = {
  '/healthz': {
    get: {
      summary: 'The process lives',
      security: byNobody,
      responses: answers({ says: 'alive', schema: z.strictObject({ status: z.string(), version: z.string() }) }, []),
    },
  },
  '/readyz': {
    get: {
      summary: 'The parts are ready',
      security: byNobody,
      responses: answers({ says: 'ready', schema: ready }, ['not-ready']),
    },
  },
  '/openapi.json': {
    get: {
      summary: 'This description',
      security: byNobody,
      responses: answers({ says: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) }, []),
    },
  },
  '/': {
    get: {
      summary: 'What this is, as a page',
      security: byNobody,
      responses: answers({ says: 'a page', schema: z.string(), type: 'text/html' }, []),
    },
  },
}
