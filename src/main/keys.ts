// The keys beside the gate that runs: which there are, new ones, and old ones let go.

import { noteKeys, noteRetired } from '../gateway/keeping-keys.ts'
import { withRecord } from './engine.ts'
import type { Rest } from './plan.ts'

export type KeyList = {
  readonly sealing: readonly { readonly name: string; readonly newest: boolean; readonly seals: number }[]
  /** Public halves, also of keys that are gone. */
  readonly signing: { readonly [name: string]: string }
}

export async function listKeys(plan: Rest): Promise<KeyList> {
  return withRecord(plan, async (record, keys) => {
    const { sealing, signing } = keys.told()
    const named = sealing.map(async (name) => ({
      name,
      newest: name === sealing.at(-1),
      seals: await record.sealedWith(name),
    }))
    return { sealing: await Promise.all(named), signing }
  })
}

/** New keys beside the old ones. Should it die before the rotation is noted, the next gate that starts notes it. */
export async function rotateKeys(plan: Rest): Promise<{ readonly sealing: string; readonly signing: string }> {
  const { turnRing } = await import('../../adapters/keys/turn.ts')
  const turned = await turnRing(plan.keys, (plan.now ?? Date.now)())
  await withRecord(plan, (record) => noteKeys(record, turned.sealing))
  return turned
}

/** How many things are sealed with it still; 0: it is gone. */
export async function retireKey(plan: Rest, name: string): Promise<number> {
  const { retireKey: retire } = await import('../../adapters/keys/turn.ts')
  return withRecord(plan, async (record) => {
    const left = await record.sealedWith(name)
    if (left > 0) return left
    await retire(plan.keys, name, (plan.now ?? Date.now)())
    await noteRetired(record, name)
    return 0
  })
}
