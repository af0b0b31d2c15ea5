// The first admin and roles by group in the practice chat, through its door.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import { offerClaim } from '../src/gateway/claiming.ts'
import { meet } from '../src/gateway/meet.ts'
import { rulesNow, setRules } from '../src/gateway/ruling.ts'
import { openPracticeHouse, type PracticeHouse } from './practice-house.ts'

let practice: PracticeHouse
beforeEach(async () => {
  practice = await openPracticeHouse()
})
afterEach(() => practice[Symbol.asyncDispose]())

const say = (as: string, text: string) => practice.click('/say', as, { to: '', text })
const standing = (user: string, channel = 'random') => meet(practice.house, accountOf(user), destinationOf(channel))
const heard = async (as: string) => JSON.stringify(practice.room.messages('platform-help', as))

async function code(): Promise<string> {
  const offer = await offerClaim(practice.house, { known: undefined, alone: true })
  if (offer.claim !== 'offered') throw new Error(`the claim is ${offer.claim}`)
  return offer.code
}

describe('typing “claim CODE” in the practice chat', () => {
  test('makes whoever types it admin, and nobody else reads the code', async () => {
    const said = await code()
    await say('ada', `claim ${said}`)
    expect(await standing('ada')).toMatchObject({ roles: ['admin'] })
    expect(await heard('ada')).toContain('You are an admin of this gate now')
    for (const user of ['ada', 'bo']) expect(await heard(user)).not.toContain(said)
  })

  test('with a wrong one is one plain line for their eyes alone', async () => {
    await code()
    await say('bo', 'claim AAAA-BBBB-CCCC-DDDD')
    expect(await standing('bo')).toMatchObject({ roles: [] })
    expect(await heard('bo')).toContain('That is not the code')
    expect(await heard('ada')).not.toMatch(/AAAA|not the code/)
  })

  test('is a sentence like any other when no code follows', async () => {
    await say('ada', 'claim your free seat now')
    expect(await heard('bo')).toContain('claim your free seat now')
  })
})

describe('a rule that makes the data owners moderators of one channel', () => {
  test('is seen at once there, and nowhere else', async () => {
    const roles = [{ group: 'data-owners', gives: ['moderator'], channel: 'random' }] as const
    await setRules(practice.house, 'admin-token', [], (await rulesNow(practice.house)).version, { roles })
    expect(await standing('bo')).toMatchObject({ roles: ['moderator'] })
    expect(await standing('bo', 'platform-help')).toMatchObject({ roles: [] })
    await practice.click('/stop', 'bo', { whom: 'every', where: 'here', reason: 'a drill' }, 'random')
    await practice.click('/stop', 'bo', { whom: 'every', where: 'here', reason: 'a drill' }, 'platform-help')
    const { seen } = await practice.house.record.look({ stops: { kind: 'stops', id: 'stops' } })
    expect(seen.stops?.is.stops.map((stop) => stop.scope)).toEqual([
      { over: 'channel', lane: 'practice/practice/random' },
    ])
  })
})
