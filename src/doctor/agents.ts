// The agents: each should have somebody who answers for it, and a token that is good for a while yet.

import type { Agent } from '../agent/agent.ts'
import type { Record } from '../port/record.ts'
import { day, type Instant } from '../time.ts'
import type { Check, Remark } from './examine.ts'

const mostAgents = 500
const mostNamed = 5
const soonMs = 14 * day

export function agentsCheck(record: Record): Check {
  return {
    name: 'agents',
    async look() {
      const now = await record.now()
      const all = await record.list('agent', 'all', { limit: mostAgents })
      // The agents of the practice chat hold sandbox tokens, and reach nothing else.
      const live = all.map(({ is }) => is).filter((agent) => agent.state !== 'retired' && isLive(agent))
      const remarks = [
        about(
          live.filter((agent) => agent.owner === undefined),
          'have no owner',
          'bad',
          'countersign agent list',
        ),
        about(
          live.filter((agent) => !hasGood(agent, now)),
          'have no token that is valid',
          'warning',
          'countersign agent rotate AGENT',
        ),
        about(
          live.filter((agent) => hasGood(agent, now) && !hasGood(agent, now + soonMs)),
          'hold only tokens that expire within 14 days',
          'warning',
          'countersign agent rotate AGENT',
        ),
      ].filter((remark) => remark !== undefined)
      if (remarks.length > 0) return remarks
      const says =
        live.length === 0
          ? 'No agent holds a live token; practice has its own.'
          : `${live.length} with live tokens, each with an owner.`
      return [{ check: 'agents', state: 'good', says }]
    },
  }
}

function isLive(agent: Agent): boolean {
  return agent.tokens.some((token) => token.sort === 'live' && token.revoked === undefined)
}

function hasGood(agent: Agent, at: Instant): boolean {
  return agent.tokens.some((token) => token.sort === 'live' && token.revoked === undefined && at < token.expires)
}

function about(agents: readonly Agent[], what: string, state: Remark['state'], next: string): Remark | undefined {
  if (agents.length === 0) return undefined
  const more = agents.length > mostNamed ? ` and ${agents.length - mostNamed} more` : ''
  const named = `${agents
    .slice(0, mostNamed)
    .map(({ id }) => id)
    .join(', ')}${more}`
  return { check: 'agents', state, says: `These agents ${what}: ${named}.`, next }
}
