// What Slack is given, looked into row by row without knowing what it is: whatever is missing or of another kind is empty.

import type { Json } from '../src/json.ts'

export type Row = { readonly [key: string]: Json | undefined }

/** Its words; slots show their names. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value
  const words = rowOf(value).$words
  if (!isList(words)) return ''
  return words.map((word) => (typeof word === 'string' ? word : `{${textOf(rowOf(word).slot)}}`)).join('')
}

export function rows(value: Json | undefined): readonly Row[] {
  return isList(value) ? value.filter(isRow) : []
}

export function rowOf(value: Json | undefined): Row {
  return isRow(value) ? value : {}
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

export function isRow(value: Json | undefined): value is Row {
  return typeof value === 'object' && value !== null && !isList(value)
}
