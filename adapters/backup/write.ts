// Writes a backup: one file of lines, for its owner's eyes alone. First what it is, then each table with its columns and
// its rows, last the manifest. It gets its name when all of it is on the disk; a backup that broke off leaves nothing.

import { createHash } from 'node:crypto'
import { link, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Instant } from '../../src/time.ts'
import { digestOf, format, headsOfStreams, type Manifest, type Part } from './manifest.ts'

type Value = string | number | null
export type Told = {
  readonly at: Instant
  readonly engine: string
  readonly migrations: readonly string[]
  tables(): AsyncIterable<{
    readonly table: string
    readonly columns: readonly string[]
    readonly rows: AsyncIterable<readonly Value[]>
  }>
}

export type Written = { readonly digest: string; readonly manifest: Manifest; readonly bytes: number }

const bufferBytes = 256 * 1024

export async function writeBackup(
  path: string,
  told: Told,
  by: { readonly version: string; readonly keys: Manifest['keys'] },
): Promise<Written> {
  return wholeFile(path, async (say) => {
    const { at, engine, migrations } = told
    await say(`${JSON.stringify({ countersign: 'backup', format, version: by.version, at, migrations })}\n`)
    const parts: Part[] = []
    const streams = headsOfStreams()
    for await (const { table, columns, rows } of told.tables()) {
      await say(`${JSON.stringify({ table, columns })}\n`)
      const hash = createHash('sha256')
      const [stream, version, head] = ['stream', 'version', 'hash'].map((name) => columns.indexOf(name))
      let count = 0
      for await (const row of rows) {
        const line = `${JSON.stringify(row)}\n`
        hash.update(line)
        count += 1
        if (table === 'entry')
          streams.take(String(row[stream ?? -1]), Number(row[version ?? -1]), String(row[head ?? -1]))
        await say(line)
      }
      parts.push({ table, columns, rows: count, sha256: hash.digest('hex') })
    }
    const manifest: Manifest = {
      format,
      version: by.version,
      engine,
      at,
      migrations,
      parts,
      heads: streams.digest(),
      streams: streams.heads.size,
      keys: by.keys,
    }
    const digest = digestOf(manifest)
    await say(`${JSON.stringify({ manifest, digest })}\n`)
    return { digest, manifest }
  })
}

/** Fills a file that nobody else may read, and gives it its name when it is whole and on the disk. Replaces nothing. */
export async function wholeFile<T extends object>(
  path: string,
  fill: (say: (text: string) => Promise<void>) => Promise<T>,
): Promise<T & { readonly bytes: number }> {
  const beside = `${path}.${process.pid}.part`
  await rm(beside, { force: true })
  try {
    const handle = await open(beside, 'wx', 0o600)
    let bytes = 0
    let filled: T
    try {
      let waiting = ''
      const flush = async () => {
        bytes += (await handle.write(waiting)).bytesWritten
        waiting = ''
      }
      filled = await fill(async (text) => {
        waiting += text
        if (waiting.length >= bufferBytes) await flush()
      })
      await flush()
      await handle.sync()
    } finally {
      await handle.close()
    }
    // Unlike renaming, it fails where there is a file of this name.
    await link(beside, path)
    await syncFolder(dirname(path))
    return { ...filled, bytes }
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
      throw new Error(`writing ${path}: there is a file of that name already`)
    throw new Error(`writing ${path}`, { cause })
  } finally {
    await rm(beside, { force: true })
  }
}

/** So that the name is on the disk as well. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
