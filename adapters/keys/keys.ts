// The keys of the house: one master key in a file of its own folder, outside the data, and from it a key for each
// purpose. Nothing else of them is written anywhere. Who loses the file can open no draft of the record any more.

import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Purpose, Signer } from '../../src/port/signer.ts'

/** Seals text so that it opens with this key and in the same context alone. */
type Sealer = {
  seal(text: string, context: string): string
  open(sealed: string, context: string): string
}
export type Keys = Signer & { readonly sealer: Sealer }

export const keyFile = 'master.key'
const keyBytes = 32

export async function openKeys(folder: string): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, keyFile)
  const master = (await keyIn(file)) ?? (await makeKey(file))
  const keys: { readonly [P in Purpose]: string } = { marker: derive(master, 'marker').toString('hex') }
  return { keyFor: (purpose) => keys[purpose], sealer: sealerWith(derive(master, 'seal')) }
}

async function keyIn(file: string): Promise<Buffer | undefined> {
  const found = await stat(file).catch((cause) => {
    if (isMissing(cause)) return undefined
    throw new Error(`reading the key ${file}`, { cause })
  })
  if (found === undefined) return undefined
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new Error(`reading the key ${file}: other users may open it; “chmod 600 ${file}” keeps it to you`)
  }
  const key = await readFile(file)
  if (key.length !== keyBytes) {
    throw new Error(`reading the key ${file}: it has ${key.length} bytes where a key has ${keyBytes}; restore it`)
  }
  return key
}

/** Two processes may start at once: both write a whole key beside, and the first to give it the name has made it. */
async function makeKey(file: string): Promise<Buffer> {
  const beside = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`
  try {
    const handle = await open(beside, 'wx', 0o600)
    try {
      await handle.writeFile(randomBytes(keyBytes))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await link(beside, file).catch((cause) => {
      if (!isThere(cause)) throw cause
    })
  } catch (cause) {
    throw new Error(`making the key ${file}`, { cause })
  } finally {
    await rm(beside, { force: true })
  }
  const key = await keyIn(file)
  if (key === undefined) throw new Error(`making the key ${file}: it was taken away at once`)
  return key
}

function derive(master: Buffer, purpose: Purpose | 'seal'): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `countersign ${purpose}`, keyBytes))
}

/** Names the key in what it sealed, so that a later one can stand beside it. */
const keyName = 'k1'
const ivBytes = 12
const tagBytes = 16

function sealerWith(key: Buffer): Sealer {
  const nextIv = ivs()
  return {
    seal(text, context) {
      const iv = nextIv()
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
      const sealed = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return `${keyName}.${Buffer.concat(sealed).toString('base64url')}`
    },
    open(sealed, context) {
      const [name, rest = ''] = sealed.split('.', 2)
      if (name !== keyName) throw new Error(`opening what was sealed for ${context}: it needs a key that is not here`)
      const bytes = Buffer.from(rest, 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
          .setAAD(Buffer.from(context))
          .setAuthTag(bytes.subarray(-tagBytes))
        return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
      } catch (cause) {
        throw new Error(`opening what was sealed for ${context}: another key, another context or altered`, { cause })
      }
    },
  }
}

/** Drawn many at once, each used once: asking the system for every one takes longer than the sealing. */
function ivs(): () => Buffer {
  let drawn = Buffer.alloc(0)
  return () => {
    if (drawn.length === 0) drawn = randomBytes(ivBytes * 256)
    const iv = drawn.subarray(0, ivBytes)
    drawn = drawn.subarray(ivBytes)
    return iv
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}
