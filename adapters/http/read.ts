// Reads a request's body as JSON: no more of it than is allowed, and nothing in it that has no bytes. What is wrong is
// answered with a code; the body itself is never repeated.

import type { Code } from './code.ts'
import { problem, type Wrong } from './problem.ts'

export const bodyBytes = 256 * 1024
const mostDepth = 64

export type Read = { readonly json: unknown } | { readonly wrong: Response }

export async function readJson(request: Request, most = bodyBytes): Promise<Read> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) return wrong('not-json')
  const length = request.headers.get('content-length')
  if (Number(length ?? 0) > most) return wrong('too-large')
  // A length that was announced is kept by the protocol; only a body without one has to be counted.
  const reading = length === null ? upTo(request, most) : request.arrayBuffer().then((read) => Buffer.from(read))
  // Reading fails only when the other side has gone: nobody is left to answer, and nothing of ours is broken.
  const bytes = await reading.catch(() => undefined)
  if (bytes === 'too-large') return wrong('too-large')
  const text = bytes === undefined ? undefined : decoded(bytes)
  const json = text === undefined ? undefined : parsed(text)
  if (json === undefined) return wrong('malformed-json')
  const odd = unwell(json.value, '', 0)
  if (odd === undefined) return { json: json.value }
  return {
    wrong:
      odd.code === 'malformed-json'
        ? problem('malformed-json', { detail: 'It is nested too deeply.' })
        : problem('lone-surrogate', { errors: [odd.at] }),
  }
}

function wrong(code: Code): { wrong: Response } {
  return { wrong: problem(code) }
}

/** Counts while it reads: a body without a length may not be longer either. */
async function upTo(request: Request, most: number): Promise<Buffer | 'too-large'> {
  const reader = request.body?.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const part = await reader?.read()
    if (part === undefined || part.done) return Buffer.concat(parts)
    size += part.value.byteLength
    if (size > most) {
      await reader?.cancel()
      return 'too-large'
    }
    parts.push(part.value)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decoded(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError) return undefined
    throw cause
  }
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

type Odd = { readonly code: 'lone-surrogate' | 'malformed-json'; readonly at: Wrong }

/** A path is made of the sender's own keys: no more of it is repeated than finds the place. */
const mostPath = 200

/** The first text that has no UTF-8 form, or that no database or platform takes; keys count too. */
function unwell(value: unknown, path: string, depth: number): Odd | undefined {
  if (depth > mostDepth) return { code: 'malformed-json', at: { path, message: 'nested too deeply' } }
  if (typeof value === 'string') {
    return isWell(value)
      ? undefined
      : { code: 'lone-surrogate', at: { path, message: 'contains half of a character, or a NUL' } }
  }
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, part] of Object.entries(value)) {
    if (!isWell(key))
      return { code: 'lone-surrogate', at: { path, message: 'has a key with half of a character, or a NUL' } }
    const odd = unwell(part, (path === '' ? key : `${path}.${key}`).slice(0, mostPath), depth + 1)
    if (odd !== undefined) return odd
  }
  return undefined
}

function isWell(text: string): boolean {
  return !text.includes('\u0000') && !/[\uD800-\uDFFF]/u.test(text)
}
