// The keys: nobody else's to read, and not in the folder that is copied as the data. Who has both can open every draft.

import { readdir, realpath } from 'node:fs/promises'
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
      const files = await Promise.all((await readdir(keys)).map((name) => statOf(join(keys, name))))
      const newest = Math.max(...files.map((one) => one?.mtimeMs ?? 0))
      const days = Math.floor((now() - newest) / day)
      if (days * day >= oldMs) tell('warning', `The newest key is ${days} days old.`, 'countersign keys rotate')
      const age = days < 1 ? 'of today' : `${days} day${days === 1 ? '' : 's'} old`
      const says = `${keys} is ours alone and outside of the data; the newest key is ${age}.`
      return remarks.length > 0 ? remarks : [{ check: 'keys', state: 'good', says }]
    },
  }
}

async function isWithin(inner: string, outer: string): Promise<boolean> {
  if ((await statOf(outer)) === undefined) return false
  const way = relative(await realpath(outer), await realpath(inner))
  return !way.startsWith('..') && way !== inner
}
