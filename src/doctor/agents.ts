// The agents: each should have somebody who answers for it, and a token that is good for a while yet.

import type { Agent } from '../agent/agent.ts'
import { oddSightings } from '../agent/sighting.ts'
import type { Record } from '../port/record.ts'
import { day, type Instant } from '../time.ts'
import type { Check, Remark } from './examine.ts'

const mostAgents = 500
const mostNamed = 5
const soonMs = 14 * day
const unusedMs = 30 * day
const rotate = 'countersign agent rotate AGENT'
const assess = 'countersign agent assess AGENT'

export function agentsCheck(record: Record): Check {
  return {
    name: 'agents',
    async look() {
      const now = await record.now()
      const all = await record.list('agent', 'all', { limit: mostAgents })
      // The agents of the practice chat hold sandbox tokens, and reach nothing else.
      const live = all.map(({ is }) => is).filter((agent) => agent.state !== 'retired' && liveTokens(agent).length > 0)
      const valid = (agent: Agent, at: Instant) => liveTokens(agent).some((token) => at < token.expires)
      const judgedUntil = (agent: Agent) => agent.assessment?.expires ?? Number.POSITIVE_INFINITY
      const remarks = [
        about(live, (one) => one.owner === undefined, 'have no owner', 'bad', 'countersign agent owner AGENT PERSON'),
        about(live, (one) => judgedUntil(one) <= now, 'are judged no longer; their drafts are refused', 'bad', assess),
        about(
          live,
          (one) => judgedUntil(one) > now && judgedUntil(one) <= now + soonMs,
          'are judged for less than 14 days yet',
          'warning',
          assess,
        ),
        about(
          live,
          (one) => one.newRun !== undefined,
          'came with a model or prompt that nobody has confirmed, and are in shadow',
          'warning',
          'countersign agent confirm AGENT',
        ),
        about(live, (one) => !valid(one, now), 'have no token that is valid', 'warning', rotate),
        about(
          live,
          (one) => valid(one, now) && !valid(one, now + soonMs),
          'hold only tokens that expire within 14 days',
          'warning',
          rotate,
        ),
        about(
          live,
          (one) => isUnused(one, now),
          'have a token that was never used in 30 days',
          'warning',
          'countersign agent revoke AGENT',
        ),
        about(
          live,
          (one) => oddSightings(one.sightings ?? []).some(({ at }) => at > now - 7 * day),
          'have a token that was used from a new address, or by two at once, in the last 7 days',
          'warning',
          'countersign agent list',
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

function liveTokens(agent: Agent): Agent['tokens'] {
  return agent.tokens.filter((token) => token.sort === 'live' && token.revoked === undefined)
}

/** The first use of a token is always noted. */
function isUnused({ sightings = [], ...agent }: Agent, now: Instant): boolean {
  return liveTokens(agent).some(
    ({ kid, issued, expires }) =>
      now < expires && issued < now - unusedMs && !sightings.some((sighting) => sighting.kid === kid),
  )
}

function about(
  all: readonly Agent[],
  which: (agent: Agent) => boolean,
  what: string,
  state: Remark['state'],
  next: string,
): Remark | undefined {
  const agents = all.filter(which)
  if (agents.length === 0) return undefined
  const more = agents.length > mostNamed ? ` and ${agents.length - mostNamed} more` : ''
  const named = `${agents
    .slice(0, mostNamed)
    .map(({ id }) => id)
    .join(', ')}${more}`
  return { check: 'agents', state, says: `These agents ${what}: ${named}.`, next }
}
