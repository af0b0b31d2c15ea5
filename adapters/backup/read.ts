// Reads a backup to its end, row by row, and believes nothing of it: every part has to have the bytes that its manifest
// names, every entry its hash and its place in its stream, and every thing the head of its stream. Who takes rows from
// here takes them provisionally; only when this resolves were they all there and as they had been.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { beforeTheFirst, leafHash } from '../../src/ledger/entry.ts'
import { digestOf, format, headsOfStreams, type Manifest, type Part } from './manifest.ts'

type Value = string | number | null
export type Header = { readonly version: string; readonly at: number; readonly migrations: readonly string[] }
export type Taking = {
  begin(header: Header): Promise<void>
  take(table: string, columns: readonly string[], row: readonly Value[]): Promise<void>
}

const header = z.object({
  countersign: z.literal('backup'),
  format: z.literal(format),
  version: z.string(),
  at: z.number().int(),
  migrations: z.array(z.string()),
})
const tableLine = z.object({ table: z.string().regex(/^[a-z_]+$/), columns: z.array(z.string().regex(/^[a-z_]+$/)) })
const rowLine = z.array(z.union([z.string(), z.number(), z.null()]))
const lastLine = z.object({
  digest: z.string(),
  manifest: z.object({
    format: z.literal(format),
    version: z.string(),
    engine: z.string(),
    at: z.number().int(),
    migrations: z.array(z.string()),
    parts: z.array(
      z.object({ table: z.string(), columns: z.array(z.string()), rows: z.number().int(), sha256: z.string() }),
    ),
    heads: z.string(),
    streams: z.number().int(),
    keys: z.object({ sealing: z.array(z.string()), signing: z.record(z.string(), z.string()) }),
  }),
})
const leafLine = z.object({ stream: z.string(), version: z.number().int(), prev: z.string() })

export type Read = { readonly manifest: Manifest; readonly digest: string }

/** Rejects, with the part that is wrong, when it is not a whole and unaltered backup. */
export async function readBackup(path: string, taking: Taking): Promise<Read> {
  const damaged = (what: string) => new Error(`reading the backup ${path}: ${what}`)
  const parts: Part[] = []
  const checks = checking(damaged)
  let begun: Header | undefined
  let now: (Omit<Part, 'rows' | 'sha256'> & { rows: number; hash: ReturnType<typeof createHash> }) | undefined
  let last: z.infer<typeof lastLine> | undefined
  const close = () => {
    if (now === undefined) return
    const { table, columns, rows, hash } = now
    parts.push({ table, columns, rows, sha256: hash.digest('hex') })
    now = undefined
  }
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    if (last !== undefined) throw damaged('something stands behind its end')
    const said = jsonOf(line)
    if (begun === undefined) {
      const first = header.safeParse(said)
      if (!first.success) throw damaged('it does not begin as a backup of this format')
      begun = first.data
      await taking.begin(begun)
      continue
    }
    const row = rowLine.safeParse(said)
    if (row.success) {
      if (now === undefined || row.data.length !== now.columns.length) throw damaged('a row stands where there is none')
      now.hash.update(`${line}\n`)
      now.rows += 1
      checks.row(now.table, now.columns, row.data)
      await taking.take(now.table, now.columns, row.data)
      continue
    }
    close()
    const table = tableLine.safeParse(said)
    const end = lastLine.safeParse(said)
    if (table.success) now = { ...table.data, rows: 0, hash: createHash('sha256') }
    else if (end.success) last = end.data
    else throw damaged('a line of it cannot be read')
  }
  if (last === undefined) throw damaged('it breaks off')
  const { manifest, digest } = last
  if (digestOf(manifest) !== digest) throw damaged('its manifest was altered')
  if (JSON.stringify(manifest.parts) !== JSON.stringify(parts)) throw damaged('a part of it was altered')
  checks.end(manifest)
  return { manifest, digest }
}

/** The ledger, held against itself and against the things. */
function checking(damaged: (what: string) => Error) {
  const streams = headsOfStreams()
  const things = new Map<string, { readonly version: number; readonly hash: string }>()
  return {
    row(table: string, columns: readonly string[], row: readonly Value[]): void {
      const cell = (name: string) => row[columns.indexOf(name)]
      if (table === 'thing')
        things.set(String(cell('id')), { version: Number(cell('version')), hash: String(cell('head')) })
      if (table !== 'entry') return
      const [stream, version, leaf, hash] = [
        String(cell('stream')),
        Number(cell('version')),
        String(cell('leaf')),
        cell('hash'),
      ]
      const parsed = leafLine.safeParse(jsonOf(leaf))
      if (!parsed.success || leafHash(leaf) !== hash) throw damaged(`entry ${version} of ${stream} was altered`)
      const prev = streams.heads.get(stream)?.hash ?? beforeTheFirst
      const { data } = parsed
      if (data.stream !== stream || data.version !== version || data.prev !== prev)
        throw damaged(`entry ${version} of ${stream} does not chain`)
      streams.take(stream, version, hash)
    },
    end(manifest: Manifest): void {
      if (streams.digest() !== manifest.heads || streams.heads.size !== manifest.streams)
        throw damaged('its streams end otherwise than its manifest says')
      for (const [id, { version, hash }] of things) {
        const head = streams.heads.get(id)
        if (head?.version !== version || head.hash !== hash) throw damaged(`${id} is not what its last entry says`)
      }
    },
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // Whoever asked finds that it has no shape that it should have.
    return undefined
  }
}
