// The thread that reads drafts: killed at its limit, replaced after a crash, and never believed when it talks nonsense.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openScanner } from '../adapters/scanner/scanner.ts'
import { nothingDisclosed } from '../src/draft/disclosure.ts'
import { noLists } from '../src/screening/house-list.ts'

const material = (text: string) => ({ content: { text, tags: [] }, disclosure: nothingDisclosed })

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-scanner-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A thread that does this with each draft; for the draft “fine” it answers as it should. */
async function thread(name: string, does: string): Promise<URL> {
  const file = join(folder, `${name}.mjs`)
  const program = `
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ job, material }) => {
      if (material.content.text === 'fine') return parentPort.postMessage({ job, findings: [] })
      ${does}
    })
    parentPort.postMessage('ready')`
  await writeFile(file, program)
  return pathToFileURL(file)
}

describe('the thread that reads drafts', () => {
  test('finds what the detectors find, secretlint among them', async () => {
    await using scanner = openScanner()
    const secret = `https://ada:${'q8Zr2LkV'}0pXw7@ci.internal.acme.io/job`
    const found = await scanner.scan(material(`chmod 777 /srv and ${secret}`), noLists)
    const sorts = found.map((finding) => `${finding.check}/${finding.sort}`)
    expect(sorts).toEqual(expect.arrayContaining(['risky-steps/file-mode', 'secrets/lint-basicauth']))
  })
  test('knows the lists of the organisation', async () => {
    const lists = { ...noLists, hosts: { allowed: [], denied: ['evil.example'] } }
    await using scanner = openScanner()
    expect(await scanner.scan(material('see https://a.evil.example/x'), lists)).toMatchObject([{ sort: 'denied-host' }])
  })
  test.each([
    ['hangs', 'for (;;) {}', 'over its 300 ms'],
    ['ends itself', 'process.exit(3)', 'the thread ended'],
    ['throws', 'throw new Error(material.content.text)', 'the thread failed'],
    ['asks for all memory', 'const all = []; for (;;) all.push(new Array(1e5).fill(job))', 'the thread '],
    ['answers nonsense', "parentPort.postMessage('all is well')", 'could not read'],
    ['answers for another draft', 'parentPort.postMessage({ job: job - 1, findings: [] })', 'could not read'],
    ['answers with no findings', 'parentPort.postMessage({ job, findings: [{ says: 1 }] })', 'no finding'],
  ])('that %s is ended, and the next draft gets another', { timeout: 20_000 }, async (name, does, why) => {
    const limitMs = name.startsWith('asks') ? 15_000 : 300
    await using scanner = openScanner({ limitMs, program: await thread(name.replaceAll(' ', '-'), does) })
    const failed = await scanner.scan(material('a secret draft'), noLists).catch((cause: unknown) => String(cause))
    expect(failed).toContain(why)
    // A fault never says a word of the draft.
    expect(failed).not.toContain('secret draft')
    expect(await scanner.scan(material('fine'), noLists)).toEqual([])
  })
  test('that does not begin is not waited for', async () => {
    const file = join(folder, 'mute.mjs')
    await writeFile(file, 'for (;;) {}')
    await using scanner = openScanner({ startMs: 200, program: pathToFileURL(file) })
    await expect(scanner.scan(material('fine'), noLists)).rejects.toThrow('over its 200 ms')
  })
  test('reads drafts one after the other, and one that fails costs the others nothing', async () => {
    const program = await thread('sometimes', 'process.exit(1)')
    await using scanner = openScanner({ program })
    const all = await Promise.allSettled(
      ['fine', 'bad', 'fine', 'fine'].map((text) => scanner.scan(material(text), noLists)),
    )
    expect(all.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  })
  test('is closed with the house', async () => {
    const scanner = openScanner()
    await scanner.scan(material('fine'), noLists)
    await scanner[Symbol.asyncDispose]()
    await expect(scanner.scan(material('fine'), noLists)).rejects.toThrow('closed')
  })
})
