// That a backup was made is itself on record: doctor says when the last one is too old, and whoever restores sees in the
// ledger which there were. Writing the file is not the core's; this is said only after it lies whole on the disk.

import type { Record } from '../port/record.ts'
import type { Backup } from '../safety/upkeep.ts'
import { upkeepId, upkeepStep } from './upkeep-step.ts'

const glance = { upkeep: { kind: 'upkeep', id: upkeepId } } as const
const mostRaces = 20

export async function noteBackup(record: Record, backup: Backup): Promise<void> {
  for (let race = 0; race < mostRaces; race++) {
    const { now, seen } = await record.look(glance)
    const { write, owed } = upkeepStep(seen.upkeep, { type: 'backed-up', backup, at: now })
    if ((await record.save({ writes: [write], unchanged: [], owed })).saved) return
  }
  throw new Error('noting a backup: others were in the way')
}

/** The last backup that was made, for whoever has to say whether it is overdue. */
export async function lastBackup(record: Record): Promise<Backup | undefined> {
  return (await record.look(glance)).seen.upkeep?.is.backup
}
