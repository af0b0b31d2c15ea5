// A process of its own that opens the record of a PostgreSQL database at a given moment and saves a watch there. Run
// several with the same moment to see them make the same tables together.

import { setTimeout } from 'node:timers/promises'
import { openKeys } from '../../adapters/keys/keys.ts'
import { openPostgresRecord } from '../../adapters/sql/postgres-record.ts'
import { beforeTheFirst, entryOf } from '../../src/ledger/entry.ts'

const [url = '', keys = '', moment = '', id = ''] = process.argv.slice(2)
const { sealer } = await openKeys(keys)
await setTimeout(Math.max(0, Number(moment) - Date.now()))

const record = await openPostgresRecord({ url, sealer })
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
if (!saved.saved) throw new Error(`saving ${id}`)
