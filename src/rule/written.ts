// The rules as people write them, in YAML, in JSON over HTTP, and in the forms of a chat: one shape, read once by zod. The
// published JSON Schema is made from it. A field that does not exist is refused by name: a misspelt limit must not vanish.

import { z } from 'zod'
import { without } from '../json.ts'
import { roles } from '../person/person.ts'
import { dataClasses, platforms } from '../place.ts'
import type { HouseLists } from '../screening/house-list.ts'
import { hour } from '../time.ts'
import { isZone } from './quiet.ts'
import type { RoleRule } from './role-rule.ts'
import { audienceSorts, autonomies, type Rule } from './rule.ts'
import { pattern, writtenLists } from './written-lists.ts'
import { firstSeats, reviewer, secondSeats } from './written-seats.ts'
import { clock, share, span } from './written-time.ts'

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
