// The backups: when the last one was made. A record of which there is no copy is one disk away from being gone.

import { day, type Instant, spokenSpan } from '../time.ts'
import type { Check } from './examine.ts'

const lateMs = 2 * day
const overdueMs = 7 * day

export type LastBackup = () => Promise<{ readonly at: Instant; readonly now: Instant } | undefined>

export function backupCheck(lastBackup: LastBackup): Check {
  return {
    name: 'backup',
    async look() {
      const last = await lastBackup()
      const next = 'countersign backup'
      if (last === undefined) return [{ check: 'backup', state: 'warning', says: 'No backup was ever made.', next }]
      const age = last.now - last.at
      const says = `The last backup is ${spokenSpan(age)} old.`
      if (age < lateMs) return [{ check: 'backup', state: 'good', says }]
      return [{ check: 'backup', state: age < overdueMs ? 'warning' : 'bad', says, next }]
    },
  }
}
