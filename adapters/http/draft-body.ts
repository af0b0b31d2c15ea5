// What an agent may send, read once by zod. Unknown fields are refused by name: a misspelt assumption must not vanish.

import { z } from 'zod'
import { confidenceClasses, type Disclosure } from '../../src/draft/disclosure.ts'
import type { Draft } from '../../src/draft/draft.ts'
import type { Content, Intent } from '../../src/draft/intent.ts'
import type { Submission } from '../../src/gateway/intake.ts'
import { draftId, invocationId, postId } from '../../src/id.ts'
import { platforms } from '../../src/place.ts'

/** Something is said, and it stays as it was sent: the indentation of a step can be what it means. */
const filled = (most: number) => z.string().max(most).regex(/\S/, 'is empty')
const line = filled(2000)
const name = z.string().min(1).max(200)
const words = z.string().max(40_000)
const web = z.url({ protocol: /^https?$/ }).max(2000)

const disclosure = z.strictObject({
  confidence: z
    .strictObject({ class: z.enum(confidenceClasses), score: z.number().min(0).max(1).optional() })
    .optional(),
  assumptions: z.array(filled(500)).max(20).default([]),
  sources: z
    .array(z.strictObject({ title: line, url: web.optional() }))
    .max(20)
    .default([]),
  alternative: line.optional(),
  rollback: line.optional(),
  affects: z.array(name).max(50).default([]),
  steps: z
    .array(z.strictObject({ text: filled(8000), risk: line, check: line.optional() }))
    .max(20)
    .default([]),
})

const said = {
  text: words.default(''),
  title: z.string().trim().min(1).max(256).optional(),
  tags: z.array(z.string().trim().min(1).max(50)).max(10).default([]),
  disclosure: disclosure.optional(),
}

const run = z.strictObject({
  id: name.optional(),
  model: name.optional(),
  promptHash: name.optional(),
  trace: z.string().max(2000).optional(),
})

export const draftBody = z
  .strictObject({
    destination: z.strictObject({
      platform: z.enum(platforms),
      workspace: name,
      channel: name,
      thread: name.optional(),
    }),
    intent: z.enum(['post', 'edit', 'delete']).default('post'),
    post: z.string().optional().describe('the post that an edit or delete is about'),
    ...said,
    files: z.array(z.never()).max(0).default([]).describe('no platform of this version carries files'),
    invocation: z.string().optional(),
    run: run.optional(),
  })
  .superRefine((body, told) => {
    if (body.intent !== 'delete' && body.text.trim() === '')
      told.addIssue({ code: 'custom', path: ['text'], message: 'is empty' })
    const needs = body.intent !== 'post'
    if (needs !== (body.post !== undefined)) {
      told.addIssue({
        code: 'custom',
        path: ['post'],
        message: needs ? 'is needed for an edit or delete' : 'belongs to an edit or delete',
      })
    }
  })

export const revisionBody = z
  .strictObject(said)
  .refine((body) => body.text.trim() !== '', { path: ['text'], message: 'is empty' })

export const states: { readonly [State in Draft['state']]: State } = {
  received: 'received',
  screening: 'screening',
  refused: 'refused',
  shadowed: 'shadowed',
  pending: 'pending',
  approved: 'approved',
  publishing: 'publishing',
  blocked: 'blocked',
  unconfirmed: 'unconfirmed',
  revising: 'revising',
  published: 'published',
  failed: 'failed',
  kept: 'kept',
  rejected: 'rejected',
  expired: 'expired',
  withdrawn: 'withdrawn',
}

export const listQuery = z.strictObject({
  state: z.enum(states).optional(),
  before: z
    .string()
    .refine((text) => draftId.parse(text) !== undefined, 'is not the id of a draft')
    .optional()
    .describe('the last id of the page before'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export const waitQuery = z.strictObject({ wait: z.coerce.number().min(0).max(60).default(0) })

/** The submission, or the field that names something that cannot be. */
export function submissionOf(
  body: z.infer<typeof draftBody>,
): Submission | { readonly foreign: 'invocation' | 'post' } {
  const invocation = body.invocation === undefined ? undefined : invocationId.parse(body.invocation)
  if (body.invocation !== undefined && invocation === undefined) return { foreign: 'invocation' }
  const intent = intentOf(body)
  if (intent === undefined) return { foreign: 'post' }
  const { destination } = body
  return {
    destination: { ...destination },
    intent,
    content: contentOf(body),
    disclosure: disclosureOf(body.disclosure),
    run: body.run ?? {},
    ...(invocation === undefined ? {} : { invocation }),
  }
}

export function contentOf({
  text,
  title,
  tags,
}: {
  text: string
  title?: string | undefined
  tags: string[]
}): Content {
  return { text, tags, ...(title === undefined ? {} : { title }) }
}

export function disclosureOf(said: z.infer<typeof disclosure> | undefined): Disclosure {
  return said ?? { assumptions: [], sources: [], affects: [], steps: [] }
}

function intentOf(body: z.infer<typeof draftBody>): Intent | undefined {
  if (body.intent === 'post') return { intent: 'post' }
  const post = body.post === undefined ? undefined : postId.parse(body.post)
  return post === undefined ? undefined : { intent: body.intent, post }
}
