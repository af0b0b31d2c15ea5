import { describe, expect, test } from 'vitest'
import { journeys } from './journeys.ts'
import { practiceTheatre } from './practice.ts'
import { journeyNames } from './theatre.ts'

describe('in the practice chat, on SQLite', () => {
  test.each(journeyNames)('the journey “%s” plays, and every promise holds afterwards', async (name) => {
    await using theatre = await practiceTheatre()
    await journeys[name](theatre)
    expect(await theatre.broken()).toEqual([])
  })
})
