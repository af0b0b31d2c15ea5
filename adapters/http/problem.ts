// Errors as RFC 9457 says them, with the codes of code.ts. A detail never repeats a token or a word of a draft.

import type { z } from 'zod'
import { type Refusal, spokenRefusal } from '../../src/refusal.ts'
import { type Code, codes } from './code.ts'

export type Wrong = { readonly path: string; readonly message: string }

export function problem(
  code: Code,
  more: {
    readonly detail?: string
    readonly errors?: readonly Wrong[]
    /** This one occurrence, where it can be found again in the log. */
    readonly instance?: string
    readonly headers?: { readonly [name: string]: string }
  } = {},
): Response {
  const { status, says } = codes[code]
  const body = {
    type: `/docs/errors#${code}`,
    title: says,
    status,
    code,
    ...(more.detail === undefined ? {} : { detail: more.detail }),
    ...(more.errors === undefined ? {} : { errors: more.errors }),
    ...(more.instance === undefined ? {} : { instance: more.instance }),
  }
  const response = new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...more.headers },
  })
  told.set(response, code)
  return response
}

const told = new WeakMap<Response, Code>()

/** The code that a response was made of, for those who count them. */
export function codeOf(response: Response): Code | undefined {
  return told.get(response)
}

export function refused(refusal: Refusal): Response {
  return problem(refusal.refused, {
    detail: spokenRefusal(refusal),
    ...(refusal.refused === 'token-unknown' ? { headers: { 'www-authenticate': 'Bearer' } } : {}),
    ...(refusal.refused === 'busy' ? { headers: { 'retry-after': '1' } } : {}),
    ...(refusal.refused === 'too-many-drafts' ? { headers: { 'retry-after': '60' } } : {}),
  })
}

/** What a schema found, a few lines of it, with the fields and without what stood in them. */
export function wrongs(error: z.ZodError): readonly Wrong[] {
  return error.issues
    .slice(0, 20)
    .map((issue) => ({ path: issue.path.join('.').slice(0, 200), message: issue.message.slice(0, 300) }))
}
