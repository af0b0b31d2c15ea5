// What a client sent, read the way Slack reads it: from the query, a form or JSON, with structures either nested or as
// a string of JSON. Nothing here knows what a method means.

import type { IncomingMessage } from 'node:http'
import type { Json } from '../../../src/json.ts'

export type Thing = { readonly [key: string]: Json | undefined }
export type Form = { readonly values: Thing; readonly wrong?: string }

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

export function isThing(value: Json | undefined): value is Thing {
  return typeof value === 'object' && value !== null && !isList(value)
}

export function parsed(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    // Not JSON: the caller answers with Slack's own word for it.
    return undefined
  }
}

export function word(values: Thing, name: string): string {
  const value = values[name]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

/** Booleans arrive as true, "true" or "1". Undefined when nothing was said. */
export function flag(values: Thing, name: string): boolean | undefined {
  const value = values[name]
  if (value === undefined || value === null || value === '') return undefined
  return value === true || value === 'true' || value === '1' || value === 1
}

/** A structure that arrives nested (JSON) or as a string of JSON (form). Undefined when absent, null when unreadable. */
export function nested(values: Thing, name: string): Json | undefined {
  const value = values[name]
  if (typeof value !== 'string') return value ?? undefined
  return value === '' ? undefined : (parsed(value) ?? null)
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

export function readForm(request: IncomingMessage, query: URLSearchParams, body: string): Form {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  const asked = Object.fromEntries(query)
  if (type === 'application/json') {
    const value = parsed(body === '' ? '{}' : body)
    if (value === undefined) return { values: asked, wrong: 'invalid_json' }
    return isThing(value) ? { values: { ...asked, ...value } } : { values: asked, wrong: 'json_not_object' }
  }
  if (type === 'application/x-www-form-urlencoded')
    return { values: { ...asked, ...Object.fromEntries(new URLSearchParams(body)) } }
  if (body === '') return { values: asked }
  return { values: asked, wrong: type === undefined || type === '' ? 'missing_post_type' : 'invalid_post_type' }
}
