// The stops, as the holder of the admin token sees, puts on and lifts them. To stop is to tighten and needs nobody's name;
// what a person stopped is lifted on an admin's word, whom the request names.

import type { Hono } from 'hono'
import { z } from 'zod'
import { agentBy } from '../../src/gateway/agent-looking.ts'
import type { House } from '../../src/gateway/house.ts'
import { stopsOn } from '../../src/gateway/looking.ts'
import { adminBy } from '../../src/gateway/registering.ts'
import { resumeByToken, stopByToken } from '../../src/gateway/token-stop.ts'
import { stopId } from '../../src/id.ts'
import { isRefusal, type Refusal, refuse } from '../../src/refusal.ts'
import type { Scope, Stop } from '../../src/safety/stop.ts'
import { answers, asAdmin, body, byAdmin, type Described, idInPath, reading } from './described.ts'
import { problem, refused, wrongs } from './problem.ts'
import { readJson } from './read.ts'

const lane = z
  .string()
  .max(700)
  .regex(/^(slack|discord|practice)\/[^/\s]+\/[^/\s]+$/, 'is platform/workspace/channel')
const workspace = z
  .string()
  .max(500)
  .regex(/^(slack|discord|practice)\/[^/\s]+$/, 'is platform/workspace')
const over = z.discriminatedUnion('over', [
  z.strictObject({
    over: z.literal('agent'),
    agent: z.string().min(1).max(200).describe('its name or id'),
    lane: lane.optional(),
  }),
  z.strictObject({ over: z.literal('channel'), lane }),
  z.strictObject({ over: z.literal('workspace'), workspace }),
  z.strictObject({ over: z.literal('all') }),
])
const stopping = z.strictObject({ scope: over, reason: z.string().trim().min(1).max(500) })
const lifting = z.strictObject({
  by: z.string().max(700).optional().describe('the admin whose word it is, where a person stopped it: id or account'),
})

const answer = z.strictObject({
  id: z.string(),
  scope: z.looseObject({ over: z.enum(['agent', 'channel', 'workspace', 'all']) }),
  by: z.string().describe('admin-token, or the id of a person'),
  reason: z.string(),
  from: z.int(),
  until: z.int().optional().describe('when it was lifted'),
})
const one = z.strictObject({ stop: answer })
const many = z.strictObject({ stops: z.array(answer) })

export function stopRoutes(app: Hono, house: House): void {
  app.get('/stops', async (c) => c.json({ stops: (await stopsOn(house)).map(answerOf) }))

  app.post('/stops', async (c) => {
    const read = await readJson(c.req.raw)
    if ('wrong' in read) return read.wrong
    const parsed = stopping.safeParse(read.json)
    if (!parsed.success) return problem('invalid-body', { errors: wrongs(parsed.error) })
    const scope = await scopeOf(house, parsed.data.scope)
    return told(isRefusal(scope) ? scope : await stopByToken(house, scope, parsed.data.reason))
  })

  app.post('/stops/:id/lift', async (c) => {
    const read = await readJson(c.req.raw)
    if ('wrong' in read) return read.wrong
    const parsed = lifting.safeParse(read.json)
    if (!parsed.success) return problem('invalid-body', { errors: wrongs(parsed.error) })
    const id = stopId.parse(c.req.param('id'))
    if (id === undefined) return refused(refuse('unknown-stop'))
    const { by } = parsed.data
    const admin = by === undefined ? undefined : await adminBy(house, by)
    if (isRefusal(admin)) return refused(admin)
    return told(await resumeByToken(house, id, admin && { person: admin.id, name: admin.name }))
  })

  app.all('/stops', () => problem('no-such-method', { headers: { allow: 'GET, HEAD, POST' } }))
  app.all('/stops/:id/lift', () => problem('no-such-method', { headers: { allow: 'POST' } }))
}

async function scopeOf(house: House, said: z.infer<typeof over>): Promise<Scope | Refusal> {
  if (said.over !== 'agent') return said
  const found = await agentBy(house, said.agent)
  if (isRefusal(found)) return found
  return { over: 'agent', agent: found.agent.id, ...(said.lane === undefined ? {} : { lane: said.lane }) }
}

function told(stop: Stop | Refusal): Response {
  return isRefusal(stop) ? refused(stop) : Response.json({ stop: answerOf(stop) })
}

function answerOf({ id, scope, by, reason, from, until }: Stop): z.infer<typeof answer> {
  const lifted = until === undefined ? {} : { until }
  return { id, scope, by: by === 'admin-token' ? by : by.person, reason, from, ...lifted }
}

export const stopDescribed: Described = {
  '/v1/admin/stops': {
    get: {
      summary: 'The stops that are on',
      security: byAdmin,
      responses: answers({ says: 'the stops', schema: many }, asAdmin),
    },
    post: {
      summary:
        'Stop an agent, a channel, a workspace or everything; nothing it covers is published after this is answered',
      security: byAdmin,
      requestBody: body(stopping),
      responses: answers(
        { says: 'the stop; the one that is on, where the token put the same on before', schema: one },
        [...reading, 'unknown-agent', ...asAdmin],
      ),
    },
  },
  '/v1/admin/stops/{id}/lift': {
    post: {
      summary: 'Lift a stop; deadlines go on from where they stood still',
      security: byAdmin,
      parameters: [idInPath],
      requestBody: body(lifting),
      responses: answers({ says: 'lifted', schema: one }, [
        ...reading,
        'unknown-stop',
        'unknown-person',
        'already-settled',
        'not-yours',
        ...asAdmin,
      ]),
    },
  },
}
