// What is done to the house itself: backups, and the restore of one. One thing with one stream, so that whoever operates
// the house finds its history in one place. Publishing looks at it: while a restore is not over, nothing is sent.

import type { Instant } from '../time.ts'

/** The last backup that is known to lie safely in its file. */
export type Backup = {
  /** The moment of which it tells, by the record's clock. */
  readonly at: Instant
  /** Names it: the SHA-256 of its manifest. */
  readonly digest: string
  readonly entries: number
  /** Whether the keys were put into a sealed file beside it. */
  readonly keys: boolean
}

/** The record was brought back from a backup. What happened between `from` and `to` is on no record. */
export type Restore = {
  readonly digest: string
  readonly from: Instant
  readonly to: Instant
  /** Who did it, in their own words. */
  readonly by: string
  /** Of `by`, in the ledger. */
  readonly salt: string
  /** Drafts that were not settled in the backup. */
  readonly drafts: number
  /** Over: what was in flight has been looked for. Until then nothing is sent. */
  readonly over?: Instant | undefined
}

export type Upkeep = {
  readonly backup?: Backup | undefined
  readonly restore?: Restore | undefined
  /** The name of the key that seals now; missing while it is the first. */
  readonly sealing?: string | undefined
  /** Since when words are forgotten when their term is over. */
  readonly forgets?: Instant | undefined
}

export type UpkeepEvent =
  | { readonly type: 'backed-up'; readonly backup: Backup; readonly at: Instant }
  | { readonly type: 'restored'; readonly restore: Restore; readonly at: Instant }
  /** Everything that may have been sent was looked for; about so many drafts a person is asked. */
  | { readonly type: 'restore-over'; readonly asked: number; readonly at: Instant }
  | { readonly type: 'forgetting-began'; readonly at: Instant }
  /** So many things lost their words; the digest is over their ids and versions. */
  | { readonly type: 'words-forgotten'; readonly count: number; readonly digest: string; readonly at: Instant }
  | { readonly type: 'keys-rotated'; readonly newest: string; readonly at: Instant }
  /** Nothing was sealed with it any more, and it is gone. */
  | { readonly type: 'key-retired'; readonly key: string; readonly at: Instant }

export const upkeepErrands = [
  'restore-over', // find out whether what was in flight has been looked for
  'retain', // once a day: forget the words of what has ended, then its entries, each when their term is over
  'reseal', // seal everything with the newest key
] as const
export type UpkeepErrand = (typeof upkeepErrands)[number]

/** What is owed after each; the compiler insists on every row. */
export const upkeepConsequences: Record<UpkeepEvent['type'], readonly UpkeepErrand[]> = {
  'backed-up': [],
  restored: ['restore-over'],
  'restore-over': [],
  'forgetting-began': ['retain'],
  'words-forgotten': [],
  'keys-rotated': ['reseal'],
  'key-retired': [],
}

export const noUpkeep: Upkeep = {}

export function evolveUpkeep(upkeep: Upkeep, event: UpkeepEvent): Upkeep {
  switch (event.type) {
    case 'backed-up':
      return { ...upkeep, backup: event.backup }
    case 'restored':
      return { ...upkeep, restore: event.restore }
    case 'restore-over':
      return upkeep.restore === undefined ? upkeep : { ...upkeep, restore: { ...upkeep.restore, over: event.at } }
    case 'keys-rotated':
      return { ...upkeep, sealing: event.newest }
    case 'forgetting-began':
      return { ...upkeep, forgets: event.at }
    case 'words-forgotten':
    case 'key-retired':
      return upkeep
  }
}

/** Brought back from a backup, and what may have been sent meanwhile has not been looked for yet. */
export function isRestoring(upkeep: Upkeep | undefined): boolean {
  return upkeep?.restore !== undefined && upkeep.restore.over === undefined
}
