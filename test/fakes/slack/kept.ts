// How Slack keeps what it was given: ids for what had none, switches spelled out, bare links and bare `&`, `<`, `>` in
// text escaped. An echo therefore never equals what was sent byte for byte, and whoever compares has to know that.

import type { Json } from '../../../src/json.ts'
import { isList, isThing, type Thing } from './form.ts'

/** Mrkdwn as it comes back: what looked like an address is a link now. */
export function keptText(text: string): string {
  return text
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replace(/<(?![@#!]|https?:|mailto:)/g, '&lt;')
    .replace(/(?<![<|\w])https?:\/\/[^\s<>|]+/g, '<$&>')
}

export function keptBlocks(blocks: readonly Json[], nextId: () => string): readonly Json[] {
  return blocks.map((one) => (isThing(one) ? { block_id: nextId(), ...keptThing(one, nextId) } : one))
}

const clickable = /^(button|overflow|checkboxes|radio_buttons|icon_button|feedback_buttons|plain_text_input|.*_select)$/

function keptThing(thing: Thing, nextId: () => string): Thing {
  const kept = Object.fromEntries(Object.entries(thing).map(([key, value]) => [key, keptValue(value, nextId)]))
  if (thing.type === 'plain_text') return { emoji: true, ...kept }
  if (thing.type === 'mrkdwn') return { verbatim: false, ...kept }
  return clickable.test(String(thing.type)) ? { action_id: nextId(), ...kept } : kept
}

function keptValue(value: Json | undefined, nextId: () => string): Json | undefined {
  if (isList(value)) return value.map((one) => keptValue(one, nextId) ?? null)
  return isThing(value) ? keptThing(value, nextId) : value
}
