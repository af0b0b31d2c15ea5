// The card of a request to post without a person, as one message: it is short, and what an agent says of it is framed.

import type { GrantCard } from '../../src/card/grant-card.ts'
import { inRows, plainText } from './button.ts'
import { headline, type Message, named } from './draw.ts'
import { limit } from './limit.ts'
import { blocksOf, readAloud } from './long-text.ts'
import { closed, escaped, type OpenBlock, textOf } from './open.ts'
import { drawSection } from './section.ts'
import { spellSelector } from './selector.ts'

export function drawGrantCard(card: GrantCard): Message {
  const { grant } = card.about
  const pieces = [headline(card.headline), ...card.sections.flatMap((section) => drawSection(section, []))]
  const buttons = card.actions.flatMap(({ act, label, tone }) =>
    act === 'give' || act === 'second' || act === 'decline' || act === 'revoke'
      ? [
          {
            type: 'button',
            action_id: `cs:${act}`,
            text: plainText(label),
            value: spellSelector({ on: 'grant', grant, act }),
            ...(tone === 'plain' ? {} : { style: tone }),
          } as const,
        ]
      : [],
  )
  const rows = inRows(buttons, limit.actionElements).map((elements): OpenBlock => ({ type: 'actions', elements }))
  const text = textOf(readAloud(pieces), escaped)
  if (typeof text !== 'string') throw new Error('drawing a grant: it has a slot, which only a post can have')
  return { text, blocks: closed(named([...blocksOf(pieces), ...rows], `${grant}:${card.card}`)) }
}
