import { describe, expect, test } from 'vitest'
import { journeys } from './journeys.ts'
import { slackPeople } from './slack-people.ts'
import type { Way } from './slack-wire.ts'
import { type JourneyName, journeyNames } from './theatre.ts'

async function plays(name: JourneyName, way: Way): Promise<void> {
  await using theatre = await slackPeople(way)
  await journeys[name](theatre)
  expect(await theatre.broken()).toEqual([])
}

describe('on Slack, with SQLite, by what people do there', () => {
  test.each(journeyNames)('the journey “%s” plays, and every promise holds afterwards', (name) => plays(name, 'socket'))
  test.each(['incident', 'stop', 'restart-in-the-middle', 'two-processes'] as const)(
    'the journey “%s” plays by signed requests too',
    (name) => plays(name, 'http'),
  )
})
