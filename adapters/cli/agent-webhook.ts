// `countersign agent webhook`: the address of its own at which an agent is told of its drafts and of what people ask it. A
// secret is printed once, to standard output and nowhere else.

import { z } from 'zod'
import { spokenTime } from '../../src/time.ts'
import { readCall } from './call.ts'
import { callGate } from './gate.ts'
import { readTrouble, spokenTrouble } from './trouble.ts'

const told = z.object({
  webhook: z.object({
    url: z.string(),
    since: z.number(),
    secrets: z.array(z.object({ from: z.number(), until: z.number().optional() })),
    givenUp: z.array(z.object({ about: z.string(), errand: z.string(), why: z.string(), at: z.number() })),
  }),
  secret: z.string().optional(),
})
type Told = z.infer<typeof told>

const options = {
  json: { type: 'boolean' },
  url: { type: 'string' },
  rotate: { type: 'boolean' },
  remove: { type: 'boolean' },
} as const

export async function agentWebhook(words: readonly string[]): Promise<number> {
  const call = understood(words)
  if (typeof call === 'string') {
    process.stderr.write(`countersign agent webhook: ${call}\n`)
    return 2
  }
  const { path, ask, json: wantsJson, gate } = call
  const answer = await callGate(gate)(path, ask)
  if (answer.status === 204) {
    process.stderr.write('Nothing is carried to it any more.\n')
    return 0
  }
  const json: unknown = await answer.json().catch(() => undefined)
  if (!answer.ok) {
    const trouble = readTrouble(json)
    if (trouble === undefined) throw new Error(`the gate answered ${answer.status}, and not in words that we know`)
    if (wantsJson) process.stdout.write(`${JSON.stringify(json)}\n`)
    process.stderr.write(`countersign agent webhook: ${spokenTrouble(trouble)}\n`)
    return 1
  }
  const read = told.parse(json)
  if (wantsJson) {
    process.stdout.write(`${JSON.stringify(json)}\n`)
    return 0
  }
  if (read.secret !== undefined) process.stdout.write(`${read.secret}\n`)
  process.stderr.write(spoken(read))
  return 0
}

function understood(words: readonly string[]) {
  const call = readCall(words, options)
  if (typeof call === 'string') return call
  const { values, positionals } = call
  const [agent, url, ...more] = positionals
  if (agent === undefined || more.length > 0) return 'takes AGENT, and a URL, --rotate or --remove'
  if ([url !== undefined, values.rotate === true, values.remove === true].filter(Boolean).length > 1)
    return 'takes one of a URL, --rotate and --remove'
  const path = `/v1/admin/agents/${encodeURIComponent(agent)}/webhook`
  const shared = { json: values.json === true, gate: values.url }
  if (values.rotate === true) return { ...shared, path: `${path}/rotate`, ask: { method: 'POST' } }
  if (values.remove === true) return { ...shared, path, ask: { method: 'DELETE' } }
  return { ...shared, path, ask: url === undefined ? { method: 'GET' } : { method: 'PUT', body: { url } } }
}

function spoken({ webhook, secret }: Told): string {
  const old = webhook.secrets.find(({ until }) => until !== undefined)?.until
  const lines = [
    `${webhook.url}, since ${spokenTime(webhook.since)}`,
    ...(secret === undefined
      ? []
      : ['That was its secret. It is shown this once; the agent verifies with it what it is told (docs/webhooks.md).']),
    ...(old === undefined ? [] : [`Messages are signed with the one before as well, until ${spokenTime(old)}.`]),
    ...webhook.givenUp.map(({ about, why, at }) => `Could not be told of ${about}: ${why}, given up ${spokenTime(at)}`),
  ]
  return `${lines.join('\n')}\n`
}
