// The record: whether it can be written, keeps what it is given through a power cut, and has the tables of this version.

import type { Record } from '../port/record.ts'
import type { Check, Remark } from './examine.ts'

export function recordCheck(record: Record): Check {
  return {
    name: 'record',
    async look() {
      const trouble = await record.health()
      if (trouble !== undefined)
        return [
          { check: 'record', state: 'bad', says: sentence(trouble), next: 'df -h  (a full disk is the usual cause)' },
        ]
      const { engine, unsafe, missing } = await record.examine()
      const remarks = [
        ...unsafe.map(({ setting, is, wanted }): Remark => {
          const says = `${engine} runs with ${setting} = ${is}: a power cut can lose what was acknowledged.`
          return { check: 'record', state: 'bad', says, next: `set ${setting} to ${wanted}` }
        }),
        ...missing.map((name): Remark => {
          const says = `The record lacks the tables of “${name}”.`
          return { check: 'record', state: 'bad', says, next: 'restart the gate; it makes them at its start' }
        }),
      ]
      if (remarks.length > 0) return remarks
      return [
        { check: 'record', state: 'good', says: `${engine}: writable, durable, with the tables of this version.` },
      ]
    },
  }
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`
}
