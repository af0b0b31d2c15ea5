// The keys of the house: one master key in a file of its own folder, outside the data, and from it the first key for
// each purpose. Later ones for sealing and signing stand beside it (ring.ts). Nothing else of them is written anywhere.
// Who loses the folder can open no draft of the record any more.

import { hkdfSync, randomBytes } from 'node:crypto'
import { statSync } from 'node:fs'
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Purpose, Signer, Signing } from '../../src/port/signer.ts'
import type { KeyFiles } from './packed.ts'
import { isMissing, keyBytes, markerFile, masterFile, putFile, type Ring, readKey, readRing, ringFile } from './ring.ts'
import { type Sealer, sealerWith } from './seal.ts'
import { type SigningKey, signingKey } from './sign.ts'

export type Keys = Signer &
  Signing & {
    readonly sealer: Sealer
    /** The names of the keys that seal, and the public halves of those that sign or ever did. */
    told(): { readonly sealing: readonly string[]; readonly signing: { readonly [name: string]: string } }
  }

export const keyFile = masterFile

/** How seldom a process that seals looks whether another one has turned the ring. */
const lookEveryMs = 10_000

/** Makes the master key where there is none, unless these keys have to be there already. */
export async function openKeys(folder: string, must: 'exist' | 'be made' = 'be made'): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  let ring = readRing(folder)
  let master = readKey(folder, masterFile)
  if (master === undefined && ring.turned === 0) {
    if (must === 'exist') throw new Error(`opening the keys in ${folder}: there are none`)
    master = await makeKey(join(folder, masterFile))
  }
  const known = new Map<string, Buffer>()
  const keyNamed = (name: string): Buffer | undefined => {
    const key = known.get(name) ?? (inRing(ring, name) ? bytesOf(folder, master, name) : undefined)
    if (key !== undefined) known.set(name, key)
    return key
  }
  let seen = versionOf(folder)
  let looked = performance.now()
  const lookAgain = () => {
    looked = performance.now()
    const now = versionOf(folder)
    if (now === seen) return
    seen = now
    ring = readRing(folder)
    known.clear()
  }
  const marker = (readKey(folder, markerFile) ?? derived(master, 'marker', folder)).toString('hex')
  const markers: { readonly [P in Purpose]: string } = { marker }
  const sealer = sealerWith({
    newest() {
      if (performance.now() - looked > lookEveryMs) lookAgain()
      const name = ring.sealing.at(-1) ?? 'k1'
      return { name, key: sure(keyNamed(name), name, folder) }
    },
    named(name) {
      const key = keyNamed(name)
      if (key !== undefined) return key
      // Another process may have turned the ring a moment ago.
      lookAgain()
      return keyNamed(name)
    },
  })
  let signing: SigningKey | undefined
  const signer = () => {
    const name = ring.signing.at(-1) ?? 's1'
    if (signing?.name !== name) signing = signingKey(name, () => sure(keyNamed(name), name, folder))
    return signing
  }
  // A key that is missing is found out now, and not by the first draft.
  sealer.seal('', '')
  return {
    keyFor: (purpose) => markers[purpose],
    sealer,
    sign: (text) => signer().sign(text),
    told: () => ({
      sealing: ring.sealing,
      signing: { ...ring.public, [signer().name]: signer().publicKey() },
    }),
  }
}

/** Every file of the folder that the keys need: what a backup of them holds. */
export async function keyFiles(folder: string): Promise<KeyFiles> {
  const names = (await readdir(folder)).filter(
    (name) => /^(master|marker|[ks]\d{1,6})\.key$/.test(name) || name === ringFile,
  )
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const))
  return Object.fromEntries(files)
}

/** Puts the keys of a backup into an empty folder; those that lie there already are left as they are. */
export async function placeKeys(folder: string, files: KeyFiles): Promise<void> {
  const there = await readdir(folder).catch((cause: unknown) => {
    if (isMissing(cause)) return []
    throw new Error(`reading the folder of keys ${folder}`, { cause })
  })
  const same = there.length > 0 && canonicalFiles(await keyFiles(folder)) === canonicalFiles(files)
  if (same) return
  if (there.length > 0) throw new Error(`restoring the keys into ${folder}: it is not empty`)
  // The ring last: without it nothing names the others.
  const names = Object.keys(files).sort((a, b) => Number(a === ringFile) - Number(b === ringFile))
  for (const name of names) {
    if (!/^[a-z0-9]+\.(key|json)$/.test(name)) throw new Error('restoring the keys: a file of them has no name of ours')
    await putFile(folder, name, files[name] ?? Buffer.alloc(0))
  }
}

function canonicalFiles(files: KeyFiles): string {
  return JSON.stringify(
    Object.keys(files)
      .sort()
      .map((name) => [name, files[name]?.toString('base64url')]),
  )
}

function inRing(ring: Ring, name: string): boolean {
  return ring.sealing.includes(name) || ring.signing.includes(name)
}

/** The first of each sort comes out of the master key, the later ones have a file. */
function bytesOf(folder: string, master: Buffer | undefined, name: string): Buffer | undefined {
  if (name === 'k1') return derived(master, 'seal', folder)
  if (name === 's1') return derived(master, 'sign', folder)
  return readKey(folder, `${name}.key`)
}

function sure(key: Buffer | undefined, name: string, folder: string): Buffer {
  if (key === undefined)
    throw new Error(`opening the keys in ${folder}: “${name}” is missing; restore it from a backup`)
  return key
}

/** When the ring last changed; nothing tells two writings within a millisecond apart but its size and place. */
function versionOf(folder: string): string {
  try {
    const { mtimeMs, ino, size } = statSync(join(folder, ringFile))
    return `${mtimeMs} ${ino} ${size}`
  } catch (cause) {
    if (isMissing(cause)) return ''
    throw new Error(`looking at the ring of keys in ${folder}`, { cause })
  }
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
  const key = readKey(join(file, '..'), masterFile)
  if (key === undefined) throw new Error(`making the key ${file}: it was taken away at once`)
  return key
}

function derived(master: Buffer | undefined, purpose: Purpose | 'seal' | 'sign', folder: string): Buffer {
  if (master === undefined) throw new Error(`opening the keys in ${folder}: “${masterFile}” is missing; restore it`)
  return Buffer.from(hkdfSync('sha256', master, '', `countersign ${purpose}`, keyBytes))
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}
