// Rotation of the keys, beside a gate that runs and is killed half-way through sealing everything anew.

import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { openKeys } from '../adapters/keys/keys.ts'
import { isSigned } from '../adapters/keys/sign.ts'
import { noticedAfterMs } from '../adapters/keys/turn.ts'
import { retireKey } from '../src/main/keys.ts'
import type { Record } from '../src/port/record.ts'
import { only, watch } from './contract/record.ts'
import { engineNames } from './faults/machine.ts'
import { registerAgent } from './faults/site.ts'
import { yardOfEachTest } from './faults/yard.ts'
import { historyOf, kept } from './promises.ts'

const yard = yardOfEachTest()

const many = 3000

describe.each(engineNames)('on %s', (engine) => {
  test('a rotation that is killed half-way is brought to its end, and then the old key can go', async () => {
    const house = await yard().machine('house', engine)
    const record = await yard().record(house)
    const agent = await registerAgent(record)
    // Not all at once: a machine that is busy would let the last ones wait for a connection longer than we have patience.
    for (let from = 0; from < many; from += 100)
      await Promise.all(Array.from({ length: 100 }, (_, nth) => record.save(only(watch(`w_${from + nth}`)))))
    const people = yard().people(record, agent)
    const gate = await yard().gate(house)
    const waits = await people.pending()
    const before = await openKeys(house.keys)
    const signed = before.sign('a word')

    expect(await yard().countersign(house, 'keys', 'rotate')).toMatchObject({ code: 0 })
    await until(async () => (await record.sealedWith('k2')) >= 100)
    await gate.strike('SIGKILL', 'half-way')
    expect(await record.sealedWith('k1'), 'it was through before it could be killed').toBeGreaterThan(0)
    const early = await yard().countersign(house, 'keys', 'retire', 'k1')
    expect(early).toMatchObject({ code: 1, said: expect.stringContaining('things still') })

    await yard().gate(house)
    await until(async () => (await record.sealedWith('k1')) === 0)
    expect((await people.look(waits)).state).toBe('pending')
    expect(await eventsOf(record)).toEqual(['keys-rotated'])

    // Whoever has not looked yet may still seal with it.
    const hasty = await yard().countersign(house, 'keys', 'retire', 'k1')
    expect(hasty).toMatchObject({ code: 1, said: expect.stringContaining('a moment ago') })
    const later = () => Date.now() + noticedAfterMs
    expect(await retireKey({ ...house, version: 'test', now: later }, 'k1')).toBe(0)
    expect(await readdir(house.keys)).toEqual(['k2.key', 'marker.key', 'ring.json', 's2.key'])
    expect(await eventsOf(record)).toEqual(['keys-rotated', 'key-retired'])

    const after = await openKeys(house.keys, 'exist')
    expect(after.keyFor('marker')).toBe(before.keyFor('marker'))
    expect(isSigned('a word', signed, after.told().signing.s1 ?? '')).toBe(true)
    expect(() => after.sealer.open(before.sealer.seal('old', 'x').replace(/^k2/, 'k1'), 'x')).toThrow('not here')
    await people.approve(waits)
    expect(await people.published(waits)).toEqual({ asked: 0 })
    expect(kept(await historyOf(record))).toEqual([])
  }, 120_000)
})

test('a rotation that died before it was noted is noted by the next gate', async () => {
  const { turnRing } = await import('../adapters/keys/turn.ts')
  const house = await yard().machine('house', 'SQLite')
  const record = await yard().record(house)
  await record.save(only(watch('w_1')))
  await turnRing(house.keys, Date.now())
  expect(await eventsOf(record)).toEqual([])
  await yard().gate(house)
  await until(async () => (await record.sealedWith('k1')) === 0)
  expect(await eventsOf(record)).toEqual(['keys-rotated'])
}, 60_000)

async function eventsOf(record: Record): Promise<readonly string[]> {
  const entries = await record.entries({ stream: 'upkeep', limit: 10 })
  return entries.map(({ leaf }) => (JSON.parse(leaf) as { event: string }).event)
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 2))
}
