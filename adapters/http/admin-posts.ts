// Posts, as the holder of the admin token sees and recalls them. Readers are told as counts: who they are stands in the
// record. No word of a post is in an answer; the recall's reason is, for it was given to be read.

import type { Hono } from 'hono'
import { z } from 'zod'
import type { House } from '../../src/gateway/house.ts'
import { recallPostByToken } from '../../src/gateway/reading.ts'
import { postId } from '../../src/id.ts'
import { platforms } from '../../src/place.ts'
import type { Post } from '../../src/post/post.ts'
import { isRefusal, refuse } from '../../src/refusal.ts'
import { answers, asAdmin, body, byAdmin, type Described, idInPath, reading } from './described.ts'
import { problem, refused, wrongs } from './problem.ts'
import { readJson } from './read.ts'

const recalling = z.strictObject({ reason: z.string().trim().min(1).max(500) })
export const placeAnswer = z.strictObject({
  platform: z.enum(platforms),
  workspace: z.string(),
  channel: z.string(),
  thread: z.string().optional(),
})
const answer = z.strictObject({
  id: z.string(),
  state: z.enum(['up', 'hidden', 'lapsed', 'superseded', 'recalled']),
  draft: z.string(),
  agent: z.strictObject({ id: z.string(), name: z.string() }),
  place: placeAnswer,
  published: z.int(),
  ref: z.string().optional().describe('where the platform keeps it'),
  altered: z.boolean().describe('the platform shows other words than the ones that were allowed'),
  approvedBy: z.array(z.string()).describe('ids of people; none where a grant allowed it'),
  grant: z.string().optional(),
  readers: z.strictObject({ opened: z.int(), acted: z.int(), reports: z.int() }),
  recalled: z.strictObject({ by: z.string(), at: z.int(), reason: z.string() }).optional(),
})
const one = z.strictObject({ post: answer })

export function postRoutes(app: Hono, house: House): void {
  app.get('/posts/:id', async (c) => {
    const id = postId.parse(c.req.param('id'))
    if (id === undefined) return refused(refuse('unknown-post'))
    const { seen } = await house.record.look({ post: { kind: 'post', id } })
    return seen.post === undefined ? refused(refuse('unknown-post')) : c.json({ post: answerOf(seen.post.is) })
  })

  app.post('/posts/:id/recall', async (c) => {
    const read = await readJson(c.req.raw)
    if ('wrong' in read) return read.wrong
    const parsed = recalling.safeParse(read.json)
    if (!parsed.success) return problem('invalid-body', { errors: wrongs(parsed.error) })
    const id = postId.parse(c.req.param('id'))
    const post = id === undefined ? refuse('unknown-post') : await recallPostByToken(house, id, parsed.data.reason)
    return isRefusal(post) ? refused(post) : c.json({ post: answerOf(post) })
  })

  app.all('/posts/:id', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
  app.all('/posts/:id/recall', () => problem('no-such-method', { headers: { allow: 'POST' } }))
}

function answerOf(post: Post): z.infer<typeof answer> {
  const { id, state, draft, published, ref, altered, allowed, readers, reports } = post
  const { grant } = allowed.screened.verdict
  const recalled =
    post.state === 'recalled'
      ? { by: post.by === 'admin-token' ? post.by : post.by.person, at: post.at, reason: post.reason }
      : undefined
  return {
    id,
    state,
    draft: draft.id,
    agent: draft.agent,
    place: draft.destination,
    published,
    ...(ref === undefined ? {} : { ref }),
    altered,
    approvedBy: allowed.approvals.map((approval) => approval.by),
    ...(grant === undefined || allowed.approvals.length > 0 ? {} : { grant }),
    readers: {
      opened: readers.filter((reader) => reader.opened.length > 0).length,
      acted: readers.filter((reader) => reader.acts.length > 0).length,
      reports: reports.length,
    },
    ...(recalled === undefined ? {} : { recalled }),
  }
}

export const postDescribed: Described = {
  '/v1/admin/posts/{id}': {
    get: {
      summary: 'A post: its state, who allowed it, and how many opened, acted on or reported it',
      security: byAdmin,
      parameters: [idInPath],
      responses: answers({ says: 'the post, without its words', schema: one }, ['unknown-post', ...asAdmin]),
    },
  },
  '/v1/admin/posts/{id}/recall': {
    post: {
      summary: 'Replace the post by a notice with this reason; grants of the agent there end',
      security: byAdmin,
      parameters: [idInPath],
      requestBody: body(recalling),
      responses: answers({ says: 'recalled', schema: one }, [
        ...reading,
        'unknown-post',
        'already-settled',
        ...asAdmin,
      ]),
    },
  },
}
