// I4: whoever steals a copy of the record, or a backup of it, has no token that can be used, no word of a draft, and no
// name. Every table is read as the thief reads it.

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { keyFiles } from '../adapters/keys/keys.ts'
import { engineNames, type Machine } from './faults/machine.ts'
import { registerAgent } from './faults/site.ts'
import { yardOfEachTest } from './faults/yard.ts'

const yard = yardOfEachTest()

test.each(engineNames)(
  'I4 a stolen dump of %s, or a backup, holds nothing that can be used or read',
  async (engine) => {
    const house = await yard().machine('house', engine)
    const record = await yard().record(house)
    const agent = await registerAgent(record)
    const people = yard().people(record, agent)
    await yard().gate(house)
    const [posted, rejected] = [await people.pending(), await people.pending()]
    await people.approve(posted)
    await people.published(posted)
    const { destination, revision } = await people.look(rejected)
    const reason = 'quetzal-colored nonsense'
    const click = { do: 'reject', reason } as const
    await people.gesture({ do: 'decide', user: 'ada', at: destination, draft: rejected, click })

    const passphrase = join(yard().folder, 'passphrase')
    await writeFile(passphrase, 'a long walk in the rain')
    const file = join(yard().folder, 'house.backup')
    const said = await yard().countersign(house, 'backup', '--out', file, '--passphrase-file', passphrase)
    expect(said).toMatchObject({ code: 0 })
    const stolen = [await dumpOf(house), await readFile(file), await readFile(`${file}.keys`)]

    const keys = Object.values(await keyFiles(house.keys))
    const secrets = [
      agent.secret,
      revision.content.text,
      'How do I do this?',
      reason,
      '"name":"Ada"',
      'name\\":\\"Ada',
      'Careful Clara',
      ...keys.flatMap((key) => [key, key.toString('hex'), key.toString('base64url')]),
    ]
    for (const secret of secrets) {
      const forms =
        typeof secret === 'string' ? [secret, Buffer.from(secret).toString('base64').slice(0, 12)] : [secret]
      for (const form of forms) expect(stolen.map((dump) => dump.includes(form))).toEqual([false, false, false])
    }
    // It is a dump of this house: what may be seen of it is seen.
    for (const dump of stolen.slice(0, 2)) expect(dump.includes(posted) && dump.includes('token:')).toBe(true)
  },
  60_000,
)

async function dumpOf({ data, database }: Machine): Promise<Buffer> {
  if (database === undefined) {
    const names = await readdir(data)
    return Buffer.concat(await Promise.all(names.map((name) => readFile(join(data, name)))))
  }
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    'select tablename as name from pg_tables where schemaname = current_schema()',
  )
  const tables: string[] = []
  for (const { name } of rows) tables.push(JSON.stringify((await client.query(`select * from ${name}`)).rows))
  await client.end()
  return Buffer.from(tables.join('\n'))
}
