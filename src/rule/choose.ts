// Which rule of a book speaks for a place. Every rule that closes the place counts, then the one that names the place
// most closely, then the strictest; the order in the book means nothing. What is not known of the place counts against
// looseness: a rule that might apply is taken when it is the stricter one.

import type { AgentId } from '../id.ts'
import type { Audience, DataClass, Destination } from '../place.ts'
import { closeness, fitsGlob } from './glob.ts'
import { autonomies, defaultRule, firstSeats, type Rule, secondSeats } from './rule.ts'

/** A place as far as it is known. */
export type Where = {
  readonly agent: AgentId
  readonly agentName?: string | undefined
  readonly destination: Destination
  /** Missing: nobody could tell who reads it. */
  readonly audience?: Audience | undefined
}

type Fit = 'yes' | 'no' | 'unknown'

export type Chosen = {
  readonly rule: Rule
  /** Every rule that applies, or may; a “refuse” in any of them holds. */
  readonly applying: readonly Rule[]
}

export function choose(rules: readonly Rule[], where: Where): Chosen {
  const applying: Rule[] = []
  let rule: Rule | undefined
  let strictest: Rule | undefined
  for (const one of rules) {
    const fit = fits(one, where)
    if (fit === 'no') continue
    applying.push(one)
    if (fit === 'unknown' || one.autonomy === 'closed') {
      if (strictest === undefined || stricter(one, strictest) < 0) strictest = one
    } else if (rule === undefined || closer(one, rule) < 0) rule = one
  }
  const speaks = rule ?? defaultRule
  return { rule: strictest !== undefined && stricter(strictest, speaks) < 0 ? strictest : speaks, applying }
}

/** The rule for somebody who only wants to be told: what is not known yet is left out, and said. */
export function surely(rules: readonly Rule[], where: Where): { readonly chosen: Chosen; readonly more: boolean } {
  const sure = rules.filter((rule) => fits(rule, where) === 'yes')
  return { chosen: choose(sure, where), more: rules.some((rule) => fits(rule, where) === 'unknown') }
}

/** The class of a place: as the closest rule that names one says it. */
export function classOf(applying: readonly Rule[]): DataClass | undefined {
  let closest: Rule | undefined
  for (const rule of applying) {
    if (rule.dataClass !== undefined && (closest === undefined || closer(rule, closest) < 0)) closest = rule
  }
  return closest?.dataClass
}

function fits(rule: Rule, { agent, agentName, destination, audience }: Where): Fit {
  if (rule.platform !== undefined && rule.platform !== destination.platform) return 'no'
  if (rule.workspace !== undefined && !fitsGlob(rule.workspace, destination.workspace)) return 'no'
  let fit: Fit = 'yes'
  if (rule.channel !== undefined) {
    const named = rule.channel.startsWith('#')
    if (named && audience === undefined) fit = 'unknown'
    else if (!fitsGlob(rule.channel, named ? (audience?.name ?? '') : destination.channel)) return 'no'
  }
  if (rule.agent !== undefined && !fitsGlob(rule.agent, agent)) {
    if (agentName === undefined) fit = 'unknown'
    else if (!fitsGlob(rule.agent, agentName)) return 'no'
  }
  if (rule.category !== undefined) {
    if (audience === undefined) fit = 'unknown'
    else if (!fitsGlob(rule.category, audience.category ?? '')) return 'no'
  }
  if (rule.audience !== undefined) {
    if (audience === undefined) fit = 'unknown'
    else if (!hasAudience(rule.audience, audience)) return 'no'
  }
  return fit
}

function hasAudience(sort: Rule['audience'], { open, outsiders }: Audience): boolean {
  switch (sort) {
    case undefined:
      return true
    case 'public':
      return open
    case 'private':
      return !open
    case 'outsiders':
      return outsiders > 0
  }
}

const parts = ['agent', 'channel', 'category', 'workspace'] as const

/** Below zero when the first names the place more closely, or as closely and is stricter. A total order. */
function closer(one: Rule, other: Rule): number {
  for (const part of parts) {
    if (one[part] === other[part]) continue
    const more = closeness(other[part]) - closeness(one[part])
    if (more !== 0) return more
  }
  return flatness(other) - flatness(one) || stricter(one, other)
}

/** Below zero when the first allows less. Two that allow the same are told apart by name, so that order never counts. */
function stricter(one: Rule, other: Rule): number {
  return (
    autonomies.indexOf(one.autonomy) - autonomies.indexOf(other.autonomy) ||
    people(other) - people(one) ||
    refusals(other) - refusals(one) ||
    one.expiresAfterMs - other.expiresAfterMs ||
    compare(one.name ?? one.id, other.name ?? other.id) ||
    compare(JSON.stringify(one), JSON.stringify(other))
  )
}

/** What is so wide that it only tells two rules apart that are else alike. */
function flatness(rule: Rule): number {
  return (rule.audience === undefined ? 0 : 2) + (rule.platform === undefined ? 0 : 1)
}

function people(rule: Rule): number {
  return (rule.first ?? firstSeats).count + (rule.second ?? secondSeats).count
}

function refusals(rule: Rule): number {
  const outsiders = rule.outsiders === 'refuse' ? 2 : rule.outsiders === 'two-person' ? 1 : 0
  return outsiders + (rule.unverified === 'refuse' ? 2 : 0)
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
