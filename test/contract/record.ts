// What every record must do, whatever keeps it: all or nothing, compare-and-set, one holder of a lease, a ledger that
// nobody edits. The things here are watches, since they are the smallest; a race is run between two records on one
// store, as between two processes.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stopId, sure } from '../../src/id.ts'
import { beforeTheFirst, entryOf } from '../../src/ledger/entry.ts'
import type { NewOwed, Owed, Record, Save, Write } from '../../src/port/record.ts'
import { noStops, type Stop } from '../../src/safety/stop.ts'
import { day, minute, second } from '../../src/time.ts'

/** A record on a new, empty store, and what a test may do behind its back. */
export type Opened = {
  readonly record: Record
  /** A second one on the same store, as another process has it. */
  another(): Promise<Record>
  /** Closes all that are open and opens the store again. */
  reopen(): Promise<Record>
  setNow(at: number): Promise<void>
  /** SQL past the record, for what only an intruder would do. */
  raw(sql: string): Promise<unknown>
  /** Every byte of the store that lies on disk. */
  bytes(): Promise<Buffer>
  close(): Promise<void>
}

export const noon = Date.UTC(2026, 9, 20, 12)
const later = noon + 10 * minute

type More = {
  readonly expected?: number
  readonly prev?: string
  readonly about?: string
  readonly tags?: readonly string[]
  readonly soles?: readonly { name: string; note?: string }[]
  readonly at?: number
}

/** One change of a watch, its entry with it. */
export function watch(id: string, more: More = {}): Write {
  const { expected = 0, prev = beforeTheFirst, about = 'u_stranger', tags = ['watch'], soles = [], at = noon } = more
  const is = { about, refused: expected + 1, last: noon }
  return { kind: 'watch', id, expected, is, entry: entryAt(id, expected + 1, prev, at), tags, soles }
}

function entryAt(stream: string, version: number, prev: string, at = noon) {
  const who = { v: 1, at, actor: { kind: 'system' } } as const
  return entryOf({ ...who, stream, version, prev, event: 'attempt-refused', to: 'watched', facts: {}, commitments: {} })
}

export function only(...writes: readonly Write[]): Save {
  return { writes, unchanged: [], owed: [] }
}

const cards: NewOwed = { errand: 'cards', about: 'w_1', lane: 'slack/T1/C1', dueAt: noon }

/** One change of the board of stops. */
export function board(expected: number, prev: string, is = noStops): Write {
  return { kind: 'stops', id: 'stops', expected, is, entry: entryAt('stops', expected + 1, prev), tags: [] }
}

async function headOf(record: Record, id: string): Promise<string> {
  const { seen } = await record.look({ it: { kind: 'watch', id } })
  return seen.it?.head ?? beforeTheFirst
}

async function taken(record: Record): Promise<Owed> {
  const [owed] = await record.take(1, minute)
  if (owed === undefined) throw new Error('taking what a test owes: nothing is due')
  return owed
}

export function recordContract(name: string, open: () => Promise<Opened>): void {
  describe(`a record on ${name}`, () => {
    let opened: Opened
    let record: Record
    beforeEach(async () => {
      opened = await open()
      await opened.setNow(noon)
      record = opened.record
    })
    afterEach(() => opened.close())

    describe('a save', () => {
      test('keeps the thing, its entry and what is owed', async () => {
        const write = watch('w_1')
        const saved = await record.save({ ...only(write), owed: [cards] })
        const { now, seen } = await record.look({ it: { kind: 'watch', id: 'w_1' } })
        expect({ now, it: seen.it }).toEqual({
          now: noon,
          it: { id: 'w_1', version: 1, head: write.entry.hash, is: write.is },
        })
        expect(await record.entries({ stream: 'w_1', limit: 10 })).toEqual([write.entry])
        const [owed] = await record.take(10, minute)
        expect(owed).toEqual({ ...cards, id: expect.any(String), tries: 1, fence: 1 })
        expect(saved).toEqual({ saved: true, owed: [owed?.id] })
      })

      test('is told again by page: of a stream from its beginning, of all from the newest', async () => {
        const first = watch('w_1')
        const second = watch('w_1', { expected: 1, prev: first.entry.hash })
        const third = watch('w_2')
        for (const write of [first, second, third]) await record.save(only(write))
        const all = [first, second, third].map((write) => write.entry)
        expect(await record.entries({ limit: 10 })).toEqual(all)
        expect(await record.entries({ limit: 1 })).toEqual([third.entry])
        expect(await record.entries({ limit: 1, before: third.entry })).toEqual([second.entry])
        expect(await record.entries({ limit: 10, before: second.entry })).toEqual([first.entry])
        expect(await record.entries({ limit: 10, before: first.entry })).toEqual([])
        expect(await record.entries({ stream: 'w_1', after: 1, limit: 10 })).toEqual([second.entry])
        expect(await record.entries({ stream: 'w_1', after: 2, limit: 10 })).toEqual([])
        expect(await record.head('w_1')).toEqual({ version: 2, head: second.entry.hash })
        expect(await record.head('w_3')).toBeUndefined()
      })

      test('of two things changes neither when one has moved', async () => {
        await record.save(only(watch('w_2')))
        const saved = await record.save({ ...only(watch('w_1'), watch('w_2')), owed: [cards] })
        expect(saved).toEqual({ saved: false, moved: 'w_2' })
        await leftNothing('w_1')
      })

      test('that breaks half-way leaves nothing, and the others of its turn stay', async () => {
        await opened.raw("insert into entry (stream, version, leaf, hash) values ('w_1', 1, '{}', 'planted')")
        const [before, torn, after] = await Promise.allSettled([
          record.save(only(watch('w_0'))),
          record.save({ ...only(watch('w_1', { soles: [{ name: 'key/1' }] })), owed: [cards] }),
          record.save(only(watch('w_2'))),
        ])
        expect([before.status, torn.status, after.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
        const { seen } = await record.look({
          before: { kind: 'watch', id: 'w_0' },
          torn: { kind: 'watch', id: 'w_1' },
          bySole: { kind: 'watch', sole: 'key/1' },
          after: { kind: 'watch', id: 'w_2' },
        })
        expect([seen.before?.version, seen.torn, seen.bySole, seen.after?.version]).toEqual([
          1,
          undefined,
          undefined,
          1,
        ])
        expect(await record.list('watch', 'watch', { limit: 10 })).toHaveLength(2)
        expect(await record.nextDue()).toBeUndefined()
      })

      test('on a version that somebody changed says what moved', async () => {
        const first = watch('w_1')
        await record.save(only(first))
        const second = watch('w_1', { expected: 1, prev: first.entry.hash })
        expect(await record.save(only(second))).toMatchObject({ saved: true })
        expect(await record.save(only(second))).toEqual({ saved: false, moved: 'w_1' })
        expect(await record.save(only(first))).toEqual({ saved: false, moved: 'w_1' })
        const late = watch('w_1', { expected: 1, prev: second.entry.hash })
        expect(await record.save(only(late))).toEqual({ saved: false, moved: 'w_1' })
        expect(await record.save(only(watch('w_none', { expected: 3 })))).toEqual({ saved: false, moved: 'w_none' })
      })

      test('by fifty at once has one winner, and the chain has no gap', async () => {
        const other = await opened.another()
        await record.save(only(watch('w_1')))
        for (let round = 1; round <= 3; round++) {
          const prev = await headOf(record, 'w_1')
          const fifty = await Promise.all(
            Array.from({ length: 50 }, (_, saver) =>
              (saver % 2 === 0 ? record : other).save(
                only(watch('w_1', { expected: round, prev, about: `saver ${saver}` })),
              ),
            ),
          )
          expect(fifty.filter(({ saved }) => saved)).toHaveLength(1)
          expect(fifty.filter((answer) => 'moved' in answer && answer.moved === 'w_1')).toHaveLength(49)
        }
        const entries = await record.entries({ stream: 'w_1', limit: 100 })
        expect(entries.map(({ version }) => version)).toEqual([1, 2, 3, 4])
        expect(entries.map(({ leaf }) => JSON.parse(leaf).prev)).toEqual([
          beforeTheFirst,
          ...entries.slice(0, 3).map(({ hash }) => hash),
        ])
      })

      test('by sixty-four at once leaves streams without gap or fork', async () => {
        const records = [record, await opened.another(), await opened.another()]
        const streams = ['w_0', 'w_1', 'w_2', 'w_3', 'w_4', 'w_5', 'w_6', 'w_7']
        const hashes = await Promise.all(
          Array.from({ length: 64 }, async (_, writer) => {
            const mine = records[writer % records.length] ?? record
            const id = streams[writer % streams.length] ?? 'w_0'
            for (let written: string[] = []; ; ) {
              const { seen } = await mine.look({ it: { kind: 'watch', id } })
              const write = watch(id, { expected: seen.it?.version ?? 0, prev: seen.it?.head ?? beforeTheFirst })
              const saved = await mine.save(only(write))
              if (saved.saved) written = [...written, write.entry.hash]
              if (written.length === 3) return written
            }
          }),
        )
        for (const id of streams) {
          const entries = await record.entries({ stream: id, limit: 100 })
          expect(entries.map(({ version }) => version)).toEqual(Array.from({ length: 24 }, (_, at) => at + 1))
          expect(entries.map(({ leaf }) => JSON.parse(leaf).prev)).toEqual([
            beforeTheFirst,
            ...entries.slice(0, -1).map(({ hash }) => hash),
          ])
          expect(await headOf(record, id)).toBe(entries.at(-1)?.hash)
        }
        const all = await record.entries({ limit: 1000 })
        expect(all.map(({ hash }) => hash).sort()).toEqual(hashes.flat().sort())
      })

      test('that names the board of stops loses to a stop', async () => {
        const other = await opened.another()
        const claim = (version: number, id: string) => ({
          ...only(watch(id)),
          unchanged: [{ kind: 'stops', id: 'stops', version } as const],
        })
        expect(await record.save(claim(0, 'w_before'))).toMatchObject({ saved: true })
        let prev = beforeTheFirst
        for (let version = 0; version < 20; version++) {
          const stop = board(version, prev)
          const [early, stopped, late] = await Promise.all([
            other.save(claim(version, `w_${version}_early`)),
            record.save(only(stop)),
            other.save(claim(version, `w_${version}_late`)),
          ])
          expect(stopped).toMatchObject({ saved: true })
          // In the same moment either may be first; then the ledger says so too, and whoever was not has lost.
          const streams = (await record.entries({ limit: 3 })).map(({ stream }) => stream)
          const before = streams.slice(0, streams.lastIndexOf('stops'))
          for (const [id, claimed] of [[`w_${version}_early`, early] as const, [`w_${version}_late`, late] as const]) {
            if (claimed.saved) expect(before).toContain(id)
            else expect(claimed).toEqual({ saved: false, moved: 'stops' })
          }
          expect(await other.save(claim(version, `w_${version}`))).toEqual({ saved: false, moved: 'stops' })
          await leftNothing(`w_${version}`)
          prev = stop.entry.hash
        }
        expect(await record.save(claim(20, 'w_after'))).toMatchObject({ saved: true })
      })

      test('with a sole name that is taken says by what, and leaves nothing', async () => {
        await record.save(only(watch('w_1', { soles: [{ name: 'key/a', note: 'body hash' }] })))
        const second = { ...only(watch('w_2', { soles: [{ name: 'key/b' }, { name: 'key/a' }] })), owed: [cards] }
        expect(await record.save(second)).toEqual({ saved: false, taken: 'key/a', by: 'w_1', note: 'body hash' })
        await leftNothing('w_2')
        expect((await record.look({ b: { kind: 'watch', sole: 'key/b' } })).seen.b).toBeUndefined()
      })

      test('wins a sole name alone, also against one of the same turn', async () => {
        const other = await opened.another()
        const answers = await Promise.all(
          ['w_1', 'w_2', 'w_3', 'w_4'].map((id, at) =>
            (at % 2 === 0 ? record : other).save(only(watch(id, { soles: [{ name: 'approver/r1/ada' }] }))),
          ),
        )
        const { seen } = await record.look({ winner: { kind: 'watch', sole: 'approver/r1/ada' } })
        const lost = { saved: false, taken: 'approver/r1/ada', by: seen.winner?.id, note: undefined }
        expect(answers.filter(({ saved }) => saved)).toHaveLength(1)
        expect(answers.filter(({ saved }) => !saved)).toEqual([lost, lost, lost])
      })

      test('says what moved before it says what is taken', async () => {
        await record.save(only(watch('w_1', { soles: [{ name: 'key/a' }] })))
        const both = only(watch('w_1', { soles: [{ name: 'key/a' }] }))
        expect(await record.save(both)).toEqual({ saved: false, moved: 'w_1' })
      })

      test.each([
        ['of another stream', { ...watch('w_2'), entry: entryAt('w_other', 1, beforeTheFirst) }],
        ['of another version', { ...watch('w_2'), entry: entryAt('w_2', 2, beforeTheFirst) }],
        ['that is first and yet follows one', watch('w_2', { prev: 'f'.repeat(64) })],
      ])('with an entry %s is a fault and leaves nothing', async (_, write) => {
        await expect(record.save({ ...only(watch('w_1'), write), owed: [cards] })).rejects.toThrow('saving w_2')
        await leftNothing('w_1')
        await leftNothing('w_2')
      })

      test('with an entry that chains to another than the last is a fault and leaves nothing', async () => {
        const first = watch('w_2')
        await record.save(only(first))
        const astray = watch('w_2', { expected: 1, prev: 'f'.repeat(64) })
        await expect(record.save({ ...only(watch('w_1'), astray), owed: [cards] })).rejects.toThrow('saving w_2')
        await leftNothing('w_1')
        expect(await record.entries({ stream: 'w_2', limit: 10 })).toEqual([first.entry])
        expect(await headOf(record, 'w_2')).toBe(first.entry.hash)
      })

      test.each([
        ['of another stream', entryAt('w_9', 1, beforeTheFirst)],
        ['of another version', entryAt('w_2', 2, beforeTheFirst)],
      ])('whose leaf is %s than its entry says is a fault and leaves nothing', async (_, { leaf, hash }) => {
        const astray: Write = { ...watch('w_2'), entry: { leaf, hash, stream: 'w_2', version: 1 } }
        await expect(record.save({ ...only(watch('w_1'), astray), owed: [cards] })).rejects.toThrow('saving w_2')
        await leftNothing('w_1')
        await leftNothing('w_2')
      })

      test('is one of a thousand in the same turn, and each is there', async () => {
        const ids = Array.from({ length: 1000 }, (_, at) => `w_${String(at).padStart(4, '0')}`)
        const saved = await Promise.all(ids.map((id) => record.save({ ...only(watch(id)), owed: [cards] })))
        const owed = saved.flatMap((answer) => (answer.saved ? answer.owed : []))
        expect(new Set(owed).size).toBe(1000)
        expect(owed).toEqual([...owed].sort())
        const listed = await record.list('watch', 'watch', { limit: 2000 })
        expect(listed.map(({ id }) => id)).toEqual([...ids].reverse())
        expect(await record.entries({ limit: 2000 })).toHaveLength(1000)
      })
    })

    describe('a look', () => {
      test('finds by id and by sole name, and nothing of another kind', async () => {
        const write = watch('w_1', { soles: [{ name: 'about/stranger' }, { name: 'key/a', note: 'body hash' }] })
        await record.save(only(write))
        const { seen } = await record.look({
          byId: { kind: 'watch', id: 'w_1' },
          bySole: { kind: 'watch', sole: 'about/stranger' },
          byNoted: { kind: 'watch', sole: 'key/a' },
          asAgent: { kind: 'agent', id: 'w_1' },
          asPerson: { kind: 'person', sole: 'about/stranger' },
          unknown: { kind: 'watch', id: 'w_9' },
          notWanted: undefined,
        })
        expect(seen.byId?.is).toEqual(write.is)
        expect(seen.bySole).toEqual(seen.byId)
        expect(seen.byNoted).toEqual({ ...seen.byId, note: 'body hash' })
        expect([seen.asAgent, seen.asPerson, seen.unknown, seen.notWanted]).toEqual(Array(4).fill(undefined))
      })

      test('counts what has a tag that ends with the id behind a sole name, and no further than was asked', async () => {
        await record.save(only(watch('w_1', { soles: [{ name: 'token:one' }], tags: ['open-of:w_1'] })))
        await record.save(only(watch('w_2', { tags: ['open-of:w_1', 'open-of:w_2'] })))
        await record.save(only(watch('w_3', { tags: ['open-of:w_10'] })))
        const of = (sole: string, most = 10) => ({ tag: 'open-of:', sole, most })
        const { tallied } = await record.look({}, [of('token:one'), of('token:one', 1), of('token:none')])
        expect(tallied).toEqual([2, 1, 0])
      })

      test('sees a board as it is now, though another process changed it', async () => {
        const other = await opened.another()
        const empty = board(0, beforeTheFirst)
        await record.save(only(empty))
        expect((await record.look({ stops: { kind: 'stops', id: 'stops' } })).seen.stops?.is).toEqual(noStops)
        const id = sure(stopId, 's_01M5G00000AAAAAAAAAA')
        const stop: Stop = { id, scope: { over: 'all' }, by: 'admin-token', reason: 'drill', from: noon }
        await other.save(only(board(1, empty.entry.hash, { stops: [stop] })))
        const { seen } = await record.look({ stops: { kind: 'stops', id: 'stops' } })
        expect(seen.stops).toMatchObject({ version: 2, is: { stops: [stop] } })
      })
    })

    describe('a list', () => {
      test('comes in pages, newest first, each thing once', async () => {
        for (const id of ['w_1', 'w_2', 'w_3', 'w_4', 'w_5']) await record.save(only(watch(id)))
        await record.save(only(watch('w_6', { tags: ['elsewhere'] })))
        const page = async (before?: string) =>
          (await record.list('watch', 'watch', { limit: 2, before })).map(({ id }) => id)
        expect([await page(), await page('w_4'), await page('w_2')]).toEqual([['w_5', 'w_4'], ['w_3', 'w_2'], ['w_1']])
        expect(await record.list('draft', 'watch', { limit: 10 })).toEqual([])
      })

      test('sorts ids letter by letter, as they were made, and not as a dictionary does', async () => {
        for (const id of ['w_a', 'w_B', 'w_A', 'w_b', 'w-c']) await record.save(only(watch(id)))
        const listed = await record.list('watch', 'watch', { limit: 10 })
        expect(listed.map(({ id }) => id)).toEqual(['w_b', 'w_a', 'w_B', 'w_A', 'w-c'])
      })

      test('follows the tags of the last save', async () => {
        const first = watch('w_1', { tags: ['pending', 'agent/a'] })
        await record.save(only(first))
        const second = watch('w_1', { expected: 1, prev: first.entry.hash, tags: ['agent/a', 'settled', 'settled'] })
        await record.save(only(second))
        const under = async (tag: string) => (await record.list('watch', tag, { limit: 10 })).map(({ id }) => id)
        expect([await under('pending'), await under('agent/a'), await under('settled')]).toEqual([[], ['w_1'], ['w_1']])
        await record.save(only(watch('w_1', { expected: 2, prev: second.entry.hash, tags: [] })))
        expect([await under('agent/a'), await under('settled')]).toEqual([[], []])
      })
    })

    describe('the entries', () => {
      test('are the newest of all, oldest first, when no stream is named', async () => {
        for (const id of ['w_3', 'w_1', 'w_2']) await record.save(only(watch(id)))
        expect((await record.entries({ limit: 2 })).map(({ stream }) => stream)).toEqual(['w_1', 'w_2'])
      })

      test('of the things with a tag are read in their order from a place on, and nobody else’s', async () => {
        await record.save(only(watch('w_old', { tags: ['agent:a_1'] })))
        const { upTo: from } = await record.chronicle({ tag: 'agent:a_1', after: undefined, limit: 1 })
        await record.save(only(watch('w_1', { tags: ['agent:a_1'] })))
        await record.save(only(watch('w_2', { tags: ['agent:a_2'] })))
        await record.save(only(watch('w_1', { expected: 1, prev: await headOf(record, 'w_1'), tags: ['agent:a_1'] })))
        const page = await record.chronicle({ tag: 'agent:a_1', after: from, limit: 10 })
        expect(page.entries.map(({ stream, version }) => [stream, version])).toEqual([
          ['w_1', 1],
          ['w_1', 2],
        ])
        expect(page.more).toBe(false)
        const [first, second] = page.entries
        expect(first?.place).toBeLessThan(second?.place ?? 0)
        // A step at a time it is the same, and at the end nothing comes twice.
        const short = await record.chronicle({ tag: 'agent:a_1', after: from, limit: 2 })
        expect([short.entries.length, short.more, short.upTo]).toEqual([1, true, (first?.place ?? 0) + 1])
        const rest = await record.chronicle({ tag: 'agent:a_1', after: short.upTo, limit: 10 })
        expect(rest.entries.map((one) => one.place)).toEqual([second?.place])
        expect(await record.chronicle({ tag: 'agent:a_1', after: rest.upTo, limit: 10 })).toEqual({
          entries: [],
          upTo: second?.place,
          more: false,
        })
      })

      test('cannot be changed or deleted, not even past the record', async () => {
        const write = watch('w_1', { at: Date.now() })
        await record.save(only(write))
        await expect(opened.raw("update entry set leaf = '{}' where stream = 'w_1'")).rejects.toThrow('never changed')
        await expect(opened.raw("delete from entry where stream = 'w_1'")).rejects.toThrow('never changed')
        const forged = 'insert or replace into entry (at_order, stream, version, leaf, hash) values'
        await expect(opened.raw(`${forged} (null, 'w_1', 1, '{}', 'forged')`)).rejects.toThrow()
        await expect(opened.raw(`${forged} (1, 'w_2', 1, '{}', 'forged')`)).rejects.toThrow()
        expect(await record.entries({ limit: 10 })).toEqual([write.entry])
      })

      test('goes when it is 13 months old by the clock of the database, and not a day before, whoever says what', async () => {
        const now = Date.now()
        const young = watch('w_1', { at: now - 402 * day })
        const old = watch('w_2', { at: now - 404 * day })
        await record.save(only(young, old))
        // What the house believes the time to be opens nothing.
        await opened.setNow(now + 1000 * day)
        for (const where of ["stream = 'w_1'", "stream in ('w_1', 'w_2')", "leaf like '%'", 'version > 0'])
          await expect(opened.raw(`delete from entry where ${where}`)).rejects.toThrow(
            'goes only when its term is over',
          )
        for (const [nth, leaf] of ['{}', '{"at":null}', '{"at":"0"}', '{"at":[0]}', 'nonsense'].entries()) {
          await opened.raw(
            `insert into entry (stream, version, leaf, hash) values ('w_f${nth}', 1, '${leaf}', 'forged')`,
          )
          await expect(opened.raw(`delete from entry where stream = 'w_f${nth}'`)).rejects.toThrow()
        }
        await opened.raw("delete from entry where stream = 'w_2'")
        expect(await record.entries({ stream: 'w_1', limit: 10 })).toEqual([young.entry])
        expect(await record.entries({ stream: 'w_2', limit: 10 })).toEqual([])
      })
    })

    describe('what leaves', () => {
      const ended = (write: Write, copies: readonly string[] = []) =>
        ({ kind: 'watch', id: write.id, version: write.expected + 1, head: write.entry.hash, copies }) as const
      const longAgo = { at: Date.now() - 500 * day }
      const first = watch('w_1', { ...longAgo, soles: [{ name: 'key/1' }] })
      const again = watch('w_1', { ...longAgo, expected: 1, prev: first.entry.hash })
      const other = watch('w_2', { ...longAgo, soles: [{ name: 'key/2' }] })
      beforeEach(async () => {
        await record.save(only(first, other))
        await record.save(only(again))
        for (const draft of ['w_1', 'told:w_1', 'w_2'])
          await record.keepCopy({ draft, account: 'slack/T1/U1', ref: 'C1/1.000100' })
      })

      test('goes with its entries, tags, sole names and copies, and what is said of it stays', async () => {
        const says = watch('w_9')
        const saved = await record.save({ ...only(says), gone: [ended(again, ['w_1', 'told:w_1'])] })
        expect(saved).toEqual({ saved: true, owed: [] })
        expect(await record.entries({ limit: 10 })).toEqual([other.entry, says.entry])
        expect((await record.list('watch', 'watch', { limit: 10 })).map(({ id }) => id)).toEqual(['w_9', 'w_2'])
        expect([await record.copies('w_1'), await record.copies('told:w_1')]).toEqual([[], []])
        expect(await record.copies('w_2')).toHaveLength(1)
        // Its names are free again, those of others are not.
        expect(await record.save(only(watch('w_3', { soles: [{ name: 'key/1' }] })))).toMatchObject({ saved: true })
        expect(await record.save(only(watch('w_4', { soles: [{ name: 'key/2' }] })))).toMatchObject({ taken: 'key/2' })
      })

      test('stays, and nothing is said of it, when it has moved on, or something is owed about it', async () => {
        const says = watch('w_9')
        const before = await record.entries({ limit: 10 })
        expect(await record.save({ ...only(says), gone: [ended(other), ended(first)] })).toEqual({
          saved: false,
          moved: 'w_1',
        })
        const forged = { ...ended(again), head: 'f'.repeat(64) }
        expect(await record.save({ ...only(says), gone: [forged] })).toEqual({ saved: false, moved: 'w_1' })
        await record.save({ ...only(), owed: [cards] })
        expect(await record.save({ ...only(says), gone: [ended(again)] })).toEqual({ saved: false, moved: 'w_1' })
        expect(await record.entries({ limit: 10 })).toEqual(before)
        expect(await headOf(record, 'w_2')).toBe(other.entry.hash)
      })

      test('cannot be what is younger: the database refuses all of it', async () => {
        const young = watch('w_5', { at: Date.now() - 402 * day })
        await record.save(only(young))
        const before = await record.entries({ limit: 10 })
        await expect(record.save({ ...only(watch('w_9')), gone: [ended(other), ended(young)] })).rejects.toThrow()
        expect(await record.entries({ limit: 10 })).toEqual(before)
        expect(await headOf(record, 'w_2')).toBe(other.entry.hash)
      })

      test('is what was looked at: of a save that goes on with it and one that takes it away, one wins', async () => {
        const others = await opened.another()
        for (let nth = 0; nth < 10; nth++) {
          const begun = watch(`w_r${nth}`, longAgo)
          await record.save(only(begun))
          const next = watch(begun.id, { ...longAgo, expected: 1, prev: begun.entry.hash })
          const [away, on] = await Promise.all([
            record.save({ ...only(watch(`w_s${nth}`)), gone: [ended(begun)] }),
            others.save(only(next)),
          ])
          expect([away.saved, on.saved].sort()).toEqual([false, true])
          expect(await record.entries({ stream: begun.id, limit: 9 })).toEqual(
            on.saved ? [begun.entry, next.entry] : [],
          )
        }
      })
    })

    describe('what is owed', () => {
      test('is taken when it falls due, the longest due first, so many at a time', async () => {
        await owe({ ...cards, about: 'w_late', dueAt: later }, { ...cards, about: 'w_b', dueAt: noon }, cards)
        await owe({ ...cards, about: 'w_a', dueAt: noon - second })
        const about = async (limit: number) => (await record.take(limit, minute)).map((owed) => owed.about)
        expect([await about(2), await about(2), await about(2)]).toEqual([['w_a', 'w_b'], ['w_1'], []])
        await owe(
          { ...cards, about: 'w_5', dueAt: noon - second },
          { ...cards, about: 'w_3', dueAt: noon - 3 * second },
          { ...cards, about: 'w_4', dueAt: noon - 2 * second },
        )
        expect(await about(3)).toEqual(['w_3', 'w_4', 'w_5'])
        await opened.setNow(later)
        expect(await about(1)).toHaveLength(1)
      })

      test('is held by one of two who take it at once', async () => {
        const other = await opened.another()
        await owe(cards, ...Array.from({ length: 39 }, () => cards))
        const [mine, theirs, more] = await Promise.all([
          record.take(15, minute),
          other.take(15, minute),
          record.take(15, minute),
        ])
        const ids = [...mine, ...theirs, ...more].map(({ id }) => id)
        expect([ids.length, new Set(ids).size]).toEqual([40, 40])
      })

      test('is free again when the lease is over, and who held it can do nothing more with it', async () => {
        await owe(cards)
        const slow = await taken(record)
        expect(await record.take(1, minute)).toEqual([])
        await opened.setNow(noon + minute)
        const next = await taken(record)
        expect(next).toEqual({ ...slow, tries: 2, fence: 2 })
        expect([await record.settle(slow), await record.putOff(slow, later)]).toEqual([false, false])
        expect([await record.settle(next), await record.settle(next)]).toEqual([true, false])
        expect(await record.nextDue()).toBeUndefined()
      })

      test('is put off to a later moment, and held no more', async () => {
        await owe(cards)
        const owed = await taken(record)
        expect(await record.putOff(owed, later)).toBe(true)
        expect([await record.take(1, minute), await record.settle(owed)]).toEqual([[], false])
        expect(await record.nextDue()).toBe(later)
        await opened.setNow(later)
        expect(await taken(record)).toEqual({ ...owed, dueAt: later, tries: 2, fence: 2 })
      })

      test('is taken by its id, if it is due and free', async () => {
        const [now = '', then = ''] = await owe(cards, { ...cards, dueAt: later })
        expect(await record.takeOne(now, minute)).toMatchObject({ id: now, tries: 1, fence: 1 })
        expect(await record.takeOne(now, minute)).toBeUndefined()
        expect(await record.takeOne(then, minute)).toBeUndefined()
        expect(await record.takeOne('o_none', minute)).toBeUndefined()
      })

      test('is owed only if something has its tag in the moment of the save, and not after it has lost it', async () => {
        const answer: NewOwed = { ...cards, errand: 'answer', onlyIf: 'webhook:a_1' }
        const owing = async (id: string, owed: NewOwed[]) => {
          await record.save({ ...only(watch(id)), owed })
          return (await record.take(10, minute)).map((one) => one.errand)
        }
        expect(await owing('w_1', [answer, cards])).toEqual(['cards'])
        // In the same save as the tag, too.
        await record.save({ ...only(watch('w_hook', { tags: ['webhook:a_1'] })), owed: [answer] })
        expect((await record.take(10, minute)).map((one) => one.errand)).toEqual(['answer'])
        expect((await owing('w_2', [answer, cards])).sort()).toEqual(['answer', 'cards'])
        expect(await owing('w_3', [{ ...answer, onlyIf: 'webhook:a_2' }])).toEqual([])
        const prev = await headOf(record, 'w_hook')
        await record.save(only(watch('w_hook', { expected: 1, prev, tags: [] })))
        expect(await owing('w_4', [answer])).toEqual([])
      })

      test('is named to a relay while it is due and free: what people wait for, then checks, then the next moment', async () => {
        const check = { ...cards, errand: 'screen' } as const
        expect(await record.due(9)).toEqual({ now: noon, rows: [], next: undefined })
        const [first = '', , , third = ''] = await owe(check, check, { ...cards, dueAt: later }, cards)
        const { rows, next } = await record.due(1)
        expect(rows).toEqual([
          { id: third, errand: 'cards', fence: 0 },
          { id: first, errand: 'screen', fence: 0 },
        ])
        expect(next).toBe(later)
        const owed = await record.takeOne(third, minute)
        expect((await record.due(9)).rows.map(({ errand }) => errand)).toEqual(['screen', 'screen'])
        expect((await record.due(9)).next).toBe(noon + minute)
        await opened.setNow(noon + minute)
        expect((await record.due(1)).rows[0]).toEqual({ id: third, errand: 'cards', fence: owed?.fence })
        expect((await record.due(9)).next).toBe(later)
      })

      test('says when to look again', async () => {
        expect(await record.nextDue()).toBeUndefined()
        await owe({ ...cards, dueAt: later })
        expect(await record.nextDue()).toBe(later)
        await owe(cards)
        expect(await record.nextDue()).toBe(noon)
        const owed = await taken(record)
        expect(await record.nextDue()).toBe(noon + minute)
        await record.settle(owed)
        expect(await record.nextDue()).toBe(later)
      })
    })

    describe('the store', () => {
      test('shows nobody the text of a thing', async () => {
        const canary = 'canary-7f3a-drop-the-replication-slot'
        const first = watch('w_1', { about: canary })
        await record.save(only(first))
        await record.save(only(watch('w_1', { expected: 1, prev: first.entry.hash, about: canary })))
        const bytes = await opened.bytes()
        expect(bytes.includes('w_1')).toBe(true)
        expect(bytes.includes(canary)).toBe(false)
        expect((await record.look({ it: { kind: 'watch', id: 'w_1' } })).seen.it?.is.about).toBe(canary)
      })

      test('refuses a body that was moved from another thing', async () => {
        await record.save(only(watch('w_1'), watch('w_2')))
        await opened.raw("update thing set body = (select body from thing where id = 'w_2') where id = 'w_1'")
        await expect(record.look({ it: { kind: 'watch', id: 'w_1' } })).rejects.toThrow('w_1')
      })

      test('keeps where the copies of a card are, the newest of each account', async () => {
        const copy = { draft: 'd_1', account: 'slack/T1/U1', ref: 'C1/1.000100' }
        const second = { ...copy, account: 'slack/T1/U2' }
        await Promise.all([copy, second, copy, { ...copy, draft: 'd_2' }].map((each) => record.keepCopy(each)))
        expect(await record.copies('d_1')).toEqual([copy, second])
        await record.keepCopy({ ...copy, ref: 'C1/2.000200' })
        expect(await record.copies('d_1')).toEqual([{ ...copy, ref: 'C1/2.000200' }, second])
        expect(await record.copies('d_3')).toEqual([])
      })

      test('has all of it after it was closed and opened', async () => {
        const write = watch('w_1', { soles: [{ name: 'key/a', note: 'n' }] })
        await record.save({ ...only(write), owed: [cards] })
        await record.keepCopy({ draft: 'd_1', account: 'u', ref: 'r' })
        const leased = await taken(record)
        const again = await opened.reopen()
        const { seen } = await again.look({ it: { kind: 'watch', sole: 'key/a' } })
        const held = { id: 'w_1', version: 1, head: write.entry.hash, is: write.is }
        expect(seen.it).toEqual({ ...held, note: 'n' })
        expect(await again.entries({ limit: 10 })).toEqual([write.entry])
        expect(await again.list('watch', 'watch', { limit: 10 })).toEqual([held])
        expect(await again.copies('d_1')).toEqual([{ draft: 'd_1', account: 'u', ref: 'r' }])
        expect([await again.take(1, minute), await again.settle(leased)]).toEqual([[], true])
      })

      test('has what was saved in the turn in which it was closed', async () => {
        const saved = record.save(only(watch('w_1')))
        const [again] = await Promise.all([opened.reopen(), saved])
        expect(await headOf(again, 'w_1')).toBe(watch('w_1').entry.hash)
        await expect(record.save(only(watch('w_2')))).rejects.toThrow('closed')
      })

      test('is well, and says what ails it when it is closed', async () => {
        expect(await record.health()).toBeUndefined()
        await opened.reopen()
        expect(await record.health()).toContain('cannot be written')
      })
    })

    test('the clock never goes back', async () => {
      await opened.setNow(later)
      expect(await record.now()).toBe(later)
      await opened.setNow(noon)
      expect([await record.now(), (await record.look({})).now]).toEqual([later, later])
    })

    async function owe(...owed: readonly [NewOwed, ...NewOwed[]]): Promise<readonly string[]> {
      const id = `w_${owed[0].about}_${owed[0].dueAt}_${owed.length}`
      const saved = await record.save({ ...only(watch(id)), owed })
      if (!saved.saved) throw new Error(`owing in a test: ${id} was there before`)
      return saved.owed
    }

    async function leftNothing(id: string) {
      expect((await record.look({ it: { kind: 'watch', id } })).seen.it).toBeUndefined()
      expect(await record.entries({ stream: id, limit: 10 })).toEqual([])
      expect((await record.list('watch', 'watch', { limit: 10 })).map((held) => held.id)).not.toContain(id)
      expect(await record.nextDue()).toBeUndefined()
    }
  })
}
