// What can be examined beside the gate, or while none answers.

import { machineChecks } from '../../adapters/doctor/machine.ts'
import { type Check, examine as examineAll, type Remark } from '../doctor/examine.ts'
import type { Plan } from './plan.ts'

/** What can be said of this machine while no gate answers; `whole` reads the file of the record through, however large. */
export async function examineAlone(
  { data, keys, url, database }: Pick<Plan, 'data' | 'keys' | 'url' | 'database'>,
  { host, whole }: { readonly host: string; readonly whole: boolean },
): Promise<readonly Remark[]> {
  const machine = { data, keys, host, url, hasRecordFile: database === undefined, now: Date.now }
  const record =
    database === undefined
      ? await recordFileOf({ data }, whole)
      : (await import('../../adapters/sql/doctor.ts')).databaseCheck(database)
  return examineAll([...machineChecks(machine), record])
}

/** The file of the record, whether or not a gate works on it. */
export async function examineRecordFile({ data }: Pick<Plan, 'data'>, whole: boolean): Promise<readonly Remark[]> {
  return examineAll([await recordFileOf({ data }, whole)])
}

async function recordFileOf({ data }: Pick<Plan, 'data'>, whole: boolean): Promise<Check> {
  const { recordFileCheck } = await import('../../adapters/sql/doctor.ts')
  return recordFileCheck(data, { whole })
}
