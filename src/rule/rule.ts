// The rule of a place: how much autonomy agents have there, who decides, and in what time. Rules live together in one
// book with one version, so that a decision can name exactly what it was judged by. Choosing among them is choose.ts; how
// people write them is written.ts.

import type { PersonId, RuleId } from '../id.ts'
import type { Role } from '../person/person.ts'
import type { DataClass, Platform } from '../place.ts'
import type { HouseLists } from '../screening/house-list.ts'
import { minute } from '../time.ts'
import type { RoleRule } from './role-rule.ts'

export const autonomies = ['closed', 'shadow', 'two-person', 'draft', 'auto'] as const
/** In the order of strictness: nothing is posted · recorded only · two people · the invoker · none inside a live grant. */
export type Autonomy = (typeof autonomies)[number]

export const audienceSorts = ['public', 'private', 'outsiders'] as const
/** Everybody of the workspace can join · only members read it · somebody from outside reads it. */
export type AudienceSort = (typeof audienceSorts)[number]

/** Who may take a place in a decision. */
export type Reviewer =
  | 'invoker' // who asked the agent; where nobody is known to have asked, a moderator of the place
  | 'member' // any full member of the place
  | { readonly person: PersonId }
  /** `slack/T1/U1`: whoever holds that account. A display name would be anybody's to take. */
  | { readonly account: string }
  | { readonly role: Role }
  /** A group of the platform, or a role of its own there. */
  | { readonly group: string }

/** So many of these. */
export type Seats = { readonly from: readonly Reviewer[]; readonly count: number }

export const others = ['invoker', 'author'] as const
/** Whom the second person must not be: the one who asked, or the one who wrote this revision. */
export type Other = (typeof others)[number]

export type Escalation = {
  readonly to: readonly Reviewer[]
  /** The share of the time after which the draft is shown to them. */
  readonly at: number
}

/** Minutes of the day in a named time zone; over midnight when `from` is the later one. */
export type Quiet = { readonly zone: string; readonly from: number; readonly to: number }

export type Targets = {
  readonly decideMs?: number | undefined
  readonly recallMs?: number | undefined
  readonly revokeMs?: number | undefined
}

export type Rule = {
  readonly id: RuleId | 'default'
  /** What people call it; the only one of that name in its book. */
  readonly name?: string | undefined

  /** What it applies to; what is left out applies to any. `*` is any run of letters, `?` is one. */
  readonly platform?: Platform | undefined
  readonly workspace?: string | undefined
  /** The platform's id of it, or `#` and its name. */
  readonly channel?: string | undefined
  /** The category or parent that the channel stands in, where the platform has them. */
  readonly category?: string | undefined
  /** The agent's id or name. */
  readonly agent?: string | undefined
  readonly audience?: AudienceSort | undefined

  readonly autonomy: Autonomy
  readonly expiresAfterMs: number
  /** Left out: the one who asked. */
  readonly first?: Seats | undefined
  /** Left out: one full member of the place. */
  readonly second?: Seats | undefined
  /** Left out: the invoker. */
  readonly distinctFrom?: readonly Other[] | undefined
  readonly escalate?: Escalation | undefined
  /** No reminder and no escalation then. The deadline goes on: no answer is a no at night too. */
  readonly quiet?: Quiet | undefined
  /** Whether the agent is told that it may submit what is for the one who asked alone: they keep it, and nothing is posted. */
  readonly privateAnswers?: boolean | undefined
  /** Drafts that name no invocation. Left out: the reviewers decide. */
  readonly unverified?: 'refuse' | 'reviewers' | undefined
  /** While somebody from outside can read the place. Left out: allow, and whoever approves sees it. */
  readonly outsiders?: 'allow' | 'two-person' | 'refuse' | undefined
  readonly dataClass?: DataClass | undefined
  /** Told to every agent together with the rule. */
  readonly instructions?: string | undefined
  readonly targets?: Targets | undefined
}

export type RuleBook = {
  readonly rules: readonly Rule[]
  /** Of the ledger's commitment to the content. */
  readonly salt?: string | undefined
  /** The organisation's own words, hosts and sources that our checks look for everywhere. */
  readonly lists?: HouseLists | undefined
  /** Roles that groups of the platforms have. */
  readonly roles?: readonly RoleRule[] | undefined
  /** The hash of the rules file that was taken in last: what people changed since is not undone by reading it again. */
  readonly file?: string | undefined
}
export const emptyBook: RuleBook = { rules: [] }

/** What holds where no rule speaks: a human decides, within four hours. */
export const defaultRule: Rule = { id: 'default', autonomy: 'draft', expiresAfterMs: 240 * minute }

export const firstSeats: Seats = { from: ['invoker'], count: 1 }
export const secondSeats: Seats = { from: ['member'], count: 1 }
