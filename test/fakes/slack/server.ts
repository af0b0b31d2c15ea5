// The Web API on the wire: which method, whose token, with which scopes, and then the fault script. A refusal is HTTP
// 200 with `ok: false`, as Slack has it; only a fault or a throttle is anything else.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { chatMethods } from './chat.ts'
import { conversationMethods } from './conversation.ts'
import { directoryMethods } from './directory.ts'
import { answer, type Faults, json } from './fault.ts'
import { bodyOf, type Form, isThing, parsed, readForm, type Thing, word } from './form.ts'
import { type Happened, type Methods, refuse } from './method.ts'
import { exchange } from './oauth.ts'
import { reply } from './reply.ts'
import type { Sockets } from './socket.ts'
import type { Installation, Town } from './town.ts'
import { viewMethods } from './view.ts'

const methods: Methods = { ...chatMethods, ...conversationMethods, ...directoryMethods, ...viewMethods }

/** A call as it came in, whether it was then taken or refused. */
export type Called = { readonly method: string; readonly values: Thing; readonly by?: string }

export type Desk = {
  readonly town: Town
  readonly faults: Faults
  readonly sockets: Sockets
  readonly calls: Called[]
  url(): string
  wait(ms: number): Promise<void>
  tell(happened: Happened): void
  stir(): void
}

export async function serve(desk: Desk, request: IncomingMessage, out: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local')
  const body = await bodyOf(request)
  const [, top = '', name = ''] = url.pathname.split('/')
  if (top === 'response') {
    const said = parsed(body)
    const done = reply(desk.town, name, isThing(said) ? said : {})
    if (done.happened !== undefined) desk.tell(done.happened)
    json(out, done.status, done.body)
  } else if (top === 'api') {
    const form = readForm(request, url.searchParams, body)
    const token = tokenIn(request, form)
    const by = holderOf(desk.town, token)
    desk.calls.push({ method: name, values: form.values, ...(by === undefined ? {} : { by: by.app.id }) })
    if (by !== undefined) out.setHeader('x-oauth-scopes', [...by.scopes].join(','))
    const does = (values: Thing, lagMs: number): Thing =>
      form.wrong === undefined
        ? call(desk, name, values, token, lagMs, request.headers.authorization)
        : refuse(form.wrong)
    await answer(out, desk.faults.next(name), form.values, does, desk.wait)
  } else {
    json(out, 404, {})
  }
  desk.stir()
}

function call(desk: Desk, name: string, values: Thing, token: string, lagMs: number, authorization?: string): Thing {
  const { town } = desk
  if (name === 'oauth.v2.access') return exchange(town, values, authorization)
  if (name === 'apps.connections.open') return connect(desk, token)
  const method = methods[name]
  if (method === undefined) return refuse('unknown_method', { req_method: name })
  if (token === '') return refuse('not_authed')
  if ([...town.apps.values()].some((app) => app.appToken === token)) return refuse('not_allowed_token_type')
  const by = holderOf(town, token)
  if (by === undefined) return refuse('invalid_auth')
  if (by.ended !== undefined) return refuse(by.ended)
  const endsAt = by.tokens.find((one) => one.value === token)?.endsAt
  if (endsAt !== undefined && town.now() >= endsAt) return refuse('token_expired')
  if (method.needs.length > 0 && !method.needs.some((scope) => by.scopes.has(scope)))
    return refuse('missing_scope', { needed: method.needs[0], provided: [...by.scopes].join(',') })
  return method.does({ town, by, values, lagMs, tell: desk.tell })
}

function connect(desk: Desk, token: string): Thing {
  if (token === '') return refuse('not_authed')
  const app = [...desk.town.apps.values()].find((one) => one.appToken === token)
  if (app === undefined)
    return refuse(holderOf(desk.town, token) === undefined ? 'invalid_auth' : 'not_allowed_token_type')
  if (!app.socketMode) return refuse('forbidden')
  return {
    ok: true,
    url: `${desk.url().replace('http', 'ws')}/link/?ticket=${desk.sockets.ticket(app.id)}&app_id=${app.id}`,
  }
}

function holderOf(town: Town, token: string): Installation | undefined {
  return town.installations.find((one) => one.tokens.some((each) => each.value === token))
}

/** In the header, or in a form or query. In a JSON body Slack does not look for it. */
function tokenIn(request: IncomingMessage, { values }: Form): string {
  const { authorization = '', 'content-type': type = '' } = request.headers
  if (authorization.startsWith('Bearer ')) return authorization.slice(7)
  return type.startsWith('application/json') ? '' : word(values, 'token')
}
