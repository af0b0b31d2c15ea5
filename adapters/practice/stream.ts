// The messages of one channel as one person sees them: what people said, what was posted for agents, and private lines.
// A post is drawn from what stands in the room; the record says only what this reader may do with it, and what they
// have opened.

import { html } from 'hono/html'
import type { Action, Card } from '../../src/card/card.ts'
import type { House } from '../../src/gateway/house.ts'
import { postFor } from '../../src/gateway/looking.ts'
import type { Revealed } from '../../src/gateway/reading.ts'
import type { PostId } from '../../src/id.ts'
import { isRefusal } from '../../src/refusal.ts'
import { type Instant, spokenTime } from '../../src/time.ts'
import { framed, type Html } from './blocks.ts'
import { accountOf, bots, destinationOf, membersOf, residents } from './cast.ts'
import type { Looking } from './click.ts'
import { drawCard } from './draw.ts'
import { drawAction, drawActions, type Target } from './form.ts'
import { cardOf } from './payload.ts'
import type { Message, Room } from './room.ts'
import { howChecked } from './why.ts'

/** What one person has opened, as long as the process lives; the record has that they did. */
export type Opened = {
  get(user: string, post: PostId, step: string): Revealed | undefined
  keep(user: string, post: PostId, step: string, revealed: Revealed): void
}

const shown = 60

export async function drawMessages(house: House, room: Room, opened: Opened, looking: Looking): Promise<Html[]> {
  if (!readsIt(looking)) return []
  const messages = room.messages(looking.channel, looking.as).slice(-shown)
  return Promise.all(messages.map((message) => drawMessage(house, opened, looking, message)))
}

/** Whether this person is a member of the channel that they look at. */
export function readsIt({ as, channel }: Pick<Looking, 'as' | 'channel'>): boolean {
  return membersOf(destinationOf(channel)).some((resident) => resident.user === as)
}

async function drawMessage(house: House, opened: Opened, looking: Looking, message: Message): Promise<Html> {
  const { id, at } = message
  switch (message.kind) {
    case 'said': {
      const name = nameOf(message.by)
      const to =
        message.to === undefined ? undefined : html`<span class="asked">asked ${nameOf(message.to)} (AI agent)</span>`
      return html`<article id="${id}" class="message"><span class="face" aria-hidden="true">${name.slice(0, 1)}</span><div><p class="by"><b>${name}</b> ${to} ${drawTime(at)}</p><p class="said">${message.text}</p></div></article>`
    }
    case 'note':
      return html`<article id="${id}" class="message note"><span class="face ours" aria-hidden="true">✓</span><div><p class="by"><b>Countersign</b> · only you see this ${drawTime(at)}</p><p class="said">${message.text}</p></div></article>`
    case 'announced':
      return html`<article id="${id}" class="message announced"><span class="face ours" aria-hidden="true">✓</span><div><p class="by"><b>Countersign</b> ${drawTime(at)}</p><p class="said">${message.text}</p></div></article>`
    case 'gone':
      return html`<article id="${id}" class="message"><span class="face ours" aria-hidden="true">✓</span><div><p class="by"><b>Countersign</b> ${drawTime(at)}</p><p class="said gone">An AI post was taken down here.</p></div></article>`
    case 'posted': {
      const cards = message.payloads.map(cardOf)
      const drawn = await Promise.all(
        cards.map((card) => (card === undefined ? undefined : drawPost(house, opened, looking, card, id))),
      )
      return html`<div id="${id}" class="message"><span class="face ours" aria-hidden="true">✓</span><div><p class="by"><b>Countersign</b> ${drawTime(at)}</p>${drawn}</div></div>`
    }
  }
}

async function drawPost(house: House, opened: Opened, { as, channel }: Looking, card: Card, id: string): Promise<Html> {
  const { post } = card.about
  const found = post === undefined ? undefined : await postFor(house, accountOf(as), post)
  const view = found === undefined || isRefusal(found) ? undefined : found
  const target: Target = { to: '/practice/post', brings: { as, channel, post: post ?? '' } }
  const may = (action: Action) => view?.actions.some((allowed) => allowed === action.act) === true
  const under = (step: string): Html | undefined => {
    const seen = post === undefined ? undefined : opened.get(as, post, step)
    if (seen !== undefined && view?.post.state === 'up') return drawRevealed(seen)
    const gate = card.actions.find((action) => action.act === 'reveal' && action.step === step && may(action))
    return gate === undefined ? undefined : html`<div class="actions">${drawAction(gate, target)}</div>`
  }
  const actions = card.actions.filter((action) => action.act !== 'reveal' && action.act !== 'why' && may(action))
  const why = view === undefined ? [] : [howChecked(view.post)]
  const below = [drawActions(actions, target, why)]
  return drawCard(card, {
    id: `${id}-card`,
    above: '',
    under,
    below,
  })
}

function drawRevealed({ text, risk, check }: Revealed): Html {
  const after =
    check === undefined
      ? undefined
      : html`<p>Check that it worked:</p>${framed(html`<pre><code>${check}</code></pre>`)}`
  return html`<div class="revealed"><p><b>High-risk step, shown only to you.</b> It is recorded that you opened it. Written by AI. ${risk}</p>${framed(html`<pre><code>${text}</code></pre>`)}${after}</div>`
}

function drawTime(at: Instant): Html {
  return html`<time datetime="${new Date(at).toISOString()}" title="${spokenTime(at)}">${spokenTime(at).slice(-9)}</time>`
}

function nameOf(user: string): string {
  return [...residents, ...bots].find((one) => one.user === user)?.name ?? user
}
