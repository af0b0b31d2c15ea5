// A card for those who decide, as messages: one, or several in order where its text is long. Every message says first
// what it is, and which part; the buttons stand at the very end, after all that they are about.

import type { KnownBlock } from '@slack/types'
import type { Card } from '../../src/card/card.ts'
import { spokenPart } from '../../src/card/frame.ts'
import { drawActions, plainText } from './button.ts'
import { room } from './limit.ts'
import { blocksOf, type Piece, partsOf, readAloud } from './long-text.ts'
import { closed, escaped, type OpenBlock, textOf } from './open.ts'
import { drawSections, standsBeside } from './section.ts'

export type Message = { readonly text: string; readonly blocks: KnownBlock[] }

export function drawCard(card: Card): readonly Message[] {
  const parts = partsOf(drawSections(card), room)
  return parts.map((pieces, index) => {
    const last = index === parts.length - 1
    const whole = [headline(card.headline + spokenPart(index + 1, parts.length)), ...pieces]
    const row = last
      ? drawActions(
          card,
          card.actions.filter((action) => !standsBeside(action, card)),
        )
      : []
    const text = textOf(readAloud(whole), escaped)
    if (typeof text !== 'string') throw new Error('drawing a card: it has a slot, which only a post can have')
    const { draft, revision } = card.about
    return {
      text,
      blocks: closed(named([...blocksOf(whole), ...row], `${draft}:r${revision}:${card.card}:${index + 1}`)),
    }
  })
}

/** Each block of a message has a name of its own. */
export function named(blocks: readonly OpenBlock[], name: string): readonly OpenBlock[] {
  return blocks.map((block, index) => ({ ...block, block_id: `${name}:${index + 1}` }))
}

export function headline(line: string): Piece {
  return { line: [line], drawn: { block: { type: 'header', text: plainText(line) } } }
}
