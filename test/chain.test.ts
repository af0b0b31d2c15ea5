// Whether a stream of entries is whole: what was changed, renamed, cut out, put in or cut off is found, on the real record.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyNewest, verifyStream } from '../src/gateway/ledger-looking.ts'
import { meet } from '../src/gateway/meet.ts'
import { giveRole, takeRole } from '../src/gateway/people.ts'
import { type Entry, entryOf, leafHash } from '../src/ledger/entry.ts'
import type { Record } from '../src/port/record.ts'
import { isRefusal } from '../src/refusal.ts'
import { account, openStage, place, type Stage } from './stage.ts'

let stage: Stage
let ada: string
beforeEach(async () => {
  stage = await openStage()
  const who = await meet(stage.house, account('ada'), place('random'))
  if (isRefusal(who)) throw new Error(who.refused)
  ada = who.person
  await giveRole(stage.house, ada, 'security')
  await takeRole(stage.house, ada, 'security')
})
afterEach(() => stage[Symbol.asyncDispose]())

/** The same record, whose entries somebody has tampered with: the database itself refuses to. */
function tampered(how: (entries: readonly Entry[]) => readonly Entry[]): void {
  const { record } = stage.house
  const entries: Record['entries'] = async (page) => {
    const changed = how(await record.entries({ stream: ada, limit: 100 }))
    return page.stream === undefined ? changed : changed.filter((entry) => entry.version > (page.after ?? 0))
  }
  stage.house = { ...stage.house, record: { ...record, entries } }
}
const found = async () => (await verifyStream(stage.house, ada)).breaks.map(({ version, why }) => `${version} ${why}`)
const relabelled = (entry: Entry, more: object): Entry => entryOf({ ...JSON.parse(entry.leaf), ...more })

describe('a stream', () => {
  test('as it was written is whole', async () => {
    expect(await verifyStream(stage.house, ada)).toEqual({ streams: 1, entries: 3, breaks: [] })
    expect(await verifyNewest(stage.house, 100)).toMatchObject({ entries: 3, breaks: [] })
  })

  test('that nobody ever wrote has no entry and nothing wrong', async () => {
    expect(await verifyStream(stage.house, 'u_nobody')).toEqual({ streams: 0, entries: 0, breaks: [] })
  })

  test.each<readonly [string, (all: readonly Entry[]) => readonly Entry[], readonly string[]]>([
    [
      'with a byte changed',
      (all) => all.map((one, at) => (at === 1 ? { ...one, leaf: one.leaf.replace('security', 'moderator') } : one)),
      ['2 bytes'],
    ],
    [
      'with an entry made anew, hash and all',
      (all) => all.map((one, at) => (at === 1 ? relabelled(one, { event: 'met' }) : one)),
      ['3 chain'],
    ],
    [
      'with the last one made anew, hash and all',
      (all) => all.map((one, at) => (at === 2 ? relabelled(one, { event: 'met' }) : one)),
      ['3 head'],
    ],
    ['with one cut out', (all) => all.filter((_, at) => at !== 1), ['3 gap']],
    ['with its beginning cut off', (all) => all.slice(1), ['2 gap']],
    ['with its end cut off', (all) => all.slice(0, 2), ['2 head']],
    [
      'with an entry of another stream',
      (all) => all.map((one, at) => (at === 2 ? { ...relabelled(one, { stream: 'u_other' }), stream: ada } : one)),
      ['3 name', '3 head'],
    ],
    [
      'with what is no leaf at all',
      (all) => all.map((one, at) => (at === 2 ? { ...one, leaf: 'x', hash: leafHash('x') } : one)),
      ['3 name', '3 head'],
    ],
  ])('%s is not whole', async (_, how, breaks) => {
    tampered(how)
    expect(await found()).toEqual(breaks)
    expect((await verifyNewest(stage.house, 100)).breaks.length).toBeGreaterThan(0)
  })
})
