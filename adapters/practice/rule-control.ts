// The rule of the channel: in words for everybody, and as a form for everybody to try. Whether they may set it is the
// house's to say, and it says so in one line.

import { html } from 'hono/html'
import type { House } from '../../src/gateway/house.ts'
import { placeRule } from '../../src/gateway/place-rule.ts'
import type { Html } from './blocks.ts'
import { destinationOf } from './cast.ts'
import { drawForm } from './form.ts'

export async function drawRuleControl(
  house: House,
  channel: string,
  brings: { readonly [name: string]: string },
): Promise<Html> {
  const { version, form } = await placeRule(house, destinationOf(channel), `#${channel}`)
  const target = { to: '/practice/rule', brings: { ...brings, version: String(version) } }
  return html`<details class="do rule-control" data-key="rule"><summary class="button plain">Rule…</summary>${drawForm(form, target, 'plain')}</details>`
}
