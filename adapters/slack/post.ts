// The exact payloads of a post, with its slots open: what is approved, and what is sent. The label stands first in every
// part of it. Where it is posted is added by whoever sends it, from the envelope's destination.

import type { Card, Section, Words } from '../../src/card/card.ts'
import { spokenPart } from '../../src/card/frame.ts'
import type { Json } from '../../src/json.ts'
import { drawActions, plainText } from './button.ts'
import { headline } from './draw.ts'
import { room } from './limit.ts'
import { blocksOf, type Piece, partsOf, readAloud } from './long-text.ts'
import { escaped, type Text, textOf } from './open.ts'
import { drawSections, standsBeside } from './section.ts'

/** Recognises our posts in a channel: this, then the marker. */
export const markerPrefix = 'cs1:'
export const postEvent = 'countersign_post'
/** Changes when the same card would be drawn differently. */
export const drawnBy = 'slack/2'

/** Slack makes nothing of its own out of the words. */
const quiet = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const

/**
 * Pure: the same card gives the same payloads for ever. A post that is drawn anew names itself by its id instead of its
 * marker, and leaves out the metadata: Slack keeps what it had. A tombstone is one message; each part of the post
 * becomes it.
 */
export function drawPost(card: Card): readonly Json[] {
  const { label, rest, foot } = framed(card)
  // Neither label nor foot has a say in where it is cut: they change when names and readers are known.
  const parts = partsOf(drawSections({ ...card, sections: rest }), room)
  const below = drawSections({ ...card, sections: foot })
  return parts.map((pieces, index) => {
    const last = index === parts.length - 1
    return drawPart(card, label, last ? [...pieces, ...below] : pieces, index + 1, parts.length)
  })
}

function drawPart(card: Card, label: Label, pieces: readonly Piece[], part: number, parts: number): Json {
  const head = label(spokenPart(part, parts))
  const whole = [head, ...pieces]
  const row =
    part < parts
      ? []
      : drawActions(
          card,
          card.actions.filter((action) => !standsBeside(action, card)),
        )
  const blocks = [...blocksOf(whole), ...row].map((block, index) => ({
    ...block,
    block_id: blockId(card, part, index),
  }))
  const payload = { text: textOf(readAloud(whole), escaped), blocks, ...quiet, ...metadata(card, part, parts) }
  // Through text and back: what is undefined has no form in JSON and must not become null on the way out.
  const plain: Json = JSON.parse(JSON.stringify(payload))
  return plain
}

type Label = (part: string) => Piece

/** A post begins with its label, a tombstone with its headline; nothing of the agent's comes before it. */
function framed(card: Card): { label: Label; rest: readonly Section[]; foot: readonly Section[] } {
  const [first, ...sections] = card.sections
  if (card.card !== 'post') return { label: (part) => headline(card.headline + part), rest: card.sections, foot: [] }
  if (first?.section !== 'words') throw new Error('drawing a post: it does not begin with its label')
  return { label: (part) => small([...first.words, part]), rest: sections.slice(0, -1), foot: sections.slice(-1) }
}

function small(words: Words): Piece {
  return { line: words, drawn: { block: { type: 'context', elements: [plainText(textOf(words))] } } }
}

function blockId(card: Card, part: number, index: number): Text {
  const { post } = card.about
  const tail = part === 1 && index === 0 ? '' : `:${part}:${index}`
  return textOf(post === undefined ? [markerPrefix, { slot: 'marker' }, tail] : [markerPrefix + post + tail])
}

/** Any app of the workspace can read it: an id that selects, and a marker that tells nothing. */
function metadata(card: Card, part: number, parts: number): object {
  if (card.about.post !== undefined) return {}
  const event_payload = { marker: textOf([{ slot: 'marker' }]), post: textOf([{ slot: 'ref' }]), part, parts }
  return { metadata: { event_type: postEvent, event_payload } }
}
