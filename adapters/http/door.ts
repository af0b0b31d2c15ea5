// The door for agents and operators. It reads, asks the house, and answers; it holds no state and decides nothing. Other
// doors are mounted beside it by path.

import { randomUUID } from 'node:crypto'
import { type Context, Hono, type Next } from 'hono'
import type { House } from '../../src/gateway/house.ts'
import { adminDoor } from './admin.ts'
import type { Examine } from './admin-doctor.ts'
import type { Rate } from './bucket.ts'
import { draftRoutes } from './drafts.ts'
import { eventRoutes } from './events.ts'
import { grantRoutes } from './grants.ts'
import { healthRoutes } from './health.ts'
import { type Hosts, isOneOf } from './host.ts'
import { invocationRoutes } from './invocation.ts'
import { type MetricsOf, metricsRoutes } from './metrics.ts'
import { openApi } from './openapi.ts'
import { codeOf, problem } from './problem.ts'
import { callersBehind } from './proxies.ts'
import { always, bearer, type Variables } from './request.ts'
import { openTurnstile } from './turnstile.ts'
import { welcome } from './welcome.ts'

/** `from`: the address at the other end, where the network told it. */
export type Door = { fetch(request: Request, from?: string): Promise<Response> }
export type DoorOf = {
  readonly house: House
  readonly version: string
  readonly mount: readonly ({ readonly path: string } & Door)[]
  /** The names by which this gate may be called. A page that made its own name point here is not one of them. */
  readonly hosts: Hosts
  /** Whether this process delivers what is owed, or others do. */
  readonly delivers: boolean
  /** Resolves when the process is about to end: long waits answer at once. */
  readonly closing: Promise<void>
  /** Without one nobody administers over HTTP. */
  readonly adminToken?: string | undefined
  /** What the doctor says, now. */
  readonly examine: Examine
  /** The figures, and who may read them; what was answered is counted there. */
  readonly metrics: MetricsOf
  /** How much each agent may ask of it. */
  readonly rate?: Rate | undefined
  /** Our own proxies, of whom it is believed for whom they ask; nobody, unless it is said. */
  readonly proxies?: readonly string[] | undefined
}

export function httpDoor(of: DoorOf): Door {
  const app = httpPaths(of)
  const callerOf = callersBehind(of.proxies ?? [])
  return {
    fetch: async (request, from = 'unknown') =>
      app.fetch(request, { from: callerOf(from, () => request.headers.get('x-forwarded-for')) }),
  }
}

/** The same, as the list of its paths. */
export function httpPaths(of: DoorOf): Hono<Variables> {
  const { house, version, mount, hosts, closing, delivers, adminToken, examine, metrics, rate } = of
  const app = new Hono<Variables>()
  const described = openApi(version)
  const turnstile = openTurnstile(house, rate)

  app.use(async (c, next) => {
    const began = house.stopwatch()
    const id = randomUUID()
    c.set('request', id)
    if (!isOneOf(hosts, c.req.header('host'))) c.res = problem('wrong-host')
    else if (isForAgents(c.req.path)) await admit(c, next)
    else await next()
    const { status, headers } = c.res
    const { method, routePath: route } = c.req
    metrics.answered({ request: id, method, route, status, code: codeOf(c.res), ms: house.stopwatch() - began })
    if (c.get('whole')) return
    for (const [name, value] of Object.entries({ 'x-request-id': id, ...always }))
      if (!headers.has(name)) headers.set(name, value)
  })

  app.get('/', (c) =>
    c.html(
      welcome(
        version,
        mount.map((door) => door.path),
      ),
    ),
  )
  healthRoutes(app, { house, version, delivers, closing })
  metricsRoutes(app, metrics)
  app.get('/openapi.json', (c) => c.json(described))

  draftRoutes(app, house, closing)
  grantRoutes(app, house)
  const invocations = new Hono()
  invocationRoutes(invocations, house, bearer)
  app.route('/v1/invocations', invocations)
  const events = new Hono()
  eventRoutes(events, { house, bearer, closing })
  app.route('/v1/events', events)

  app.route('/v1/admin', adminDoor(house, adminToken, examine))

  for (const [path, allow] of [
    ['/', 'GET, HEAD'],
    ['/healthz', 'GET, HEAD'],
    ['/readyz', 'GET, HEAD'],
    ['/metrics', 'GET, HEAD'],
    ['/openapi.json', 'GET, HEAD'],
    ['/v1/drafts', 'GET, HEAD, POST'],
    ['/v1/drafts/:id', 'GET, HEAD'],
    ['/v1/drafts/:id/revisions', 'POST'],
    ['/v1/drafts/:id/withdraw', 'POST'],
    ['/v1/grants', 'POST'],
  ] as const) {
    app.all(path, () => problem('no-such-method', { headers: { allow } }))
  }
  for (const door of mount) {
    app.all(door.path, (c) => door.fetch(c.req.raw))
    app.all(`${door.path}/*`, (c) => door.fetch(c.req.raw))
  }
  app.notFound(() => problem('no-such-path'))
  app.onError(faulted)

  function faulted(cause: unknown, c: Context<Variables>): Response {
    const request = c.get('request')
    house.log.fault('answering a request', cause, { request, path: c.req.routePath })
    return problem('fault', { instance: `urn:uuid:${request}` })
  }

  /** An agent comes in through the turnstile, or hears why not now; either is said in the headers. */
  async function admit(c: Context<Variables>, next: Next): Promise<void> {
    const entered = turnstile.enter(bearer(c), c.env.from, c.req.method === 'POST')
    // Here nobody else would answer for it.
    const passage = await entered.catch((cause: unknown) => faulted(cause, c))
    if (passage instanceof Response) {
      c.res = passage
      return
    }
    c.set('passage', passage)
    try {
      await next()
    } finally {
      passage.leave(c.res.status)
    }
    if (!c.get('whole')) for (const [name, value] of Object.entries(passage.headers)) c.res.headers.set(name, value)
  }

  return app
}

function isForAgents(path: string): boolean {
  return path.startsWith('/v1/drafts') || path.startsWith('/v1/grants')
}
