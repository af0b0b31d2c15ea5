// The record: the truth, and the only clock. It keeps things (a draft, a post, a board of stops) with their version, and
// in the same transaction the one ledger entry of each change and what is owed after it. It knows no domain: what a
// change means was decided before it got here. Every adapter passes test/contract/record.ts.

import type { Agent } from '../agent/agent.ts'
import type { Invocation, InvocationErrand } from '../agent/invocation.ts'
import type { Webhook } from '../agent/webhook.ts'
import type { Consequence } from '../draft/consequence.ts'
import type { Draft } from '../draft/draft.ts'
import type { Installation } from '../installation/installation.ts'
import type { Entry } from '../ledger/entry.ts'
import type { Retention } from '../ledger/retention.ts'
import type { ClaimCode } from '../person/claim-code.ts'
import type { Person } from '../person/person.ts'
import type { Platform } from '../place.ts'
import type { Post, PostConsequence } from '../post/post.ts'
import type { GrantBook } from '../rule/grant.ts'
import type { GrantErrand } from '../rule/grant-event.ts'
import type { RuleBook } from '../rule/rule.ts'
import type { StopBoard } from '../safety/stop.ts'
import type { Upkeep, UpkeepErrand } from '../safety/upkeep.ts'
import type { Watch } from '../safety/watch.ts'
import type { Instant } from '../time.ts'

/** What is kept, by kind. The boards and books are one thing each, under their own name as id. */
export type Things = {
  draft: Draft
  post: Post
  agent: Agent
  person: Person
  claim: ClaimCode
  invocation: Invocation
  installation: Installation
  stops: StopBoard
  rules: RuleBook
  grants: GrantBook
  watch: Watch
  upkeep: Upkeep
  retention: Retention
  webhook: Webhook
}
export type Kind = keyof Things
export type Walked = 'draft' | 'post' | 'invocation' | 'watch'

export type Held<T> = {
  readonly id: string
  /** Counts its changes from 1; it is also the version of its last entry. */
  readonly version: number
  /** The hash of its last entry, to which the next one chains. */
  readonly head: string
  /** What was noted with the sole name by which it was looked up. */
  readonly note?: string
  readonly is: T
}

/** One thing, by id or by a name that only one thing can have. */
export type Wanted = {
  readonly [K in Kind]: { readonly kind: K } & ({ readonly id: string } | { readonly sole: string })
}[Kind]
export type Glance = { readonly [name: string]: Wanted | undefined }
/** How many things have the tag that is made of this and the id behind that sole name; counted no further than `most`. */
export type Tally = { readonly tag: string; readonly sole: string; readonly most: number }
export type Seen<G extends Glance> = {
  readonly now: Instant
  /** What was counted, in the order it was asked for. */
  readonly tallied: readonly number[]
  readonly seen: {
    readonly [Name in keyof G]: Exclude<G[Name], undefined> extends { kind: infer K extends Kind }
      ? Held<Things[K]> | undefined
      : undefined
  }
}

/** One change of one thing. It never goes in without the version it was decided on. */
export type Write = {
  readonly [K in Kind]: {
    readonly kind: K
    readonly id: string
    /** The version that was looked at; 0 for a thing that must not exist yet. */
    readonly expected: number
    readonly is: Things[K]
    readonly entry: Entry
    /** By which it is listed; they replace the ones before. */
    readonly tags: readonly string[]
    /** Names that only one thing can ever have; they stay. Taken already: nothing of the save happens. */
    readonly soles?: readonly Sole[]
  }
}[Kind]

/** A fact that may be true once: an idempotency key, an approver of a revision, a token, an account. */
export type Sole = { readonly name: string; readonly note?: string | undefined }

/**
 * `home`: the page of one person, drawn anew after something on it has changed; `away`: somebody went away or is back, and
 * the drafts that wait for them are looked at.
 */
export type Errand = Consequence | PostConsequence | GrantErrand | UpkeepErrand | InvocationErrand | 'home' | 'away'
export type NewOwed = {
  readonly errand: Errand
  /** The id of the draft, post, grant, invocation or person; for a page, the account whose it is. */
  readonly about: string
  /** The destination it will touch: what is throttled in one lane holds no other back. */
  readonly lane: string
  readonly dueAt: Instant
  /** Owed only if something has this tag when it commits; else nothing is written for it. */
  readonly onlyIf?: string | undefined
}

/** Something owed, as the one who took it holds it. */
export type Owed = Omit<NewOwed, 'onlyIf'> & {
  readonly id: string
  readonly tries: number
  /** Grows with every taking; settling it needs the latest. */
  readonly fence: number
}

/** What is known of something owed without taking it: enough to ring for it. */
export type Rung = Pick<Owed, 'id' | 'errand' | 'fence'>

export type Save = {
  readonly writes: readonly Write[]
  /** Things that must still be at this version when it commits, though they are not changed: the board of stops. */
  readonly unchanged: readonly { readonly kind: Kind; readonly id: string; readonly version: number }[]
  readonly owed: readonly NewOwed[]
  /** Bodies that keep less than before, under the version they have. For what has ended and whose term is over. */
  readonly less?: readonly Less[]
  /**
   * Things that leave the record with every entry of theirs, their tags, sole names and copies. Not while something is
   * owed about one; and the record itself refuses, by its own clock, to give up an entry before its least term is over.
   */
  readonly gone?: readonly Gone[]
}

export type Gone = Pick<Held<unknown>, 'id' | 'version' | 'head'> & {
  readonly kind: Kind
  /** Under which names copies of its cards were kept. */
  readonly copies: readonly string[]
}

export type Less = {
  readonly [K in Kind]: { readonly kind: K; readonly id: string; readonly version: number; readonly is: Things[K] }
}[Kind]

export type Saved =
  | { readonly saved: true; readonly owed: readonly string[] }
  /** Somebody was faster; look again. */
  | { readonly saved: false; readonly moved: string }
  /** A sole name is taken, by this thing and with this note. */
  | { readonly saved: false; readonly taken: string; readonly by: string; readonly note: string | undefined }

/** Where a person's copy of a card is on a platform, so that it can be redrawn. */
export type Copy = { readonly draft: string; readonly account: string; readonly ref: string }

export type Waiting = {
  readonly now: Instant
  /** `due` of the rows are due; `oldest` is when the first of them fell due, or will. */
  readonly owed: readonly {
    readonly errand: Errand
    readonly rows: number
    readonly due: number
    readonly oldest: Instant
    /** The most often that one of them was taken. */
    readonly tries: number
  }[]
  /** Drafts that are not settled. */
  readonly open: readonly { readonly platform: Platform; readonly state: Draft['state']; readonly drafts: number }[]
  /** Whether nothing was left out. */
  readonly whole: boolean
}

export type Examined = {
  /** Its name and version. */
  readonly engine: string
  readonly unsafe: readonly { readonly setting: string; readonly is: string; readonly wanted: string }[]
  readonly missing: readonly string[]
}

export type EntryPage = { readonly limit: number } & (
  | { readonly stream: string; readonly after?: number | undefined }
  | { readonly stream?: undefined; readonly before?: Pick<Entry, 'stream' | 'version'> | undefined }
)

export type Chronicle = {
  readonly entries: readonly (Entry & { readonly place: number })[]
  /** Nothing will appear any more at or before this place: from here one goes on. */
  readonly upTo: number
  /** There may be more already. */
  readonly more: boolean
}

export type Record = {
  /** The clock of the house, and what it knows now of these, in one look. */
  look<const G extends Glance>(glance: G, tallies?: readonly Tally[]): Promise<Seen<G>>
  now(): Promise<Instant>
  /** Things of one kind with a tag, newest id first; `before` is the last id of the page before. */
  list<K extends Kind>(
    kind: K,
    tag: string,
    page: { limit: number; before?: string | undefined },
  ): Promise<readonly Held<Things[K]>[]>
  /** Things of one kind in the order of their ids, from behind this one on. Of those of which there can be many. */
  walk<K extends Walked>(kind: K, after: string, limit: number): Promise<readonly Held<Things[K]>[]>
  /** All of it or nothing of it. Resolves when it is on disk. */
  save(save: Save): Promise<Saved>
  /**
   * The entries of things with this tag, in the order in which they were written, after that place; without one, none,
   * and where the newest is. `limit` bounds how many of all entries are looked through.
   */
  chronicle(of: {
    readonly tag: string
    readonly after: number | undefined
    readonly limit: number
  }): Promise<Chronicle>
  /**
   * The entries of a stream, oldest first, those above version `after`; without a stream, the newest of all, oldest first,
   * those older than the entry `before`.
   */
  entries(of: EntryPage): Promise<readonly Entry[]>
  /** What a thing of whatever kind itself keeps of its last entry. */
  head(id: string): Promise<Pick<Held<unknown>, 'version' | 'head'> | undefined>

  /**
   * Leases up to `limit` rows that are due and free, the longest due first; others get them when the lease is over.
   * `screen` are our own checks, of which a flood can make many; the rest never waits behind them.
   */
  take(limit: number, leaseMs: number, among?: 'screen' | 'rest'): Promise<readonly Owed[]>
  /** Leases this one row, if it is due and free. For a doorbell that names it. */
  takeOne(id: string, leaseMs: number): Promise<Owed | undefined>
  /** It is done. False, if the lease was lost meanwhile; then it is not. */
  settle(owed: Owed): Promise<boolean>
  /** It is to be tried again then. False, if the lease was lost meanwhile. */
  putOff(owed: Owed, dueAt: Instant): Promise<boolean>
  /** When the next free row falls due; undefined when nothing is owed. */
  nextDue(): Promise<Instant | undefined>
  /**
   * For a relay, which rings for others: up to `limit` rows that are due and free, and as many of our own checks, each
   * sort the longest due first; and when one falls due or free that is not so now. It leases nothing.
   */
  due(limit: number): Promise<{
    readonly now: Instant
    readonly rows: readonly Rung[]
    readonly next: Instant | undefined
  }>

  /**
   * Seals so many bodies anew, if they are not sealed with this key yet. `all`: it went through and found none; `later`:
   * the key is not known here yet.
   */
  reseal(key: string, most: number): Promise<'more' | 'all' | 'later'>
  /** How many bodies are sealed with this key. */
  sealedWith(key: string): Promise<number>

  copies(draft: string): Promise<readonly Copy[]>
  keepCopy(copy: Copy): Promise<void>

  /** What waits: counted over the longest due and the newest `most` of each, so that asking never hurts. */
  waiting(most: number): Promise<Waiting>
  /** How it is kept: what of its settings lets a power cut lose something, and which tables of this version it lacks. */
  examine(): Promise<Examined>

  /** Whether it can be written to now; the reason when not. */
  health(): Promise<string | undefined>
  [Symbol.asyncDispose](): Promise<void>
}
