// A card's actions as buttons: few in a row, the others behind a menu. Each carries a selector and no authority, and each
// of their names is used once in a message.

import type { ActionsBlockElement, Button, PlainTextElement, PlainTextOption } from '@slack/types'
import type { Action, Card } from '../../src/card/card.ts'
import { limit } from './limit.ts'
import type { Open, OpenBlock } from './open.ts'
import { type Text, textOf } from './open.ts'
import { selectorFor } from './selector.ts'

export function drawActions(card: Card, actions: readonly Action[]): readonly OpenBlock[] {
  const row: readonly Open<ActionsBlockElement>[] = [
    ...actions.filter((action) => !action.more).map((action) => drawButton(card, action)),
    ...drawMore(
      card,
      actions.filter((action) => action.more),
    ),
  ]
  return inRows(row, limit.actionElements).map((elements) => ({ type: 'actions', elements }))
}

export function drawButton(card: Card, { act, label, tone, step }: Action): Open<Button> {
  return {
    type: 'button',
    action_id: step === undefined ? `cs:${act}` : `cs:${act}:${step}`,
    text: plainText(label),
    value: textOf(selectorFor(card, act, step)),
    ...(tone === 'plain' ? {} : { style: tone }),
  }
}

export function plainText(text: string): PlainTextElement
export function plainText(text: Text): Open<PlainTextElement>
export function plainText(text: Text): Open<PlainTextElement> {
  return { type: 'plain_text', text, emoji: false }
}

function drawMore(card: Card, actions: readonly Action[]): readonly Open<ActionsBlockElement>[] {
  const options = actions.map(({ act, label, step }): Open<PlainTextOption> => {
    return { text: plainText(label), value: textOf(selectorFor(card, act, step)) }
  })
  return inRows(options, limit.overflowOptions).map((few, index) => ({
    type: 'overflow',
    action_id: index === 0 ? 'cs:more' : `cs:more:${index + 1}`,
    options: few,
  }))
}

export function inRows<Part>(parts: readonly Part[], most: number): readonly (readonly Part[])[] {
  const rows: Part[][] = []
  for (let from = 0; from < parts.length; from += most) rows.push(parts.slice(from, from + most))
  return rows
}
