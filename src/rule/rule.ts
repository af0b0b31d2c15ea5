// The rule of a place: how much autonomy agents have there. Rules live together in one book with one version, so that a
// decision can name exactly what it was judged by. Choosing among them is judge.ts.

import type { AgentId, RuleId } from '../id.ts'
import type { Platform } from '../place.ts'
import { minute } from '../time.ts'

export const autonomies = ['closed', 'shadow', 'two-person', 'draft', 'auto'] as const
/** In the order of strictness: nothing is posted · recorded only · two people · the invoker · none inside a live grant. */
export type Autonomy = (typeof autonomies)[number]

export type Rule = {
  readonly id: RuleId | 'default'
  /** What it applies to; what is left out applies to any. */
  readonly platform?: Platform | undefined
  readonly workspace?: string | undefined
  readonly channel?: string | undefined
  readonly agent?: AgentId | undefined
  readonly autonomy: Autonomy
  readonly expiresAfterMs: number
}

export type RuleBook = { readonly rules: readonly Rule[] }
export const emptyBook: RuleBook = { rules: [] }

/** What holds where no rule speaks: a human decides, within four hours. */
export const defaultRule: Rule = { id: 'default', autonomy: 'draft', expiresAfterMs: 240 * minute }
