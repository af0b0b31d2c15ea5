// The tables, as the changes that made them. A change that was released is never edited: the next one gets a new name.
// Text, integer and bigint columns alone; JSON is text, moments are epoch milliseconds.

import type { Dialect } from './driver.ts'

/** Every table but `entry`, which is only added to; what is in it goes by whole streams, when their term is over. */
export const workingTables = ['thing', 'tag', 'sole', 'owed', 'copy', 'pulse', 'migration'] as const

export type Migration = { readonly name: string; statements(dialect: Dialect): readonly string[] }

export const migrations: readonly Migration[] = [
  {
    name: '2026-11-21T08:00 begin',
    statements: ({ counted, key, keyed, insertOnly }) => [
      // A draft, a post, a board: `body` is sealed, `head` is the hash of its last entry.
      `create table thing (
        id ${key} primary key, kind text not null, version integer not null, head text not null, body text not null
      )`,

      // By which things are listed, newest id first.
      `create table tag (tag ${key} not null, id ${key} not null, primary key (tag, id)) ${keyed}`,
      'create index tag_by_id on tag (id)',

      // Names that only one thing can ever have.
      `create table sole (name ${key} primary key, id ${key} not null, note text)`,

      // The ledger: one row for each change of a thing, and no row is ever touched again.
      `create table entry (
        at_order ${counted}, stream ${key} not null, version integer not null, leaf text not null, hash text not null,
        unique (stream, version)
      )`,
      ...insertOnly('entry', [['at_order'], ['stream', 'version']]),

      // What is owed. A settled row is deleted: the ledger tells what happened, and this table stays as small as the
      // work that waits. `leased_until` is 0 for a row that nobody took.
      `create table owed (
        id ${key} primary key, errand text not null, about text not null, lane text not null, due_at bigint not null,
        tries integer not null, fence integer not null, leased_until bigint not null
      )`,
      'create index owed_by_due on owed (due_at, id)',
      // What people wait for is found at once, however many checks are owed.
      "create index owed_but_checks on owed (due_at, id) where errand <> 'screen'",
      'create index owed_by_lease on owed (leased_until) where leased_until > 0',

      // Where the copies of a card are.
      `create table copy (
        draft ${key} not null, account ${key} not null, ref text not null, primary key (draft, account)
      ) ${keyed}`,

      // Written to find out whether it can be written.
      'create table pulse (name text primary key, at bigint not null)',
    ],
  },
  {
    // 13 months of 31 days. By the clock of the engine and the moment in the leaf itself, whoever asks.
    name: '2026-11-21T15:10 term',
    statements: ({ keepsItsTerm }) => keepsItsTerm('entry', 403 * 24 * 60 * 60 * 1000),
  },
]
