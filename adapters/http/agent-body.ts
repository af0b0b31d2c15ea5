// What the holder of the admin token may say of an agent, and how an agent is told. A secret is in the answer that made
// it and in no other.

import { z } from 'zod'
import { type Assessment, agentRisks, longestAssessmentMs, usualAssessmentMs } from '../../src/agent/assessment.ts'
import { oddSightings } from '../../src/agent/sighting.ts'
import { isUsable, longestGraceMs, longestTokenMs, type Token, usualGraceMs } from '../../src/agent/token.ts'
import type { AgentSeen } from '../../src/gateway/agent-looking.ts'
import { platforms } from '../../src/place.ts'
import { day, minute } from '../../src/time.ts'

const agentName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._'’-]*$/u, 'is letters, digits, spaces and . _ - only')
  // A name in the shape of an id could not be told from one.
  .regex(/^(?!a_[0-9A-Z]{20}$)/, 'has the shape of an id')
const person = z.string().min(1).max(200).describe('a person: an id, or an account such as slack/T1/U1')
const reason = z.string().trim().min(1).max(500)
const kid = z.string().regex(/^[A-Za-z0-9]{8}$/, 'is the eight letters in the middle of a token')
const scope = z
  .string()
  .max(200)
  .regex(new RegExp(`^(${platforms.join('|')})/[\\x21-\\x7e]+$`), `is a place such as slack/T1/C1 or slack/T1/*`)
const scopes = z.array(scope).min(1).max(50).describe('places it is for; * is any run of letters')
const lives = z
  .int()
  .min(1)
  .max(longestTokenMs / day)

export const agentAdded = z.strictObject({ name: agentName, owner: person.optional(), days: lives.optional() })
export const agentOwner = z.strictObject({ owner: person })
export const agentAssessed = z.strictObject({
  by: person.describe('the admin whose word it is'),
  risk: z.enum(agentRisks),
  words: z.string().trim().min(1).max(4000).describe('what was judged'),
  days: z
    .int()
    .min(1)
    .max(longestAssessmentMs / day)
    .default(usualAssessmentMs / day),
})
export const agentConfirmed = z.strictObject({ by: person.describe('its owner, or an admin') })
export const agentTokenAsked = z.discriminatedUnion('sort', [
  z.strictObject({ sort: z.literal('sandbox'), scopes: scopes.optional(), days: lives.optional() }),
  z.strictObject({ sort: z.literal('live'), scopes, days: lives.optional() }),
])
export const agentRotated = z.strictObject({
  kid: kid.optional(),
  graceMinutes: z
    .int()
    .min(0)
    .max(longestGraceMs / minute)
    .default(usualGraceMs / minute)
    .describe('how long the old one still works'),
  days: lives.optional(),
})
export const agentRevoked = z.strictObject({ kid: kid.optional().describe('without it, all that work') })
export const agentRetired = z.strictObject({})
export const agentStopped = z.strictObject({ reason })
export const agentResumed = z.strictObject({
  by: person.optional().describe('the admin whose word it is; needed for what a person stopped'),
})

const instant = z.int().describe('epoch milliseconds')
const tokenAnswer = z.strictObject({
  kid: z.string().describe('its name, which is no secret'),
  sort: z.enum(['sandbox', 'live']),
  state: z.enum(['works', 'expired', 'revoked']),
  issued: instant,
  expires: instant,
  revoked: instant.optional(),
  scopes: z.array(z.string()).optional(),
})
export const agentAnswer = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(['proposed', 'shadow', 'live', 'stopped', 'retired']),
  since: instant,
  owner: z.string().optional(),
  assessment: z
    .strictObject({
      by: z.string(),
      via: z.enum(['chat', 'admin-token']),
      at: instant,
      expires: instant,
      risk: z.enum(agentRisks),
      words: z.string(),
      over: z.boolean().describe('it has run out, and live tokens do nothing'),
    })
    .optional(),
  unconfirmedRun: z
    .strictObject({ model: z.string().optional(), promptHash: z.string().optional() })
    .optional()
    .describe('a model or prompt that nobody has answered for yet'),
  tokens: z.array(tokenAnswer),
  stops: z.array(
    z.strictObject({
      id: z.string(),
      scope: z.looseObject({ over: z.string() }),
      by: z.string(),
      reason: z.string(),
      from: instant,
    }),
  ),
  odd: z
    .array(z.strictObject({ kid: z.string(), how: z.enum(['new-address', 'two-at-once']), at: instant }))
    .describe('how its tokens were used that may be worth a question'),
})

export function agentView({ agent, state, stops, now }: AgentSeen): z.infer<typeof agentAnswer> {
  const { id, name, owner, since, assessment, newRun, sightings = [] } = agent
  return {
    id,
    name,
    state,
    since,
    ...(owner === undefined ? {} : { owner }),
    ...(assessment === undefined ? {} : { assessment: assessmentView(assessment, now) }),
    ...(newRun === undefined ? {} : { unconfirmedRun: newRun }),
    tokens: agent.tokens.map((token) => tokenView(token, now)),
    stops: stops.map(({ id: stop, scope: { ...over }, by, reason: why, from }) => ({
      id: stop,
      scope: over,
      by: by === 'admin-token' ? by : by.person,
      reason: why,
      from,
    })),
    odd: oddSightings(sightings).map((one) => ({ kid: one.kid, how: one.how, at: one.at })),
  }
}

function assessmentView({ by, at, expires, risk, words }: Assessment, now: number) {
  return { by: by.person, via: by.via, at, expires, risk, words, over: now >= expires }
}

function tokenView(token: Token, now: number): z.infer<typeof tokenAnswer> {
  const { kid: name, sort, issued, expires, revoked, scopes: places } = token
  const state = revoked !== undefined ? 'revoked' : isUsable(token, now) ? 'works' : 'expired'
  return {
    kid: name,
    sort,
    state,
    issued,
    expires,
    ...(revoked === undefined ? {} : { revoked }),
    ...(places === undefined ? {} : { scopes: [...places] }),
  }
}
