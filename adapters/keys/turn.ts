// Turning the ring: new keys for sealing and signing beside the old ones, and taking an old one away. Each is one step
// on the disk: a file of a key that nobody names yet means nothing, and the ring is replaced as a whole.

import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openKeys } from './keys.ts'
import { keyBytes, markerFile, masterFile, putFile, type Ring, readRing, ringFile } from './ring.ts'

export type Turned = { readonly sealing: string; readonly signing: string }

/** From now on the new ones are used; a gate that runs notices within ten seconds. */
export async function turnRing(folder: string, now: number): Promise<Turned> {
  const keys = await openKeys(folder, 'exist')
  const ring = readRing(folder)
  const [sealing, signing] = [next('k', ring.sealing), next('s', ring.signing)]
  for (const name of [sealing, signing]) await putFile(folder, `${name}.key`, randomBytes(keyBytes))
  await putRing(folder, {
    ...ring,
    sealing: [...ring.sealing, sealing],
    signing: [...ring.signing, signing],
    public: keys.told().signing,
    turned: now,
  })
  return { sealing, signing }
}

/** How long a ring has to have stood before a key may go: a process that has not looked yet still seals with it. */
export const noticedAfterMs = 60_000

/**
 * Takes a sealing key away, and the signing key that was made with it; its public half stays. Whoever calls this has
 * seen that nothing is sealed with it.
 */
export async function retireKey(folder: string, name: string, now: number): Promise<void> {
  const ring = readRing(folder)
  if (!ring.sealing.includes(name)) throw new Error(`retiring “${name}”: there is no such key`)
  if (ring.sealing.at(-1) === name) throw new Error(`retiring “${name}”: it is the one that seals now; rotate first`)
  if (now - ring.turned < noticedAfterMs)
    throw new Error(`retiring “${name}”: the keys were rotated a moment ago; try again in a minute`)
  const keys = await openKeys(folder, 'exist')
  const signing = `s${name.slice(1)}`
  const left: Ring = {
    ...ring,
    sealing: ring.sealing.filter((one) => one !== name),
    signing: ring.signing.filter((one) => one !== signing),
    public: keys.told().signing,
  }
  // Markers of posts stay what they are for ever; when the master key goes, what makes them has a file of its own.
  const usesMaster = left.sealing.includes('k1') || left.signing.includes('s1')
  if (!usesMaster) await putFile(folder, markerFile, Buffer.from(keys.keyFor('marker'), 'hex'))
  await putRing(folder, left)
  for (const one of [name, signing]) await rm(join(folder, `${one}.key`), { force: true })
  if (!usesMaster) await rm(join(folder, masterFile), { force: true })
}

function next(letter: 'k' | 's', names: readonly string[]): string {
  return `${letter}${Math.max(...names.map((name) => Number(name.slice(1)))) + 1}`
}

function putRing(folder: string, ring: Ring): Promise<void> {
  return putFile(folder, ringFile, `${JSON.stringify(ring, null, 2)}\n`)
}
