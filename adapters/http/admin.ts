// The door of those who administer: whoever has the admin token comes in, and each subject has a file of its own behind
// it. Anybody else hears 401 and no more, and leaves an entry; nothing of a request is read before that.

import { Hono } from 'hono'
import type { House } from '../../src/gateway/house.ts'
import { noteRefusal } from '../../src/gateway/watching.ts'
import { refuse } from '../../src/refusal.ts'
import { agentRoutes } from './admin-agents.ts'
import { doctorRoutes, type Examine } from './admin-doctor.ts'
import { draftRoutes } from './admin-drafts.ts'
import { grantRoutes } from './admin-grants.ts'
import { ledgerRoutes } from './admin-ledger.ts'
import { peopleRoutes } from './admin-people.ts'
import { postRoutes } from './admin-posts.ts'
import { ruleRoutes } from './admin-rules.ts'
import { stopRoutes } from './admin-stops.ts'
import { isAdminToken } from './admin-token.ts'
import { webhookRoutes } from './admin-webhook.ts'
import { problem } from './problem.ts'

export function adminDoor(house: House, token: string | undefined, examine: Examine): Hono {
  const app = new Hono()

  app.use(async (c, next) => {
    if (token !== undefined && isAdminToken(token, c.req.header('authorization'))) {
      await next()
      return undefined
    }
    await noteRefusal(house, 'admin', refuse('token-unknown'))
    return problem('admin-token-needed', { headers: { 'www-authenticate': 'Bearer' } })
  })

  ruleRoutes(app, house)
  grantRoutes(app, house)
  peopleRoutes(app, house)
  agentRoutes(app, house)
  stopRoutes(app, house)
  postRoutes(app, house)
  draftRoutes(app, house)
  ledgerRoutes(app, house)
  doctorRoutes(app, examine)
  webhookRoutes(app, house)
  return app
}
