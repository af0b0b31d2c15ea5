// The record on PostgreSQL, put together. The login of the address makes the tables and the role; the work is done in
// the role, on connections of its own.

import type { Record } from '../../src/port/record.ts'
import { migrate } from './migrate.ts'
import { openPostgres, type PostgresPlace } from './postgres.ts'
import { recordOn } from './record.ts'
import type { Sealer } from './seal.ts'
import { onlyAdds, writerRole, writerRoleOn } from './writer-role.ts'

export async function openPostgresRecord(place: PostgresPlace & { readonly sealer: Sealer }): Promise<Record> {
  const role = await prepare(place)
  const driver = openPostgres(place, role)
  try {
    // The first look tells the time, which every later moment is held against.
    await driver.look([])
    await onlyAdds(driver)
    return recordOn(driver, place.sealer)
  } catch (cause) {
    await driver[Symbol.asyncDispose]()
    throw cause
  }
}

async function prepare(place: PostgresPlace): Promise<string | undefined> {
  const driver = openPostgres({ ...place, most: 1 })
  try {
    await driver.look([])
    await migrate(driver)
    return (await writerRoleOn(driver)) ? writerRole : undefined
  } finally {
    await driver[Symbol.asyncDispose]()
  }
}
