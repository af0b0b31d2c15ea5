// Drafts, as the holder of the admin token sees them: ids and states, and no word of them. The text of one is shown to
// whoever asks for it by `text=true`, and that it was read is on record before it is answered. Nothing decides here.

import type { Hono } from 'hono'
import { z } from 'zod'
import type { Draft } from '../../src/draft/draft.ts'
import { type DraftSeen, draftSeen, draftsOf, readText } from '../../src/gateway/draft-looking.ts'
import type { House } from '../../src/gateway/house.ts'
import { agentId, draftId } from '../../src/id.ts'
import { isRefusal, refuse } from '../../src/refusal.ts'
import { placeAnswer } from './admin-posts.ts'
import { answers, asAdmin, byAdmin, type Described, idInPath, queries } from './described.ts'
import { problem, refused, wrongs } from './problem.ts'

const states = [
  'received',
  'screening',
  'refused',
  'shadowed',
  'pending',
  'revising',
  'kept',
  'rejected',
  'expired',
  'withdrawn',
  'approved',
  'blocked',
  'publishing',
  'unconfirmed',
  'published',
  'failed',
] as const satisfies readonly Draft['state'][]

const page = z
  .object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    before: z.string().max(100).optional().describe('the “next” of the page before'),
    agent: z.string().max(100).optional().describe('the id of an agent: all of its drafts, not only open ones'),
    state: z.enum(states).optional().describe('with an agent: those in this state'),
    place: z.string().max(700).optional().describe('platform/workspace/channel: the open ones there'),
  })
  .refine(({ agent, state }) => state === undefined || agent !== undefined, {
    path: ['state'],
    message: 'needs an agent beside it',
  })
  .refine(({ agent, place }) => agent === undefined || place === undefined, {
    path: ['place'],
    message: 'an agent or a place, not both',
  })
const asked = z.object({ text: z.enum(['true', 'false']).default('false').describe('true: its words; it is recorded') })

const answer = z.strictObject({
  id: z.string(),
  state: z.enum(states),
  frozen: z.boolean().describe('a stop is on over it'),
  agent: z.strictObject({ id: z.string(), name: z.string() }),
  place: placeAnswer,
  intent: z.string(),
  revision: z.int(),
  risk: z.string().optional(),
  found: z.array(z.string()).describe('what our checks found: check/sort'),
  received: z.int(),
  invocation: z.string().optional(),
  invoker: z.string().optional().describe('the id of the person who asked'),
  approvedBy: z.array(z.string()),
  post: z.string().optional(),
  startedFrom: z.string().optional(),
})
const words = z.strictObject({
  revision: z.int(),
  text: z.string(),
  title: z.string().optional(),
  disclosure: z.looseObject({}),
})
const one = z.strictObject({ draft: answer, words: words.optional() })
const many = z.strictObject({ drafts: z.array(answer), next: z.string().optional() })

export function draftRoutes(app: Hono, house: House): void {
  app.get('/drafts', async (c) => {
    const query = page.safeParse(c.req.query())
    if (!query.success) return problem('invalid-query', { errors: wrongs(query.error) })
    const { agent, state, place, ...of } = query.data
    if (agent !== undefined && agentId.parse(agent) === undefined) return refused(refuse('unknown-agent'))
    const ofAgent = state === undefined ? `agent:${agent}` : `agent:${agent}/${state}`
    const tag = agent !== undefined ? ofAgent : place === undefined ? 'open' : `lane:${place}/open`
    const { drafts, next } = await draftsOf(house, { tag, ...of })
    return c.json({ drafts: drafts.map(answerOf), ...(next === undefined ? {} : { next }) })
  })

  app.get('/drafts/:id', async (c) => {
    const query = asked.safeParse(c.req.query())
    if (!query.success) return problem('invalid-query', { errors: wrongs(query.error) })
    const id = draftId.parse(c.req.param('id'))
    if (id === undefined) return refused(refuse('unknown-draft'))
    const seen = await draftSeen(house, id)
    if (isRefusal(seen)) return refused(seen)
    if (query.data.text === 'false') return c.json({ draft: answerOf(seen) })
    const revision = await readText(house, id)
    if (isRefusal(revision)) return refused(revision)
    const { number, content, disclosure } = revision
    const title = content.title === undefined ? {} : { title: content.title }
    return c.json({ draft: answerOf(seen), words: { revision: number, text: content.text, ...title, disclosure } })
  })

  app.all('/drafts', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
  app.all('/drafts/:id', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
}

function answerOf({ draft, isFrozen }: DraftSeen): z.infer<typeof answer> {
  const { id, state, agent, destination, intent, revision, received, invocation, invoker, startedFrom } = draft
  const screened = 'screened' in draft ? draft.screened : undefined
  const findings = screened?.findings ?? (draft.state === 'refused' ? draft.findings : [])
  return {
    id,
    state,
    frozen: isFrozen,
    agent,
    place: destination,
    intent: intent.intent,
    revision: revision.number,
    ...(screened === undefined ? {} : { risk: screened.risk }),
    found: findings.map(({ check, sort }) => `${check}/${sort}`),
    received,
    ...(invocation === undefined ? {} : { invocation }),
    ...(invoker === undefined ? {} : { invoker: invoker.person }),
    approvedBy: 'approvals' in draft ? draft.approvals.map((approval) => approval.by) : [],
    ...(draft.state === 'published' ? { post: draft.post } : {}),
    ...(startedFrom === undefined ? {} : { startedFrom }),
  }
}

export const adminDraftDescribed: Described = {
  '/v1/admin/drafts': {
    get: {
      summary: 'Drafts without a word of theirs: the open ones, an agent’s, or those of a place; newest first',
      security: byAdmin,
      parameters: queries(page),
      responses: answers({ says: 'a page of drafts', schema: many }, ['invalid-query', 'unknown-agent', ...asAdmin]),
    },
  },
  '/v1/admin/drafts/{id}': {
    get: {
      summary: 'One draft; with text=true its words too, which leaves an entry',
      security: byAdmin,
      parameters: [idInPath, ...queries(asked)],
      responses: answers({ says: 'the draft', schema: one }, ['invalid-query', 'unknown-draft', ...asAdmin]),
    },
  },
}
