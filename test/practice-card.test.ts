// Whose words they are, on every card of the practice chat: what an agent wrote stands in its frame and nowhere else, and
// what is risky is read before it.

import { describe, expect, test } from 'vitest'
import { drawCard } from '../adapters/practice/draw.ts'
import type { Card } from '../src/card/card.ts'
import { drawn, harmless, replica, storyOf } from './slack-cards.ts'
import { everyPicture } from './slack-lines.ts'
import { framedRuns } from './slack-lint.ts'

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

describe('a step that our own checks took out', () => {
  const text = 'Fine.\n\nRun the script from the web.'
  const says = 'It runs something straight from the web.'
  const where = { from: text.indexOf('Run'), to: text.length }
  const found = storyOf({ ...harmless, text }, [{ check: 'risky-steps', sort: 'web', severity: 'high', where, says }])
  const named = ['draft, high risk', 'post, before approval', 'post'] as const

  test.each(named)('is explained in our own voice: %s', async (name) => {
    const one = found.all.find((each) => each.name === name)
    if (one?.what !== 'card' && one?.what !== 'post') throw new Error(`there is no ${name}`)
    const page = `${await drawCard(one.card, { id: 'c', above: '', below: [] })}`.replaceAll(/aria-label="[^"]*"/g, '')
    const frames = [...page.matchAll(/<div class="agent">[\s\S]*?<\/div>/g)].join('')
    expect(one.card.sections.some((section) => section.section === 'step' && section.whose === 'ours')).toBe(true)
    expect([page.includes(says), frames.includes(says)]).toEqual([true, false])
    expect(framedRuns(drawn(one)).join('')).not.toContain(says)
  })
})

function hasRisk({ sections }: Pick<Card, 'sections'>): boolean {
  return sections.some((section) => section.section === 'risk')
}
