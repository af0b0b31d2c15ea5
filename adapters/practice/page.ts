// The page: channels and people on the left, the channel in the middle, what waits for this person on the right. All of
// it is drawn on the server from the room and the record; the script only asks again.

import { html } from 'hono/html'
import type { House } from '../../src/gateway/house.ts'
import { spokenAudience } from '../../src/place.ts'
import { drawAgentLines } from './agents.ts'
import { drawAway } from './away-word.ts'
import type { Html } from './blocks.ts'
import { audienceOf, destinationOf, places, residents } from './cast.ts'
import type { Looking } from './click.ts'
import { hidden } from './form.ts'
import { drawGrantCards, drawGrantForm, drawGrantLines } from './grants.ts'
import { drawInbox } from './inbox.ts'
import { drawLedger } from './ledger.ts'
import { drawOwnAgent, type OwnAgent } from './own-agent.ts'
import type { Room } from './room.ts'
import { drawRuleControl } from './rule-control.ts'
import type { Seat } from './seed.ts'
import { drawStopControl, drawStops } from './stop-control.ts'
import { drawMessages, type Opened, readsIt } from './stream.ts'

export type PageOf = {
  readonly house: House
  readonly room: Room
  readonly seats: readonly Seat[]
  readonly opened: Opened
  readonly own: OwnAgent
}

export async function drawPage(of: PageOf, looking: Looking): Promise<Html> {
  const who = residents.find((resident) => resident.user === looking.as)
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>#${looking.channel} · Countersign practice</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/practice/style.css"><script type="module" src="/practice/browser.js"></script></head>
<body data-as="${looking.as}" data-channel="${looking.channel}">
<a class="skip" href="#messages">Skip to the messages</a>
<p class="banner"><b>Practice chat:</b> nothing here leaves this machine. You are ${who?.name} and can be anybody else.</p>
<div id="app">${await drawFragment(of, looking)}</div></body></html>`
}

/** All of the page that can change. */
export async function drawFragment(of: PageOf, looking: Looking): Promise<Html> {
  const { house, room, seats, opened, own } = of
  const { as, channel } = looking
  const brings = { as, channel }
  const [away, rule, stops, grants, requests, messages, inbox, ledger] = await Promise.all([
    drawAway(house, looking),
    drawRuleControl(house, channel, brings),
    drawStops(house, seats, brings),
    Promise.all([drawAgentLines(house, looking), drawGrantLines(house, looking)]).then((lines) => lines.flat()),
    drawGrantCards(house, looking),
    drawMessages(house, room, opened, looking),
    drawInbox(house, looking),
    drawLedger(house),
  ])
  const audience = audienceOf(destinationOf(channel))
  const place = places.find((one) => one.channel === channel)
  return html`<header class="top" id="top" data-part><h1><span class="mark" aria-hidden="true">✓</span> Countersign</h1>
${drawPeople(looking)}${drawStopControl(seats, channel, brings)}</header>
<div id="told" data-part role="status">${drawTold(room, looking)}</div>
<section id="away" data-part aria-label="Whether you are away">${away}</section>
<section id="stops" data-part aria-label="Stops that are on">${stops}</section>
<section id="grants" data-part aria-label="Agents that post without a person">${grants}</section>
<div class="columns">
<div class="side">${drawChannels(looking)}</div>
<main class="stream"><header id="place" data-part><h2>#${channel}</h2><p>${place?.says}. ${audience === undefined ? '' : `${spokenAudience(audience)} can read it.`}</p><div class="controls">${rule}${readsIt(looking) ? drawGrantForm(seats, looking) : undefined}</div></header>
<div class="scroll" id="scroll">${drawHint(room, looking, seats)}<div id="messages" data-list role="log" aria-label="Messages">${messages}</div></div>
${drawComposer(looking, seats)}</main>
<aside class="inbox" aria-label="Drafts"><h2>Drafts</h2><div id="open-cards" data-list>${
    inbox.open.length + requests.length === 0
      ? html`<p class="empty" id="no-cards">Nothing waits for ${nameOf(as)}. Drafts appear here, for your eyes only, before anybody else can read them.</p>`
      : [...requests, ...inbox.open]
  }</div>
<h2 class="${inbox.over.length === 0 ? 'off' : ''}" id="over-title" data-part>Settled</h2><div id="over-cards" data-list>${inbox.over}</div>${drawOwnAgent(own, seats)}${ledger}</aside></div>`
}

function drawPeople({ as, channel }: Looking): Html {
  const links = residents.map(
    (resident) =>
      html`<a href="/practice?channel=${channel}&as=${resident.user}"${resident.user === as ? html` aria-current="true"` : ''}><b>${resident.name}</b> <span>${resident.says}</span></a>`,
  )
  return html`<nav class="people" aria-label="You are"><span class="label">You are</span>${links}</nav>`
}

function drawChannels({ as, channel }: Looking): Html {
  const links = places.map((place) => {
    const member = place.users.includes(as)
    const note = place.open ? '' : member ? 'private' : 'private, not yours'
    return html`<a href="/practice?channel=${place.channel}&as=${as}"${place.channel === channel ? html` aria-current="page"` : ''}># ${place.channel} <span>${note}</span></a>`
  })
  return html`<nav class="channels" id="channels" data-part aria-label="Channels"><span class="label">Channels</span>${links}</nav>`
}

function drawTold(room: Room, { told, as, channel }: Looking): Html | undefined {
  const line = room.messages(channel, as).find((message) => message.id === told)
  return line?.kind === 'note' ? html`<p class="told"><b>Only you see this:</b> ${line.text}</p>` : undefined
}

const incident = 'My report-job gets “permission denied” on our data store atlas-userdata. How do I fix it?'

function drawHint(room: Room, { as, channel }: Looking, seats: readonly Seat[]): Html {
  const colin = seats.find((seat) => seat.user === 'colin')
  const fresh = room.messages(channel, as).length === 0
  const brings = { as, channel, to: colin?.agent ?? '', text: incident }
  return html`<details class="first-visit" id="first-visit" data-part data-key="hint"${fresh ? html` open` : ''}><summary>What to try first</summary><ol>
<li><b>Ask Confident Colin</b> why a job cannot read a data store. Its answer is the one that led to the incident of March 2026.</li>
<li><b>You get its draft, only you.</b> Nothing is posted. Read what our checks found, and what the agent merely assumed.</li>
<li><b>Tick, approve as Ada, then as Bo.</b> Then open the hidden step as Gus, report it, and recall it as Mia.</li></ol>
<form method="post" action="/practice/say">${hidden(brings)}<button class="button primary">Ask it: why can my job not read the data store?</button></form></details>`
}

function drawComposer({ as, channel }: Looking, seats: readonly Seat[]): Html {
  if (!readsIt({ as, channel }))
    return html`<p class="composer empty" id="composer" data-part>${nameOf(as)} is not a member of #${channel}, and reads nothing of it.</p>`
  const options = seats.map((seat) => html`<option value="${seat.agent}">Ask ${seat.name}</option>`)
  return html`<form class="composer" id="composer" data-part data-reset method="post" action="/practice/say">${hidden({ as, channel })}
<label class="to"><span>To</span><select name="to"><option value="">Everybody in #${channel}</option>${options}</select></label>
<label><span>Message as ${nameOf(as)}</span><textarea name="text" rows="2" required maxlength="4000"></textarea></label>
<button class="button primary">Send</button></form>`
}

function nameOf(user: string): string {
  return residents.find((resident) => resident.user === user)?.name ?? user
}
