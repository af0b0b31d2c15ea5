// What the fault runner stands on: each fault of the script, on the wire, is told for what it is. Certainly sent,
// certainly not, or nobody knows; and the truth stays with the platform.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FaultName } from './fakes/fault-script.ts'
import { type PlatformServer, servePlatform } from './fakes/platform-server.ts'
import { remotePlatform } from './faults/remote-platform.ts'
import { audience } from './people.ts'
import { place } from './stage.ts'

let server: PlatformServer
beforeEach(async () => {
  server = await servePlatform()
  server.platform.audiences.set('practice/practice/platform-help', audience)
})
afterEach(() => server[Symbol.asyncDispose]())

const here = place('platform-help')
const sending = {
  destination: here,
  intent: 'post',
  payloads: [{ text: 'one' }, { text: 'two' }],
  marker: 'm',
  mayGoOn: async () => 'yes' as const,
} as const
const open = (port = server.port, answerMs = 10_000) => remotePlatform({ port, answerMs }).channel

describe('a sending', () => {
  const faults: readonly [FaultName, object, number][] = [
    ['drop', { sent: 'unclear' }, 0],
    ['accept-then-drop', { sent: 'unclear' }, 1],
    ['error-after-accept', { sent: 'unclear' }, 1],
    ['truncate-answer', { sent: 'unclear' }, 1],
    ['throttle', { sent: 'no', next: 'again', afterMs: 3000, holdLane: true }, 0],
    ['refuse', { sent: 'no', next: 'blocked', why: 'is_archived' }, 0],
    ['alter', { sent: 'yes', ref: 'm1', altered: true }, 1],
    ['lag', { sent: 'yes', ref: 'm1', altered: false }, 1],
  ]
  test.each(faults)('that meets “%s” is told as it is', async (fault, told, truth) => {
    server.script = [{ on: 'send', fault, ms: 3000, why: 'is_archived' }]
    expect(await open().send(sending)).toMatchObject(told)
    expect(server.platform.truth).toHaveLength(truth)
  })

  test('that is not answered in time is unclear, and may have happened', async () => {
    let answered: () => void = () => undefined
    server.onAccepted = () => new Promise((resolve) => (answered = resolve))
    expect(await open(server.port, 200).send(sending)).toEqual({ sent: 'unclear', why: 'no answer in time' })
    expect(server.platform.truth).toHaveLength(1)
    answered()
  })

  test('to nobody who listens has certainly not happened', async () => {
    const gone = await servePlatform()
    await gone[Symbol.asyncDispose]()
    expect(await open(gone.port).send(sending)).toMatchObject({ sent: 'no', next: 'again' })
  })

  test('is found by its marker, and not before it shows', async () => {
    server.script = [{ on: 'send', fault: 'lag', ms: 60_000 }]
    await open().send(sending)
    expect(await open().find(here, 'm', 0)).toEqual({ found: 'no' })
    server.script = []
    await open().send({ ...sending, marker: 'n' })
    expect(await open().find(here, 'n', 0)).toEqual({ found: 'yes', ref: 'm2', altered: false })
  })
})

describe('a platform that cannot be asked', () => {
  test('is no word about who somebody is', async () => {
    server.script = [{ on: 'membership', fault: 'drop' }]
    const account = { platform: 'practice', workspace: 'practice', user: 'ada' } as const
    await expect(open().membership(account, here)).rejects.toThrow('asking the platform for membership')
  })
})
