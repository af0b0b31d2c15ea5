// The ring: which keys there are, by name, and which of each sort is the newest. The first ones come out of the master
// key and need no file of their own; each later one is 32 bytes in a file. The ring is one file, replaced in one step: a
// process that dies while it turns leaves the ring from before, and at most a key that nobody names.

import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const shape = z.object({
  v: z.literal(1),
  /** The oldest first; what is new is sealed under the last. */
  sealing: z.array(z.string().regex(/^k\d{1,6}$/)).min(1),
  signing: z.array(z.string().regex(/^s\d{1,6}$/)).min(1),
  /** The public half of every key that ever signed, also where the other half is gone. */
  public: z.record(z.string(), z.string()),
  /** Epoch milliseconds of the last turn, by the clock of the machine: how long others have had to notice. */
  turned: z.number().int(),
})
export type Ring = z.infer<typeof shape>

export const masterFile = 'master.key'
export const markerFile = 'marker.key'
export const ringFile = 'ring.json'
export const keyBytes = 32
export const firstRing: Ring = { v: 1, sealing: ['k1'], signing: ['s1'], public: {}, turned: 0 }

export function readRing(folder: string): Ring {
  const file = join(folder, ringFile)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return firstRing
    throw new Error(`reading the ring of keys ${file}`, { cause })
  }
  try {
    return shape.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`reading the ring of keys ${file}: it is damaged; restore it from a backup of the keys`, { cause })
  }
}

/** The key of this file, or nothing if there is no such file. */
export function readKey(folder: string, name: string): Buffer | undefined {
  const file = join(folder, name)
  let mode: number
  try {
    mode = statSync(file).mode
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw new Error(`reading the key ${file}`, { cause })
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Error(`reading the key ${file}: other users may open it; “chmod 600 ${file}” keeps it to you`)
  const key = readFileSync(file)
  if (key.length !== keyBytes)
    throw new Error(`reading the key ${file}: it has ${key.length} bytes where a key has ${keyBytes}; restore it`)
  return key
}

/** Whole and on the disk, or not there: nobody ever reads half of it. Takes the place of what was there. */
export async function putFile(folder: string, name: string, bytes: Buffer | string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, name)
  const beside = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`
  try {
    const handle = await open(beside, 'wx', 0o600)
    await handle
      .writeFile(bytes)
      .then(() => handle.sync())
      .finally(() => handle.close())
    await rename(beside, file)
    const above = await open(folder, 'r')
    await above.sync().finally(() => above.close())
  } catch (cause) {
    throw new Error(`writing ${file}`, { cause })
  } finally {
    await rm(beside, { force: true })
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
