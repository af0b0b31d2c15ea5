// The role in which the record is worked with. It may add to the ledger, read it, and take away what the table gives up
// when its term is over; it has no right to change or empty it. That stands beside the triggers, which an owner could drop. It is made by the login that makes the
// tables, where that one may; a login that is nothing but a member of it needs no more.

import { setTimeout as pause } from 'node:timers/promises'
import { DatabaseError } from 'pg'
import type { Driver, Query } from './driver.ts'
import { workingTables } from './schema.ts'

export const writerRole = 'countersign_writer'

/** Roles belong to the whole server: somebody may make the same one in another of its databases just now. */
const meanwhile = ['42710', '23505', 'XX000']
const mostTries = 5

/** Makes the role, if need be and if this login may. Says whether it can be worked in. */
export async function writerRoleOn(driver: Driver): Promise<boolean> {
  for (let tried = 1; ; tried++) {
    try {
      if (await isOwner(driver)) await make(driver)
      return await isMember(driver)
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined
      const again = cause instanceof DatabaseError && meanwhile.includes(cause.code ?? '') && tried < mostTries
      if (!again) throw error
      await pause(Math.random() * 20 * tried)
    }
  }
}

/** Rejects if those who work on this connection could change what stands in the ledger, or take it away before its term. */
export async function onlyAdds(driver: Driver): Promise<void> {
  const [rows = []] = await driver.read<{ who: string }>([
    {
      sql: `select current_user as who where has_table_privilege('entry', 'update')
        or has_table_privilege('entry', 'truncate')
        or has_table_privilege('entry', 'delete') and not exists (select 1 from pg_trigger
          where tgrelid = 'entry'::regclass and tgname = 'entry_keeps_its_term' and tgenabled = 'A')`,
      values: [],
    },
  ])
  const [row] = rows
  if (row === undefined) return
  throw new Error(`opening the record: “${row.who}” may change the ledger; let it be a member of ${writerRole}`)
}

async function make(driver: Driver): Promise<void> {
  const mayMake = await finds(
    driver,
    'select 1 from pg_roles where rolname = current_user and (rolcreaterole or rolsuper)',
  )
  const isThere = await finds(driver, `select 1 from pg_roles where rolname = '${writerRole}'`)
  if (!mayMake && !isThere) return
  const mayGrant = mayMake && !(await isMember(driver))
  const [schemas = []] = await driver.read<{ name: string }>([plain('select quote_ident(current_schema()) as name')])
  await driver.change([
    ...driver.dialect.makingTables,
    ...(isThere ? [] : [plain(`create role ${writerRole} nologin`)]),
    plain(`grant select, insert, update, delete on ${workingTables.join(', ')} to ${writerRole}`),
    ...schemas.map(({ name }) => plain(`grant usage on schema ${name} to ${writerRole}`)),
    plain(`grant select, insert, delete on entry to ${writerRole}`),
    ...(mayGrant || !isThere ? [plain(`grant ${writerRole} to current_user`)] : []),
  ])
}

async function isOwner(driver: Driver): Promise<boolean> {
  return finds(driver, "select 1 from pg_class where oid = 'entry'::regclass and pg_has_role(relowner, 'usage')")
}

async function isMember(driver: Driver): Promise<boolean> {
  return finds(driver, `select 1 from pg_roles where rolname = '${writerRole}' and pg_has_role(oid, 'member')`)
}

async function finds(driver: Driver, sql: string): Promise<boolean> {
  const [rows = []] = await driver.read([plain(sql)])
  return rows.length > 0
}

function plain(sql: string): Query {
  return { sql, values: [] }
}
