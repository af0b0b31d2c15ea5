// The moment a decision is made in: the record's clock, the stops, and the rules as they are now.

import type { Moment } from '../draft/approval.ts'
import type { Draft, DraftBase } from '../draft/draft.ts'
import type { Held } from '../port/record.ts'
import { type GrantBook, noGrants } from '../rule/grant.ts'
import { withinGrant } from '../rule/grant-cover.ts'
import { judge, type Verdict } from '../rule/judge.ts'
import { emptyBook, type RuleBook } from '../rule/rule.ts'
import { noStops, type StopBoard } from '../safety/stop.ts'
import type { Risk } from '../screening/finding.ts'
import type { Instant } from '../time.ts'

export type Boards = {
  readonly stops: Held<StopBoard> | undefined
  readonly rules: Held<RuleBook> | undefined
  readonly grants: Held<GrantBook> | undefined
}

export function momentOf(draft: Draft | undefined, seen: Boards, at: Instant): Moment {
  const risk = draft !== undefined && 'screened' in draft ? draft.screened.risk : 'high'
  const board = seen.stops?.is ?? noStops
  return { at, board, verdict: draft === undefined ? noDraft : verdictOf(draft, risk, seen, at) }
}

export function verdictOf(draft: DraftBase, risk: Risk, seen: Boards, at: Instant): Verdict {
  const of = { agent: draft.agent.id, destination: draft.destination, risk, at }
  const verdict = judge(seen.rules?.is ?? emptyBook, seen.rules?.version ?? 0, seen.grants?.is ?? noGrants, of)
  return withinGrant(verdict, { asked: draft.invoker !== undefined, intent: draft.intent.intent })
}

/** A command about a draft that is not there is refused before its rule matters. */
const noDraft: Verdict = {
  rule: 'default',
  version: 0,
  autonomy: 'closed',
  people: 2,
  expiresAfterMs: 0,
  reason: 'there is no draft',
}
