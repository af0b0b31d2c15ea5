// Slack's own types, with every free text possibly still open: before approval some of them hold slots. Also the only
// place where text is escaped, for the one field that Slack reads as markup.

import type { KnownBlock, RichTextBlockElement, RichTextList } from '@slack/types'
import type { Word, Words } from '../../src/card/card.ts'
import { spokenWords } from '../../src/card/spoken.ts'
import { type Slotted, slotNames, withSlots } from '../../src/draft/envelope.ts'
import { slotRoom } from './limit.ts'

export type Text = string | Slotted

/** The same shape; where it holds any string at all, it may hold one with slots. */
export type Open<Shape> = Shape extends string
  ? string extends Shape
    ? Text
    : Shape
  : Shape extends readonly (infer Part)[]
    ? readonly Open<Part>[]
    : Shape extends object
      ? { readonly [Key in keyof Shape]: Open<Shape[Key]> }
      : Shape

/** Slack numbers a list from `offset + 1`; its published types leave that out. */
export type NumberedList = RichTextList & { readonly offset?: number }
export type OpenBlock = Open<KnownBlock>
export type OpenRich = Open<Exclude<RichTextBlockElement, RichTextList> | NumberedList>

/** Words as one text: a plain string, unless there is a slot in it. */
export function textOf(words: Words, spell: (text: string) => string = (text) => text): Text {
  const parts = words.map((word) => (isSlot(word) ? word : spell(spokenWords([word]))))
  return parts.every((part) => typeof part === 'string') ? parts.join('') : withSlots(parts)
}

/** For the top-level text: no angle bracket of anybody's reaches Slack, so nothing there is a mention or a link. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** As long as it can become. */
export function lengthOf(text: Text): number {
  if (typeof text === 'string') return text.length
  return text.$words.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : slotRoom[part.slot]), 0)
}

/** Of a drawing as JSON, once its slots are filled. */
export function filledLength(drawn: object): number {
  return JSON.stringify(drawn, (_, value: unknown) => (isSlotted(value) ? 'x'.repeat(lengthOf(value)) : value)).length
}

/** A drawing in which no slot is open; one that has any is a fault of ours. */
export function closed(blocks: readonly OpenBlock[]): KnownBlock[] {
  return blocks.map((block) => {
    if (!isClosed(block)) throw new Error('drawing a card: it has a slot, which only a post can have')
    return block
  })
}

function isSlot(word: Word): word is Extract<Word, { slot: unknown }> {
  return typeof word !== 'string' && 'slot' in word && slotNames.includes(word.slot)
}

function isSlotted(value: unknown): value is Slotted {
  return typeof value === 'object' && value !== null && '$words' in value
}

function isClosed(block: OpenBlock): block is KnownBlock {
  return !JSON.stringify(block).includes('{"$words":')
}
