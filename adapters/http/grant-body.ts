// What an agent may say when it asks to post without a person, and what it is told. It asks; people answer. No name of a
// person is in the answer, and nothing in the request decides anything.

import { z } from 'zod'
import type { GrantRequest } from '../../src/gateway/granting.ts'
import { platforms } from '../../src/place.ts'
import { type Grant, longestGrantMs, usualGrantMs } from '../../src/rule/grant.ts'
import { minute } from '../../src/time.ts'

const name = z.string().min(1).max(200)

export const grantBody = z.strictObject({
  destination: z.strictObject({ platform: z.enum(platforms), workspace: name, channel: name }),
  minutes: z
    .number()
    .int()
    .min(1)
    .max(longestGrantMs(2) / minute)
    .default(usualGrantMs / minute)
    .describe('more than 60 needs two people'),
  why: z.string().max(500).default('').describe('shown to those who decide, as the agent’s words'),
})

export const grantAnswer = z.strictObject({
  id: z.string(),
  state: z.enum(['asked', 'seconding', 'beginning', 'live', 'declined', 'lapsed', 'ended', 'revoked', 'voided']),
  minutes: z.number(),
  until: z
    .int()
    .optional()
    .describe('epoch milliseconds: of a live grant its end, of any other the last moment for people'),
  posts: z.array(z.string()).describe('what went out under it'),
})

export function requestOf({ destination, minutes, why }: z.infer<typeof grantBody>): GrantRequest {
  return { place: destination, lastsMs: minutes * minute, why }
}

export function answerOf(grant: Grant): object {
  const { id, state, lastsMs, used } = grant
  const until = 'until' in grant ? { until: grant.until } : {}
  return { id, state, minutes: lastsMs / minute, ...until, posts: used.map((use) => use.post) }
}
