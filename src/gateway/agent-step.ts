// From an event of an agent to what is saved: the agent as it is now and its one entry.

import { type Agent, type AgentEvent, evolveAgent } from '../agent/agent.ts'
import { agentFacts } from '../ledger/agent-facts.ts'
import type { Actor } from '../ledger/entry.ts'
import type { Held, Sole } from '../port/record.ts'
import type { Instant } from '../time.ts'
import { lookedAgent } from './typed.ts'
import { chained, type Step } from './write.ts'

export function agentStep(
  held: Held<Agent> | undefined,
  said: AgentEvent,
  actor: Actor,
  at: Instant,
  more: readonly Sole[] = [],
): Step & { readonly agent: Agent } {
  const [event, typed] = lookedAgent(said)
  const agent = evolveAgent(held?.is, event)
  const states = held === undefined ? { to: agent.state } : { from: held.is.state, to: agent.state }
  const entry = chained(held, agent.id, { at, actor, event: event.type, ...states, ...agentFacts(agent, event) })
  const issued = event.type === 'registered' ? event.agent.tokens : 'token' in event ? [event.token] : []
  const soles = [...issued.map((token) => ({ name: `token:${token.hash}` })), ...more]
  const write = {
    kind: 'agent',
    id: agent.id,
    expected: held?.version ?? 0,
    is: agent,
    entry,
    tags: ['all'],
    soles,
  } as const
  return { write, owed: [], typed, agent }
}
