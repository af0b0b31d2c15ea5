// A request of an agent, wherever it asks: who it says it is, the house that works for it, and what stands on every answer.

import type { Context } from 'hono'
import type { House } from '../../src/gateway/house.ts'
import { agentOf } from '../../src/gateway/own.ts'
import { isRefusal } from '../../src/refusal.ts'
import { refused } from './problem.ts'
import type { Passage } from './turnstile.ts'

export type Variables = {
  readonly Variables: {
    request: string
    /** It was answered with all headers at once; to add one afterwards costs as much as a look into the record. */
    whole?: true
    /** Of an agent that came in: what its answers say of its rate. */
    passage?: Passage
  }
  readonly Bindings: { readonly from: string }
}

/** On every answer, of whatever door. */
export const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** What an Idempotency-Key looks like. */
export const keyShape = /^[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?$/

export function bearer(c: Context): string {
  return /^Bearer ([\x21-\x7e]+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
}

/** The house, working for this request: what it logs can be found by its id. */
export function onBehalf(house: House, c: Context<Variables>): House {
  return { ...house, cause: { request: c.get('request') } }
}

/** What is wrong with a body is told only to somebody with a live token; anybody else hears 401 and no more. */
export async function knownOr(house: House, secret: string, answer: Response): Promise<Response> {
  const agent = await agentOf(house, secret)
  return isRefusal(agent) ? refused(agent) : answer
}

/** An answer with all its headers at once. */
export function told(
  c: Context<Variables>,
  body: object,
  status = 200,
  more: { readonly [header: string]: string } = {},
) {
  c.set('whole', true)
  const headers = { ...always, 'content-type': 'application/json', 'x-request-id': c.get('request') }
  return new Response(JSON.stringify(body), { status, headers: { ...headers, ...c.get('passage')?.headers, ...more } })
}
