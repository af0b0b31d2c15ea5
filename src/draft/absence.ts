// The one who asked is away: who is asked in their stead, and why. The colleague whom they named stands beside them, as
// one whom they ask on the card does; one hop, and no further. Where that cannot be, the draft is shown to those whom the
// rule tells when nobody decides, at once and with the same rights: they see it and may say no.

import { isPerson, mayDecide, type Standing } from '../person/person.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { usualAsks, type Verdict } from '../rule/judge.ts'
import type { Instant } from '../time.ts'
import type { Moment } from './approval.ts'
import { type Draft, type DraftEvent, type DraftIn, type Invoker, isSettled } from './draft.ts'
import { holds, mayTake } from './seat.ts'

export const insteads = [
  'colleague', // the one whom they named
  'nobody-named',
  'may-not', // the one whom they named could not decide there, or is themselves
  'away-too', // the one whom they named is away; who that one named is not asked
] as const
export type Instead = (typeof insteads)[number]

export type Absence = {
  /** When they went away: two absences are told apart by it. */
  readonly since: Instant
  readonly until: Instant
  readonly instead: Instead
  readonly named?: Invoker | undefined
  /** Those whom the rule tells when nobody decides have been shown it; who was asked once is not sent away again. */
  readonly others: boolean
  readonly at: Instant
  readonly back?: Instant | undefined
}

/** Whom the one who is away has named, as they stand in the place now; with no account there they stand nowhere. */
export type Named = { readonly is: Invoker; readonly who: Standing | undefined; readonly away: boolean }

export type Covering = {
  readonly away: { readonly from: Instant; readonly until: Instant }
  /** The one who is away, as they stand there: nobody gives away what they do not have. */
  readonly asker: Standing | undefined
  readonly named: Named | undefined
}

/** Whoever is asked instead of the one who is away; refused where nothing is to be changed. */
export function cover(draft: Draft, covering: Covering, moment: Moment): DraftEvent | Refusal {
  if (isSettled(draft)) return refuse('already-settled', { state: draft.state })
  // Once somebody has approved, the first place is not the asker's to give.
  if (draft.state !== 'pending' || draft.approvals.length > 0 || draft.invoker === undefined)
    return refuse('not-waiting', { state: draft.state })
  const verdict = holds(draft, moment.verdict)
  const waits = (verdict.asks ?? usualAsks).first.oneOfEach.some((list) => list.includes('invoker'))
  // The rule asks others in any case, and asks them still.
  if (!waits) return refuse('not-yours')
  const { away, named } = covering
  const instead = insteadOf(draft, covering, verdict)
  const before = draft.absence
  const same = before?.since === away.from && before.until === away.until && before.back === undefined
  if (same && before.instead === instead && before.named?.person === named?.is.person) return refuse('nothing-changed')
  return {
    type: 'invoker-went-away',
    absence: {
      since: away.from,
      until: away.until,
      instead,
      ...(named === undefined ? {} : { named: named.is }),
      others: instead !== 'colleague' || before?.others === true,
      at: moment.at,
    },
  }
}

/** They are back, or their time is over. */
export function welcome(draft: Draft, at: Instant): DraftEvent | Refusal {
  if (isSettled(draft)) return refuse('already-settled', { state: draft.state })
  const isAway = draft.absence !== undefined && draft.absence.back === undefined
  return isAway ? { type: 'invoker-came-back', at } : refuse('nothing-changed')
}

function insteadOf(draft: DraftIn<'pending'>, { asker, named }: Covering, verdict: Verdict): Instead {
  if (named === undefined) return 'nobody-named'
  const { who } = named
  // One's own other account is nobody else: one human has one vote.
  if (who !== undefined && isPerson(who, draft.invoker?.person)) return 'may-not'
  if (named.away) return 'away-too'
  const gives = asker !== undefined && mayDecide(asker) === undefined && mayTake('first', draft, asker, verdict)
  if (!gives || who === undefined || mayDecide(who) !== undefined || draft.invoker === undefined) return 'may-not'
  const colleague = { to: named.is, by: draft.invoker, at: draft.received }
  return mayTake('first', { ...draft, colleague }, who, verdict) ? 'colleague' : 'may-not'
}
