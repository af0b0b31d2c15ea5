// The App Home: what waits for one person, the agents, the stops, and a stop for all. And the private line in a thread
// that leads to a card. Both are our own voice alone.

import type { HomeView, KnownBlock } from '@slack/types'
import type { Words } from '../../src/card/card.ts'
import type { Home } from '../../src/card/home.ts'
import type { Pointer } from '../../src/card/pointer.ts'
import { short } from '../../src/draft/envelope.ts'
import { plainText } from './button.ts'
import { headline, type Message, named } from './draw.ts'
import { blocksOf, type Piece, readAloud } from './long-text.ts'
import { closed, escaped, type OpenBlock, textOf } from './open.ts'
import { paragraph } from './section.ts'
import { spellSelector } from './selector.ts'

/** So many drafts, agents and stops, each of two blocks, stay under Slack's hundred. */
export const mostAtHome = 14

export function drawHome(home: Home): HomeView {
  const { waiting, stops, agents, titles, more } = home
  const blocks: readonly OpenBlock[] = [
    ...blocksOf([headline(home.headline)]),
    ...waiting.flatMap(({ about, words, open }) => {
      const { draft, revision, fingerprint = '' } = about
      const value = spellSelector({ on: 'draft', draft, revision, fingerprint: short(fingerprint), act: 'review' })
      return row(words, open, `cs:review:${draft}`, value)
    }),
    ...(more === undefined ? [] : blocksOf(paragraph([more]))),
    ...titled(
      titles.stops,
      stops.flatMap(({ stop, words, lift }) =>
        row(words, lift, `cs:resume:${stop}`, spellSelector({ on: 'stop', stop, act: 'resume' })),
      ),
    ),
    ...titled(
      titles.agents,
      agents.flatMap(({ agent, words, stop }) =>
        row(words, stop, `cs:stop:${agent}`, spellSelector({ on: 'agent', agent, act: 'stop' }), 'danger'),
      ),
    ),
    {
      type: 'actions',
      elements: home.actions.map(({ act, label }) => ({
        type: 'button',
        action_id: `cs:${act}`,
        text: plainText(label),
        value: spellSelector({ on: 'all', act }),
        ...(act === 'stop' ? { style: 'danger' } : {}),
      })),
    },
  ]
  return { type: 'home', callback_id: 'cs:home', blocks: closed(named(blocks, 'home')) }
}

/** For the one who asked, in the thread; Slack may not deliver it, so nothing but the way to the card is in it. */
export function drawPointer(pointer: Pointer, url: string): Message {
  const pieces: readonly Piece[] = [
    { line: [pointer.headline], drawn: { block: { type: 'context', elements: [plainText(pointer.headline)] } } },
    ...paragraph([pointer.says]),
  ]
  const button: KnownBlock = {
    type: 'actions',
    elements: [{ type: 'button', action_id: 'cs:open', text: plainText(pointer.open), url }],
  }
  const text = textOf(readAloud(pieces), escaped)
  if (typeof text !== 'string') throw new Error('drawing a pointer: it has a slot, which only a post can have')
  return { text, blocks: closed(named([...blocksOf(pieces), button], 'pointer')) }
}

function titled(title: string, blocks: readonly OpenBlock[]): readonly OpenBlock[] {
  return blocks.length === 0 ? [] : [{ type: 'divider' }, ...blocksOf([headline(title)]), ...blocks]
}

function row(words: Words, label: string, id: string, value: string, style?: 'danger'): readonly OpenBlock[] {
  const button = { type: 'button', action_id: id, text: plainText(label), value } as const
  const styled = style === undefined ? button : ({ ...button, style } as const)
  return [...blocksOf(paragraph(words)), { type: 'actions', elements: [styled] }]
}
