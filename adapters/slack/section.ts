// The sections of a card as pieces, in their order and in the card's words. Our own voice is plain text or unframed rich
// text; what an agent wrote is framed rich text, wherever in a card it stands. Nothing is ever drawn as Slack's markup.

import type { Button } from '@slack/types'
import type { Action, Card, Section, Words } from '../../src/card/card.ts'
import { cutText } from '../../src/card/cut.ts'
import { checkWords, frame } from '../../src/card/frame.ts'
import { spokenItem, spokenRisk, spokenSince, spokenStep } from '../../src/card/spoken.ts'
import { drawButton, plainText } from './button.ts'
import { run } from './limit.ts'
import type { Piece } from './long-text.ts'
import { type Open, textOf } from './open.ts'
import { drawTree, framedCode, framedItem, framedText, ours } from './rich-text.ts'

export function drawSections(card: Card): readonly Piece[] {
  const reveals = card.actions.filter((action) => standsBeside(action, card))
  return card.sections.flatMap((section) =>
    drawSection(
      section,
      reveals.map((action) => ({ step: action.step, button: drawButton(card, action) })),
      card.card === 'post',
    ),
  )
}

/** Which actions stand beside their section, and not in the row at the end. */
export function standsBeside(action: Action, card: Card): boolean {
  return card.sections.some((section) => section.section === 'step' && section.id === action.step)
}

type Reveal = { readonly step: string | undefined; readonly button: Open<Button> }

/** `toReaders`: they have the label and the frame; those who decide are told in words where the draft begins and ends. */
export function drawSection(section: Section, reveals: readonly Reveal[], toReaders = false): readonly Piece[] {
  return piecesOf(section, reveals, toReaders).map((piece, index) => (index === 0 ? { ...piece, apart: true } : piece))
}

function piecesOf(section: Section, reveals: readonly Reveal[], toReaders: boolean): readonly Piece[] {
  switch (section.section) {
    case 'facts':
      return section.facts.flatMap((fact, index) =>
        paragraph([{ strong: `${fact.name}: ` }, ...fact.value]).map((piece, part) =>
          index > 0 && part === 0 ? { ...piece, goesOn: 'line' } : piece,
        ),
      )
    case 'words':
      return section.tone === 'small' ? small(section.words) : paragraph(section.words, section.tone)
    case 'agent':
      return [
        toReaders ? { line: [frame.begins] } : said(frame.begins),
        ...(section.title === undefined ? [] : framedText(section.title, 'strong')),
        ...drawTree(section.blocks),
        toReaders ? { line: [frame.ends] } : said(frame.ends),
      ]
    case 'step':
      return drawStep(section, reveals)
    case 'list':
      return [
        said(`${section.title}:`),
        ...section.items.flatMap((item, index) =>
          inOneLine(framedItem(item, section.numbered ? index + 1 : undefined), item),
        ),
      ]
    case 'risk': {
      const reasons = section.reasons.map(
        (reason): Piece => ({ line: [reason], drawn: { rich: ours(['• ', reason]) }, goesOn: 'line' }),
      )
      return [said(spokenRisk(section.level)), ...reasons]
    }
    case 'changes':
      return [
        said(spokenSince(section.since)),
        ...section.lines.flatMap(({ sign, text }, index) =>
          framedCode(`${sign} ${text}`).map(
            (piece, part): Piece => (index > 0 && part === 0 ? { ...piece, goesOn: 'line' } : piece),
          ),
        ),
      ]
  }
}

function drawStep(step: Extract<Section, { section: 'step' }>, reveals: readonly Reveal[]): readonly Piece[] {
  const title = spokenStep(step.number)
  const reveal = reveals.find((one) => one.step === step.id)
  const head: Piece =
    reveal === undefined
      ? said(title)
      : {
          line: [title],
          drawn: { block: { type: 'section', text: plainText(title), accessory: reveal.button } },
        }
  const code = (text: string): readonly Piece[] => [
    { line: [frame.stepBegins] },
    ...framedCode(text),
    { line: [frame.stepEnds] },
  ]
  const why =
    step.whose === 'ours'
      ? paragraph([step.says]).map((piece, index): Piece => {
          return index === 0 && reveal === undefined ? { ...piece, goesOn: 'line' } : piece
        })
      : inOneLine(framedText(step.says, undefined), step.says)
  return [
    head,
    ...why,
    ...(step.text === undefined ? [] : code(step.text)),
    ...(step.check === undefined ? [] : [said(checkWords), ...code(step.check)]),
  ]
}

/** A paragraph of ours. Somebody's reason in it may be long. */
export function paragraph(words: Words, tone?: 'warning'): readonly Piece[] {
  const short = words
    .flatMap((word): Words => (typeof word === 'string' ? cutText(word, run.text) : [word]))
    .filter((word) => word !== '')
  const style = tone === undefined ? undefined : 'bold'
  return short.map((word, index): Piece => {
    const piece: Piece = { line: [word], drawn: { rich: ours([word], style) } }
    return index === 0 ? piece : { ...piece, goesOn: 'word' }
  })
}

/** The small print; Slack draws it grey. A label may stand here, and names in it may still be open. */
function small(words: Words): readonly Piece[] {
  const text = textOf(words)
  if (typeof text !== 'string')
    return [{ line: words, drawn: { block: { type: 'context', elements: [plainText(text)] } } }]
  return cutText(text, run.text)
    .filter((part) => part !== '')
    .map((part, index): Piece => {
      const piece: Piece = { line: [part], drawn: { block: { type: 'context', elements: [plainText(part)] } } }
      return index === 0 ? piece : { ...piece, goesOn: 'word' }
    })
}

function said(line: string): Piece {
  return { line: [line], drawn: { rich: ours([line], 'bold') } }
}

/** Drawn with its own lines, in a frame; read aloud as one line, since there the line is the frame. */
function inOneLine(pieces: readonly Piece[], item: string): readonly Piece[] {
  if (spokenItem(item) === item) return pieces
  return pieces.map((piece) => ({
    ...piece,
    line: piece.line.map((word) => (typeof word === 'string' ? spokenItem(word) : word)),
  }))
}
