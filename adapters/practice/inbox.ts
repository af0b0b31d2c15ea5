// The cards that concern one person, from every channel: what waits for them in full, what is over as one line each.

import { html } from 'hono/html'
import type { Card } from '../../src/card/card.ts'
import type { Draft } from '../../src/draft/draft.ts'
import { fill } from '../../src/draft/envelope.ts'
import type { House } from '../../src/gateway/house.ts'
import { cardsIn } from '../../src/gateway/looking.ts'
import { isRefusal } from '../../src/refusal.ts'
import type { Html } from './blocks.ts'
import { accountOf, destinationOf, places } from './cast.ts'
import type { Looking } from './click.ts'
import { drawCard, drawSections, drawSettled } from './draw.ts'
import { drawActions } from './form.ts'
import { cardOf } from './payload.ts'
import { whyHeld } from './why.ts'

const settled: ReadonlySet<Card['card']> = new Set([
  'published',
  'rejected',
  'kept',
  'expired',
  'withdrawn',
  'refused',
  'shadowed',
  'failed',
] as const)
const mostLooked = 60
const mostSettled = 8

type Item = { readonly card: Card; readonly channel: string }

export type Inbox = { readonly open: readonly Html[]; readonly over: readonly Html[] }

export async function drawInbox(house: House, looking: Looking): Promise<Inbox> {
  const perPlace = await Promise.all(
    places.map(async ({ channel }): Promise<Item[]> => {
      const cards = await cardsIn(house, accountOf(looking.as), destinationOf(channel), mostLooked)
      return isRefusal(cards) ? [] : cards.map((card) => ({ card, channel }))
    }),
  )
  // Ids sort by time.
  const items = perPlace.flat().sort((a, b) => (a.card.about.draft < b.card.about.draft ? 1 : -1))
  const open = items.filter(({ card }) => !settled.has(card.card))
  const over = items.filter(({ card }) => settled.has(card.card)).slice(0, mostSettled)
  return {
    open: await Promise.all(open.map((item) => drawOne(house, looking, item))),
    over: await Promise.all(over.map((item) => drawOne(house, looking, item))),
  }
}

async function drawOne(house: House, looking: Looking, { card, channel }: Item): Promise<Html> {
  const { draft: id, revision, fingerprint } = card.about
  const { seen } = await house.record.look({ draft: { kind: 'draft', id } })
  const draft = seen.draft?.is
  const brings = { as: looking.as, channel: looking.channel, draft: id, revision: String(revision) }
  const target = {
    to: '/practice/draft',
    brings: fingerprint === undefined ? brings : { ...brings, fingerprint },
  }
  const over = settled.has(card.card)
  // A settled draft can be published no more; what can be stopped is its agent, from the page's own stop.
  const actions = card.actions.filter((action) => action.act !== 'why' && !(over && action.act === 'stop'))
  const why = draft === undefined ? [] : [whyHeld(draft)]
  const below = [draft === undefined || over ? undefined : drawPreview(draft), drawActions(actions, target, why)]
  const agent = draft?.agent.name ?? 'AI agent'
  return over
    ? drawSettled(card, { id: `card-${id}`, above: `${agent} · #${channel}`, below })
    : drawCard(card, { id: `card-${id}`, above: `Only those who decide see this · ${agent} · #${channel}`, below })
}

/** Exactly the payload that approving sends, with the open slots named. */
function drawPreview(draft: Draft): Html | undefined {
  if (!('screened' in draft)) return undefined
  const later = '(named when it is approved)'
  const slots = { approvers: later, approvedAt: later, ref: later, marker: '' }
  const cards = fill(draft.screened.envelope, slots).flatMap((payload) => cardOf(payload) ?? [])
  if (cards.length === 0) return undefined
  return html`<details class="preview" data-key="preview"><summary>See it as readers will</summary>${cards.map((card) => drawSections(card.sections))}</details>`
}
