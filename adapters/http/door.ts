// The door for agents and operators. It reads, asks the house, and answers; it holds no state and decides nothing. Other
// doors are mounted beside it by path.

import { randomUUID } from 'node:crypto'
import { type Context, Hono, type Next } from 'hono'
import { askForGrant } from '../../src/gateway/granting.ts'
import type { House } from '../../src/gateway/house.ts'
import { change, submit } from '../../src/gateway/intake.ts'
import { agentOf, ownDraft, ownDrafts } from '../../src/gateway/own.ts'
import { type DraftId, draftId } from '../../src/id.ts'
import { isRefusal } from '../../src/refusal.ts'
import { adminDoor } from './admin.ts'
import type { Examine } from './admin-doctor.ts'
import type { Rate } from './bucket.ts'
import { contentOf, disclosureOf, draftBody, listQuery, revisionBody, submissionOf, waitQuery } from './draft-body.ts'
import { eventRoutes } from './events.ts'
import { answerOf as grantAnswerOf, grantBody, requestOf } from './grant-body.ts'
import { healthRoutes } from './health.ts'
import { type Hosts, isOneOf } from './host.ts'
import { invocationRoutes } from './invocation.ts'
import { type MetricsOf, metricsRoutes } from './metrics.ts'
import { openApi } from './openapi.ts'
import { codeOf, problem, refused, wrongs } from './problem.ts'
import { callersBehind } from './proxies.ts'
import { readJson } from './read.ts'
import { openTurnstile, type Passage } from './turnstile.ts'
import { waitingRoom } from './wait.ts'
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

const keyShape = /^[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?$/

/** On every answer, of whatever door. */
const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

type Variables = {
  readonly Variables: {
    request: string
    /** It was answered with all headers at once; to add one afterwards costs as much as a look into the record. */
    whole?: true
    /** Of an agent that came in: what its answers say of its rate. */
    passage?: Passage
  }
  readonly Bindings: { readonly from: string }
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
  const waits = waitingRoom(closing)
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

  app.post('/v1/drafts', async (c) => {
    const secret = bearer(c)
    const key = c.req.header('idempotency-key')
    const body = await readJson(c.req.raw)
    if ('wrong' in body) return knownOr(secret, body.wrong)
    if (key === undefined) return knownOr(secret, problem('key-missing'))
    if (!keyShape.test(key)) return knownOr(secret, problem('key-invalid'))
    const parsed = draftBody.safeParse(body.json)
    if (!parsed.success) return knownOr(secret, problem('invalid-body', { errors: wrongs(parsed.error) }))
    const submission = submissionOf(parsed.data)
    if ('foreign' in submission)
      return knownOr(
        secret,
        refused({ refused: submission.foreign === 'post' ? 'unknown-post' : 'invocation-foreign' }),
      )
    const receipt = await submit(onBehalf(c), secret, submission, key)
    if (isRefusal(receipt)) return refused(receipt)
    return told(c, { draft: receipt.draft, rule: receipt.rule }, 202, {
      location: `/v1/drafts/${receipt.draft.id}`,
      ...(receipt.again ? { 'idempotency-replayed': 'true' } : {}),
    })
  })

  app.get('/v1/drafts', async (c) => {
    const query = listQuery.safeParse(c.req.query())
    if (!query.success) return knownOr(bearer(c), problem('invalid-query', { errors: wrongs(query.error) }))
    const drafts = await ownDrafts(house, bearer(c), query.data)
    return isRefusal(drafts) ? refused(drafts) : told(c, { drafts })
  })

  app.get('/v1/drafts/:id', async (c) => {
    const id = draftOf(c)
    if (id === undefined) return knownOr(bearer(c), problem('unknown-draft'))
    const query = waitQuery.safeParse(c.req.query())
    if (!query.success) return knownOr(bearer(c), problem('invalid-query', { errors: wrongs(query.error) }))
    const wait = query.data.wait * 1000
    const now = () => ownDraft(house, bearer(c), id)
    const draft =
      wait === 0 ? await now() : ((await waits.orClosing(ownDraft(house, bearer(c), id, wait))) ?? (await now()))
    return isRefusal(draft) ? refused(draft) : told(c, { draft })
  })

  app.post('/v1/drafts/:id/revisions', async (c) => {
    const secret = bearer(c)
    const id = draftOf(c)
    const body = await readJson(c.req.raw)
    if ('wrong' in body) return knownOr(secret, body.wrong)
    if (id === undefined) return knownOr(secret, problem('unknown-draft'))
    const parsed = revisionBody.safeParse(body.json)
    if (!parsed.success) return knownOr(secret, problem('invalid-body', { errors: wrongs(parsed.error) }))
    const { disclosure, ...said } = parsed.data
    return changed(c, id, { do: 'revision', content: contentOf(said), disclosure: disclosureOf(disclosure) })
  })

  app.post('/v1/drafts/:id/withdraw', async (c) => {
    const id = draftOf(c)
    return id === undefined ? knownOr(bearer(c), problem('unknown-draft')) : changed(c, id, { do: 'withdraw' })
  })

  app.post('/v1/grants', async (c) => {
    const secret = bearer(c)
    const body = await readJson(c.req.raw)
    if ('wrong' in body) return knownOr(secret, body.wrong)
    const key = c.req.header('idempotency-key')
    if (key !== undefined && !keyShape.test(key)) return knownOr(secret, problem('key-invalid'))
    const parsed = grantBody.safeParse(body.json)
    if (!parsed.success) return knownOr(secret, problem('invalid-body', { errors: wrongs(parsed.error) }))
    const grant = await askForGrant(onBehalf(c), secret, requestOf(parsed.data), key)
    return isRefusal(grant) ? refused(grant) : c.json({ grant: grantAnswerOf(grant) }, 202)
  })

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

  async function changed(c: Context<Variables>, id: DraftId, what: Parameters<typeof change>[3]): Promise<Response> {
    const key = c.req.header('idempotency-key')
    if (key !== undefined && !keyShape.test(key)) return knownOr(bearer(c), problem('key-invalid'))
    const draft = await change(onBehalf(c), bearer(c), id, what, key)
    return isRefusal(draft) ? refused(draft) : told(c, { draft }, 202)
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

  /** The house, working for this request: what it logs can be found by its id. */
  function onBehalf(c: Context<Variables>): House {
    return { ...house, cause: { request: c.get('request') } }
  }

  /** What is wrong with a body is told only to somebody with a live token; anybody else hears 401 and no more. */
  async function knownOr(secret: string, answer: Response): Promise<Response> {
    const agent = await agentOf(house, secret)
    return isRefusal(agent) ? refused(agent) : answer
  }

  return app
}

function told(c: Context<Variables>, body: object, status = 200, more: { readonly [header: string]: string } = {}) {
  c.set('whole', true)
  const headers = { ...always, 'content-type': 'application/json', 'x-request-id': c.get('request') }
  return new Response(JSON.stringify(body), { status, headers: { ...headers, ...c.get('passage')?.headers, ...more } })
}

function isForAgents(path: string): boolean {
  return path.startsWith('/v1/drafts') || path.startsWith('/v1/grants')
}

function bearer(c: Context): string {
  return /^Bearer ([\x21-\x7e]+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
}

function draftOf(c: Context): DraftId | undefined {
  return draftId.parse(c.req.param('id') ?? '')
}
