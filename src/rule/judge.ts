// Which rule holds for this draft, now. Total and deterministic: a closed rule that matches wins over all, then the most
// specific, then the strictest. No rule, or one that cannot be read, means that a human decides.

import type { AgentId } from '../id.ts'
import type { Destination } from '../place.ts'
import type { Risk } from '../screening/finding.ts'
import type { Instant } from '../time.ts'
import { type GrantBook, liveGrant } from './grant.ts'
import { type Autonomy, autonomies, defaultRule, type Rule, type RuleBook } from './rule.ts'

export type Verdict = {
  readonly rule: Rule['id']
  /** The version of the book it was judged by. */
  readonly version: number
  readonly autonomy: Autonomy
  /** How many people; 0 only for `auto` inside a live grant and at low risk. */
  readonly people: 0 | 1 | 2
  readonly grant?: string | undefined
  readonly expiresAfterMs: number
  readonly reason: string
}

export type Case = {
  readonly agent: AgentId
  readonly destination: Destination
  readonly risk: Risk
  readonly at: Instant
}

export function judge(book: RuleBook, version: number, grants: GrantBook, of: Case): Verdict {
  const rule = ruleFor(book, of.agent, of.destination)
  const { expiresAfterMs } = rule
  const base = { rule: rule.id, version, expiresAfterMs, autonomy: rule.autonomy }
  switch (rule.autonomy) {
    case 'closed':
      return { ...base, people: 2, reason: 'agents may not post here' }
    case 'shadow':
      return { ...base, people: 2, reason: 'agents are only being watched here' }
    case 'two-person':
      return { ...base, people: 2, reason: 'two people decide here' }
    case 'draft':
      return of.risk === 'low'
        ? { ...base, people: 1, reason: 'the person who asked decides here' }
        : { ...base, people: 2, reason: 'two people for high risk' }
    case 'auto': {
      if (of.risk !== 'low') return { ...base, autonomy: 'two-person', people: 2, reason: 'two people for high risk' }
      const grant = liveGrant(grants, of.agent, of.destination, of.at)
      return grant === undefined
        ? { ...base, autonomy: 'draft', people: 1, reason: 'no live grant, so a person decides' }
        : { ...base, people: 0, grant: grant.id, reason: 'a live grant allows it' }
    }
  }
}

/** Rules may only tighten while a draft waits: the stricter of what it was shown under and what holds now. */
export function tighter(shown: Verdict, now: Verdict): Verdict {
  const strictness = (verdict: Verdict) => autonomies.indexOf(verdict.autonomy)
  if (strictness(now) < strictness(shown)) return now
  return now.people > shown.people ? { ...shown, people: now.people, reason: now.reason } : shown
}

/** The sentence an agent is told with every invocation and submission. */
export function spokenRule(rule: Rule): string {
  switch (rule.autonomy) {
    case 'closed':
      return 'Agents may not post in this place. Do not submit drafts for it.'
    case 'shadow':
      return 'Agents are being watched in this place. Drafts are recorded, nobody is asked, nothing is posted.'
    case 'two-person':
      return 'Every post here is held as a draft until two different people approve it.'
    case 'draft':
      return 'Every post here is held as a draft until the person who asked approves it; high risk needs a second person.'
    case 'auto':
      return 'Low-risk posts may go out by themselves, but only while a grant is live; otherwise a person approves.'
  }
}

export function ruleFor(book: RuleBook, agent: AgentId, at: Destination): Rule {
  const matching = book.rules.filter((rule) => matches(rule, agent, at))
  const closed = matching.find((rule) => rule.autonomy === 'closed')
  if (closed !== undefined) return closed
  const [first] = matching.sort((a, b) => specificity(b) - specificity(a) || strictnessOf(a) - strictnessOf(b))
  return first ?? defaultRule
}

function matches(rule: Rule, agent: AgentId, at: Destination): boolean {
  return (
    (rule.platform === undefined || rule.platform === at.platform) &&
    (rule.workspace === undefined || rule.workspace === at.workspace) &&
    (rule.channel === undefined || rule.channel === at.channel) &&
    (rule.agent === undefined || rule.agent === agent)
  )
}

function specificity(rule: Rule): number {
  const named = [rule.platform, rule.workspace, rule.channel, rule.agent]
  return named.reduce((sum, part, index) => (part === undefined ? sum : sum + 2 ** index), 0)
}

function strictnessOf(rule: Rule): number {
  return autonomies.indexOf(rule.autonomy)
}
