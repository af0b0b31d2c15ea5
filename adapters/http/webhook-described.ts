// How the messages to an agent's own address are described: what they say, how they are signed, what an answer means.

import { z } from 'zod'
import { draftAnswer } from './draft-described.ts'
import { invitationAnswer } from './invocation.ts'

const about = (of: z.ZodType, type: string) =>
  z.strictObject({
    type: z.string().describe(type),
    timestamp: z.string().describe('when it was sent, in ISO 8601'),
    data: of,
  })

const messages = {
  draft: about(z.strictObject({ draft: draftAnswer }), '“draft.” and the state that it is in'),
  post: about(
    z.strictObject({ post: z.strictObject({ id: z.string(), draft: z.string(), state: z.string() }) }),
    '“post.” and the state that it is in: up, hidden, recalled …',
  ),
  'invocation.asked': about(invitationAnswer, '“invocation.asked”'),
}
const summaries = {
  draft: 'Something became of a draft of the agent’s',
  post: 'Something became of a post of the agent’s',
  'invocation.asked': 'A person asked the agent for something',
}

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  schema: { type: 'string' },
  description,
})
const headers = [
  header('webhook-id', 'the same for every try: take each once'),
  header('webhook-timestamp', 'seconds; refuse what is older than five minutes'),
  header('webhook-signature', '“v1,” and HMAC-SHA-256 over id.timestamp.body in base64; several, separated by spaces'),
]

/** By the names of the messages; test/openapi.test.ts holds what is really carried against them. */
export const webhooksDescribed: object = Object.fromEntries(
  Object.entries(messages).map(([name, schema]) => [
    name,
    {
      post: {
        summary: summaries[name === 'draft' || name === 'post' ? name : 'invocation.asked'],
        security: [],
        parameters: headers,
        requestBody: {
          content: { 'application/json': { schema: z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) } },
        },
        responses: {
          '2XX': { description: 'taken; within ten seconds' },
          '410': { description: 'there is nobody any more: this message is given up' },
          default: { description: 'tried again, less and less often, for a day' },
        },
      },
    },
  ]),
)
