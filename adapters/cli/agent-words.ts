// What the gate tells of an agent, read once and said in words for a terminal.

import { z } from 'zod'
import { spokenRun } from '../../src/agent/run-name.ts'
import { spokenTime } from '../../src/time.ts'

const token = z.object({
  kid: z.string(),
  sort: z.enum(['sandbox', 'live']),
  state: z.enum(['works', 'expired', 'revoked']),
  issued: z.number(),
  expires: z.number(),
  scopes: z.array(z.string()).optional(),
})
const one = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  since: z.number(),
  owner: z.string().optional(),
  assessment: z
    .object({
      by: z.string(),
      via: z.string(),
      at: z.number(),
      expires: z.number(),
      risk: z.string(),
      words: z.string(),
      over: z.boolean(),
    })
    .optional(),
  unconfirmedRun: z.object({ model: z.string().optional(), promptHash: z.string().optional() }).optional(),
  tokens: z.array(token),
  stops: z.array(z.object({ id: z.string(), by: z.string(), reason: z.string(), from: z.number() })),
  odd: z.array(z.object({ kid: z.string(), how: z.enum(['new-address', 'two-at-once']), at: z.number() })),
})
type Told = z.infer<typeof one>

export const told = {
  list: z.object({ agents: z.array(one) }),
  one: z.object({
    agent: one,
    secret: z.string().optional(),
    old: z.object({ kid: z.string(), until: z.number() }).optional(),
    revoked: z.array(z.string()).optional(),
    resumed: z.array(z.string()).optional(),
  }),
}

const oddWords = { 'new-address': 'used from a new address', 'two-at-once': 'used from two addresses at once' } as const

export function spokenAgents(agents: readonly Told[]): string {
  if (agents.length === 0) return 'no agents; “countersign agent add NAME” makes one\n'
  const wide = Math.max(...agents.map((agent) => agent.name.length))
  return agents.map((agent) => `${agent.name.padEnd(wide)}  ${agent.state.padEnd(8)}  ${brief(agent)}\n`).join('')
}

function brief(agent: Told): string {
  const working = agent.tokens.filter((held) => held.state === 'works')
  const latest = agent.odd.at(-1)
  return [
    agent.owner === undefined ? 'nobody answers for it' : `owner ${agent.owner}`,
    `${working.length} token${working.length === 1 ? '' : 's'}`,
    ...(agent.assessment?.over ? ['its assessment has run out'] : []),
    ...(agent.unconfirmedRun === undefined ? [] : ['a new model or prompt waits for its owner']),
    ...(latest === undefined ? [] : [`${oddWords[latest.how]}, ${spokenTime(latest.at)}`]),
  ].join(' · ')
}

export function spokenAgent(agent: Told): string {
  const { assessment, unconfirmedRun } = agent
  const lines = [
    `${agent.name} (${agent.id}): ${agent.state}, since ${spokenTime(agent.since)}`,
    agent.owner === undefined ? 'Nobody answers for it.' : `Owner: ${agent.owner}`,
    assessment === undefined
      ? 'No admin has given their word for it.'
      : `Risk ${assessment.risk}, on the word of ${assessment.by}${assessment.via === 'admin-token' ? ' (told with the admin token)' : ''}, ${assessment.over ? 'until it ran out' : 'until'} ${spokenTime(assessment.expires)}: ${assessment.words}`,
    ...(unconfirmedRun === undefined ? [] : [`Waits for its owner: ${spokenRun(unconfirmedRun)}`]),
    ...agent.tokens.map(spokenToken),
    ...agent.stops.map((stop) => `Stopped by ${stop.by}, ${spokenTime(stop.from)}: ${stop.reason}`),
    ...agent.odd.map((odd) => `Token ${odd.kid} was ${oddWords[odd.how]}, ${spokenTime(odd.at)}`),
  ]
  return `${lines.join('\n')}\n`
}

function spokenToken({ kid, sort, state, expires, scopes }: Told['tokens'][number]): string {
  const where = sort === 'sandbox' && scopes === undefined ? 'practice' : (scopes ?? ['everywhere']).join(', ')
  const until = state === 'works' ? `works until ${spokenTime(expires)}` : state
  return `Token ${kid}: ${sort}, ${where}, ${until}`
}

/** What was done, and what comes next; never the secret. */
export function spokenDone(act: string, { agent, secret, old, revoked, resumed }: z.infer<typeof told.one>): string {
  const { name, state } = agent
  const lines = [`${name}: ${doneWords(act, state, revoked, resumed)}`]
  if (secret !== undefined) {
    lines.push('That was its token. It is shown this once; keep it where the agent finds it and nobody else.')
    const issued = agent.tokens.find((held) => secret.includes(`_${held.kid}_`))
    if (issued !== undefined) lines.push(spokenToken(issued))
  }
  if (old !== undefined) lines.push(`The old one, ${old.kid}, works until ${spokenTime(old.until)}.`)
  if (act === 'add')
    lines.push(
      'Next: submit a draft with it, as “Authorization: Bearer …” to POST /v1/drafts (see /practice).',
      `For places where people read: countersign agent owner “${name}” PERSON, then assess, then token --live.`,
    )
  return `${lines.join('\n')}\n`
}

function doneWords(
  act: string,
  state: string,
  revoked: readonly string[] | undefined,
  resumed: readonly string[] | undefined,
): string {
  if (revoked !== undefined)
    return revoked.length === 0
      ? 'no token of it works'
      : `revoked ${revoked.join(', ')}; no request with it is taken any more`
  if (resumed !== undefined) return resumed.length === 0 ? 'no stop was over it' : `goes on; it is ${state}`
  if (act === 'stop') return 'stopped. It can still read what it submitted; “countersign agent resume” lifts it'
  return `is ${state}`
}
