// Whether what the record holds is a book that can be judged by. The doors refuse what is not one; this is for a book that
// an older version wrote, or that was damaged: nobody may be judged by half of it. Asked with every judgement, so it is
// written to be quick.

import { roles } from '../person/person.ts'
import { dataClasses, platforms } from '../place.ts'
import { severities } from '../screening/finding.ts'
import type { RoleRule } from './role-rule.ts'
import { audienceSorts, autonomies, others, type Rule, type RuleBook } from './rule.ts'

export function isSound(book: unknown): book is RuleBook {
  return (
    isRow(book) &&
    Array.isArray(book.rules) &&
    book.rules.every(isSoundRule) &&
    areLists(book.lists) &&
    areRoles(book.roles)
  )
}

/** The roles of groups; of a book where they are damaged, nobody has one by a group. */
export function rolesOf(book: RuleBook | undefined): readonly RoleRule[] {
  return areRoles(book?.roles) ? (book?.roles ?? []) : []
}

function areRoles(list: unknown): boolean {
  if (list === undefined) return true
  return areRows(
    list,
    ({ group, gives, platform, workspace, channel }) =>
      typeof group === 'string' &&
      Array.isArray(gives) &&
      gives.every((role) => isWord(roles, role)) &&
      (platform === undefined || isWord(platforms, platform)) &&
      isText(workspace) &&
      isText(channel),
  )
}

function isSoundRule(rule: unknown): rule is Rule {
  if (!isRow(rule)) return false
  const { id, autonomy, expiresAfterMs, first, second, distinctFrom, escalate, quiet } = rule
  return (
    typeof id === 'string' &&
    isWord(autonomies, autonomy) &&
    typeof expiresAfterMs === 'number' &&
    expiresAfterMs > 0 &&
    expiresAfterMs < Number.MAX_SAFE_INTEGER &&
    isText(rule.name) &&
    isText(rule.workspace) &&
    isText(rule.channel) &&
    isText(rule.category) &&
    isText(rule.agent) &&
    isText(rule.instructions) &&
    (rule.platform === undefined || isWord(platforms, rule.platform)) &&
    (rule.audience === undefined || isWord(audienceSorts, rule.audience)) &&
    (rule.unverified === undefined || isWord(unverified, rule.unverified)) &&
    (rule.outsiders === undefined || isWord(outsiders, rule.outsiders)) &&
    (rule.dataClass === undefined || isWord(dataClasses, rule.dataClass)) &&
    (first === undefined || areSeats(first)) &&
    (second === undefined || areSeats(second)) &&
    (distinctFrom === undefined ||
      (Array.isArray(distinctFrom) && distinctFrom.every((one) => others.includes(one)))) &&
    (escalate === undefined || (isRow(escalate) && isShare(escalate.at) && areReviewers(escalate.to))) &&
    (quiet === undefined ||
      (isRow(quiet) && typeof quiet.zone === 'string' && isMinute(quiet.from) && isMinute(quiet.to)))
  )
}

function areLists(lists: unknown): boolean {
  if (lists === undefined) return true
  if (!isRow(lists) || !isRow(lists.hosts)) return false
  const { words, hosts, sources } = lists
  return (
    areRows(words, (one) => typeof one.name === 'string' && isWord(severities, one.severity) && areTexts(one.like)) &&
    areRows(sources, (one) => isWord(dataClasses, one.class) && areTexts(one.like)) &&
    areTexts(hosts.allowed) &&
    areTexts(hosts.denied)
  )
}

function areRows(list: unknown, fits: (row: { readonly [key: string]: unknown }) => boolean): boolean {
  return Array.isArray(list) && list.every((one) => isRow(one) && fits(one))
}

function areTexts(list: unknown): boolean {
  return Array.isArray(list) && list.every((one) => typeof one === 'string')
}

const unverified = ['refuse', 'reviewers']
const outsiders = ['allow', 'two-person', 'refuse']

function isText(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}

function isWord(words: readonly unknown[], value: unknown): boolean {
  return words.includes(value)
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
  if (!isRow(one)) return false
  const { person, account, role, group } = one
  return [person, account, role, group].some((name) => typeof name === 'string')
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
