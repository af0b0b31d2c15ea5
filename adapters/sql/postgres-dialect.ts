// The words of PostgreSQL where it differs. Guards are advisory locks on the id, held until the change is over: a lock on
// the row could not hold a place for a row that does not exist, and a stop would wait for as long as decisions keep
// coming, since those share such a lock past everyone who waits. An advisory lock is given in the order of asking.

import type { Dialect, Query } from './driver.ts'

/** Of all that anybody may lock in this database, this is ours. */
const ours = 'countersign/'

export const dialect: Dialect = {
  counted: 'bigint generated always as identity primary key',
  key: 'text collate "C"',
  keyed: '',
  // A place is given when the row is written, and seen when its transaction ends; none lasts so long.
  settlesAfterMs: 15_000,
  engine: { name: 'PostgreSQL', sql: 'show server_version' },
  durable: [
    { setting: 'fsync', sql: 'show fsync', mayBe: ['on'] },
    { setting: 'full_page_writes', sql: 'show full_page_writes', mayBe: ['on'] },
    { setting: 'synchronous_commit', sql: 'show synchronous_commit', mayBe: ['on', 'remote_apply'] },
  ],
  hasTable: 'select tablename as name from pg_tables where schemaname = current_schema() and tablename = ?',
  insertOnly: (table) => [
    `create function ${table}_stays() returns trigger language plpgsql as
      'begin raise exception ''a row of ${table} is never changed''; end'`,
    // For each statement: also one that would find no row is refused, and TRUNCATE has no rows.
    `create trigger ${table}_stays before update or delete or truncate on ${table}
      for each statement execute function ${table}_stays()`,
    `alter table ${table} enable always trigger ${table}_stays`,
    `revoke update, delete, truncate on ${table} from public, current_user`,
  ],
  keepsItsTerm: (table, leastMs) => [
    `drop trigger ${table}_stays on ${table}`,
    `create trigger ${table}_stays before update or truncate on ${table}
      for each statement execute function ${table}_stays()`,
    `alter table ${table} enable always trigger ${table}_stays`,
    // With a path of its own: whoever works here could else put another clock in the way. A leaf that names no moment stays.
    `create function ${table}_keeps_its_term() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as
      'declare written json := old.leaf::json -> ''at'';
      begin
        if json_typeof(written) = ''number'' and written::text::bigint <= (extract(epoch from clock_timestamp()) * 1000)::bigint - ${leastMs} then return old; end if;
        raise exception ''a row of ${table} is never changed, and goes only when its term is over'';
      end'`,
    `create trigger ${table}_keeps_its_term before delete on ${table}
      for each row execute function ${table}_keeps_its_term()`,
    `alter table ${table} enable always trigger ${table}_keeps_its_term`,
    `grant delete on ${table} to current_user`,
  ],
  makingTables: [lock('pg_advisory_xact_lock', 'tables')],
  // All in one order, so that two changes cannot wait for each other.
  holding({ restsOn, writes }) {
    const alone = new Set(writes)
    return [...new Set([...restsOn, ...writes])]
      .sort()
      .map((id) => lock(alone.has(id) ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared', `thing/${id}`))
  },
  // An array is made once; a subquery may be run again for each row, and would then find more than its limit.
  amongFree: (select) => `id = any (array(${select} for update skip locked))`,
}

function lock(how: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared', what: string): Query {
  return { sql: `select ${how}(hashtextextended(?, 0))`, values: [`${ours}${what}`] }
}
