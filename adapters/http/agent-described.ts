// How the paths of admin-agents.ts are described.

import { z } from 'zod'
import {
  agentAdded,
  agentAnswer,
  agentAssessed,
  agentConfirmed,
  agentOwner,
  agentResumed,
  agentRetired,
  agentRevoked,
  agentRotated,
  agentStopped,
  agentTokenAsked,
} from './agent-body.ts'
import type { Code } from './code.ts'
import { answers, asAdmin, body, byAdmin, type Described, reading } from './described.ts'

const path = '/v1/admin/agents'
const inPath = [
  {
    name: 'agent',
    in: 'path',
    required: true,
    schema: { type: 'string' },
    description: 'its id, or its name however that is written',
  },
]
const agent = { agent: agentAnswer }
const secret = z.string().describe('the token, in this answer and nowhere else')

/** One thing that is done to an agent. */
function doing(
  summary: string,
  schema: z.ZodType,
  { more = {}, status = 200 }: { readonly more?: z.ZodRawShape; readonly status?: number },
  refused: readonly Code[],
) {
  const well = { status, says: 'the agent as it is now', schema: z.strictObject({ ...agent, ...more }) }
  return {
    post: {
      summary,
      security: byAdmin,
      parameters: inPath,
      requestBody: body(schema),
      responses: answers(well, [...reading, 'unknown-agent', ...refused, ...asAdmin]),
    },
  }
}

const people: readonly Code[] = ['unknown-person', 'not-yours', 'agent-not-live']
const issuing: readonly Code[] = [
  'agent-not-live',
  'owner-needed',
  'assessment-needed',
  'assessment-over',
  'too-many-tokens',
]

export const agentDescribed: Described = {
  [path]: {
    get: {
      summary: 'Every agent',
      security: byAdmin,
      responses: answers({ says: 'the agents', schema: z.strictObject({ agents: z.array(agentAnswer) }) }, asAdmin),
    },
    post: {
      summary: 'Register an agent; it gets a sandbox token, which works at once in practice',
      security: byAdmin,
      requestBody: body(agentAdded),
      responses: answers({ status: 201, says: 'the agent', schema: z.strictObject({ ...agent, secret }) }, [
        ...reading,
        'name-taken',
        'unknown-person',
        'unknown-agent',
        ...asAdmin,
      ]),
    },
  },
  [`${path}/{agent}`]: {
    get: {
      summary: 'One agent',
      security: byAdmin,
      parameters: inPath,
      responses: answers({ says: 'the agent', schema: z.strictObject(agent) }, ['unknown-agent', ...asAdmin]),
    },
  },
  [`${path}/{agent}/owner`]: doing('Name who answers for it', agentOwner, {}, people),
  [`${path}/{agent}/assess`]: doing('Record an admin’s word that it may be live', agentAssessed, {}, [
    ...people,
    'owner-needed',
    'reason-needed',
  ]),
  [`${path}/{agent}/confirm`]: doing('Answer for its new model or prompt', agentConfirmed, {}, people),
  [`${path}/{agent}/tokens`]: doing('Issue a token', agentTokenAsked, { more: { secret }, status: 201 }, issuing),
  [`${path}/{agent}/rotate`]: doing(
    'Issue a token in the place of one that works a little longer',
    agentRotated,
    { more: { secret, old: z.strictObject({ kid: z.string(), until: z.int() }) }, status: 201 },
    ['unknown-token', ...issuing],
  ),
  [`${path}/{agent}/revoke`]: doing(
    'Take away a token, or all; none works from the next request on',
    agentRevoked,
    { more: { revoked: z.array(z.string()) } },
    ['unknown-token'],
  ),
  [`${path}/{agent}/stop`]: doing('Stop it everywhere', agentStopped, {}, ['reason-needed']),
  [`${path}/{agent}/resume`]: doing(
    'Lift the stops over it; what a person stopped, on an admin’s word',
    agentResumed,
    { more: { resumed: z.array(z.string()) } },
    ['unknown-person', 'not-yours'],
  ),
  [`${path}/{agent}/retire`]: doing('Retire it for ever', agentRetired, {}, []),
}
