// Whether what the record holds is a book that can be judged by. The doors refuse what is not one; this is for a book that
// an older version wrote, or that was damaged: nobody may be judged by half of it.

import { audienceSorts, autonomies, dataClasses, others, type Rule, type RuleBook } from './rule.ts'

export function isSound(book: unknown): book is RuleBook {
  return isRow(book) && Array.isArray(book.rules) && book.rules.every(isSoundRule)
}

function isSoundRule(rule: unknown): rule is Rule {
  if (!isRow(rule)) return false
  const { id, autonomy, expiresAfterMs, first, second, distinctFrom, escalate, quiet } = rule
  return (
    typeof id === 'string' &&
    autonomies.some((one) => one === autonomy) &&
    typeof expiresAfterMs === 'number' &&
    expiresAfterMs > 0 &&
    expiresAfterMs < Number.MAX_SAFE_INTEGER &&
    texts.every((name) => rule[name] === undefined || typeof rule[name] === 'string') &&
    Object.entries(words).every(([name, of]) => rule[name] === undefined || of.some((one) => one === rule[name])) &&
    [first, second].every((seats) => seats === undefined || areSeats(seats)) &&
    (distinctFrom === undefined ||
      (Array.isArray(distinctFrom) && distinctFrom.every((one) => others.includes(one)))) &&
    (escalate === undefined || (isRow(escalate) && isShare(escalate.at) && areReviewers(escalate.to))) &&
    (quiet === undefined ||
      (isRow(quiet) && typeof quiet.zone === 'string' && isMinute(quiet.from) && isMinute(quiet.to)))
  )
}

const texts = ['name', 'workspace', 'channel', 'category', 'agent', 'instructions'] as const

const words: { readonly [field: string]: readonly string[] } = {
  platform: ['slack', 'discord', 'practice'],
  audience: audienceSorts,
  unverified: ['refuse', 'reviewers'],
  outsiders: ['allow', 'two-person', 'refuse'],
  dataClass: dataClasses,
}

function areSeats(seats: unknown): boolean {
  if (!isRow(seats) || !areReviewers(seats.from)) return false
  // No place in a decision is taken by nobody: a count of 0 would be an approval without a human.
  return Number.isInteger(seats.count) && Number(seats.count) >= 1 && Number(seats.count) <= 100
}

function areReviewers(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0 && list.every(isReviewer)
}

function isReviewer(one: unknown): boolean {
  if (one === 'invoker' || one === 'member') return true
  return isRow(one) && ['person', 'account', 'role', 'group'].some((kind) => typeof one[kind] === 'string')
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < 1
}

function isMinute(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < 24 * 60
}

function isRow(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
