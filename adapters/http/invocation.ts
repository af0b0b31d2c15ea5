// What people asked an agent, for one that asks for it. It reads its own, while they are open; to read one is to read the
// thread, which is on record. There is no path by which an agent makes one.

import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { House } from '../../src/gateway/house.ts'
import { ownInvitation, ownInvocations } from '../../src/gateway/inviting.ts'
import { invocationId } from '../../src/id.ts'
import { platforms } from '../../src/place.ts'
import { isRefusal, refuse } from '../../src/refusal.ts'
import { answers, asAgent, type Described, idInPath } from './described.ts'
import { problem, refused } from './problem.ts'

export function invocationRoutes(app: Hono, house: House, bearer: (c: Context) => string): void {
  app.get('/', async (c) => {
    const invocations = await ownInvocations(house, bearer(c))
    return isRefusal(invocations) ? refused(invocations) : c.json({ invocations })
  })
  app.get('/:id', async (c) => {
    const id = invocationId.parse(c.req.param('id'))
    const secret = bearer(c)
    const found = id === undefined ? refuse('invocation-foreign') : await ownInvitation(house, secret, id)
    if (isRefusal(found)) return refused(found)
    const { told, context } = found
    if ('withheld' in context && context.afterMs !== undefined)
      c.header('retry-after', String(Math.ceil(context.afterMs / 1000)))
    return c.json(told)
  })
  app.all('/', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
  app.all('/:id', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
}

const moment = z.int().describe('epoch milliseconds')

const invocationAnswer = z.strictObject({
  id: z.string().describe('name it in the draft that answers'),
  asked: z.string(),
  by: z.string().describe('the name of the one who asked, as people there see it'),
  destination: z.strictObject({
    platform: z.enum(platforms),
    workspace: z.string(),
    channel: z.string(),
    thread: z.string().optional(),
  }),
  at: moment,
  until: moment.describe('after that it opens no draft any more'),
})

export const invitationAnswer = z.strictObject({
  invocation: invocationAnswer,
  rule: z.string().describe('the rule of the place, in words'),
  instructions: z.string().optional().describe('what the place tells agents to do'),
  context: z
    .union([
      z.strictObject({
        messages: z.array(
          z.strictObject({
            by: z.string().describe('asker, person-1, person-2 …, or bot: never a name'),
            at: moment,
            text: z.string(),
          }),
        ),
        more: z.boolean().describe('there was more before'),
      }),
      z.strictObject({
        withheld: z.enum(['out-of-scope', 'not-readable', 'read-often-enough', 'stopped', 'later']),
      }),
    ])
    .describe('what was said there before; that it was read is on record'),
})

export const invocationDescribed: Described = {
  '/v1/invocations': {
    get: {
      summary: 'What people asked one, as long as it is open; newest first',
      responses: answers(
        { says: 'nothing of the threads', schema: z.strictObject({ invocations: z.array(invocationAnswer) }) },
        asAgent,
      ),
    },
  },
  '/v1/invocations/{id}': {
    get: {
      summary: 'One question, with the thread before it, the rule of the place and its standing instructions',
      parameters: [idInPath],
      responses: answers(
        {
          says: 'what was asked',
          schema: invitationAnswer,
          headers: { 'Retry-After': 'where the thread has to wait' },
        },
        ['invocation-foreign', 'invocation-over', ...asAgent],
      ),
    },
  },
}
