// Who may give a grant, second it, decline it and take it away. `grantActionsFor` is the one source: cards draw their
// buttons from it, and grant-decision.ts guards every click with the same guards.

import { has, isPerson, mayDecide, type Standing } from '../person/person.ts'
import { laneOf } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import { demotionOf, type Grant, type GrantBook, isOpen, revokerName } from './grant.ts'
import type { Autonomy } from './rule.ts'

export const grantActions = ['give', 'second', 'decline', 'revoke'] as const
export type GrantAction = (typeof grantActions)[number]

/** What holds at this moment for the agent and place that a grant is about; all of it looked up in one glance. */
export type GrantMoment = {
  readonly at: Instant
  /** What the rule of the place says now. */
  readonly autonomy: Autonomy
  /** Since when a stop stands over the agent there, if one does. */
  readonly stopped?: Instant | undefined
  readonly book: GrantBook
}

export function grantActionsFor(grant: Grant, who: Standing, moment: GrantMoment): readonly GrantAction[] {
  return grantActions.filter((action) => grantGuard(action, grant, who, moment) === undefined)
}

/** Why this person may not do this now; undefined when they may. */
export function grantGuard(action: GrantAction, grant: Grant, who: Standing, moment: GrantMoment): Refusal | undefined {
  switch (action) {
    case 'give':
      if (grant.state !== 'asked') return misplaced(grant)
      return mayGive(who) ?? late(grant.until, moment) ?? fits(grant, moment)
    case 'second':
      if (grant.state !== 'seconding') return misplaced(grant)
      if (grant.given.some((human) => isPerson(who, human.person))) return refuse('already-given')
      return mayGive(who) ?? late(grant.until, moment) ?? fits(grant, moment)
    case 'decline': {
      if (grant.state !== 'asked' && grant.state !== 'seconding') return misplaced(grant)
      // Who asked may take it back; saying no needs no place and no hour.
      return isPerson(who, grant.asked.by?.person) ? mayDecide(who) : mayGive(who)
    }
    case 'revoke':
      if (grant.state !== 'beginning' && grant.state !== 'live') return misplaced(grant)
      // Guests too: whoever reads what it posts may end it. It only takes away.
      if (who.bot) return refuse('not-a-person')
      return who.active && who.member !== 'none' ? undefined : refuse('not-here')
  }
}

/** Admins, and those who moderate the place: they answer for what is read there. */
export function mayGive(who: Standing): Refusal | undefined {
  return mayDecide(who) ?? (has(who, 'admin', 'moderator') ? undefined : refuse('not-yours'))
}

/** A grant means something only where the rule says auto, nothing was recalled, and no stop is on. */
export function fits(of: Pick<Grant, 'agent' | 'place'>, moment: GrantMoment): Refusal | undefined {
  if (moment.stopped !== undefined) return refuse('stopped', { at: moment.stopped })
  if (moment.autonomy !== 'auto') return refuse('not-auto')
  return demotionOf(moment.book, of.agent.id, laneOf(of.place)) === undefined ? undefined : refuse('demoted')
}

export function late(until: Instant, { at }: GrantMoment): Refusal | undefined {
  return at >= until ? refuse('expired', { at: until }) : undefined
}

export function misplaced(grant: Grant): Refusal {
  const { state } = grant
  if (isOpen(grant)) return refuse('not-waiting', { state })
  const by = 'by' in grant ? { by: revokerName(grant.by) } : {}
  return refuse('already-settled', { state, at: grant.at, ...by })
}
