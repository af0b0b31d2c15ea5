// What another book would have meant for drafts that are on record: how many would have gone out without a human, needed
// one or more, been refused; and which of those were recalled, reported or edited afterwards. Pure: it is given what was.

import { choose } from './choose.ts'
import { noGrants } from './grant.ts'
import { type Case, judge } from './judge.ts'
import type { RuleBook } from './rule.ts'
import { isSound } from './sound.ts'

export const fates = ['without a human', 'one person', 'two people or more', 'refused', 'only recorded'] as const
/** `without a human` is inside a live grant alone; whether there was one is not guessed. */
export type Fate = (typeof fates)[number]

/** A draft as it was judged once, and what became of it. */
export type Past = {
  readonly of: Case
  /** The place and the agent as people know them. */
  readonly place: string
  readonly agent: string
  readonly recalled: boolean
  readonly reported: boolean
  readonly edited: boolean
}

export type Tally = {
  readonly drafts: number
  readonly recalled: number
  readonly reported: number
  readonly edited: number
}
export type Counts = { readonly [fate in Fate]: Tally }

/** Drafts of one agent in one place that would have fared otherwise. */
export type Change = Tally & {
  readonly place: string
  readonly agent: string
  readonly from: Fate
  readonly to: Fate
  /** Why, by the other book. */
  readonly reason: string
}

export type Backtest = {
  readonly drafts: number
  readonly before: Counts
  readonly after: Counts
  readonly changes: readonly Change[]
}

export function backtest(before: RuleBook, after: RuleBook, drafts: readonly Past[]): Backtest {
  const counted = { before: new Map<Fate, Tally>(), after: new Map<Fate, Tally>() }
  const changes = new Map<string, Change>()
  for (const past of drafts) {
    const from = fateOf(before, past.of)
    const to = fateOf(after, past.of)
    counted.before.set(from.fate, plus(counted.before.get(from.fate), past))
    counted.after.set(to.fate, plus(counted.after.get(to.fate), past))
    if (from.fate === to.fate) continue
    const { place, agent } = past
    const key = JSON.stringify([place, agent, from.fate, to.fate])
    const known = changes.get(key)
    changes.set(key, { place, agent, from: from.fate, to: to.fate, reason: to.reason, ...plus(known, past) })
  }
  const most = [...changes.values()].sort((a, b) => b.drafts - a.drafts || compare(a, b))
  return { drafts: drafts.length, before: counts(counted.before), after: counts(counted.after), changes: most }
}

function compare(one: Change, other: Change): number {
  const key = ({ place, agent, from, to }: Change) => `${place} ${agent} ${fates.indexOf(from)} ${fates.indexOf(to)}`
  return key(one) < key(other) ? -1 : 1
}

function fateOf(book: RuleBook, of: Case): { readonly fate: Fate; readonly reason: string } {
  const verdict = judge(book, 0, noGrants, of)
  const { reason } = verdict
  if (of.risk === 'forbidden' || verdict.autonomy === 'closed') return { fate: 'refused', reason }
  if (verdict.autonomy === 'shadow') return { fate: 'only recorded', reason }
  // Under `auto` a person decides for want of a grant alone: with one, nobody would have.
  const auto = isSound(book) && choose(book.rules, of).rule.autonomy === 'auto' && verdict.autonomy === 'draft'
  if (auto && of.risk === 'low' && of.audience !== undefined)
    return { fate: 'without a human', reason: 'inside a live grant, nobody is asked' }
  return { fate: verdict.people >= 2 ? 'two people or more' : 'one person', reason }
}

function counts(of: ReadonlyMap<Fate, Tally>): Counts {
  return {
    'without a human': of.get('without a human') ?? none,
    'one person': of.get('one person') ?? none,
    'two people or more': of.get('two people or more') ?? none,
    refused: of.get('refused') ?? none,
    'only recorded': of.get('only recorded') ?? none,
  }
}

const none: Tally = { drafts: 0, recalled: 0, reported: 0, edited: 0 }

function plus(tally: Tally = none, past: Past): Tally {
  const one = (is: boolean) => (is ? 1 : 0)
  return {
    drafts: tally.drafts + 1,
    recalled: tally.recalled + one(past.recalled),
    reported: tally.reported + one(past.reported),
    edited: tally.edited + one(past.edited),
  }
}
