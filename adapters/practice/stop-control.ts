// The stop: on every page, for everybody to press. Whether they may is the house's to say, and it says so in one line.

import { html } from 'hono/html'
import type { House } from '../../src/gateway/house.ts'
import { stopsOn } from '../../src/gateway/looking.ts'
import type { AgentId } from '../../src/id.ts'
import { laneOf } from '../../src/place.ts'
import { type Scope, type Stop, spokenScope } from '../../src/safety/stop.ts'
import { spokenTime } from '../../src/time.ts'
import type { Html } from './blocks.ts'
import { destinationOf, places } from './cast.ts'
import { drawForm, hidden } from './form.ts'
import type { Seat } from './seed.ts'

export function drawStopControl(
  seats: readonly Seat[],
  channel: string,
  brings: { readonly [name: string]: string },
): Html {
  const agents = seats.map((seat) => ({ value: seat.agent, label: seat.name }))
  const whom = [{ value: 'every', label: 'Every agent' }, ...agents]
  const where = [
    { value: 'here', label: `Only in #${channel}` },
    { value: 'everywhere', label: 'Everywhere' },
  ]
  const form = {
    title: 'Stop agents',
    warning:
      'Nothing of theirs can be approved or published from now on. Drafts already waiting are frozen, not deleted.',
    fields: [
      { field: 'choice', name: 'whom', label: 'Whom?', options: whom },
      { field: 'choice', name: 'where', label: 'Where?', options: where },
      { field: 'text', name: 'reason', label: 'Reason', long: false, required: true },
    ],
    submit: 'Stop now',
  } as const
  return html`<details class="do stop-control" data-key="stop"><summary class="button danger">Stop…</summary>${drawForm(form, { to: '/practice/stop', brings: { ...brings, do: 'stop' } }, 'danger')}</details>`
}

export async function drawStops(
  house: House,
  seats: readonly Seat[],
  brings: { readonly [name: string]: string },
): Promise<Html[]> {
  return (await stopsOn(house)).map((stop) => {
    const by = stop.by === 'admin-token' ? 'an admin' : stop.by.name
    return html`<div class="stop-on"><p><b>Stopped: ${spokenStop(stop, seats)}.</b> By ${by}, ${spokenTime(stop.from)}. Reason: ${stop.reason}. Drafts are frozen and their deadlines stand still.</p>
<form method="post" action="/practice/resume">${hidden({ ...brings, stop: stop.id })}<button class="button plain">Resume</button></form></div>`
  })
}

/** From what the form says to what is stopped. */
export function scopeOf(whom: AgentId | 'every', where: 'here' | 'everywhere', channel: string): Scope {
  const lane = laneOf(destinationOf(channel))
  if (whom === 'every') return where === 'here' ? { over: 'channel', lane } : { over: 'all' }
  return where === 'here' ? { over: 'agent', agent: whom, lane } : { over: 'agent', agent: whom }
}

function spokenStop({ scope }: Stop, seats: readonly Seat[]): string {
  if (scope.over === 'all' || scope.over === 'workspace') return spokenScope(scope)
  const place = places.find((one) => laneOf(destinationOf(one.channel)) === scope.lane)
  const where = place === undefined ? 'everywhere' : `in #${place.channel}`
  if (scope.over === 'channel') return `every agent ${where}`
  const seat = seats.find((one) => one.agent === scope.agent)
  return `${seat?.name ?? 'another agent'}, ${where}`
}
