// The newcomer's own agent: one that has a token and no mind. Asked something, it waits for whoever runs the command
// that stands here.

import { html } from 'hono/html'
import type { Invocation } from '../../src/agent/invocation.ts'
import type { Html } from './blocks.ts'
import type { Seat } from './seed.ts'

export type OwnAgent = { readonly origin: string; readonly asked: Invocation | undefined }

export function drawOwnAgent({ origin, asked }: OwnAgent, seats: readonly Seat[]): Html {
  const seat = seats.find((one) => one.user === 'yours')
  const next =
    asked === undefined
      ? html`<p>Ask “Your own agent” something first: without an invocation its draft goes to the moderators as unverified.</p>`
      : html`<p>You asked it: “${asked.asked.slice(0, 120)}”. This answers that, as <code>${asked.id}</code>:</p>`
  return html`<details class="own-agent" id="own-agent" data-part data-key="own"><summary>Be the agent</summary>${next}
<pre class="command" tabindex="0"><code>${seat === undefined ? '' : command(origin, seat.secret, asked)}</code></pre>
<p class="hint">A sandbox token: it reaches this practice chat and nothing else.</p></details>`
}

function command(origin: string, secret: string, asked: Invocation | undefined): string {
  const body = {
    destination: asked?.destination ?? { platform: 'practice', workspace: 'practice', channel: 'platform-help' },
    intent: 'post',
    text: 'Try turning it off and on again.',
    ...(asked === undefined ? {} : { invocation: asked.id }),
    disclosure: { confidence: { class: 'guess', score: 0.4 }, assumptions: ['It can be turned off'] },
  }
  // Inside single quotes of the shell nothing has a meaning but the quote itself, and this body has none.
  return [
    `curl ${origin}/v1/drafts \\`,
    `  -H 'Authorization: Bearer ${secret}' \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -H "Idempotency-Key: $(date +%s)" \\`,
    `  -d '${JSON.stringify(body, null, 1)}'`,
  ].join('\n')
}
