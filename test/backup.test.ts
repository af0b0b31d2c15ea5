// What a backup is worth when somebody has been at it: a part that was altered, cut or added is found, and nothing of it
// becomes a record. And what the gate may not do before a restore is over.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openKeys } from '../adapters/keys/keys.ts'
import { packKeys, unpackKeys } from '../adapters/keys/packed.ts'
import { openRecord } from '../adapters/sql/record.ts'
import { noteBackup } from '../src/gateway/backing-up.ts'
import { bringBack } from '../src/gateway/bringing-back.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { backUp, restore } from '../src/main/backup.ts'
import { isRefusal } from '../src/refusal.ts'
import { hour, minute, second } from '../src/time.ts'
import { only, watch } from './contract/record.ts'
import { heldOn } from './held.ts'
import { noon } from './people.ts'
import { account, openStage } from './stage.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-backup-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('a backup', () => {
  async function made() {
    const plan = { version: 'test', data: join(folder, 'data'), keys: join(folder, 'keys') }
    const { sealer } = await openKeys(plan.keys)
    const record = await openRecord({ folder: plan.data, sealer })
    const first = watch('w_1')
    await record.save(only(first))
    await record.save(only(watch('w_1', { expected: 1, prev: first.entry.hash })))
    await record[Symbol.asyncDispose]()
    const file = join(folder, 'house.backup')
    await backUp(plan, { file })
    return { plan, file, text: await readFile(file, 'utf8') }
  }

  test.each([
    ['a body of which was altered', (text: string) => text.replace('"k1.', '"k1.A'), 'a part of it was altered'],
    [
      'an entry of which was altered',
      (text: string) => text.replace('attempt-refused', 'attempt-allowed'),
      'entry 1 of w_1 was altered',
    ],
    ['that lacks an entry', (text: string) => text.replace(/\["w_1",1,.*\n/, ''), 'does not chain'],
    ['that breaks off', (text: string) => text.slice(0, -100), 'cannot be read'],
    ['that lacks its end', (text: string) => `${text.split('\n').slice(0, -2).join('\n')}\n`, 'it breaks off'],
    [
      'whose manifest was altered',
      (text: string) => text.replace('"streams":1', '"streams":2'),
      'manifest was altered',
    ],
    ['with something behind its end', (text: string) => `${text}[]\n`, 'something stands behind its end'],
    ['of a later version', (text: string) => text.replace('2026-11-21T08:00', '2099-11-21T08:00'), 'a newer version'],
  ])('%s is not restored, and leaves nothing that could be opened', async (_, spoil, says) => {
    const { plan, file, text } = await made()
    const spoilt = spoil(text)
    expect(spoilt).not.toBe(text)
    await writeFile(file, spoilt)
    const empty = { ...plan, data: join(folder, 'empty') }
    await expect(restore(empty, { file, by: 'Olga' })).rejects.toThrow(says)
    await expect(readFile(join(empty.data, 'record.db'))).rejects.toThrow('ENOENT')
  })

  test('is not restored with the keys of another house', async () => {
    const { plan, file } = await made()
    await openKeys(join(folder, 'others'))
    const others = { ...plan, data: join(folder, 'empty'), keys: join(folder, 'others') }
    await expect(restore(others, { file, by: 'Olga' })).rejects.toThrow('are not those it was sealed with')
    const none = { ...others, keys: join(folder, 'none') }
    await expect(restore(none, { file, by: 'Olga' })).rejects.toThrow('there are none')
  })

  test('goes into no house that has a record', async () => {
    const { plan, file } = await made()
    await expect(restore(plan, { file, by: 'Olga' })).rejects.toThrow('there is a record already')
  })

  test('replaces no file', async () => {
    const { plan, file } = await made()
    await expect(backUp(plan, { file })).rejects.toThrow('there is a file of that name already')
  })
})

test('packed keys open with their passphrase alone', async () => {
  const packed = await packKeys({ 'master.key': Buffer.from('secret') }, 'a long walk in the rain')
  expect(packed).not.toContain(Buffer.from('secret').toString('base64url'))
  expect((await unpackKeys(packed, 'a long walk in the rain'))['master.key']?.toString()).toBe('secret')
  await expect(unpackKeys(packed, 'a long walk in the sun')).rejects.toThrow('another passphrase')
  const altered = `${packed.slice(0, -10)}${packed.at(-10) === 'A' ? 'B' : 'A'}${packed.slice(-9)}`
  await expect(unpackKeys(altered, 'a long walk in the rain')).rejects.toThrow('the file was altered')
})

describe('a restored house', () => {
  const signing = { sign: () => ({ key: 's1', signature: 'signed' }) }

  test('sends nothing at all before what was in flight has been looked for', async () => {
    await using stage = await openStage()
    const draft = await heldOn(stage)
    await approve(stage, draft)
    const { record, chance } = stage.house
    stage.clock.at = noon + hour
    await bringBack({ record, signing, chance }, { digest: 'd', from: noon, by: 'Olga' })
    const { seen } = await record.look({ draft: { kind: 'draft', id: draft.id } })
    expect(seen.draft?.is).toMatchObject({ state: 'unconfirmed', askPeople: false, broughtBack: noon })
    // The deadline stood still for the length of the gap.
    expect(seen.draft?.is).toMatchObject({ deadline: { at: draft.deadline.at + hour } })

    stage.clock.at += 2 * second
    await stage.deliver(20)
    expect(stage.platform.truth).toEqual([])
    expect(await upkeep()).toEqual(['restored'])
    stage.clock.at += 2 * minute
    await stage.deliver(50)
    expect(await upkeep()).toEqual(['restored', 'restore-over'])
    expect(stage.platform.truth).toEqual([])

    async function upkeep() {
      const entries = await record.entries({ stream: 'upkeep', limit: 10 })
      return entries.map(({ leaf }) => (JSON.parse(leaf) as { event: string }).event)
    }
  })

  test('does not send what waited in the backup before a person has said that it is not there', async () => {
    await using stage = await openStage()
    const draft = await heldOn(stage)
    const { record, chance } = stage.house
    await bringBack({ record, signing, chance }, { digest: 'd', from: noon, by: 'Olga' })
    await stage.deliver(20)
    await approve(stage, draft)
    await stage.deliver(20)
    stage.clock.at += 2 * minute
    await stage.deliver(20)
    const { seen } = await record.look({ draft: { kind: 'draft', id: draft.id } })
    expect([seen.draft?.is, stage.platform.truth]).toMatchObject([{ state: 'unconfirmed', askPeople: true }, []])
    await decideDraft(stage.house, account('ada'), draft.id, { do: 'not-there' })
    await stage.deliver(20)
    expect(stage.platform.truth).toHaveLength(1)
  })

  test('holds a draft that was made since until then, and sends it after that', async () => {
    await using stage = await openStage()
    const { record, chance } = stage.house
    await noteBackup(record, { at: noon, digest: 'd', entries: 0, keys: true })
    await bringBack({ record, signing, chance }, { digest: 'd', from: noon, by: 'Olga' })
    // Its end is not looked for yet: the row is taken by somebody else.
    const [held] = await record.take(1, hour)
    expect(held?.errand).toBe('restore-over')
    const draft = await heldOn(stage)
    await approve(stage, draft)
    await stage.deliver(20)
    expect(stage.platform.truth).toEqual([])
    if (held !== undefined) await record.putOff(held, stage.clock.at)
    await stage.deliver(20)
    stage.clock.at += minute
    await stage.deliver(20)
    expect(stage.platform.truth).toHaveLength(1)
  })

  async function approve(stage: Awaited<ReturnType<typeof openStage>>, draft: Awaited<ReturnType<typeof heldOn>>) {
    const shown = { revision: 1, fingerprint: draft.screened.fingerprint }
    const click = { do: 'approve', shown, ticked: [], did: 'read' } as const
    const done = await decideDraft(stage.house, account('ada'), draft.id, click)
    if (isRefusal(done)) throw new Error(done.refused)
  }
})
