// Pieces of a card in order, packed into as few messages as Slack's limits allow. Nothing is left out and nothing moves:
// the parts, one after the other, are the card. Where a card is cut depends on its words alone, so that a post drawn
// again later has the parts it had.

import type { RichTextText } from '@slack/types'
import type { Words } from '../../src/card/card.ts'
import { escaped, filledLength, lengthOf, type Open, type OpenBlock, type OpenRich, textOf } from './open.ts'

/** The smallest thing that is never cut. */
export type Piece = {
  /** As it is read aloud; the top-level text is made of these. */
  readonly line: Words
  /** Missing: it is only read aloud. */
  readonly drawn?: { readonly rich: OpenRich } | { readonly block: OpenBlock } | undefined
  /** It goes on where the piece before ended, in the same line or in the next one of the same frame. */
  readonly goesOn?: 'word' | 'line' | undefined
  /** It begins a block of its own. */
  readonly apart?: boolean | undefined
}

export type Room = { readonly text: number; readonly json: number; readonly blocks: number }

/** At least one part, even of nothing. */
export function partsOf(pieces: readonly Piece[], room: Room): readonly (readonly Piece[])[] {
  const parts: Piece[][] = [[]]
  let used = { text: 0, json: 0, blocks: 0 }
  for (const piece of pieces) {
    const needs = sizeOf(piece)
    if (needs.text > room.text || needs.json > room.json)
      throw new Error('drawing a card: a piece is larger than a part')
    const sum = { text: used.text + needs.text, json: used.json + needs.json, blocks: used.blocks + needs.blocks }
    const fits = sum.text <= room.text && sum.json <= room.json && sum.blocks <= room.blocks
    // What opens a part begins its own line there, under the head.
    if (fits) parts.at(-1)?.push(piece)
    else parts.push([{ ...piece, goesOn: undefined }])
    used = fits ? sum : needs
  }
  return parts
}

/** The top-level text: what a screen reader says and a notification shows. */
export function readAloud(pieces: readonly Piece[]): Words {
  return pieces
    .filter((piece) => piece.line.length > 0)
    .flatMap((piece, index) => (index === 0 || piece.goesOn === 'word' ? piece.line : ['\n', ...piece.line]))
}

/** What was cut into runs is one paragraph, list or code block again, as far as it stands in this part. */
export function blocksOf(pieces: readonly Piece[]): readonly OpenBlock[] {
  const blocks: OpenBlock[] = []
  let rich: OpenRich[] = []
  const end = () => {
    if (rich.length > 0) blocks.push({ type: 'rich_text', elements: rich })
    rich = []
  }
  for (const { drawn, goesOn, apart } of pieces) {
    if (apart === true) end()
    if (drawn === undefined) continue
    if ('block' in drawn) {
      end()
      blocks.push(drawn.block)
      continue
    }
    const last = rich.at(-1)
    const joined = last === undefined ? undefined : joinedTo(last, drawn.rich, goesOn)
    if (joined === undefined) rich.push(drawn.rich)
    else rich = [...rich.slice(0, -1), joined]
  }
  end()
  return blocks
}

function sizeOf({ line, drawn, apart }: Piece): Room {
  const text = lengthOf(textOf(line, escaped)) + 1
  const json = drawn === undefined ? 0 : filledLength(drawn)
  const blocks = drawn === undefined ? 0 : 'block' in drawn ? 2 : apart === true ? 1 : 0
  return { text, json, blocks }
}

function joinedTo(last: OpenRich, next: OpenRich, goesOn: Piece['goesOn']): OpenRich | undefined {
  if (last.type === 'rich_text_list' && next.type === 'rich_text_list') {
    const numbered = 'offset' in last ? (last.offset ?? 0) : 0
    const follows =
      next.style === 'bullet' || numbered + last.elements.length === ('offset' in next ? (next.offset ?? 0) : 0)
    const alike = last.style === next.style && (last.indent ?? 0) === (next.indent ?? 0) && last.border === next.border
    if (goesOn === undefined)
      return alike && follows ? { ...last, elements: [...last.elements, ...next.elements] } : undefined
    const [section] = next.elements
    const before = last.elements.at(-1)
    if (section === undefined || before === undefined) return undefined
    const whole = { ...before, elements: [...before.elements, ...section.elements] }
    return { ...last, elements: [...last.elements.slice(0, -1), whole] }
  }
  if (goesOn === undefined || last.type === 'rich_text_list' || next.type === 'rich_text_list') return undefined
  const between: readonly Open<RichTextText>[] = goesOn === 'line' ? [{ type: 'text', text: '\n' }] : []
  if (last.type === 'rich_text_preformatted')
    return next.type === last.type ? { ...last, elements: [...last.elements, ...between, ...next.elements] } : undefined
  return next.type === last.type ? { ...last, elements: [...last.elements, ...between, ...next.elements] } : undefined
}
