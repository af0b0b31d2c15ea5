// A backup written beside the gate that runs, and a restore into an empty house.

import { readFile } from 'node:fs/promises'
import { pooledChance } from '../../adapters/keys/chance.ts'
import { keyFiles, openKeys, placeKeys } from '../../adapters/keys/keys.ts'
import { lockFolder } from '../../adapters/sql/folder-lock.ts'
import { noteBackup } from '../gateway/backing-up.ts'
import { bringBack } from '../gateway/bringing-back.ts'
import type { Backup, Restore } from '../safety/upkeep.ts'
import { recordOf } from './engine.ts'
import type { Rest } from './plan.ts'

export type BackedUp = Backup & { readonly file: string; readonly bytes: number; readonly keyFile?: string | undefined }

/** Writes a backup beside the gate that runs, and the keys into a file of their own that only the passphrase opens. */
export async function backUp(
  plan: Rest,
  to: { readonly file: string; readonly passphrase?: string | undefined },
): Promise<BackedUp> {
  const { withSnapshot } = await import('../../adapters/sql/snapshot.ts')
  const { wholeFile, writeBackup } = await import('../../adapters/backup/write.ts')
  const now = plan.now ?? Date.now
  const keys = await openKeys(plan.keys, 'exist')
  const by = { version: plan.version, keys: keys.told() }
  const written = await withSnapshot({ ...plan, now }, (snapshot) => writeBackup(to.file, snapshot, by))
  const keyFile = to.passphrase === undefined ? undefined : `${to.file}.keys`
  if (keyFile !== undefined && to.passphrase !== undefined) {
    const { packKeys } = await import('../../adapters/keys/packed.ts')
    const packed = await packKeys(await keyFiles(plan.keys), to.passphrase)
    await wholeFile(keyFile, async (say) => ({ said: await say(packed) }))
  }
  const { digest, manifest, bytes } = written
  const entries = manifest.parts.find(({ table }) => table === 'entry')?.rows ?? 0
  const backup: Backup = { at: manifest.at, digest, entries, keys: keyFile !== undefined }
  const record = await recordOf(plan, keys, now, 'beside the gate')
  await noteBackup(record, backup).finally(() => record[Symbol.asyncDispose]())
  return { ...backup, file: to.file, bytes, keyFile }
}

export type RestoreFrom = {
  readonly file: string
  readonly keys?: { readonly file: string; readonly passphrase: string } | undefined
  readonly by: string
}

/** Loads a backup into an empty house. No gate can open it before everything is there, marked and signed. */
export async function restore(plan: Rest, from: RestoreFrom): Promise<Restore> {
  const { openLoading } = await import('../../adapters/sql/loading.ts')
  const { readBackup } = await import('../../adapters/backup/read.ts')
  const now = plan.now ?? Date.now
  const lock = plan.database === undefined ? await lockFolder(plan.data, 'countersign restore') : undefined
  try {
    const loading = await openLoading({ ...plan, now })
    try {
      const { manifest, digest } = await readBackup(from.file, loading)
      if (from.keys !== undefined) {
        const { unpackKeys } = await import('../../adapters/keys/packed.ts')
        await placeKeys(plan.keys, await unpackKeys(await readFile(from.keys.file, 'utf8'), from.keys.passphrase))
      }
      const keys = await openKeys(plan.keys, 'exist')
      const { signing } = keys.told()
      const ours = Object.entries(manifest.keys.signing).every(([name, half]) => signing[name] === half)
      if (!ours) throw new Error(`restoring ${from.file}: the keys in ${plan.keys} are not those it was sealed with`)
      return await loading.finish(keys.sealer, (record) =>
        bringBack({ record, signing: keys, chance: pooledChance() }, { digest, from: manifest.at, by: from.by }),
      )
    } finally {
      await loading[Symbol.asyncDispose]()
    }
  } finally {
    await lock?.[Symbol.asyncDispose]()
  }
}
