// A secret that somebody types in the practice chat: neither its pages nor its files have it, and one note, for its typist
// alone, says so.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { roomFile } from '../adapters/practice/room.ts'
import type { Draft } from '../src/draft/draft.ts'
import { spokenRemoved } from '../src/screening/typed.ts'
import { openPracticeHouse, type PracticeHouse } from './practice-house.ts'

const secret = `gh${'p_'}q8Zr2LkV0pXw7Nt3YcHd5Jm1Gf6Sb9Ta4Ue0`

let practice: PracticeHouse
beforeEach(async () => {
  practice = await openPracticeHouse()
})
afterEach(() => practice[Symbol.asyncDispose]())

const file = () => readFile(join(practice.folder, roomFile), 'utf8')
const notesOf = (user: string) =>
  practice.room.messages('platform-help', user).filter((one) => one.kind === 'note' && one.text === spokenRemoved)

async function asked(text: string): Promise<Draft> {
  const { agent } = practice.seat('clara')
  await practice.click('/say', 'ada', { to: agent, text })
  await practice.quiet()
  const [held] = await practice.house.record.list('draft', `agent:${agent}`, { limit: 1 })
  if (held === undefined) throw new Error('there is no draft')
  return held.is
}

test('a secret in a question is in no file and on no page, and the agent does not get it', async () => {
  const draft = await asked(`Why is ${secret} refused by the build?`)
  const id = draft.invocation
  if (id === undefined) throw new Error('nobody asked')
  const { seen } = await practice.house.record.look({ invocation: { kind: 'invocation', id } })
  expect(seen.invocation?.is.asked).toBe('Why is [secret removed: github] refused by the build?')
  expect(await file()).toContain('[secret removed: github]')
  expect((await file()) + (await practice.page('ada')) + (await practice.page('bo'))).not.toContain(secret)
  expect(notesOf('ada')).toHaveLength(1)
  expect(notesOf('bo')).toEqual([])
})

test('a secret in the reason of a reject is on no page, and the no holds', async () => {
  const draft = await asked('How do I clean up old images?')
  const page = await practice.click('/draft', 'ada', { do: 'reject', draft: draft.id, reason: `it shows ${secret}` })
  const { seen } = await practice.house.record.look({ draft: { kind: 'draft', id: draft.id } })
  expect(seen.draft?.is).toMatchObject({ state: 'rejected', reason: 'it shows [secret removed: github]' })
  expect(page + (await practice.page('ada')) + (await file())).not.toContain(secret)
  expect(notesOf('ada')).toHaveLength(1)
})
