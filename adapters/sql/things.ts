// Reading: things by id, by sole name and by tag, and the entries of the ledger.

import type { Entry } from '../../src/ledger/entry.ts'
import type {
  EntryPage,
  Glance,
  Held,
  Kind,
  Record,
  Seen,
  Tally,
  Things,
  Walked,
  Wanted,
} from '../../src/port/record.ts'
import type { Driver, Query } from './driver.ts'
import type { Sealer } from './seal.ts'

type Row = {
  readonly id: string
  readonly version: number
  readonly head: string
  readonly body: string
  readonly note?: string | null
}
/** What the ids of a kind begin with, where many of it are walked through. */
const begins: { readonly [K in Walked]: string } = { draft: 'd_', post: 'p_', invocation: 'inv_', watch: 'watch:' }
type Counted = { readonly tallied: number | string }
const columns = 'thing.id, thing.version, thing.head, thing.body'

export function readingThings(
  driver: Driver,
  sealer: Sealer,
): Pick<Record, 'look' | 'list' | 'walk' | 'entries' | 'head'> {
  const held = unsealing(sealer)
  return {
    async look<const G extends Glance>(glance: G, tallies: readonly Tally[] = []) {
      const wanted = Object.entries(glance).flatMap(([name, want]) => (want === undefined ? [] : [{ name, want }]))
      const asked = [...wanted.map(({ want }) => one(want)), ...tallies.map(counted)]
      const { now, rows } = await driver.look<Row & Counted>(asked)
      const found: readonly (readonly unknown[])[] = wanted.map(({ name, want }, at) => [
        name,
        rows[at]?.map((row) => held(want.kind, row))[0],
      ])
      // Each name gets a thing of the kind that was asked for, since the kind stands in the query.
      const seen: Seen<G>['seen'] = Object.fromEntries(found)
      return { now, seen, tallied: rows.slice(wanted.length).map(([row]) => Number(row?.tallied ?? 0)) }
    },

    async list<K extends Kind>(kind: K, tag: string, page: { limit: number; before?: string | undefined }) {
      const before = page.before === undefined ? '' : 'and tag.id < ?'
      const [rows = []] = await driver.read<Row>([
        {
          sql: `select ${columns} from tag join thing on thing.id = tag.id
            where tag.tag = ? and thing.kind = ? ${before} order by tag.id desc limit ?`,
          values: [tag, kind, ...(page.before === undefined ? [] : [page.before]), page.limit],
        },
      ])
      return rows.map((row) => held(kind, row))
    },

    async head(id) {
      const query = { sql: 'select version, head from thing where id = ?', values: [id] }
      const [rows = []] = await driver.read<{ version: number; head: string }>([query])
      const [row] = rows
      return row === undefined ? undefined : { version: row.version, head: row.head }
    },

    async walk<K extends Walked>(kind: K, after: string, limit: number) {
      // An id begins with its kind, so those of one kind stand together.
      const [rows = []] = await driver.read<Row>([
        {
          sql: `select ${columns} from thing where id > ? and id < ? and kind = ? order by id limit ?`,
          values: [after === '' ? begins[kind] : after, behind(begins[kind]), kind, limit],
        },
      ])
      return rows.map((row) => held(kind, row))
    },

    async entries(page) {
      const { stream } = page
      const [rows = []] = await driver.read<Entry>([entriesOf(page)])
      const entries = rows.map(({ leaf, hash, stream, version }) => ({ leaf, hash, stream, version }))
      return stream === undefined ? entries.reverse() : entries
    },
  }
}

/** What sorts after everything that begins so. */
function behind(begin: string): string {
  return `${begin.slice(0, -1)}${String.fromCharCode(begin.charCodeAt(begin.length - 1) + 1)}`
}

const entryColumns = 'leaf, hash, stream, version'

function entriesOf(page: EntryPage): Query {
  const { limit } = page
  if (page.stream !== undefined) {
    const sql = `select ${entryColumns} from entry where stream = ? and version > ? order by version limit ?`
    return { sql, values: [page.stream, page.after ?? 0, limit] }
  }
  const { before } = page
  if (before === undefined)
    return { sql: `select ${entryColumns} from entry order by at_order desc limit ?`, values: [limit] }
  const older = 'at_order < (select at_order from entry where stream = ? and version = ?)'
  const sql = `select ${entryColumns} from entry where ${older} order by at_order desc limit ?`
  return { sql, values: [before.stream, before.version, limit] }
}

function counted({ tag, sole, most }: Tally): Query {
  const found = 'select 1 from tag where tag = ? || (select id from sole where name = ?) limit ?'
  return { sql: `select count(*) as tallied from (${found}) as found`, values: [tag, sole, most] }
}

function one(want: Wanted): Query {
  return 'id' in want
    ? { sql: `select ${columns} from thing where id = ? and kind = ?`, values: [want.id, want.kind] }
    : {
        sql: `select ${columns}, sole.note from sole join thing on thing.id = sole.id where sole.name = ? and thing.kind = ?`,
        values: [want.sole, want.kind],
      }
}

type Opened = { readonly [K in Kind]?: Map<string, { readonly version: number; readonly is: Things[K] }> }
const mostRemembered = 500

/** Opens bodies. What is read often is opened once for each version; the version itself always comes from the record. */
function unsealing(sealer: Sealer) {
  // Looked at with nearly every draft, and seldom changed.
  const opened: Opened = { agent: new Map(), stops: new Map(), rules: new Map(), grants: new Map() }

  return <K extends Kind>(kind: K, { id, version, head, body, note }: Row): Held<Things[K]> => {
    const known: Opened[K] = opened[kind]
    const before = known?.get(id)
    const noted = typeof note === 'string' ? { note } : {}
    if (before?.version === version) return { id, version, head, ...noted, is: before.is }
    const is: Things[K] = JSON.parse(sealer.open(body, id))
    if (known !== undefined && known.size >= mostRemembered) known.clear()
    known?.set(id, { version, is })
    return { id, version, head, ...noted, is }
  }
}
