// The record, looked at from outside while no gate works on it, or beside one: that it can be read, is sound, and has the
// tables of this version. It changes nothing and makes nothing.

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import type { Check, Remark } from '../../src/doctor/examine.ts'
import { counting } from './counting.ts'
import { openPostgres } from './postgres.ts'
import { recordFile } from './record.ts'
import { migrations } from './schema.ts'

/** Reading so much takes about a second; nothing else happens in this process meanwhile. */
const quicklyRead = 256 * 1024 * 1024

export function recordFileCheck(folder: string, { whole }: { readonly whole: boolean }): Check {
  const file = join(folder, recordFile)
  const remark = (state: Remark['state'], says: string, next?: string): Remark => ({
    check: 'record file',
    state,
    says,
    next,
  })
  return {
    name: 'record file',
    async look() {
      const there = await stat(file).catch(() => undefined)
      if (there === undefined) return [remark('warning', `There is no record in ${folder} yet.`, 'countersign start')]
      const database = new DatabaseSync(file, { readOnly: true, timeout: 2_000 })
      try {
        const made = new Set(
          database
            .prepare('select name from migration')
            .all()
            .map(({ name }) => String(name)),
        )
        const known = migrations.map(({ name }) => name)
        if ([...made].some((name) => !known.includes(name)))
          return [
            remark('bad', 'A newer version wrote the record; this one does not open it.', 'install that version again'),
          ]
        if (!whole && there.size > quicklyRead)
          return [remark('warning', 'It is too large to be read through while you wait.', 'countersign doctor --whole')]
        const told = database
          .prepare('pragma quick_check(3)')
          .all()
          .map((row) => String(Object.values(row)[0]))
        if (told.join() !== 'ok')
          return [
            remark(
              'bad',
              `The file is damaged: ${told.join('; ').slice(0, 200)}`,
              'stop the gate, and restore the last backup',
            ),
          ]
        const behind = known.some((name) => !made.has(name)) ? ' The next start brings it to this version.' : ''
        return [remark('good', `${file} is sound.${behind}`)]
      } finally {
        database.close()
      }
    },
  }
}

export function databaseCheck(url: string): Check {
  return {
    name: 'database',
    async look() {
      const driver = openPostgres({ url, most: 1, patience: { connectMs: 3_000, answerMs: 3_000 } })
      try {
        const { engine, unsafe, missing } = await counting(driver).examine()
        const wrong = [
          ...unsafe.map(({ setting, is }) => `${setting} is ${is}`),
          ...missing.map((name) => `it lacks the tables of “${name}”`),
        ]
        if (wrong.length === 0)
          return [
            { check: 'database', state: 'good', says: `${engine} answers and is set up to keep what it is given.` },
          ]
        return [
          {
            check: 'database',
            state: 'bad',
            says: `${engine}: ${wrong.join('; ')}.`,
            next: 'put the setting right, and start the gate',
          },
        ]
      } finally {
        await driver[Symbol.asyncDispose]()
      }
    },
  }
}
