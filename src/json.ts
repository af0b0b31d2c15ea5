// JSON as a type, and the one spelling of it that is hashed (RFC 8785). That is JSON.stringify, which the RFC takes its
// numbers and strings from, over members in order; test/json.test.ts holds it against an implementation of others.

import { hash } from 'node:crypto'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** The bytes that are hashed. What has none, half of a character or a number without digits, is refused at the doors. */
export function canonical(value: Json): string {
  return JSON.stringify(inOrder(value))
}

export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text)
}

function inOrder(value: Json): Json {
  if (typeof value === 'string') return value.isWellFormed() ? value : hasNone('half of a character')
  if (typeof value === 'number') return Number.isFinite(value) ? value : hasNone('a number without digits')
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map(inOrder)
  const ordered: { [key: string]: Json } = {}
  for (const key of Object.keys(value).sort()) {
    // An object puts a key that is a number before all others, whatever the order it was given.
    if (/^\d/.test(key)) return hasNone('a key that begins with a digit')
    const part = value[key]
    if (part !== undefined) ordered[inOrderKey(key)] = inOrder(part)
  }
  return ordered
}

function inOrderKey(key: string): string {
  return key.isWellFormed() && key !== '__proto__' ? key : hasNone('a key that cannot be one')
}

function hasNone(what: string): never {
  throw new Error(`spelling a value canonically: it has ${what}`)
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value)
}

/** What is left out has no place in what is kept or hashed. */
export function without<Row extends object>(row: Row): { [Key in keyof Row]: Row[Key] } {
  const kept = { ...row }
  for (const key of keysOf(kept)) if (kept[key] === undefined) delete kept[key]
  return kept
}

function keysOf<Row extends object>(row: Row): (keyof Row)[] {
  const keys: (keyof Row)[] = []
  for (const key in row) keys.push(key)
  return keys
}
