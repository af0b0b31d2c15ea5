import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keyFile, openKeys } from '../adapters/keys/keys.ts'

const text = 'SELECT pg_drop_replication_slot(1);'

let house: string
let folder: string
beforeEach(async () => {
  house = await mkdtemp(join(tmpdir(), 'countersign-keys-'))
  folder = join(house, 'keys')
})
afterEach(() => rm(house, { recursive: true }))

describe('the key file', () => {
  test('is made once, for its owner alone, and gives the same keys again', async () => {
    const first = await openKeys(folder)
    const again = await openKeys(folder)
    expect(again.keyFor('marker')).toBe(first.keyFor('marker'))
    expect(again.sealer.open(first.sealer.seal(text, 'd_1'), 'd_1')).toBe(text)
    const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)
    expect([await mode(folder), await mode(join(folder, keyFile))]).toEqual(['700', '600'])
  })

  test('is one, though many start at once', async () => {
    for (let round = 0; round < 20; round++) {
      const here = join(folder, String(round))
      const all = await Promise.all(Array.from({ length: 8 }, () => openKeys(here)))
      expect(new Set(all.map((keys) => keys.keyFor('marker'))).size).toBe(1)
      expect(await readdir(here)).toEqual([keyFile])
    }
  })

  test('differs from house to house', async () => {
    const [ours, theirs] = [await openKeys(folder), await openKeys(join(house, 'other'))]
    expect(theirs.keyFor('marker')).not.toBe(ours.keyFor('marker'))
  })

  test('is refused when others may read it', async () => {
    await openKeys(folder)
    await chmod(join(folder, keyFile), 0o640)
    await expect(openKeys(folder)).rejects.toThrow('other users may open it')
  })

  test('is refused when it is cut short, and is not replaced', async () => {
    await openKeys(folder)
    await writeFile(join(folder, keyFile), 'short')
    await expect(openKeys(folder)).rejects.toThrow('it has 5 bytes')
    expect(await readFile(join(folder, keyFile), 'utf8')).toBe('short')
  })

  test('is not what anybody gets to see', async () => {
    const keys = await openKeys(folder)
    const master = (await readFile(join(folder, keyFile))).toString('hex')
    expect(keys.keyFor('marker')).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(keys) + keys.keyFor('marker')).not.toContain(master)
  })
})

describe('sealed text', () => {
  test('names its key, hides the text, and is never the same twice', async () => {
    const { sealer } = await openKeys(folder)
    const [one, other] = [sealer.seal(text, 'd_1'), sealer.seal(text, 'd_1')]
    expect(one).toMatch(/^k1\.[\w-]+$/)
    expect(one).not.toBe(other)
    expect(Buffer.from(one.slice(3), 'base64url').includes('SELECT')).toBe(false)
    expect(sealer.open(sealer.seal('', 'd_1'), 'd_1')).toBe('')
    expect(sealer.open(sealer.seal('ü 🔑', 'd_1'), 'd_1')).toBe('ü 🔑')
  })

  test('opens in its own context alone, and the message tells no content', async () => {
    const { sealer } = await openKeys(folder)
    const message = messageOf(() => sealer.open(sealer.seal(text, 'd_1'), 'd_2'))
    expect(message).toContain('d_2')
    expect(message).not.toContain('SELECT')
  })

  test('does not open with the key of another house', async () => {
    const [ours, theirs] = [await openKeys(folder), await openKeys(join(house, 'other'))]
    expect(() => theirs.sealer.open(ours.sealer.seal(text, 'd_1'), 'd_1')).toThrow('d_1')
  })

  test.each([
    ['altered', (sealed: string) => `${sealed.slice(0, 20)}${sealed[20] === 'A' ? 'B' : 'A'}${sealed.slice(21)}`],
    ['cut', (sealed: string) => sealed.slice(0, -8)],
    ['cut to less than its tag', (sealed: string) => sealed.slice(0, 10)],
    ['empty', () => ''],
    ['sealed with a key that is not here', (sealed: string) => sealed.replace('k1.', 'k2.')],
  ])('does not open when it is %s', async (_, spoil) => {
    const { sealer } = await openKeys(folder)
    expect(() => sealer.open(spoil(sealer.seal(text, 'd_1')), 'd_1')).toThrow('opening what was sealed for d_1')
  })
})

function messageOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof Error) return error.message
  }
  return 'nothing was thrown'
}
