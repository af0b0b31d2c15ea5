// What this machine says: its folders, keys and tokens, and how it can be reached. It needs no gate that runs, and makes
// nothing that is not there.

import type { Check } from '../../src/doctor/examine.ts'
import { addressCheck } from './address.ts'
import { dataCheck } from './data.ts'
import { keysCheck } from './keys.ts'

export type Machine = {
  /** The folder of the data. */
  readonly data: string
  /** The folder of the keys. */
  readonly keys: string
  readonly host: string
  readonly url?: string | undefined
  /** Whether the record is a file of the data folder. */
  readonly hasRecordFile: boolean
  readonly now: () => number
}

export function machineChecks(machine: Machine): readonly Check[] {
  return [dataCheck(machine), keysCheck(machine), addressCheck(machine)]
}
