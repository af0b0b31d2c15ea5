// The agent's words as Slack's rich text, built from our own tree. Each run of them has a bar at its side, which our own
// voice never has, and is made of `text` and `link` elements alone: those are letters, whatever they spell. A link reads
// as where it leads.

import type { RichTextLink, RichTextText } from '@slack/types'
import type { Word } from '../../src/card/card.ts'
import { cutText } from '../../src/card/cut.ts'
import { spokenFramed } from '../../src/card/frame.ts'
import type { Block, Span } from '../../src/card/tree.ts'
import { spokenBlocks } from '../../src/card/tree.ts'
import { spokenTime } from '../../src/time.ts'
import { run } from './limit.ts'
import type { Piece } from './long-text.ts'
import { type NumberedList, type Open, type OpenRich, textOf } from './open.ts'

type Letters = RichTextText | RichTextLink

export function drawTree(blocks: readonly Block[]): readonly Piece[] {
  return blocks.flatMap((block) => drawBlock(block, {}))
}

/** One paragraph of the agent's, in its frame. */
export function framedText(text: string, style: Span['style']): readonly Piece[] {
  return runs([span(text, style)], '', (elements) => ({ type: 'rich_text_quote', elements }))
}

/** One item of a list of the agent's. */
export function framedItem(text: string, first: number | undefined): readonly Piece[] {
  return runs([{ text }], marker(first), (elements) => listItem(elements, first, 0))
}

/** Code, and whatever must keep its lines. */
export function framedCode(text: string): readonly Piece[] {
  return runs([{ text }], '', preformatted)
}

/** Our own voice, without a bar. */
export function ours(words: readonly Word[], style?: 'bold'): OpenRich {
  return { type: 'rich_text_section', elements: words.map((word) => drawWord(word, style)) }
}

type At = { readonly item?: Item | undefined; readonly quoted?: boolean }
type Item = { readonly first: number | undefined; readonly indent: number }

function drawBlock(block: Block, at: At): readonly Piece[] {
  switch (block.block) {
    case 'paragraph':
    case 'heading': {
      const { item } = at
      const spans =
        block.block === 'heading' ? block.spans.map((one) => span(one.text, 'strong', one.href)) : block.spans
      const shown = at.quoted === true ? [{ text: '> ' }, ...spans] : spans
      return item === undefined
        ? runs(shown, '', (elements) => ({ type: 'rich_text_quote', elements }))
        : runs(shown, marker(item.first), (elements) => listItem(elements, item.first, item.indent))
    }
    case 'code':
      return framedCode(block.text)
    case 'quote':
      return block.blocks.flatMap((part) => drawBlock(part, { quoted: true }))
    case 'list':
      return block.items.flatMap((item, index) => drawItem(item, block.first, index, at))
    case 'table':
      return block.rows.flatMap((row, index) => {
        const cells = row.flatMap((cell, place) => (place === 0 ? cell : [{ text: ' | ' }, ...cell]))
        const pieces = runs(cells, '', preformatted)
        return index === 0 ? pieces : pieces.map((piece, part) => (part === 0 ? { ...piece, goesOn: 'line' } : piece))
      })
    case 'line':
      return framedText('---', undefined)
    case 'hidden': {
      const says = spokenBlocks([block])
      return [{ line: [says], drawn: { rich: ours([says], 'bold') } }]
    }
  }
}

/** Its first paragraph carries the mark; what else is in it follows. */
function drawItem(item: readonly Block[], from: number | undefined, index: number, at: At): readonly Piece[] {
  const first = from === undefined ? undefined : from + index
  const indent = at.item === undefined ? 0 : Math.min(at.item.indent + 1, 8)
  const [head, ...rest] = item
  const opens = head?.block === 'paragraph' || head?.block === 'heading'
  const within = { item: { first, indent } }
  return [
    ...drawBlock(opens ? head : { block: 'paragraph', spans: [] }, within),
    ...(opens || head === undefined ? rest : item).flatMap((block) =>
      drawBlock(block, block.block === 'list' ? within : {}),
    ),
  ]
}

/** Short enough to be packed; the runs of one paragraph are put together again where they stand in one part. */
function runs(
  spans: readonly Span[],
  mark: string,
  draw: (elements: readonly Open<Letters>[]) => OpenRich,
): readonly Piece[] {
  const groups: Letters[][] = [[]]
  let text = 0
  let json = 0
  for (const letter of spans.flatMap(lettersOf)) {
    const size = JSON.stringify(letter).length
    const long = text + written(letter).length > run.text || json + size > run.json
    if (long && text > 0) {
      groups.push([])
      text = 0
      json = 0
    }
    groups.at(-1)?.push(letter)
    text += written(letter).length
    json += size
  }
  return groups.map((letters, index) => {
    const read = spokenFramed(letters.map(written).join(''))
    // Slack takes no empty text, and a run of nothing still has its place.
    const elements = letters.length === 0 ? [{ type: 'text', text: ' ' } as const] : letters
    if (index === 0) return { line: [mark + read], drawn: { rich: draw(elements) } }
    return { line: [read], drawn: { rich: draw(elements) }, goesOn: 'word' }
  })
}

function lettersOf({ text, style, href }: Span): readonly Letters[] {
  const styled = (part: string): RichTextText => ({ type: 'text', text: part, ...styles(style) })
  const spell = (letters: string) =>
    cutText(letters, run.span)
      .filter((part) => part !== '')
      .map(styled)
  if (href === undefined) return spell(text)
  if (href.length > run.link) return spell(text === href ? text : `${text} (${href})`)
  const link: RichTextLink = { type: 'link', url: href, text: href }
  return text === href ? [link] : [...spell(`${text} (`), link, ...spell(')')]
}

function written(letter: Letters): string {
  return letter.text ?? ''
}

function styles(style: Span['style']): Pick<RichTextText, 'style'> {
  switch (style) {
    case undefined:
      return {}
    case 'strong':
      return { style: { bold: true } }
    case 'italic':
      return { style: { italic: true } }
    case 'struck':
      return { style: { strike: true } }
    case 'code':
      return { style: { code: true } }
  }
}

function preformatted(elements: readonly Open<Letters>[]): OpenRich {
  // Slack takes no styled letters in it, and shows them all alike.
  return { type: 'rich_text_preformatted', border: 1, elements: elements.map(({ style: _, ...plain }) => plain) }
}

function listItem(elements: readonly Open<Letters>[], first: number | undefined, indent: number): OpenRich {
  const list: Open<NumberedList> = {
    type: 'rich_text_list',
    style: first === undefined ? 'bullet' : 'ordered',
    border: 1,
    elements: [{ type: 'rich_text_section', elements }],
  }
  return {
    ...list,
    ...(indent === 0 ? {} : { indent }),
    ...(first === undefined || first === 1 ? {} : { offset: first - 1 }),
  }
}

function marker(first: number | undefined): string {
  return first === undefined ? '- ' : `${first}. `
}

function span(text: string, style: Span['style'], href?: string): Span {
  return { text, ...(style === undefined ? {} : { style }), ...(href === undefined ? {} : { href }) }
}

function drawWord(
  word: Word,
  style: 'bold' | undefined,
): Open<RichTextText> | Open<import('@slack/types').RichTextDate> {
  const bold = style === undefined ? {} : ({ style: { bold: true } } as const)
  if (typeof word === 'string') return { type: 'text', text: word, ...bold }
  if ('strong' in word) return { type: 'text', text: word.strong, style: { bold: true } }
  if ('code' in word) return { type: 'text', text: word.code, style: { code: true } }
  if ('slot' in word) return { type: 'text', text: textOf([word]), ...bold }
  const timestamp = Math.floor(word.time / 1000)
  return { type: 'date', timestamp, format: '{date_short_pretty} at {time}', fallback: spokenTime(word.time), ...bold }
}
