// Agent text as our own small tree. Markdown is read once, here; what is not in this list becomes plain text: HTML,
// images, mentions and anything a platform could understand as its own. Adapters build from the tree and never pass
// agent text on as markup.

import type { PhrasingContent, Root, RootContent, TableRow } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'

export type Span = {
  readonly text: string
  readonly style?: 'strong' | 'italic' | 'code' | 'struck' | undefined
  /** Where a link really leads; drawn beside its text. */
  readonly href?: string | undefined
}

export type Block =
  | { readonly block: 'paragraph' | 'heading'; readonly spans: readonly Span[] }
  | { readonly block: 'code'; readonly text: string }
  | { readonly block: 'quote'; readonly blocks: readonly Block[] }
  | { readonly block: 'list'; readonly first: number | undefined; readonly items: readonly (readonly Block[])[] }
  | { readonly block: 'table'; readonly rows: readonly (readonly (readonly Span[])[])[] }
  | { readonly block: 'line' }
  /** Where a risky passage stood: it is a later part now. */
  | { readonly block: 'hidden'; readonly step: string; readonly number: number }

/** A top-level block, or one item of a top-level list, and where it stands in the text. */
export type Piece = { readonly block: Block; readonly from: number; readonly to: number }

export function piecesOf(text: string): readonly Piece[] {
  if (isHostile(text)) return asLetters(text)
  return read(text).children.flatMap((node) => split(node, text))
}

/** No person writes so many; reading them as Markdown takes longer with every one, and everybody would wait. */
const mostMarks = 800

function isHostile(text: string): boolean {
  let marks = 0
  let opened = 0
  for (const letter of text) {
    // A bracket that closes nothing is looked back from to the beginning.
    const isAlone = letter === ']' && --opened < 0
    if (letter === '[') opened++
    if (isAlone) opened = 0
    if ((isAlone || '[<|*_~`>&\n'.includes(letter)) && ++marks > mostMarks) return true
  }
  return false
}

/** Its passages as they were typed. */
function asLetters(text: string): readonly Piece[] {
  return Array.from(text.matchAll(/[^\n](?:[^\n]|\n(?!\n)){0,3999}/g), (passage) => ({
    block: { block: 'paragraph', spans: [{ text: passage[0] }] },
    from: passage.index,
    to: passage.index + passage[0].length,
  }))
}

/** The tree read aloud: for screen readers, notifications and the terminal. */
export function spokenBlocks(blocks: readonly Block[]): string {
  return blocks
    .map(spokenBlock)
    .filter((line) => line !== '')
    .join('\n')
}

export function spokenSpans(spans: readonly Span[]): string {
  return spans
    .map((span) => (span.href === undefined || span.href === span.text ? span.text : `${span.text} (${span.href})`))
    .join('')
}

function spokenBlock(block: Block): string {
  switch (block.block) {
    case 'paragraph':
    case 'heading':
      return spokenSpans(block.spans)
    case 'code':
      return block.text
    case 'quote':
      return spokenBlocks(block.blocks)
    case 'list':
      return block.items
        .map((item, index) => `${block.first === undefined ? '-' : `${block.first + index}.`} ${spokenBlocks(item)}`)
        .join('\n')
    case 'table':
      return block.rows.map((row) => row.map(spokenSpans).join(' | ')).join('\n')
    case 'line':
      return '---'
    case 'hidden':
      return `(Here stands hidden step ${block.number}. It is high risk.)`
  }
}

const markdown = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }

function read(text: string): Root {
  return fromMarkdown(text, markdown)
}

/** Lists come apart into their items, so that one risky item can be hidden and the rest stays. */
function split(node: RootContent, source: string): Piece[] {
  const place = (at: RootContent | { position?: RootContent['position'] }) => ({
    from: at.position?.start.offset ?? 0,
    to: at.position?.end.offset ?? source.length,
  })
  if (node.type !== 'list') return [{ block: blockOf(node, source), ...place(node) }]
  return node.children.map((item, index) => {
    const first = node.ordered ? (node.start ?? 1) + index : undefined
    return {
      block: { block: 'list', first, items: [item.children.map((child) => blockOf(child, source))] },
      ...place(item),
    }
  })
}

function blockOf(node: RootContent, source: string): Block {
  switch (node.type) {
    case 'paragraph':
      return { block: 'paragraph', spans: spansOf(node.children, source) }
    case 'heading':
      return { block: 'heading', spans: spansOf(node.children, source) }
    case 'code':
      return { block: 'code', text: node.value }
    case 'blockquote':
      return { block: 'quote', blocks: node.children.map((child) => blockOf(child, source)) }
    case 'list': {
      const items = node.children.map((item) => item.children.map((child) => blockOf(child, source)))
      return { block: 'list', first: node.ordered ? (node.start ?? 1) : undefined, items }
    }
    case 'table':
      return {
        block: 'table',
        rows: node.children.map((row: TableRow) => row.children.map((cell) => spansOf(cell.children, source))),
      }
    case 'thematicBreak':
      return { block: 'line' }
    // HTML, definitions, footnotes and whatever else there is: the letters, as they were typed.
    default:
      return { block: 'paragraph', spans: [{ text: written(node, source) }] }
  }
}

function spansOf(nodes: readonly PhrasingContent[], source: string, style?: Span['style']): Span[] {
  return nodes.flatMap((node): Span[] => {
    switch (node.type) {
      case 'text':
        return [styled(node.value, style)]
      case 'inlineCode':
        return [styled(node.value, 'code')]
      case 'strong':
        return spansOf(node.children, source, 'strong')
      case 'emphasis':
        return spansOf(node.children, source, 'italic')
      case 'delete':
        return spansOf(node.children, source, 'struck')
      case 'break':
        return [{ text: '\n' }]
      case 'link': {
        const href = safe(node.url)
        const text = spokenSpans(spansOf(node.children, source))
        return href === undefined ? [{ text: written(node, source) }] : [{ ...styled(text, style), href }]
      }
      default:
        return [{ text: written(node, source) }]
    }
  })
}

function styled(text: string, style: Span['style']): Span {
  return style === undefined ? { text } : { text, style }
}

/** The real address, its host in punycode; only schemes that a browser opens harmlessly. */
function safe(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, href } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' || protocol === 'mailto:' ? href : undefined
}

function written(node: { position?: RootContent['position'] }, source: string): string {
  return source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? source.length)
}
