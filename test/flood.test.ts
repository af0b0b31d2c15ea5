// F11: one agent sends five hundred drafts. It is stopped at what may wait of it, in a channel and in all; what was taken is
// there, what was not is told so, and another agent is taken as ever.

import { expect, test } from 'vitest'
import { submit } from '../src/gateway/intake.ts'
import { isRefusal } from '../src/refusal.ts'
import { openStage, place } from './stage.ts'

const said = {
  intent: { intent: 'post' },
  content: { text: 'Staging deploys run at 09:00.', tags: [] },
  disclosure: { assumptions: [], sources: [], affects: [], steps: [] },
  run: {},
} as const

test('F11 a flood of 500 drafts is capped by channel and by agent, loses nothing, and leaves the others alone', async () => {
  await using stage = await openStage()
  const flood = await stage.registerAgent('Flooding Flo', 'F')
  const other = await stage.registerAgent('Other Otto', 'G')
  stage.house = { ...stage.house, pace: { ...stage.house.pace, mostOpen: 30, mostOpenHere: 20 } }
  const send = (agent: typeof flood, channel: string, key: string) =>
    submit(stage.house, stage.tokens.get(agent) ?? '', { ...said, destination: place(channel) }, key)

  const answers = await Promise.all(
    Array.from({ length: 500 }, async (_, at) => send(flood, at % 2 === 0 ? 'platform-help' : 'random', `f-${at}`)),
  )
  // Those that came in one moment may each have been the last one: the rest of the flood shows the limit.
  const after = await send(flood, 'platform-help', 'one more')
  expect(after).toMatchObject({ refused: 'too-many-drafts' })
  const taken = answers.flatMap((answer) => (isRefusal(answer) ? [] : [answer.draft.id]))
  const refused = answers.flatMap((answer) => (isRefusal(answer) ? [answer.refused] : []))
  expect(taken.length + refused.length).toBe(500)
  expect(refused.every((code) => code === 'too-many-drafts' || code === 'busy')).toBe(true)
  for (const id of taken) expect((await stage.house.record.entries({ stream: id, limit: 10 })).length).toBe(1)

  // Another agent in the very same channel, and the flooder's own retry of what was taken.
  expect(await send(other, 'platform-help', 'otto')).toMatchObject({ draft: { state: 'received' } })
  const [first] = taken
  const key = `f-${answers.findIndex((answer) => !isRefusal(answer) && answer.draft.id === first)}`
  expect(await send(flood, Number(key.slice(2)) % 2 === 0 ? 'platform-help' : 'random', key)).toMatchObject({
    again: true,
    draft: { id: first },
  })
})

test('F11 one after the other the cap is exact: in one channel, then in all', async () => {
  await using stage = await openStage()
  const flood = await stage.registerAgent('Flooding Flo', 'F')
  stage.house = { ...stage.house, pace: { ...stage.house.pace, mostOpen: 30, mostOpenHere: 20 } }
  const send = (channel: string, key: string) =>
    submit(stage.house, stage.tokens.get(flood) ?? '', { ...said, destination: place(channel) }, key)
  const codes: string[] = []
  for (const channel of ['platform-help', 'random'])
    for (let at = 0; at < 25; at++) {
      const answer = await send(channel, `${channel}-${at}`)
      codes.push(isRefusal(answer) ? answer.refused : 'taken')
    }
  const taken = codes.flatMap((code, at) => (code === 'taken' ? [at] : []))
  expect(taken).toEqual([...Array(20).keys(), ...Array.from({ length: 10 }, (_, at) => 25 + at)])
})
