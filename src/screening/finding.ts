// What a detector says of a draft: how bad, where in the text, and a sentence a person understands.
// A finding never repeats the words it found; `where` points at them.

import type { Disclosure } from '../draft/disclosure.ts'
import type { Content } from '../draft/intent.ts'

export const severities = ['note', 'high', 'forbidden'] as const
export type Severity = (typeof severities)[number]

export const checks = [
  'secrets', // keys, tokens, passwords: never posted, never kept
  'personal', // data about a person
  'risky-steps', // what could do harm when somebody follows it
  'hidden-text', // what a reader cannot see, or would take for our own words
  'mentions', // calls people
  'links', // leads elsewhere than it says
  'injection', // speaks to other agents
  'sources', // rests on what the audience may not read
  'house-list', // what this organisation put on its lists
  'stated-risk',
  'not-what-was-asked',
  'unscreened',
] as const
export type Check = (typeof checks)[number]

/** The parts of a revision that are not its text or a step, and that people read all the same. */
export const fields = [
  'title',
  'tag',
  'step-risk',
  'step-check',
  'assumption',
  'source',
  'address',
  'alternative',
  'rollback',
  'affects',
] as const
export type Field = (typeof fields)[number]

/** The text; or step number `step`, counted from 0; or a field, the `item`-th of its kind. Offsets are in that part. */
export type Where = {
  readonly step?: number | undefined
  readonly field?: Field | undefined
  readonly item?: number | undefined
  readonly from: number
  readonly to: number
}

export type Finding = {
  readonly check: Check
  /** The sort within the check, for lists and KPIs: `access`, `other-place` … */
  readonly sort: string
  readonly severity: Severity
  readonly where?: Where | undefined
  readonly says: string
}

/** What one detector finds in one text. */
export type Hit = Pick<Finding, 'sort' | 'severity' | 'says'> & { readonly from: number; readonly to: number }

export type Risk = 'low' | 'high' | 'forbidden'

/** A hostile text could be nothing else; past this many of a check in one part, more say nothing new. */
export const mostFindings = 50

/** What is screened: every word of one revision that somebody could get to read. */
export type Material = { readonly content: Content; readonly disclosure: Disclosure }

/** Everything that matches, as hits of one sort. */
export function hits(text: string, shape: RegExp, of: Pick<Hit, 'sort' | 'severity' | 'says'>): Hit[] {
  return Array.from(text.matchAll(shape), (match) => ({ ...of, from: match.index, to: match.index + match[0].length }))
}

/** Findings as they come back from a scanner, or nothing when they are not findings: then nothing is known. */
export function readFindings(value: unknown): readonly Finding[] | undefined {
  return Array.isArray(value) && value.every(isFinding) ? value : undefined
}

function isFinding(value: unknown): value is Finding {
  if (!isRow(value)) return false
  const { check, sort, severity, says, where } = value
  const known = checks.some((one) => one === check) && severities.some((one) => one === severity)
  return known && typeof sort === 'string' && typeof says === 'string' && (where === undefined || isWhere(where))
}

function isWhere(value: unknown): boolean {
  if (!isRow(value)) return false
  const { from, to, step, field, item } = value
  const counts = [step, item].every((one) => one === undefined || (typeof one === 'number' && one >= 0))
  const placed = typeof from === 'number' && typeof to === 'number' && from >= 0 && to >= from
  return placed && counts && (field === undefined || fields.some((one) => one === field))
}

function isRow(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null
}
