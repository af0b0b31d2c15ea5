// The moment a decision is made in: the record's clock, the stops, and the rules as they are now.

import type { Moment } from '../draft/approval.ts'
import type { Draft, DraftBase } from '../draft/draft.ts'
import type { Audience } from '../place.ts'
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

/** `audience`: who reads the place now, where somebody has just asked; else those it was shown for. */
export function momentOf(draft: Draft | undefined, seen: Boards, at: Instant, audience?: Audience): Moment {
  const screened = draft !== undefined && 'screened' in draft ? draft.screened : undefined
  const board = seen.stops?.is ?? noStops
  if (draft === undefined) return { at, board, verdict: noDraft }
  const readers = audience ?? screened?.audience
  return { at, board, verdict: verdictOf(draft, screened?.risk ?? 'high', readers, seen, at) }
}

export function verdictOf(
  draft: DraftBase,
  risk: Risk,
  audience: Audience | undefined,
  seen: Boards,
  at: Instant,
): Verdict {
  const { agent, destination } = draft
  // Who asked may have left since; asked it was.
  const invoked = draft.invoker !== undefined || draft.handedOver !== undefined
  const of = { agent: agent.id, agentName: agent.name, destination, audience, invoked, risk, at }
  const verdict = judge(seen.rules?.is ?? emptyBook, seen.rules?.version ?? 0, seen.grants?.is ?? noGrants, of)
  return withinGrant(verdict, { asked: invoked, intent: draft.intent.intent })
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
