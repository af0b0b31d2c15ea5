// The rules as people write them, in YAML, in JSON over HTTP, and in the forms of a chat: one shape, read once by zod. The
// published JSON Schema is made from it. A field that does not exist is refused by name: a misspelt limit must not vanish.

import { z } from 'zod'
import { personId } from '../id.ts'
import { roles } from '../person/person.ts'
import { dataClasses, platforms } from '../place.ts'
import { severities } from '../screening/finding.ts'
import type { HouseLists } from '../screening/house-list.ts'
import { day, hour, minute, second as oneSecond } from '../time.ts'
import { isZone } from './quiet.ts'
import type { RoleRule } from './role-rule.ts'
import { audienceSorts, autonomies, others, type Reviewer, type Rule, type Seats } from './rule.ts'

export const units = { s: oneSecond, m: minute, h: hour, d: day } as const
const longest = 14 * day

const span = z
  .string()
  .regex(/^[1-9]\d{0,6}[smhd]$/, 'is a number with s, m, h or d: 90s, 30m, 4h, 2d')
  .transform(toMs)
  .refine((ms) => ms >= minute && ms <= longest, 'is between 1m and 14d')
const share = z
  .string()
  .regex(/^[1-9]\d?%$/, 'is a share of the time: 75%')
  .transform((text) => Number(text.slice(0, -1)) / 100)
const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time of day: "22:00"')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))
const pattern = z.string().min(1).max(200)

const person = z
  .string()
  .refine((text) => personId.parse(text) !== undefined, 'is not the id of a person: u_…')
  .transform((text, told) => {
    const id = personId.parse(text)
    if (id !== undefined) return id
    told.addIssue('is not the id of a person: u_…')
    return z.NEVER
  })

const reviewer: z.ZodType<Reviewer, unknown> = z.union(
  [
    z.enum(['invoker', 'member']),
    z.strictObject({ person }),
    z.strictObject({ account: z.string().regex(/^(slack|discord|practice)\/[^/]+\/[^/]+$/) }),
    z.strictObject({ role: z.enum(roles) }),
    z.strictObject({ group: z.string().min(1).max(200) }),
  ],
  'is invoker, member, or one of {role}, {group}, {account: platform/workspace/user}, {person}',
)

const seats = {
  from: z.array(reviewer).min(1).max(50),
  count: z.number().int().min(1).max(5).default(1),
}
const firstSeats = z.strictObject(seats).refine(canBeTaken, 'needs more people than are named')
const secondSeats = z
  .strictObject({ ...seats, 'distinct-from': z.array(z.enum(others)).max(2).default(['invoker']) })
  .refine(canBeTaken, 'needs more people than are named')

export const writtenRule = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is lower-case letters, digits and dashes, at most 63')
      .describe('what people call the rule; the only one of that name'),
    where: z
      .strictObject({
        platform: z.enum(platforms).optional(),
        workspace: pattern.optional(),
        channel: pattern.optional().describe('the id, or # and the name; * and ? stand for letters'),
        category: pattern.optional(),
        agent: pattern.optional().describe('the id or the name; * and ? stand for letters'),
        audience: z.enum(audienceSorts).optional(),
      })
      .default({})
      .describe('what the rule applies to; what is left out applies to any'),
    autonomy: z.enum(autonomies),
    expires: span.default(4 * hour).describe('how long people have; no answer is a no'),
    reviewers: z.strictObject({ first: firstSeats.optional(), second: secondSeats.optional() }).optional(),
    escalate: z.strictObject({ to: z.array(reviewer).min(1).max(50), at: share }).optional(),
    quiet: z
      .strictObject({
        zone: z.string().max(64).refine(isZone, 'is not a time zone: Europe/Berlin'),
        from: clock,
        to: clock,
      })
      .optional()
      .describe('no reminders and no escalation then; the deadline goes on'),
    'private-answers': z.boolean().optional(),
    unverified: z.enum(['refuse', 'reviewers']).optional(),
    outsiders: z.enum(['allow', 'two-person', 'refuse']).optional(),
    'data-class': z.enum(dataClasses).optional(),
    instructions: z.string().min(1).max(2000).optional().describe('told to every agent with the rule'),
    targets: z.strictObject({ decide: span.optional(), recall: span.optional(), revoke: span.optional() }).optional(),
  })
  .transform(({ where, expires, reviewers, targets, ...rest }) => {
    const { 'private-answers': privateAnswers, 'data-class': dataClass, ...said } = rest
    const second = reviewers?.second
    return without({
      ...said,
      ...where,
      expiresAfterMs: expires,
      first: reviewers?.first,
      second: second && { from: second.from, count: second.count },
      distinctFrom: second?.['distinct-from'],
      privateAnswers,
      dataClass,
      targets: targets && without({ decideMs: targets.decide, recallMs: targets.recall, revokeMs: targets.revoke }),
    })
  })

const kebab = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is lower-case letters, digits and dashes, at most 63')
const globs = z.array(pattern).min(1).max(200)
const host = z
  .string()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, 'is a host name: example.com')

export const writtenLists = z
  .strictObject({
    words: z
      .array(
        z.strictObject({
          name: kebab,
          like: globs.describe('words or phrases; * stands for letters within a word'),
          severity: z.enum(severities).default('high'),
        }),
      )
      .max(200)
      .default([]),
    hosts: z
      .strictObject({ allowed: z.array(host).max(500).default([]), denied: z.array(host).max(500).default([]) })
      .default({ allowed: [], denied: [] })
      .describe('with any host allowed, a link to any other is a finding'),
    sources: z
      .array(z.strictObject({ class: z.enum(dataClasses), like: globs.describe('addresses or titles of documents') }))
      .max(200)
      .default([]),
  })
  .describe('the organisation’s own words, hosts and classed documents; our checks look for them in every place')

const writtenRole = z
  .strictObject({
    group: z
      .string()
      .min(1)
      .max(200)
      .describe('a group of a platform: slack/T1/S123 by its id, or its name, which whoever names groups can take'),
    gives: z.array(z.enum(roles)).min(1).max(roles.length),
    where: z
      .strictObject({
        platform: z.enum(platforms).optional(),
        workspace: pattern.optional(),
        channel: pattern
          .refine((text) => !text.startsWith('#'), 'is the id of a channel; a name can be given to another')
          .optional()
          .describe('the id of a channel; * and ? stand for letters'),
      })
      .default({})
      .describe('where its members have these roles; left out, everywhere'),
  })
  .transform(({ where, ...said }): RoleRule => without({ ...said, ...where }))

/** A rule as written: without the id that the gate gives it. */
export type NamedRule = Omit<Rule, 'id' | 'name'> & { readonly name: string }

export const writtenBook = z.strictObject({
  rules: z
    .array(writtenRule)
    .max(2000)
    .superRefine((rules, told) => {
      const known = new Set<string>()
      for (const [index, { name }] of rules.entries()) {
        if (known.has(name)) told.addIssue({ code: 'custom', path: [index, 'name'], message: 'is used twice' })
        known.add(name)
      }
    }),
  lists: writtenLists.optional(),
  roles: z.array(writtenRole).max(200).optional().describe('roles that groups of the platforms have'),
})

/** A whole book as written. Without lists or roles there are none. */
export type WrittenBook = {
  readonly rules: readonly NamedRule[]
  readonly lists?: HouseLists | undefined
  readonly roles?: readonly RoleRule[] | undefined
}

/** The schema of a rules file, as it is published. */
export function rulesSchema(): object {
  return {
    ...z.toJSONSchema(writtenBook, { io: 'input', unrepresentable: 'any' }),
    title: 'Countersign rules',
    description: 'What agents may do in which place, and who decides. “countersign rules check FILE” reads it.',
  }
}

function canBeTaken(of: Seats): boolean {
  const one = (reviewer: Reviewer) =>
    reviewer !== 'member' && (reviewer === 'invoker' || !('role' in reviewer || 'group' in reviewer))
  return !of.from.every(one) || of.from.length >= of.count
}

function toMs(text: string): number {
  const unit = Object.entries(units).find(([name]) => text.endsWith(name))
  return Number(text.slice(0, -1)) * (unit?.[1] ?? 0)
}

/** What is left out has no place in what is kept or hashed. */
export function without<Row extends object>(row: Row): { [Key in keyof Row]: Row[Key] } {
  const kept = { ...row }
  for (const key of keysOf(kept)) if (kept[key] === undefined) delete kept[key]
  return kept
}

function keysOf<Row extends object>(row: Row): (keyof Row)[] {
  const keys: (keyof Row)[] = []
  for (const key in row) keys.push(key)
  return keys
}
