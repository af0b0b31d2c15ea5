// An agent asks for a grant over HTTP. What becomes of it people decide.

import type { Hono } from 'hono'
import { askForGrant } from '../../src/gateway/granting.ts'
import type { House } from '../../src/gateway/house.ts'
import { isRefusal } from '../../src/refusal.ts'
import { answerOf, grantBody, requestOf } from './grant-body.ts'
import { problem, refused, wrongs } from './problem.ts'
import { readJson } from './read.ts'
import { bearer, keyShape, knownOr, onBehalf, type Variables } from './request.ts'

export function grantRoutes(app: Hono<Variables>, house: House): void {
  app.post('/v1/grants', async (c) => {
    const secret = bearer(c)
    const body = await readJson(c.req.raw)
    if ('wrong' in body) return knownOr(house, secret, body.wrong)
    const key = c.req.header('idempotency-key')
    if (key !== undefined && !keyShape.test(key)) return knownOr(house, secret, problem('key-invalid'))
    const parsed = grantBody.safeParse(body.json)
    if (!parsed.success) return knownOr(house, secret, problem('invalid-body', { errors: wrongs(parsed.error) }))
    const grant = await askForGrant(onBehalf(house, c), secret, requestOf(parsed.data), key)
    return isRefusal(grant) ? refused(grant) : c.json({ grant: answerOf(grant) }, 202)
  })
}
