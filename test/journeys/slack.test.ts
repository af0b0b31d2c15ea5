import { describe, expect, test } from 'vitest'
import { journeys } from './journeys.ts'
import { slackTheatre } from './slack.ts'
import { journeyNames } from './theatre.ts'

describe('on Slack, with SQLite', () => {
  test.each(journeyNames)('the journey “%s” plays, and every promise holds afterwards', async (name) => {
    await using theatre = await slackTheatre()
    await journeys[name](theatre)
    expect(await theatre.broken()).toEqual([])
  })
})
