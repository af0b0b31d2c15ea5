// Backup and restore with real processes: a gate that runs is backed up from the command line, goes on, and is killed with
// SIGKILL; its folder or database is gone. The backup is restored on an empty machine, where another gate begins. What
// readers got stands on a platform that knows nothing of any of this.

import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { openKeys } from '../adapters/keys/keys.ts'
import { isSigned } from '../adapters/keys/sign.ts'
import { lastBackup } from '../src/gateway/backing-up.ts'
import { restoreWords } from '../src/gateway/bringing-back.ts'
import type { Record } from '../src/port/record.ts'
import { isRestoring } from '../src/safety/upkeep.ts'
import { engineNames, type Machine } from './faults/machine.ts'
import { holdNext } from './faults/row.ts'
import { registerAgent } from './faults/site.ts'
import { yardOfEachTest } from './faults/yard.ts'
import { historyOf, kept } from './promises.ts'

const yard = yardOfEachTest()
beforeEach(async () => {
  await writeFile(join(yard().folder, 'passphrase'), 'a long walk in the rain\n')
})

describe.each(engineNames)('on %s', (engine) => {
  test('C5 after a backup, a kill and a restore no post is sent twice and what waited still waits', async () => {
    const { server } = yard()
    const before = await yard().machine('before', engine)
    const old = await yard().record(before)
    const agent = await registerAgent(old)
    const people = yard().people(old, agent)
    const gate = await yard().gate(before)
    const [waits, approvedLater, editedLater] = [await people.pending(), await people.pending(), await people.pending()]
    const inFlight = await people.pending()
    const held = holdNext(yard(), 'arrived', 'send')
    await people.approve(inFlight)
    const { letGo } = await held

    const file = join(yard().folder, 'house.backup')
    const secret = join(yard().folder, 'passphrase')
    const backedUp = await yard().countersign(before, 'backup', '--out', file, '--passphrase-file', secret, '--json')
    expect(backedUp, backedUp.said).toMatchObject({ code: 0 })
    const { digest, at } = JSON.parse(backedUp.said) as { digest: string; at: number }
    expect(await lastBackup(old)).toMatchObject({ digest, at, keys: true })
    for (const one of [file, `${file}.keys`]) expect(((await stat(one)).mode & 0o777).toString(8)).toBe('600')

    // After the backup: what was in flight arrives, one is approved, one is edited and approved, one is new.
    letGo()
    await people.published(inFlight)
    await people.approve(approvedLater)
    await people.published(approvedLater)
    const shown = await people.look(editedLater)
    if (shown.state !== 'pending') throw new Error('it was to wait')
    const text = `${shown.revision.content.text} And at noon.`
    const click = {
      do: 'edit',
      shown: { revision: 1, fingerprint: shown.screened.fingerprint },
      text,
    } as const
    await people.gesture({ do: 'decide', user: 'ada', at: shown.destination, draft: editedLater, click })
    await people.until(editedLater, 'pending')
    await people.approve(editedLater)
    await people.published(editedLater)
    await people.pending()
    expect(server.platform.truth).toHaveLength(3)
    await gate.strike('SIGKILL', 'a moment after')

    const after = await yard().machine('after', engine)
    const restored = await yard().countersign(
      after,
      'restore',
      file,
      '--keys',
      `${file}.keys`,
      '--passphrase-file',
      secret,
      '--by',
      'Olga of operations',
    )
    expect(restored, restored.said).toMatchObject({ code: 0 })
    const record = await yard().record(after)
    const again = yard().people(record, agent)
    await expectSignedGap(record, after, digest, at)
    expect(kept(await historyOf(record))).toEqual([])
    const refused = await yard().countersign(after, 'restore', file)
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('there is a record already') })

    await yard().gate(after)
    await untilSo(async () => !isRestoring((await record.look({ it: { kind: 'upkeep', id: 'upkeep' } })).seen.it?.is))
    expect((await again.look(inFlight)).state).toBe('published')
    for (const id of [waits, approvedLater, editedLater]) expect((await again.look(id)).state).toBe('pending')

    // People decide once more about all that waits. What readers have already is found, or a person says so.
    const asked: number[] = []
    for (const id of [approvedLater, editedLater, waits]) {
      await again.approve(id)
      asked.push((await again.published(id)).asked)
    }
    // The first was found by its marker; the second under other words than a marker of the backup could tell.
    expect(asked[0]).toBe(0)
    expect(asked[1]).toBe(1)
    expect(asked[2]).toBe(1)
    const words = server.platform.truth.map(({ payloads }) => JSON.stringify(payloads))
    for (const id of [waits, approvedLater, editedLater, inFlight]) {
      const { text } = (await again.look(id)).revision.content
      expect(words.filter((one) => one.includes(text.slice(0, 60)))).toHaveLength(1)
    }
    expect(server.platform.truth).toHaveLength(4)

    const fresh = await again.submit(await again.ask(), 'after-the-restore')
    await again.until(fresh, 'pending')
    await again.approve(fresh)
    expect(await again.published(fresh)).toEqual({ asked: 0 })
    expect(kept(await historyOf(record))).toEqual([])
  }, 180_000)
})

async function expectSignedGap(record: Record, on: Machine, digest: string, at: number) {
  const entries = await record.entries({ stream: 'upkeep', limit: 10 })
  const leaves = entries.map(({ leaf }) => JSON.parse(leaf) as { event: string; facts: { [name: string]: unknown } })
  expect(leaves.map(({ event }) => event)).toEqual(['restored'])
  expect(entries.map(({ leaf }) => leaf).join()).not.toContain('Olga')
  const { seen } = await record.look({ it: { kind: 'upkeep', id: 'upkeep' } })
  const gap = seen.it?.is.restore
  if (gap === undefined) throw new Error('no gap is on record')
  expect(gap).toMatchObject({ digest, from: at, by: 'Olga of operations', drafts: 4 })
  expect(gap.to).toBeGreaterThan(at)
  const { signing } = (await openKeys(on.keys)).told()
  const facts = leaves[0]?.facts ?? {}
  const signature = { key: String(facts.signedBy), signature: String(facts.signature) }
  const half = signing[signature.key] ?? ''
  expect(isSigned(restoreWords(gap), signature, half)).toBe(true)
  expect(isSigned(restoreWords({ ...gap, from: gap.from - 1 }), signature, half)).toBe(false)
}

async function untilSo(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50))
}
