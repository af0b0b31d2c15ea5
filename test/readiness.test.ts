// Whether the process lives, and whether it is ready: every reason is told, a part that is silent is one, and being asked
// whether we live costs nothing.

import { afterEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { healthDoor } from '../adapters/http/health.ts'
import type { House } from '../src/gateway/house.ts'
import { openStage } from './stage.ts'

const metrics = { page: async () => '', tokens: [], answered: () => undefined }
const notReady = z.object({ errors: z.array(z.object({ path: z.string(), message: z.string() })) })
const ask = (path: string) => new Request(`http://127.0.0.1${path}`, { headers: { host: '127.0.0.1' } })
const never = new Promise<void>(() => {})
afterEach(() => vi.useRealTimers())

const doorOn = (house: House, closing = never) =>
  healthDoor({ house, version: 'test', hosts: 'any', delivers: true, closing, metrics })

describe('readiness', () => {
  test('names every part that is not ready', async () => {
    await using stage = await openStage()
    const { record, queue } = stage.house
    const house = {
      ...stage.house,
      record: { ...record, health: () => Promise.reject(new Error('canary')) },
      queue: { ...queue, health: async () => 'Redis cannot be reached' },
    }
    const answer = await doorOn(house, Promise.resolve()).fetch(ask('/readyz'))
    expect(answer.status).toBe(503)
    expect(notReady.parse(await answer.json()).errors).toEqual([
      { path: 'record', message: 'the record cannot be asked' },
      { path: 'queue', message: 'Redis cannot be reached' },
      { path: 'process', message: 'the process is about to end' },
    ])
  })

  test('takes silence for an answer', async () => {
    await using stage = await openStage()
    vi.useFakeTimers()
    const record = { ...stage.house.record, health: () => new Promise<never>(() => {}) }
    const asked = doorOn({ ...stage.house, record }).fetch(ask('/readyz'))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(notReady.parse(await (await asked).json()).errors).toEqual([
      { path: 'record', message: 'the record does not answer' },
    ])
  })

  test('is told when all is well', async () => {
    await using stage = await openStage()
    expect((await doorOn(stage.house).fetch(ask('/readyz'))).status).toBe(200)
  })
})

test('whether we live is told without asking any part', async () => {
  await using stage = await openStage()
  const silent = { health: () => new Promise<never>(() => {}) }
  const house = {
    ...stage.house,
    record: { ...stage.house.record, ...silent },
    queue: { ...stage.house.queue, ...silent },
  }
  expect((await doorOn(house, Promise.resolve()).fetch(ask('/healthz'))).status).toBe(200)
})
