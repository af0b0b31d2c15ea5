// A process of its own that opens the keys at a given moment, then one new folder after the other, each at a moment of
// its own, and saves a watch there. Run several with the same moment to see them make the same folders together.

import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { openKeys } from '../../adapters/keys/keys.ts'
import { openRecord } from '../../adapters/sql/record.ts'
import { beforeTheFirst, entryOf } from '../../src/ledger/entry.ts'

const [folder = '', moment = '', folders = '', id = ''] = process.argv.slice(2)
let next = Number(moment)
await until(next)
const { sealer } = await openKeys(join(folder, 'keys'))

for (let nth = 0; nth < Number(folders); nth++) {
  next += 40
  await until(next)
  const record = await openRecord({ folder: join(folder, `data-${nth}`), sealer })
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
  if (!saved.saved) throw new Error(`saving ${id} in folder ${nth}`)
}

/** To the millisecond: a timer alone would let the processes drift apart. */
async function until(at: number) {
  await setTimeout(Math.max(0, at - Date.now() - 5))
  while (Date.now() < at);
}
