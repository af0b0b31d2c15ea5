// An agent: a registered AI identity with an owner and tokens. It can submit, revise and withdraw. There is nothing in
// this file, or behind it, by which an agent decides.

import type { AgentId, PersonId } from '../id.ts'
import type { Destination, Platform } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import type { Token } from './token.ts'

export type Agent = {
  readonly id: AgentId
  readonly name: string
  readonly owner?: PersonId | undefined
  readonly tokens: readonly Token[]
  readonly since: Instant
} & (
  | { readonly state: 'proposed' } // registered; nobody answers for it yet
  | { readonly state: 'shadow' } // its drafts are recorded and nobody is asked
  | { readonly state: 'live' } // its drafts go to people
  | { readonly state: 'stopped' } // an admin took it out of service
  | { readonly state: 'retired' } // for ever
)

export type AgentEvent =
  | { readonly type: 'registered'; readonly agent: Agent }
  | { readonly type: 'token-issued'; readonly token: Token; readonly at: Instant }
  | { readonly type: 'token-revoked'; readonly kid: string; readonly at: Instant }
  | { readonly type: 'became'; readonly state: Agent['state']; readonly at: Instant }

export function evolveAgent(agent: Agent | undefined, event: AgentEvent): Agent {
  switch (event.type) {
    case 'registered':
      return event.agent
    case 'token-issued': {
      const known = sure(agent)
      return { ...known, tokens: [...known.tokens, event.token] }
    }
    case 'token-revoked': {
      const known = sure(agent)
      const tokens = known.tokens.map((token) => (token.kid === event.kid ? { ...token, revoked: event.at } : token))
      return { ...known, tokens }
    }
    case 'became':
      return { ...sure(agent), state: event.state }
  }
}

function sure(agent: Agent | undefined): Agent {
  if (agent === undefined) throw new Error('changing an agent that was never registered')
  return agent
}

/** Whether this token of this agent may submit to this place now. A sandbox token reaches practice alone. */
export function maySubmit(agent: Agent, token: Token, at: Destination): Refusal | undefined {
  if (agent.state !== 'live' && agent.state !== 'shadow') return refuse('agent-not-live', { state: agent.state })
  return reaches(token, at) ? undefined : refuse('out-of-scope')
}

function reaches(token: Token, at: Destination): boolean {
  const sandboxed: Platform = 'practice'
  return token.sort === 'sandbox' ? at.platform === sandboxed : at.platform !== sandboxed
}
