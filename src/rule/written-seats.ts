// Who may take a seat, as people write it in a rule, and whether so many seats can be taken by who is named.

import { z } from 'zod'
import { personId } from '../id.ts'
import { roles } from '../person/person.ts'
import { others, type Reviewer, type Seats } from './rule.ts'

const person = z
  .string()
  .refine((text) => personId.parse(text) !== undefined, 'is not the id of a person: u_…')
  .transform((text, told) => {
    const id = personId.parse(text)
    if (id !== undefined) return id
    told.addIssue('is not the id of a person: u_…')
    return z.NEVER
  })

export const reviewer: z.ZodType<Reviewer, unknown> = z.union(
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
export const firstSeats = z.strictObject(seats).refine(canBeTaken, 'needs more people than are named')
export const secondSeats = z
  .strictObject({ ...seats, 'distinct-from': z.array(z.enum(others)).max(2).default(['invoker']) })
  .refine(canBeTaken, 'needs more people than are named')

function canBeTaken(of: Seats): boolean {
  const one = (reviewer: Reviewer) =>
    reviewer !== 'member' && (reviewer === 'invoker' || !('role' in reviewer || 'group' in reviewer))
  return !of.from.every(one) || of.from.length >= of.count
}
