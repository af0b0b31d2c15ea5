// What the doctor says of the gate that runs here.

import type { Hono } from 'hono'
import { z } from 'zod'
import { conditions, needsSomebody, type Remark } from '../../src/doctor/examine.ts'
import { answers, asAdmin, byAdmin, type Described } from './described.ts'
import { problem } from './problem.ts'

export type Examine = () => Promise<readonly Remark[]>

export function doctorRoutes(app: Hono, examine: Examine): void {
  app.get('/doctor', async (c) => {
    const remarks = await examine()
    return c.json({ good: !needsSomebody(remarks), remarks })
  })
  app.all('/doctor', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
}

const remark = z.strictObject({
  check: z.string().describe('the subject: record, queue, keys …'),
  state: z.enum(conditions),
  says: z.string(),
  next: z.string().optional().describe('the next command to type, or the next thing to do'),
})

export const doctorDescribed: Described = {
  '/v1/admin/doctor': {
    get: {
      summary: 'What is unsafe or incomplete now, worst first',
      security: byAdmin,
      responses: answers(
        {
          says: 'what was looked at',
          schema: z.strictObject({
            good: z.boolean().describe('nothing is bad, and all could be found out'),
            remarks: z.array(remark),
          }),
        },
        asAdmin,
      ),
    },
  },
}
