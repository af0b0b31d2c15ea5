// A rule as people write it, from the rule as it is kept: for the export, the plan, and whoever asks over HTTP. What is read
// from it is the same rule again.

import { without } from '../json.ts'
import type { RoleRule } from './role-rule.ts'
import type { Rule, Seats } from './rule.ts'
import { units } from './written-time.ts'

/** What the same rule looks like when people read it: the inverse of reading it. */
export function written(rule: Rule): object {
  const { platform, workspace, channel, category, agent, audience, first, second, distinctFrom, targets } = rule
  const where = without({ platform, workspace, channel, category, agent, audience })
  const then = second ?? (distinctFrom === undefined ? undefined : ({ from: ['member'], count: 1 } as const))
  const reviewers = without({
    first: first && seatsOf(first),
    second: then && { ...seatsOf(then), ...(distinctFrom === undefined ? {} : { 'distinct-from': distinctFrom }) },
  })
  return without({
    name: rule.name ?? rule.id,
    where: Object.keys(where).length === 0 ? undefined : where,
    autonomy: rule.autonomy,
    expires: spelled(rule.expiresAfterMs),
    reviewers: Object.keys(reviewers).length === 0 ? undefined : reviewers,
    escalate: rule.escalate && { to: rule.escalate.to, at: `${Math.round(rule.escalate.at * 100)}%` },
    quiet: rule.quiet && { zone: rule.quiet.zone, from: timeOf(rule.quiet.from), to: timeOf(rule.quiet.to) },
    'private-answers': rule.privateAnswers,
    unverified: rule.unverified,
    outsiders: rule.outsiders,
    'data-class': rule.dataClass,
    instructions: rule.instructions,
    targets:
      targets &&
      without({
        decide: targets.decideMs && spelled(targets.decideMs),
        recall: targets.recallMs && spelled(targets.recallMs),
        revoke: targets.revokeMs && spelled(targets.revokeMs),
      }),
  })
}

/** A role of a group as people write it. */
export function writtenRoleOf({ group, gives, platform, workspace, channel }: RoleRule): object {
  const where = without({ platform, workspace, channel })
  return without({ group, gives, where: Object.keys(where).length === 0 ? undefined : where })
}

function spelled(ms: number): string {
  const unit = Object.entries(units).findLast(([, size]) => ms % size === 0)
  return unit === undefined ? `${Math.ceil(ms / units.s)}s` : `${ms / unit[1]}${unit[0]}`
}

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function seatsOf({ from, count }: Seats): object {
  return { from, ...(count === 1 ? {} : { count }) }
}
