// docs/cards/answers.md answers five questions for each picture that a person can meet. What is drawn and has no row there
// was never looked at; a row of something that is drawn no more tells of a card that nobody will see.

import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { cardNames } from '../src/card/card.ts'
import { everyPicture } from './slack-lines.ts'

const page = await readFile(new URL('../docs/cards/answers.md', import.meta.url), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  )

describe('the five answers', () => {
  test('are given for every picture, and for nothing else', () => {
    const drawn = everyPicture().map((one) => `\`${one.name}\``)
    expect(rows.map(([name]) => name).sort()).toEqual([...drawn].sort())
  })

  test('are five for each', () => {
    expect(rows.filter((row) => row.length !== 6 || row.includes(''))).toEqual([])
  })

  test('are of every card that there is', () => {
    const drawn = new Set(
      everyPicture().flatMap((one) => (one.what === 'card' || one.what === 'post' ? [one.card.card] : [])),
    )
    expect(cardNames.filter((name) => !drawn.has(name))).toEqual([])
  })
})
