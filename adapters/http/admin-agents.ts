// The agents, as the holder of the admin token registers and changes them. The token is nobody: where a person's word is
// needed, the request names the person, and the entry says by which way it came.

import type { Context, Hono } from 'hono'
import type { z } from 'zod'
import { agentBy, allAgents } from '../../src/gateway/agent-looking.ts'
import { resumeAgent, stopAgent } from '../../src/gateway/agent-stop.ts'
import type { House } from '../../src/gateway/house.ts'
import { issueToken, revokeTokens, rotateToken } from '../../src/gateway/issuing.ts'
import { addAgent, assessAgent, confirmRun, nameOwner, retireAgent } from '../../src/gateway/registering.ts'
import { isRefusal, type Refusal } from '../../src/refusal.ts'
import { day, minute } from '../../src/time.ts'
import {
  agentAdded,
  agentAssessed,
  agentConfirmed,
  agentOwner,
  agentResumed,
  agentRetired,
  agentRevoked,
  agentRotated,
  agentStopped,
  agentTokenAsked,
  agentView,
} from './agent-body.ts'
import { problem, refused, wrongs } from './problem.ts'
import { readJson } from './read.ts'

export function agentRoutes(app: Hono, house: House): void {
  const view = async (c: Context, ref: string, status: 200 | 201 = 200, more: object = {}) => {
    const seen = await agentBy(house, ref)
    return isRefusal(seen) ? refused(seen) : c.json({ agent: agentView(seen), ...more }, status)
  }

  /** Reads a body, does it to the agent of the path, and answers with the agent as it is now and what is more to say. */
  const does = <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    act: (agent: string, said: z.infer<Schema>) => Promise<object | Refusal>,
  ) => {
    app.post(`/agents/:agent/${path}`, async (c) => {
      const said = await bodyOf(c, schema)
      if (said instanceof Response) return said
      const agent = c.req.param('agent')
      const done = await act(agent, said)
      if (isRefusal(done)) return refused(done)
      return view(c, agent, 'secret' in done ? 201 : 200, done)
    })
    app.all(`/agents/:agent/${path}`, () => problem('no-such-method', { headers: { allow: 'POST' } }))
  }

  app.get('/agents', async (c) => c.json({ agents: (await allAgents(house)).map(agentView) }))
  app.post('/agents', async (c) => {
    const said = await bodyOf(c, agentAdded)
    if (said instanceof Response) return said
    const added = await addAgent(house, said.name, said.owner, daysMs(said.days))
    return isRefusal(added) ? refused(added) : view(c, added.agent.id, 201, { secret: added.secret })
  })
  app.get('/agents/:agent', (c) => view(c, c.req.param('agent')))

  does('owner', agentOwner, async (agent, { owner }) => nothingMore(await nameOwner(house, agent, owner)))
  does('assess', agentAssessed, async (agent, { by, risk, words, days }) =>
    nothingMore(await assessAgent(house, agent, by, { risk, words, lastsMs: days * day })),
  )
  does('confirm', agentConfirmed, async (agent, { by }) => nothingMore(await confirmRun(house, agent, by)))
  does('tokens', agentTokenAsked, async (agent, { days, ...asked }) => {
    const issued = await issueToken(house, agent, { ...asked, lastsMs: daysMs(days) })
    return isRefusal(issued) ? issued : { secret: issued.secret }
  })
  does('rotate', agentRotated, async (agent, { kid, graceMinutes, days }) => {
    const of = { kid, graceMs: graceMinutes * minute, lastsMs: daysMs(days) }
    const rotated = await rotateToken(house, agent, of)
    if (isRefusal(rotated)) return rotated
    return { secret: rotated.secret, old: { kid: rotated.old, until: rotated.oldUntil } }
  })
  does('revoke', agentRevoked, (agent, { kid }) => revokeTokens(house, agent, kid))
  does('stop', agentStopped, async (agent, { reason }) => nothingMore(await stopAgent(house, agent, reason)))
  does('resume', agentResumed, (agent, { by }) => resumeAgent(house, agent, by))
  does('retire', agentRetired, async (agent) => nothingMore(await retireAgent(house, agent)))

  app.all('/agents', () => problem('no-such-method', { headers: { allow: 'GET, HEAD, POST' } }))
  app.all('/agents/:agent', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
}

async function bodyOf<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.infer<Schema> | Response> {
  const body = await readJson(c.req.raw)
  if ('wrong' in body) return body.wrong
  const parsed = schema.safeParse(body.json)
  return parsed.success ? parsed.data : problem('invalid-body', { errors: wrongs(parsed.error) })
}

function nothingMore(done: object | Refusal): object | Refusal {
  return isRefusal(done) ? done : {}
}

function daysMs(days: number | undefined): number | undefined {
  return days === undefined ? undefined : days * day
}
