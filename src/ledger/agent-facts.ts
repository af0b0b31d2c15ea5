// What of a change of an agent goes into its entry: who answers for what, and which token it was, by the name of it that
// is no secret. The words of an assessment are there as a commitment. No name of an agent or person, and no address.

import type { Agent, AgentEvent } from '../agent/agent.ts'
import type { Word } from '../agent/assessment.ts'
import type { RunName } from '../agent/run-name.ts'
import type { Token } from '../agent/token.ts'
import type { Json } from '../json.ts'
import { commit, type Leaf } from './entry.ts'

export function agentFacts(agent: Agent, event: AgentEvent): Pick<Leaf, 'facts' | 'commitments'> {
  const plain = (facts: { readonly [name: string]: Json | undefined }) => ({ facts, commitments: {} })
  switch (event.type) {
    case 'registered':
      return plain({ owner: agent.owner, tokens: event.agent.tokens.map(tokenFacts) })
    case 'owner-named':
      return plain({ owner: event.owner })
    case 'assessed': {
      const { by, expires, risk, salt, words } = event.assessment
      return { facts: { ...wordFacts(by), expires, risk }, commitments: { words: commit(salt, words) } }
    }
    case 'token-issued':
      return plain(tokenFacts(event.token))
    case 'token-rotated':
      return plain({ ...tokenFacts(event.token), old: event.old, oldUntil: event.until })
    case 'token-revoked':
      return plain({ kid: event.kid })
    case 'run-named':
    case 'run-changed':
      return plain(runFacts(event.run))
    case 'run-confirmed':
      return plain({ ...runFacts(event.run), ...wordFacts(event.by) })
    case 'seen-anew':
      return plain({ kid: event.sighting.kid, how: event.sighting.how })
    case 'retired':
      return plain({})
  }
}

function tokenFacts({ kid, sort, expires, scopes }: Token): { readonly [name: string]: Json | undefined } {
  return { kid, sort, expires, scopes }
}

function wordFacts({ person, via }: Word): { readonly [name: string]: Json | undefined } {
  return { by: person, via }
}

function runFacts({ model, promptHash }: RunName): { readonly [name: string]: Json | undefined } {
  return { model, promptHash }
}
