// The ledger, as the holder of the admin token reads it: entries of one stream or the newest of all, a page at a time, and
// whether the streams are whole. Leaves are answered as the bytes that were hashed.

import type { Hono } from 'hono'
import { z } from 'zod'
import type { House } from '../../src/gateway/house.ts'
import { verifyNewest, verifyStream } from '../../src/gateway/ledger-looking.ts'
import { answers, asAdmin, byAdmin, type Described, queries } from './described.ts'
import { problem, wrongs } from './problem.ts'

const stream = z.string().min(1).max(200).describe('the id of a draft, post, person …, or stops, rules, grants')
const cursor = /^(.{1,200})\/([1-9]\d{0,9})$/
const page = z
  .object({
    stream: stream.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    after: z.coerce.number().int().min(0).optional().describe('of a stream: the entries above this version'),
    before: z.string().regex(cursor, 'is stream/version').optional().describe('of all: the “next” of the page before'),
  })
  .refine(({ stream, after }) => stream !== undefined || after === undefined, {
    path: ['after'],
    message: 'needs a stream beside it',
  })
  .refine(({ stream, before }) => stream === undefined || before === undefined, {
    path: ['before'],
    message: 'goes without a stream',
  })
const verifying = z.object({
  stream: stream.optional(),
  newest: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(10_000)
    .describe('without a stream: every stream that one of so many newest entries belongs to'),
})

const entry = z.strictObject({
  stream: z.string(),
  version: z.int(),
  hash: z.string(),
  leaf: z.string().describe('the bytes that were hashed, RFC 8785'),
})
const entries = z.strictObject({
  entries: z.array(entry).describe('oldest first'),
  next: z.string().optional().describe('of a stream the “after”, of all the “before” of the next page'),
})
const verified = z.strictObject({
  whole: z.boolean(),
  streams: z.int(),
  entries: z.int(),
  breaks: z.array(
    z.strictObject({
      stream: z.string(),
      version: z.int(),
      why: z.enum(['bytes', 'name', 'chain', 'gap', 'head']),
    }),
  ),
})

export function ledgerRoutes(app: Hono, house: House): void {
  app.get('/ledger', async (c) => {
    const query = page.safeParse(c.req.query())
    if (!query.success) return problem('invalid-query', { errors: wrongs(query.error) })
    const { stream, limit, after, before } = query.data
    const found = await house.record.entries(
      stream === undefined ? { limit, before: placeOf(before) } : { stream, limit, after },
    )
    const edge = stream === undefined ? found[0] : found.at(-1)
    if (edge === undefined || found.length < limit) return c.json({ entries: found })
    const next = stream === undefined ? `${edge.stream}/${edge.version}` : String(edge.version)
    return c.json({ entries: found, next })
  })

  app.get('/ledger/verify', async (c) => {
    const query = verifying.safeParse(c.req.query())
    if (!query.success) return problem('invalid-query', { errors: wrongs(query.error) })
    const { stream, newest } = query.data
    const done = await (stream === undefined ? verifyNewest(house, newest) : verifyStream(house, stream))
    return c.json({ whole: done.breaks.length === 0, ...done })
  })

  app.all('/ledger', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
  app.all('/ledger/verify', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
}

/** A stream may hold slashes and no line end; the version is what stands behind the last one. */
function placeOf(text: string | undefined): { readonly stream: string; readonly version: number } | undefined {
  const [, stream, version] = cursor.exec(text ?? '') ?? []
  return stream === undefined ? undefined : { stream, version: Number(version) }
}

export const ledgerDescribed: Described = {
  '/v1/admin/ledger': {
    get: {
      summary: 'Entries of one stream, or the newest of all, a page at a time',
      security: byAdmin,
      parameters: queries(page),
      responses: answers({ says: 'a page of entries', schema: entries }, ['invalid-query', ...asAdmin]),
    },
  },
  '/v1/admin/ledger/verify': {
    get: {
      summary:
        'Whether each entry is what its hash says, follows the one before, and the last is the one its thing keeps',
      security: byAdmin,
      parameters: queries(verifying),
      responses: answers({ says: 'what was found', schema: verified }, ['invalid-query', ...asAdmin]),
    },
  },
}
