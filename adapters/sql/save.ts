// Saving: things, their entries and what is owed, as one change. Nothing is read first: each statement says what it
// expects to find, and only who loses looks again to say why.

import { randomBytes } from 'node:crypto'
import { spell } from '../../src/id.ts'
import { beforeTheFirst, type Entry } from '../../src/ledger/entry.ts'
import type { Gone, Less, NewOwed, Record, Save, Saved, Write } from '../../src/port/record.ts'
import type { Instant } from '../../src/time.ts'
import type { Driver, Step, Value } from './driver.ts'
import type { Sealer } from './seal.ts'

type Lost = { readonly moved: string } | { readonly taken: string }

export function saving(driver: Driver, sealer: Sealer): Record['save'] {
  const nextId = owedIds(driver.clock.known)
  return async (save) => {
    const owed = save.owed.map((row) => ({ ...row, id: nextId() }))
    // The order is the order of the answers: what moved, then what is taken.
    const changed = await driver.change<never, Lost>([
      ...driver.dialect.holding({
        restsOn: save.unchanged.map(idOf),
        writes: [...save.writes, ...(save.gone ?? [])].map(idOf),
      }),
      ...save.unchanged.map(stillThere),
      ...save.writes.map((write) => thing(write, sealer)),
      ...(save.less ?? []).map((one) => less(one, sealer)),
      ...save.writes.flatMap(soles),
      ...save.writes.flatMap(tags),
      ...save.writes.map(({ entry }) =>
        insert('entry', ['stream', 'version', 'leaf', 'hash'], [[entry.stream, entry.version, entry.leaf, entry.hash]]),
      ),
      ...always(owed),
      ...owed.flatMap(onlyIf),
      // Last, so that the entry which says so takes a place behind all that goes.
      ...(save.gone ?? []).flatMap(gone),
    ])
    if (changed.done) return { saved: true, owed: owed.map(({ id }) => id) }
    return 'moved' in changed.lost ? whatMoved(driver, save, changed.lost.moved) : whoTook(driver, changed.lost.taken)
  }
}

function idOf({ id }: { readonly id: string }): string {
  return id
}

function stillThere({ kind, id, version }: Save['unchanged'][number]): Step<Lost> {
  return version === 0
    ? { sql: 'select 1 where not exists (select 1 from thing where id = ?)', values: [id], orElse: { moved: id } }
    : {
        sql: 'select 1 from thing where id = ? and kind = ? and version = ?',
        values: [id, kind, version],
        orElse: { moved: id },
      }
}

/** The thing itself, if it is still what was looked at and its entry chains to the last one. */
function thing(write: Write, sealer: Sealer): Step<Lost> {
  const { kind, id, expected, entry } = write
  const prev = chained(write)
  const body = sealer.seal(JSON.stringify(write.is), id)
  return expected === 0
    ? {
        sql: 'insert into thing (id, kind, version, head, body) values (?, ?, ?, ?, ?) on conflict do nothing',
        values: [id, kind, entry.version, entry.hash, body],
        orElse: { moved: id },
      }
    : {
        sql: 'update thing set version = ?, head = ?, body = ? where id = ? and kind = ? and version = ? and head = ?',
        values: [entry.version, entry.hash, body, id, kind, expected, prev],
        orElse: { moved: id },
      }
}

/** The same version with less in it: its entry and its head stay. */
function less({ kind, id, version, is }: Less, sealer: Sealer): Step<Lost> {
  return {
    sql: 'update thing set body = ? where id = ? and kind = ? and version = ?',
    values: [sealer.seal(JSON.stringify(is), id), id, kind, version],
    orElse: { moved: id },
  }
}

/** The thing, if it is what was looked at and nothing is to be done about it, and all that stands under its id. */
function gone({ kind, id, version, head, copies }: Gone): readonly Step<Lost>[] {
  return [
    {
      sql: `delete from thing where id = ? and kind = ? and version = ? and head = ?
        and not exists (select 1 from owed where about = ?)`,
      values: [id, kind, version, head, id],
      orElse: { moved: id },
    },
    { sql: 'delete from entry where stream = ?', values: [id], orElse: { moved: id } },
    { sql: 'delete from tag where id = ?', values: [id] },
    { sql: 'delete from sole where id = ?', values: [id] },
    ...copies.map((name) => ({ sql: 'delete from copy where draft = ?', values: [name] })),
  ]
}

/** What the entry chains to. An entry of another thing or version is a fault of ours, and would break the ledger. */
function chained({ id, expected, entry }: Write): string {
  const own = entry.stream === id && entry.version === expected + 1
  const prev = own ? prevIn(entry) : undefined
  if (prev === undefined) throw new Error(`saving ${id}: its entry is not number ${expected + 1} of its own stream`)
  if (expected === 0 && prev !== beforeTheFirst) throw new Error(`saving ${id}: its first entry has one before it`)
  return prev
}

/**
 * What a leaf names as the one before it, if the leaf itself says this stream and version. Its members stand in order
 * and those that are texts of others stand before these, so the end of the leaf can be read without the rest.
 */
function prevIn({ leaf, stream, version }: Entry): string | undefined {
  const end = leaf.slice(leaf.lastIndexOf(',"prev":"'))
  const [, prev] = /^,"prev":"([0-9a-f]{64})",/.exec(end) ?? []
  const rest = `,"prev":"${prev}","stream":${JSON.stringify(stream)},"to":`
  return end.startsWith(rest) && end.endsWith(`,"v":1,"version":${version}}`) ? prev : undefined
}

function soles({ id, soles = [] }: Write): readonly Step<Lost>[] {
  return soles.map(({ name, note }) => ({
    sql: 'insert into sole (name, id, note) values (?, ?, ?) on conflict do nothing',
    values: [name, id, note ?? null],
    orElse: { taken: name },
  }))
}

function tags({ id, expected, tags }: Write): readonly Step<Lost>[] {
  const others = tags.length === 0 ? '' : `and tag not in (${tags.map(() => '?').join(', ')})`
  const drop = { sql: `delete from tag where id = ? ${others}`, values: [id, ...tags] }
  const add = insert(
    'tag',
    ['tag', 'id'],
    tags.map((tag) => [tag, id]),
  )
  return [
    ...(expected === 0 ? [] : [drop]),
    ...(tags.length === 0 ? [] : [{ ...add, sql: `${add.sql} on conflict do nothing` }]),
  ]
}

const owedColumns = ['id', 'errand', 'about', 'lane', 'due_at', 'tries', 'fence', 'leased_until'] as const

function owedRow({ id, errand, about, lane, dueAt }: NewOwed & { readonly id: string }): readonly Value[] {
  return [id, errand, about, lane, dueAt, 0, 0, 0]
}

function always(owed: readonly (NewOwed & { readonly id: string })[]): readonly Step<Lost>[] {
  const rows = owed.filter((row) => row.onlyIf === undefined)
  return rows.length === 0 ? [] : [insert('owed', owedColumns, rows.map(owedRow))]
}

/** One row, or none when nothing has its tag. */
function onlyIf(owed: NewOwed & { readonly id: string }): readonly Step<Lost>[] {
  if (owed.onlyIf === undefined) return []
  const row = owedColumns.map(() => '?').join(', ')
  const sql = `insert into owed (${owedColumns.join(', ')}) select ${row} where exists (select 1 from tag where tag = ?)`
  return [{ sql, values: [...owedRow(owed), owed.onlyIf] }]
}

function insert(table: string, columns: readonly string[], rows: readonly (readonly Value[])[]): Step<Lost> {
  const row = `(${columns.map(() => '?').join(', ')})`
  return {
    sql: `insert into ${table} (${columns.join(', ')}) values ${rows.map(() => row).join(', ')}`,
    values: rows.flat(),
  }
}

async function whatMoved(driver: Driver, save: Save, moved: string): Promise<Saved> {
  const write = save.writes.find(({ id, expected }) => id === moved && expected > 0)
  const [rows = []] = await driver.read<{ version: number }>([
    { sql: 'select version from thing where id = ?', values: [moved] },
  ])
  // At the version that was looked at, yet not to be written: then it was the chain that did not fit.
  const guarded = save.unchanged.some(({ id }) => id === moved)
  if (!guarded && write !== undefined && rows[0]?.version === write.expected) {
    throw new Error(`saving ${moved}: its entry does not chain to the one before`)
  }
  return { saved: false, moved }
}

async function whoTook(driver: Driver, taken: string): Promise<Saved> {
  const [rows = []] = await driver.read<{ id: string; note: string | null }>([
    { sql: 'select id, note from sole where name = ?', values: [taken] },
  ])
  const [holder] = rows
  // Soles stay for longer than a save lasts, so the only one that can have taken it is this save itself.
  if (holder === undefined) throw new Error('saving: one sole name is claimed twice in the same save')
  return { saved: false, taken, by: holder.id, note: holder.note ?? undefined }
}

/** Ids that sort by the time of making, also within a millisecond. The tail tells one process from another. */
function owedIds(now: () => Instant): () => string {
  const tail = randomBytes(7)
  let last = 0
  let count = 0
  return () => {
    const at = now()
    count = at === last ? count + 1 : 0
    last = at
    return `o_${spell(at, Uint8Array.of(count >> 10, count >> 5, count, ...tail))}`
  }
}
