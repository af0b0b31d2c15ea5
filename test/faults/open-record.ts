// A process of its own that opens the keys and the record of a folder at a given moment, saves one watch and ends. Run
// several for the same moment to see them make one folder together.

import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { openKeys } from '../../adapters/keys/keys.ts'
import { openRecord } from '../../adapters/sql/record.ts'
import { beforeTheFirst, entryOf } from '../../src/ledger/entry.ts'

const [folder = '', moment = '', id = ''] = process.argv.slice(2)
await setTimeout(Number(moment) - Date.now())

const { sealer } = await openKeys(join(folder, 'keys'))
const record = await openRecord({ folder: join(folder, 'data'), sealer })
const at = await record.now()
const facts = { v: 1, stream: id, version: 1, at, actor: { kind: 'system' } } as const
const entry = entryOf({ ...facts, event: 'opened', to: 'watched', facts: {}, commitments: {}, prev: beforeTheFirst })
const is = { about: id, refused: 1, last: at }
const saved = await record.save({
  writes: [{ kind: 'watch', id, expected: 0, is, entry, tags: ['watch'] }],
  unchanged: [],
  owed: [],
})
await record[Symbol.asyncDispose]()
process.exitCode = saved.saved ? 0 : 1
