// The keys: nobody else's to read, and not in the folder that is copied as the data. Who has both can open every draft.

import { realpath } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Check, Remark } from '../../src/doctor/examine.ts'
import { day } from '../../src/time.ts'
import { isOpenToOthers, statOf } from './folder.ts'
import type { Machine } from './machine.ts'

const oldMs = 365 * day

export function keysCheck({ data, keys, now }: Machine): Check {
  return {
    name: 'keys',
    async look() {
      const key = join(keys, 'master.key')
      const [folder, file] = [await statOf(keys), await statOf(key)]
      if (folder === undefined || file === undefined)
        return [{ check: 'keys', state: 'warning', says: `There is no key in ${keys} yet.`, next: 'countersign start' }]
      const remarks: Remark[] = []
      const tell = (state: Remark['state'], says: string, next: string) =>
        remarks.push({ check: 'keys', state, says, next })
      if (isOpenToOthers(file)) tell('bad', `Other users may read ${key}.`, `chmod 600 ${key}`)
      if (isOpenToOthers(folder)) tell('warning', `Other users may look into ${keys}.`, `chmod 700 ${keys}`)
      if (await isWithin(keys, data))
        tell(
          'bad',
          `The keys lie in the data folder ${data}: one copy of it opens every draft.`,
          `mv ${keys} ~/.countersign/keys, and set COUNTERSIGN_KEYS`,
        )
      const days = Math.floor((now() - file.mtimeMs) / day)
      if (days * day >= oldMs) tell('warning', `The key is ${days} days old.`, 'countersign keys rotate')
      const age = days < 1 ? 'of today' : `${days} day${days === 1 ? '' : 's'} old`
      const says = `${keys} is ours alone and outside of the data; the key is ${age}.`
      return remarks.length > 0 ? remarks : [{ check: 'keys', state: 'good', says }]
    },
  }
}

async function isWithin(inner: string, outer: string): Promise<boolean> {
  if ((await statOf(outer)) === undefined) return false
  const way = relative(await realpath(outer), await realpath(inner))
  return !way.startsWith('..') && way !== inner
}
