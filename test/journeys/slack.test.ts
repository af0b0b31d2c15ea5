import { describe, expect, test } from 'vitest'
import { second } from '../../src/time.ts'
import type { FaultScript } from '../fakes/fault-script.ts'
import { journeys } from './journeys.ts'
import type { SlackTheatre } from './slack.ts'
import { slackPeople } from './slack-people.ts'
import type { Way } from './slack-wire.ts'
import { type JourneyName, journeyNames } from './theatre.ts'

async function plays(name: JourneyName, way: Way): Promise<void> {
  await using theatre = await slackPeople(way)
  // Slack does not say whether it tells an app of its own posts: here it is the search that finds what was lost.
  if (name === 'unconfirmed') theatre.acme.app.hearsOwnMetadata = false
  await journeys[name](theatre)
  expect(await theatre.broken()).toEqual([])
}

describe('on Slack, with SQLite, by what people do there', () => {
  test.each(journeyNames)('the journey “%s” plays, and every promise holds afterwards', (name) => plays(name, 'socket'))
  test.each(['incident', 'stop', 'restart-in-the-middle', 'two-processes'] as const)(
    'the journey “%s” plays by signed requests too',
    (name) => plays(name, 'http'),
  )

  test.each(['socket', 'http'] as const)(
    'the journey “unconfirmed” is settled by what Slack tells, over %s, though nothing can ever be read back',
    async (way) => {
      await using theatre = await slackPeople(way)
      await unconfirmedAndTold(theatre, [{ on: 'conversations.replies', fault: 'drop' }])
      expect(await theatre.broken()).toEqual([])
    },
  )
})

/** The first post is there and was answered with silence; the second never was, and only a person can know. */
async function unconfirmedAndTold(at: SlackTheatre, unreadable: FaultScript): Promise<void> {
  const draftOf = async (text: string) => {
    const draft = await at.submit(await at.ask('asker', 'How do I do this?'), { text, assumptions: [] })
    const { revision, screened } = await at.until(draft, 'pending')
    const reads = () =>
      JSON.stringify(
        at.acme.slack
          .person('U0ADA')
          .reads()
          .map((one) => one.now.blocks),
      )
    await at.acme.slack.until(() => reads().includes(`"${draft}|`))
    const shown = { revision: revision.number, fingerprint: screened.fingerprint.slice(0, 8) }
    return { draft, approve: { do: 'approve', shown, ticked: [], did: 'read' } as const }
  }
  const there = await draftOf('Ask the release team first.')
  at.fail([...unreadable, { on: 'send', fault: 'accept-then-drop' }])
  await at.click('asker', there.draft, there.approve)
  const { post } = await at.until(there.draft, 'published')
  expect((await at.post(post)).ref).toBe(at.acme.slack.truth.find((one) => one.now.metadata !== undefined)?.ts)
  expect(await at.readersSee()).toHaveLength(1)
  at.fail(unreadable)
  const lost = await draftOf('Something else.')
  at.fail([...unreadable, { on: 'send', fault: 'drop' }])
  await at.click('asker', lost.draft, lost.approve)
  await at.until(lost.draft, 'unconfirmed')
  at.fail(unreadable)
  for (let asked = false; !asked; ) {
    await at.wait(30 * second)
    asked = (await at.until(lost.draft, 'unconfirmed')).askPeople
  }
  await at.click('asker', lost.draft, { do: 'not-there' })
  await at.until(lost.draft, 'published')
  expect(await at.readersSee()).toHaveLength(2)
}
