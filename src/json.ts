// JSON as a type, and the one spelling of it that is hashed (RFC 8785).

import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** The bytes that are hashed: RFC 8785. A lone surrogate has no such bytes and is refused at the doors. */
export function canonical(value: Json): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('spelling a value canonically: it has no JSON form')
  return text
}

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}
