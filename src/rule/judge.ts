// Which verdict holds for this draft, now. Total and deterministic: a rule that closes the place wins over all, then the
// one that names it most closely, then the strictest. No rule, a book that cannot be read, a fault while judging, a place
// of which nothing is known: then a human decides.

import type { AgentId } from '../id.ts'
import type { Audience, DataClass, Destination } from '../place.ts'
import type { Risk } from '../screening/finding.ts'
import type { Instant } from '../time.ts'
import { choose, classOf, type Where } from './choose.ts'
import { type GrantBook, liveGrant } from './grant.ts'
import {
  type Autonomy,
  defaultRule,
  type Escalation,
  firstSeats,
  type Other,
  type Quiet,
  type Reviewer,
  type Rule,
  type RuleBook,
  secondSeats,
} from './rule.ts'
import { isSound } from './sound.ts'
import { spokenSeats } from './spoken.ts'

/** A place in a decision: so many people, each of whom is one of every list. Lists come together when rules tighten. */
export type Seat = { readonly oneOfEach: readonly (readonly Reviewer[])[]; readonly count: number }

export type Asks = { readonly first: Seat; readonly second: Seat; readonly distinctFrom: readonly Other[] }

export type Verdict = {
  readonly rule: Rule['id']
  /** What people call the rule. */
  readonly name?: string | undefined
  /** The version of the book it was judged by. */
  readonly version: number
  readonly autonomy: Autonomy
  /** How many people in all; 0 only for `auto` inside a live grant and at low risk. */
  readonly people: number
  /** Who they are. Missing: the one who asked, then any other full member. */
  readonly asks?: Asks | undefined
  readonly grant?: string | undefined
  readonly expiresAfterMs: number
  readonly reason: string
  /** What closed it, where it was not the autonomy of the rule. */
  readonly denies?: 'nobody-asked' | 'outsiders-here' | undefined
  readonly escalate?: Escalation | undefined
  readonly quiet?: Quiet | undefined
  readonly dataClass?: DataClass | undefined
}

export type Case = {
  readonly agent: AgentId
  readonly agentName?: string | undefined
  readonly destination: Destination
  /** Missing: nobody could tell who reads the place. */
  readonly audience?: Audience | undefined
  /** Whether a person is known to have asked. */
  readonly invoked?: boolean | undefined
  readonly risk: Risk
  readonly at: Instant
}

export const usualAsks: Asks = {
  first: { oneOfEach: [firstSeats.from], count: firstSeats.count },
  second: { oneOfEach: [secondSeats.from], count: secondSeats.count },
  distinctFrom: ['invoker'],
}

export function judge(book: RuleBook, version: number, grants: GrantBook, of: Case): Verdict {
  try {
    return isSound(book) ? judged(book, version, grants, of) : unreadable(version)
  } catch {
    // Whatever went wrong in there, it is not to be the reason why something was published.
    return unreadable(version)
  }
}

/** What the rule of a place says, before risk and grants are looked at. A book that cannot be read says two people. */
export function autonomyOf(book: RuleBook, where: Where): Autonomy {
  return isSound(book) ? choose(book.rules, where).rule.autonomy : 'two-person'
}

function judged(book: RuleBook, version: number, grants: GrantBook, of: Case): Verdict {
  const { rule, applying } = choose(book.rules, of)
  const asks = asksOf(rule)
  const { expiresAfterMs, escalate, quiet, id, name } = rule
  const told = { rule: id, name, version, expiresAfterMs, escalate, quiet, asks, dataClass: classOf(applying) }
  const both = asks.first.count + asks.second.count
  const two = { ...told, autonomy: 'two-person', people: both } as const
  const closed = { ...told, autonomy: 'closed', people: both } as const
  const outsiders = of.audience === undefined || of.audience.outsiders > 0
  if (rule.autonomy === 'closed') return { ...closed, reason: 'agents may not post here' }
  if (of.invoked !== true && applying.some((one) => one.unverified === 'refuse'))
    return { ...closed, denies: 'nobody-asked', reason: 'drafts that nobody asked for are refused here' }
  if (outsiders && applying.some((one) => one.outsiders === 'refuse'))
    return { ...closed, denies: 'outsiders-here', reason: 'agents may not post where outsiders read' }
  if (rule.autonomy === 'shadow')
    return { ...told, autonomy: 'shadow', people: both, reason: 'agents are only being watched here' }
  if (rule.autonomy === 'two-person') return { ...two, reason: twoDecide(asks) }
  if (of.risk !== 'low') {
    const reason = both === 2 ? 'two people for high risk' : `${both} people for high risk`
    return rule.autonomy === 'auto' ? { ...two, reason } : { ...two, autonomy: 'draft', reason }
  }
  if (outsiders && applying.some((one) => one.outsiders === 'two-person'))
    return { ...two, reason: 'two people, since outsiders read this place' }
  const one = { ...told, autonomy: 'draft', people: asks.first.count } as const
  if (rule.autonomy === 'draft') return { ...one, reason: `${spokenSeats(rule.first ?? firstSeats)} here` }
  if (of.audience === undefined) return { ...one, reason: 'nobody can tell who reads this place, so a person decides' }
  const grant = liveGrant(grants, of.agent, of.destination, of.at)
  return grant === undefined
    ? { ...one, reason: 'no live grant, so a person decides' }
    : { ...told, autonomy: 'auto', people: 0, grant: grant.id, reason: 'a live grant allows it' }
}

function asksOf({ first = firstSeats, second = secondSeats, distinctFrom }: Rule): Asks {
  return {
    first: { oneOfEach: [first.from], count: first.count },
    second: { oneOfEach: [second.from], count: second.count },
    distinctFrom: distinctFrom ?? usualAsks.distinctFrom,
  }
}

function twoDecide({ first, second }: Asks): string {
  const all = first.count + second.count
  return all === 2 ? 'two people decide here' : `${all} people decide here`
}

function unreadable(version: number): Verdict {
  const { id, expiresAfterMs } = defaultRule
  const reason = 'the rules cannot be read, so two people decide'
  return { rule: id, version, autonomy: 'two-person', people: 2, asks: usualAsks, expiresAfterMs, reason }
}

/** How many people each place needs under this verdict. */
export function seatsOf({ people, asks = usualAsks }: Verdict): { readonly first: number; readonly second: number } {
  const first = Math.min(people, asks.first.count)
  return { first, second: people - first }
}
