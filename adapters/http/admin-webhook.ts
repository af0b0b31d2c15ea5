// An agent's own address, as the holder of the admin token sets, reads, rotates and removes it. The secret is in the
// answer to whoever caused it to be made, and in no other.

import type { Hono } from 'hono'
import { z } from 'zod'
import type { Webhook } from '../../src/agent/webhook.ts'
import { agentBy } from '../../src/gateway/agent-looking.ts'
import type { House } from '../../src/gateway/house.ts'
import { removeWebhook, rotateWebhook, setWebhook, type WebhookSet, webhookOf } from '../../src/gateway/webhook.ts'
import type { AgentId } from '../../src/id.ts'
import { isRefusal, type Refusal, refuse } from '../../src/refusal.ts'
import { answers, asAdmin, body, byAdmin, type Described, reading } from './described.ts'
import { problem, refused, wrongs } from './problem.ts'
import { readJson } from './read.ts'

const webhookBody = z.strictObject({ url: z.string().min(1).max(2000).describe('https, and out in public') })

export function webhookRoutes(app: Hono, house: House): void {
  const of = async (ref: string, change: (id: AgentId) => Promise<WebhookSet | Refusal>) => {
    const seen = await agentBy(house, ref)
    return isRefusal(seen) ? seen : change(seen.agent.id)
  }
  const path = '/agents/:agent/webhook'

  app.get(path, async (c) => {
    const seen = await agentBy(house, c.req.param('agent'))
    const webhook = isRefusal(seen) ? undefined : await webhookOf(house, seen.agent.id)
    return webhook?.state === 'on' ? c.json({ webhook: shown(webhook) }) : refused(refuse('unknown-webhook'))
  })

  app.put(path, async (c) => {
    const read = await readJson(c.req.raw)
    if ('wrong' in read) return read.wrong
    const parsed = webhookBody.safeParse(read.json)
    if (!parsed.success) return problem('invalid-body', { errors: wrongs(parsed.error) })
    return told(await of(c.req.param('agent'), (id) => setWebhook(house, id, parsed.data.url)))
  })

  app.post(`${path}/rotate`, async (c) => told(await of(c.req.param('agent'), (id) => rotateWebhook(house, id))))

  app.delete(path, async (c) => {
    const removed = await of(c.req.param('agent'), (id) => removeWebhook(house, id))
    return isRefusal(removed) ? refused(removed) : c.body(null, 204)
  })

  app.all(path, () => problem('no-such-method', { headers: { allow: 'GET, HEAD, PUT, DELETE' } }))
  app.all(`${path}/rotate`, () => problem('no-such-method', { headers: { allow: 'POST' } }))
}

function told(set: WebhookSet | Refusal): Response {
  if (isRefusal(set)) return refused(set)
  const { webhook, secret } = set
  return Response.json({ webhook: shown(webhook), ...(secret === undefined ? {} : { secret }) })
}

function shown({ url, since, secrets, givenUp }: Webhook): z.infer<typeof webhookAnswer> {
  return {
    url,
    since,
    secrets: secrets.map(({ from, until }) => ({ from, ...(until === undefined ? {} : { until }) })),
    givenUp: [...givenUp],
  }
}

const agentInPath = {
  name: 'agent',
  in: 'path',
  required: true,
  schema: { type: 'string' },
  description: 'its id, or its name however that is written',
}
const moment = z.int().describe('epoch milliseconds')
const webhookAnswer = z.strictObject({
  url: z.string(),
  since: moment,
  secrets: z
    .array(z.strictObject({ from: moment, until: moment.optional() }))
    .describe('with which messages are signed; never the secrets themselves'),
  givenUp: z
    .array(
      z.strictObject({
        about: z.string().describe('the draft, post or invocation'),
        errand: z.enum(['answer', 'invite']),
        why: z.string(),
        at: moment,
      }),
    )
    .describe('what could not be carried in all the time there was, the latest first'),
})
const set = z.strictObject({
  webhook: webhookAnswer,
  secret: z.string().optional().describe('whsec_…, shown this once; absent where nothing changed'),
})

export const webhookDescribed: Described = {
  '/v1/admin/agents/{agent}/webhook': {
    get: {
      summary: 'Where an agent is told of its drafts and of what people ask it, and what could not be carried there',
      security: byAdmin,
      parameters: [agentInPath],
      responses: answers({ says: 'its address', schema: z.strictObject({ webhook: webhookAnswer }) }, [
        'unknown-webhook',
        ...asAdmin,
      ]),
    },
    put: {
      summary: 'Set the address of an agent; another one than before gets a new secret',
      security: byAdmin,
      parameters: [agentInPath],
      requestBody: body(webhookBody),
      responses: answers({ says: 'set', schema: set }, [...reading, 'unknown-agent', 'address-refused', ...asAdmin]),
    },
    delete: {
      summary: 'Carry nothing to the agent any more',
      security: byAdmin,
      parameters: [agentInPath],
      responses: answers({ status: 204, says: 'removed' }, ['unknown-agent', 'unknown-webhook', ...asAdmin]),
    },
  },
  '/v1/admin/agents/{agent}/webhook/rotate': {
    post: {
      summary: 'Make a new secret; for a day messages are signed with the old one too',
      security: byAdmin,
      parameters: [agentInPath],
      responses: answers({ says: 'the new secret, shown this once', schema: set }, [
        'unknown-agent',
        'unknown-webhook',
        ...asAdmin,
      ]),
    },
  },
}
