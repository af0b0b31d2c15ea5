// The newest entries of the ledger as lines. The log itself holds pseudonyms; the names beside them come from the record.

import { html } from 'hono/html'
import { z } from 'zod'
import type { House } from '../../src/gateway/house.ts'
import type { Entry } from '../../src/ledger/entry.ts'
import { spokenTime } from '../../src/time.ts'
import type { Html } from './blocks.ts'

const shown = 30

const leaf = z.object({
  stream: z.string(),
  at: z.number(),
  actor: z.object({ kind: z.string(), id: z.string().optional() }),
  event: z.string(),
  from: z.string().optional(),
  to: z.string(),
})

export async function drawLedger(house: House): Promise<Html> {
  const [entries, people, agents] = await Promise.all([
    house.record.entries({ limit: shown }),
    house.record.list('person', 'all', { limit: 100 }),
    house.record.list('agent', 'all', { limit: 100 }),
  ])
  const names = new Map([...people, ...agents].map((held) => [held.id, held.is.name] as const))
  const lines = entries.toReversed().flatMap((entry) => drawEntry(entry, names))
  return html`<details class="ledger" id="ledger" data-part data-key="ledger"><summary>Ledger</summary>
<p class="hint">Every change has exactly one entry, saved together with it. Newest first; names stand beside the log, not in it.</p>
<ol class="entries">${lines}</ol></details>`
}

function drawEntry(entry: Entry, names: ReadonlyMap<string, string>): Html[] {
  const read = leaf.safeParse(JSON.parse(entry.leaf))
  if (!read.success) return []
  const { at, actor, event, from, to, stream } = read.data
  const who = actor.id === undefined ? actor.kind : (names.get(actor.id) ?? actor.id)
  const states = from === undefined ? to : from === to ? to : `${from} → ${to}`
  return [
    html`<li><time datetime="${new Date(at).toISOString()}" title="${spokenTime(at)}">${new Date(at).toISOString().slice(11, 19)}</time> · ${actor.kind === 'agent' ? `${who} (AI agent)` : who} · <b>${event}</b> · ${states} <code title="${entry.hash}">${stream}</code></li>`,
  ]
}
