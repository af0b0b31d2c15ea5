// What is to be known of the agents: which of them nobody is asked about any more, and why, with the one thing to do about
// it. Whether the person who looks may do it is the house's to say.

import { html } from 'hono/html'
import { spokenRun } from '../../src/agent/run-name.ts'
import { type AgentSeen, allAgents } from '../../src/gateway/agent-looking.ts'
import type { House } from '../../src/gateway/house.ts'
import type { Html } from './blocks.ts'
import type { Looking } from './click.ts'
import { hidden } from './form.ts'

export async function drawAgentLines(house: House, { as, channel }: Looking): Promise<Html[]> {
  return (await allAgents(house)).flatMap((seen) => {
    const line = spokenState(seen)
    if (line === undefined) return []
    const { agent } = seen
    const button = html`<form method="post" action="/practice/agent/confirm">${hidden({ as, channel, agent: agent.id })}<button class="button plain">I answer for it</button></form>`
    return [
      html`<div class="grant-line agent-line"><p>${line}</p>${agent.newRun === undefined ? undefined : button}</div>`,
    ]
  })
}

/** Nothing of one that works as people expect; a stop has a line of its own. */
function spokenState({ agent }: AgentSeen): string | undefined {
  const { name, newRun } = agent
  if (agent.state === 'retired') return `${name} was retired.`
  if (agent.state !== 'shadow') return undefined
  const since = newRun === undefined ? '' : `: it came with another model or prompt (${spokenRun(newRun)})`
  return `${name} is in shadow${since}. Its drafts are recorded and nobody is asked.`
}
