// Whose words they are, on every card of the practice chat: what an agent wrote stands in its frame and nowhere else, and
// what is risky is read before it.

import { describe, expect, test } from 'vitest'
import { drawCard } from '../adapters/practice/draw.ts'
import type { Card } from '../src/card/card.ts'
import { replica } from './slack-cards.ts'
import { everyPicture } from './slack-lines.ts'

const { steps, assumptions, alternative = '', rollback = '' } = replica.disclosure
const written = [
  'is inactive and is holding back',
  'The release is tonight',
  alternative,
  rollback,
  ...assumptions,
  ...steps.flatMap(({ text, risk, check = '' }) => [text.slice(0, 20), risk, check]),
]
const cards = everyPicture().flatMap((one) =>
  one.what === 'card' || one.what === 'post' || one.what === 'grant' ? [[one.name, one.card] as const] : [],
)

describe.each(cards)('%s', (_, card) => {
  test('has the agent’s words in its frame alone, and its risk before them', async () => {
    const page = `${await drawCard(card, { id: 'c', above: '', below: [] })}`.replaceAll(/aria-label="[^"]*"/g, '')
    const ours = page.replaceAll(/<div class="agent">[\s\S]*?<\/div>/g, '')
    expect(written.filter((words) => ours.includes(words))).toEqual([])
    if (hasRisk(card)) expect(page.indexOf('Risk: ')).toBeLessThan(page.indexOf('<div class="agent">'))
  })
})

function hasRisk({ sections }: Pick<Card, 'sections'>): boolean {
  return sections.some((section) => section.section === 'risk')
}
