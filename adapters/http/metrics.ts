// /metrics, for Prometheus. What it says is nobody's secret and yet not everybody's business, so it is never open: a
// scraper holds a token that reads this and nothing else; the admin token reads it too.

import type { Env, Hono } from 'hono'
import { z } from 'zod'
import { isAdminToken } from './admin-token.ts'
import { answers, byAdmin, type Described } from './described.ts'
import { problem } from './problem.ts'

export type Answered = {
  readonly request: string
  readonly method: string
  /** The pattern of the path, never the path. */
  readonly route: string
  readonly status: number
  readonly code: string | undefined
  readonly ms: number
}

export type MetricsOf = {
  page(): Promise<string>
  readonly tokens: readonly string[]
  answered(answer: Answered): void
}

export function metricsRoutes<E extends Env>(app: Hono<E>, { page, tokens }: MetricsOf): void {
  app.get('/metrics', async (c) => {
    const header = c.req.header('authorization')
    if (!tokens.some((token) => isAdminToken(token, header)))
      return problem('metrics-token-needed', { headers: { 'www-authenticate': 'Bearer' } })
    return c.body(await page(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
  })
}

export const metricsDescribed: Described = {
  '/metrics': {
    get: {
      summary: 'The figures of this process, in the text format of Prometheus',
      security: byAdmin,
      responses: answers({ says: 'the figures', schema: z.string(), type: 'text/plain' }, [
        'metrics-token-needed',
        'wrong-host',
        'fault',
      ]),
    },
  },
}
