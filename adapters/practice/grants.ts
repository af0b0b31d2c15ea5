// Grants in the practice chat: who posts here without a person right now, with a button for everybody to end it; what
// waits for those who may give it; and the form by which a person asks for an agent.

import { html } from 'hono/html'
import { spokenDemotion, spokenLive, spokenSuggestion } from '../../src/card/grant-spoken.ts'
import { grantsIn, suggestedIn } from '../../src/gateway/grant-looking.ts'
import type { House } from '../../src/gateway/house.ts'
import { isRefusal } from '../../src/refusal.ts'
import type { Html } from './blocks.ts'
import { accountOf, destinationOf, places } from './cast.ts'
import type { Looking } from './click.ts'
import { drawCard } from './draw.ts'
import { drawActions, drawForm, hidden } from './form.ts'
import type { Seat } from './seed.ts'

/** The lines above a channel, for whoever is in it. */
export async function drawGrantLines(house: House, looking: Looking): Promise<Html[]> {
  const { as, channel } = looking
  const here = await grantsIn(house, accountOf(as), destinationOf(channel))
  if (isRefusal(here)) return []
  const suggested = await suggestedIn(house, accountOf(as), destinationOf(channel))
  const live = here.live.map(({ grant, mayRevoke }) =>
    drawLine(
      'grant-on',
      spokenLive(grant, here.now),
      mayRevoke ? drawButton('/practice/grant', { as, channel, grant: grant.id, do: 'revoke' }, 'Revoke') : undefined,
    ),
  )
  const demoted = here.demoted.map((one) =>
    drawLine(
      'demoted',
      spokenDemotion(one),
      drawButton(
        '/practice/grant/confirm',
        { as, channel, agent: one.agent.id },
        'I have looked: it may be given a grant again',
      ),
    ),
  )
  const earned = suggested.map((one) => drawLine('suggested', spokenSuggestion(one.agent, one.suggestion), undefined))
  return [...live, ...demoted, ...earned]
}

/** Requests that this person may decide, or made, from every channel. */
export async function drawGrantCards(house: House, looking: Looking): Promise<Html[]> {
  const { as, channel } = looking
  const perPlace = await Promise.all(
    places.map(async (place) => {
      const here = await grantsIn(house, accountOf(as), destinationOf(place.channel))
      return isRefusal(here) ? [] : here.waiting.map((card) => ({ card, place }))
    }),
  )
  return perPlace.flat().map(({ card, place }) => {
    const { grant } = card.about
    const target = { to: '/practice/grant', brings: { as, channel, grant } }
    const above = `Only those who decide see this · #${place.channel}`
    return drawCard(card, { id: `card-${grant}`, above, below: [drawActions(card.actions, target)] })
  })
}

export function drawGrantForm(seats: readonly Seat[], { as, channel }: Looking): Html {
  const form = {
    title: `Let an agent post in #${channel} without a person`,
    warning:
      'Low-risk posts only, and only for this time. A moderator or admin has to give it; everybody here is told.',
    fields: [
      {
        field: 'choice',
        name: 'agent',
        label: 'Which agent?',
        options: seats.map((seat) => ({ value: seat.agent, label: seat.name })),
      },
      {
        field: 'choice',
        name: 'minutes',
        label: 'For how long?',
        options: [
          { value: '15', label: '15 minutes' },
          { value: '60', label: '1 hour' },
          { value: '480', label: '8 hours, given by two people' },
        ],
      },
    ],
    submit: 'Ask for it',
  } as const
  return html`<details class="do" data-key="grant"><summary class="button plain">Ask for a grant…</summary>${drawForm(form, { to: '/practice/grant/ask', brings: { as, channel } }, 'plain')}</details>`
}

function drawLine(sort: string, line: string, button: Html | undefined): Html {
  return html`<div class="grant-line ${sort}"><p>${line}</p>${button}</div>`
}

function drawButton(to: string, brings: { readonly [name: string]: string }, label: string): Html {
  return html`<form method="post" action="${to}">${hidden(brings)}<button class="button plain">${label}</button></form>`
}
