// The grants, as the holder of the admin token reads them and ends one. A token is nobody, so it gives none.

import type { Hono } from 'hono'
import { allGrants } from '../../src/gateway/grant-looking.ts'
import { revokeGrantByToken } from '../../src/gateway/granting.ts'
import type { House } from '../../src/gateway/house.ts'
import { grantId } from '../../src/id.ts'
import { isRefusal, refuse } from '../../src/refusal.ts'
import type { Grant } from '../../src/rule/grant.ts'
import { answerOf as grantAnswerOf } from './grant-body.ts'
import { problem, refused } from './problem.ts'

export function grantRoutes(app: Hono, house: House): void {
  app.get('/grants', async (c) => c.json({ grants: (await allGrants(house)).map(adminView) }))

  app.delete('/grants/:id', async (c) => {
    const id = grantId.parse(c.req.param('id'))
    const grant = id === undefined ? refuse('unknown-grant') : await revokeGrantByToken(house, id)
    return isRefusal(grant) ? refused(grant) : c.json({ grant: adminView(grant) })
  })

  app.all('/grants', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
  app.all('/grants/:id', () => problem('no-such-method', { headers: { allow: 'DELETE' } }))
}

function adminView(grant: Grant): object {
  const { agent, place, asked } = grant
  return { ...grantAnswerOf(grant), agent: agent.id, place, askedBy: asked.by?.person ?? 'the agent', why: asked.why }
}
