// Seals bodies anew, a few at a time and in the order of their ids, so that an old key can be taken away. What a thing
// says does not change, and neither does its version: whoever saves meanwhile wins, and seals with the newest key anyway.

import type { Record } from '../../src/port/record.ts'
import type { Driver } from './driver.ts'
import type { Sealer } from './seal.ts'

type Row = { readonly id: string; readonly version: number; readonly body: string }

export function resealing(driver: Driver, sealer: Sealer): Pick<Record, 'reseal' | 'sealedWith'> {
  let passed = ''
  let found = 0
  return {
    async reseal(key, most) {
      // The keys were turned by another process, and ours have not noticed yet.
      if (!sealer.seal('', '').startsWith(`${key}.`)) return 'later'
      const [rows = []] = await driver.read<Row>([
        { sql: 'select id, version, body from thing where id > ? order by id limit ?', values: [passed, most] },
      ])
      const old = rows.filter(({ body }) => !body.startsWith(`${key}.`))
      if (old.length > 0) {
        await driver.change(
          old.map(({ id, version, body }) => ({
            sql: 'update thing set body = ? where id = ? and version = ? and body = ?',
            values: [sealer.seal(sealer.open(body, id), id), id, version, body],
          })),
        )
      }
      found += old.length
      passed = rows.at(-1)?.id ?? ''
      if (rows.length === most) return 'more'
      // Once through. Somebody may have sealed with an old key behind us: done is a walk that finds nothing.
      const nothing = found === 0
      passed = ''
      found = 0
      return nothing ? 'all' : 'more'
    },

    async sealedWith(key) {
      const [rows = []] = await driver.read<{ count: number }>([
        {
          sql: 'select count(*) as count from thing where substr(body, 1, ?) = ?',
          values: [key.length + 1, `${key}.`],
        },
      ])
      return Number(rows[0]?.count ?? 0)
    },
  }
}
