// The addresses of agents: one that takes nothing leaves its agent waiting for decisions that were made long ago.

import { webhooksTag } from '../gateway/webhook.ts'
import type { Record } from '../port/record.ts'
import { day } from '../time.ts'
import type { Check } from './examine.ts'

const mostWebhooks = 500
const mostNamed = 5
const latelyMs = day

export function webhooksCheck(record: Record): Check {
  return {
    name: 'webhooks',
    async look() {
      const now = await record.now()
      const all = (await record.list('webhook', webhooksTag, { limit: mostWebhooks })).map(({ is }) => is)
      const dead = all.filter(({ givenUp }) => givenUp.some(({ at }) => at > now - latelyMs))
      if (dead.length === 0) {
        const says =
          all.length === 0 ? 'No agent has an address of its own.' : `${all.length} in use; nothing was given up today.`
        return [{ check: 'webhooks', state: 'good', says }]
      }
      const named = dead.slice(0, mostNamed).map(({ agent, givenUp }) => `${agent} (${givenUp[0]?.why})`)
      const more = dead.length > mostNamed ? ` and ${dead.length - mostNamed} more` : ''
      const says = `The addresses of these agents took nothing: ${named.join(', ')}${more}.`
      const next = 'ask who runs the agent; GET /v1/admin/agents/AGENT/webhook has what was given up'
      return [{ check: 'webhooks', state: 'warning', says, next }]
    },
  }
}
