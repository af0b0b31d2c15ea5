// The App Home: what waits for one person, the agents, the stops, and a stop for all. And the private line in a thread
// that leads to a card. Both are our own voice alone.

import type { HomeView, KnownBlock, ModalView } from '@slack/types'
import type { Words } from '../../src/card/card.ts'
import { formWords } from '../../src/card/frame.ts'
import type { Home, Most } from '../../src/card/home.ts'
import type { Pointer } from '../../src/card/pointer.ts'
import { short } from '../../src/draft/envelope.ts'
import { plainText } from './button.ts'
import { headline, type Message, named } from './draw.ts'
import { blocksOf, type Piece, readAloud } from './long-text.ts'
import { closed, escaped, type OpenBlock, textOf } from './open.ts'
import { paragraph } from './section.ts'
import { spellSelector } from './selector.ts'

/** So many of each, of two blocks each and under their titles, stay under Slack's hundred. */
export const mostAtHome: Most = { drafts: 12, grants: 6, stops: 8, agents: 10 }

export function drawHome(home: Home): HomeView {
  const { queues, grants, stops, agents, titles, more, says, away } = home
  const blocks: readonly OpenBlock[] = [
    ...blocksOf([headline(home.headline)]),
    ...(says === undefined ? [] : blocksOf(paragraph([says]))),
    ...(away === undefined
      ? []
      : row(away.words, { label: away.back, id: 'cs:back', value: spellSelector({ on: 'away', act: 'back' }) })),
    ...queues.flatMap(({ title, rows }) =>
      titled(
        title,
        rows.flatMap(({ about, words, open }) => {
          const { draft, revision, fingerprint = '' } = about
          const value = spellSelector({ on: 'draft', draft, revision, fingerprint: short(fingerprint), act: 'review' })
          return row(words, { label: open, id: `cs:review:${draft}`, value })
        }),
      ),
    ),
    ...(more === undefined ? [] : blocksOf(paragraph([more]))),
    ...titled(
      titles.grants,
      grants.flatMap(({ grant, words, revoke }) => {
        const value = spellSelector({ on: 'grant', grant, act: 'revoke' })
        return row(words, revoke === undefined ? undefined : { label: revoke, id: `cs:revoke:${grant}`, value })
      }),
    ),
    ...titled(
      titles.stops,
      stops.flatMap(({ stop, words, lift }) => {
        const value = spellSelector({ on: 'stop', stop, act: 'resume' })
        return row(words, lift === undefined ? undefined : { label: lift, id: `cs:resume:${stop}`, value })
      }),
    ),
    ...titled(
      titles.agents,
      agents.flatMap(({ agent, words, stop }) => {
        const value = spellSelector({ on: 'agent', agent, act: 'stop' })
        return row(
          words,
          stop === undefined ? undefined : { label: stop, id: `cs:stop:${agent}`, value, style: 'danger' },
        )
      }),
    ),
    { type: 'divider' },
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

/** From a page to the card: what is clicked there is decided there. */
export function drawWay(url: string): ModalView {
  const button: KnownBlock = {
    type: 'actions',
    elements: [{ type: 'button', action_id: 'cs:open', text: plainText('Open the card'), style: 'primary', url }],
  }
  const says = 'Its card is in your direct messages with Countersign. Nothing is decided before you click there.'
  return {
    type: 'modal',
    title: plainText('AI draft'),
    close: plainText(formWords.close),
    blocks: closed(named([...blocksOf(paragraph([says])), button], 'way')),
  }
}

function titled(title: string, blocks: readonly OpenBlock[]): readonly OpenBlock[] {
  return blocks.length === 0 ? [] : [{ type: 'divider' }, ...blocksOf([headline(title)]), ...blocks]
}

type RowButton = {
  readonly label: string
  readonly id: string
  readonly value: string
  readonly style?: 'danger' | undefined
}

function row(words: Words, button: RowButton | undefined): readonly OpenBlock[] {
  const said = blocksOf(paragraph(words))
  if (button === undefined) return said
  const { label, id, value, style } = button
  const drawn = { type: 'button', action_id: id, text: plainText(label), value } as const
  return [...said, { type: 'actions', elements: [style === undefined ? drawn : ({ ...drawn, style } as const)] }]
}
