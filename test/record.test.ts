// The record on SQLite: the contract, and what only SQLite can get wrong.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openKeys } from '../adapters/keys/keys.ts'
import { lockFolder } from '../adapters/sql/folder-lock.ts'
import { openRecord, recordFile } from '../adapters/sql/record.ts'
import { openSqlite } from '../adapters/sql/sqlite.ts'
import type { Record } from '../src/port/record.ts'
import { minute } from '../src/time.ts'
import { noon, only, recordContract, watch } from './contract/record.ts'

async function openHere() {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-record-'))
  const data = join(folder, 'data')
  const { sealer } = await openKeys(join(folder, 'keys'))
  let at = noon
  const open: Record[] = []
  const openOne = async (more: { alone?: boolean } = {}) => {
    const record = await openRecord({ folder: data, sealer, now: () => at, ...more })
    open.push(record)
    return record
  }
  const another = () => openOne()
  const closeAll = () => Promise.all(open.splice(0).map((record) => record[Symbol.asyncDispose]()))
  return {
    record: await another(),
    another,
    /** As the one gateway of the folder, which holds its lock. */
    alone: () => openOne({ alone: true }),
    reopen: async () => {
      await closeAll()
      return another()
    },
    setNow: async (now: number) => {
      at = now
    },
    raw: async (sql: string) => {
      const driver = await openSqlite(join(data, recordFile), Date.now)
      await driver.change([{ sql, values: [] }]).finally(() => driver[Symbol.asyncDispose]())
    },
    bytes: async () => {
      const files = await readdir(data)
      return Buffer.concat(await Promise.all(files.map((file) => readFile(join(data, file)))))
    },
    close: async () => {
      await closeAll()
      await rm(folder, { recursive: true })
    },
  }
}

recordContract('SQLite', openHere)

describe('a commit that fails', () => {
  test('is told to every save of its turn, and the next turn is well', async () => {
    const here = await openHere()
    // A promise to be kept at the commit, which one of the saves breaks.
    await here.raw('create table child (parent text references sole (name) deferrable initially deferred)')
    await here.raw(
      "create trigger spoil after insert on thing when new.id = 'w_2' begin insert into child values ('nobody'); end",
    )
    const both = await Promise.allSettled([
      here.record.save(only(watch('w_1'))),
      here.record.save(only(watch('w_2'))),
      here.record.takeOne('o_none', 1),
    ])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(await here.record.entries({ limit: 10 })).toEqual([])
    expect(await here.record.save(only(watch('w_1')))).toMatchObject({ saved: true })
    await here.close()
  })
})

describe('a record', () => {
  test('that a newer version wrote is not opened', async () => {
    const here = await openHere()
    await here.raw("insert into migration (name, at) values ('2099-01-01T00:00 later', 0)")
    await expect(here.another()).rejects.toThrow('a newer version wrote it (“2099-01-01T00:00 later”)')
    await here.close()
  })
})

describe('what a dead gateway had taken', () => {
  test('is free at once for the next one alone, and the dead one settles nothing any more', async () => {
    const here = await openHere()
    const owed = { errand: 'cards', about: 'w_1', lane: 'slack/T1/C1', dueAt: noon } as const
    await here.record.save({ ...only(watch('w_1')), owed: [owed] })
    const [mine] = await here.record.take(1, minute)
    if (mine === undefined) throw new Error('taking what a test owes: nothing is due')
    expect(await (await here.another()).take(1, minute)).toEqual([])

    const next = await here.alone()
    expect(await here.record.settle(mine)).toBe(false)
    expect(await next.take(1, minute)).toEqual([{ ...mine, tries: 2, fence: 2 }])
    await here.close()
  })
})

describe('a new folder', () => {
  test('is made whole by two who open it in one turn', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-record-'))
    const { sealer } = await openKeys(join(folder, 'keys'))
    const [one, other] = await Promise.all([openRecord({ folder, sealer }), openRecord({ folder, sealer })])
    await one.save(only(watch('w_1')))
    expect(await other.entries({ limit: 10 })).toEqual([watch('w_1').entry])
    await Promise.all([one[Symbol.asyncDispose](), other[Symbol.asyncDispose]()])
    await rm(folder, { recursive: true })
  })
})

describe('processes', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-record-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  test('that make the same folders at once all find them whole', async () => {
    const soon = String(Date.now() + 700)
    const folders = 30
    const codes = await Promise.all(
      ['w_1', 'w_2'].map(async (id) => {
        const [code] = await once(run('open-record', folder, soon, String(folders), id), 'exit')
        return code
      }),
    )
    expect(codes).toEqual([0, 0])
    const { sealer } = await openKeys(join(folder, 'keys'))
    for (let nth = 0; nth < folders; nth++) {
      const record = await openRecord({ folder: join(folder, `data-${nth}`), sealer })
      const held = await record.list('watch', 'watch', { limit: 10 })
      await record[Symbol.asyncDispose]()
      expect(held.map(({ id }) => id)).toEqual(['w_2', 'w_1'])
    }
  })

  test('that would be a second gateway of a folder are told who holds it, until that one is killed', async () => {
    const holder = run('hold-folder', folder)
    await once(holder.stdout, 'data')
    const refused = lockFolder(folder, 'countersign start')
    await expect(refused).rejects.toThrow(
      `the folder ${folder} is in use by countersign start, process ${holder.pid}, since `,
    )

    holder.kill('SIGKILL')
    await once(holder, 'exit')
    const lock = await lockFolder(folder, 'countersign demo')
    await expect(lockFolder(folder, 'countersign start')).rejects.toThrow(`countersign demo, process ${process.pid}`)
    await lock[Symbol.asyncDispose]()
    await (await lockFolder(folder, 'countersign start'))[Symbol.asyncDispose]()
  })
})

/** Compiled programs: Node 20 runs no TypeScript. `npm test` builds them first. */
function run(program: 'open-record' | 'hold-folder', ...args: readonly string[]) {
  const file = join(import.meta.dirname, '../dist/test/faults', `${program}.js`)
  return spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
}
