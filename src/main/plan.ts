// What a house is opened with. The command line makes it of the settings, a test by hand.

import type { BullParts } from '../../adapters/bullmq/queue.ts'
import type { Rate } from '../../adapters/http/bucket.ts'
import type { LocalQueue } from '../../adapters/local-queue/queue.ts'
import type { Pace } from '../gateway/house.ts'
import type { Channel } from '../port/channel.ts'
import type { Reach } from '../port/crash-point.ts'
import type { Log } from '../port/log.ts'
import type { Reviewers } from '../port/reviewers.ts'
import type { WrittenBook } from '../rule/written.ts'
import type { Instant } from '../time.ts'

export type Plan = {
  readonly version: string
  readonly data: string
  readonly keys: string
  readonly practice: boolean
  /** PostgreSQL, where several processes share the record; else it is a file of the data folder. */
  readonly database?: string | undefined
  /** Redis, where several processes share the queue; else each looks into the record by itself. */
  readonly redis?: string | undefined
  readonly role?: Role
  /** What else is connected. */
  readonly platforms?: readonly { readonly channel: Channel; readonly reviewers: Reviewers }[]
  /** A workspace of Slack, and how it reaches us. */
  readonly slack?: SlackPlan | undefined
  /** The public address, where there is one. */
  readonly url?: string | undefined
  /** Addresses and networks of our own proxies: of these alone it is believed for whom they ask. */
  readonly proxies?: readonly string[]
  /** Other names by which it may be called. */
  readonly aliases?: readonly string[]
  /** Hosts inside to which agents’ answers may be carried, also without TLS. */
  readonly webhookHosts?: readonly string[]
  readonly log: Log
  /** What the fault runner does at the crash points; nothing, anywhere else. */
  readonly reach?: Reach
  readonly pace?: Partial<Pace>
  /** How many requests each agent may make of one process; sane, unless somebody says otherwise. */
  readonly rate?: Rate | undefined
  /** How long the words of what has ended are kept; for ever, unless it is said. */
  readonly keepTextMs?: number | undefined
  /** The same for its entries, and what is left of it. */
  readonly keepEntriesMs?: number | undefined
  /** What administers over HTTP; without one nobody does. */
  readonly adminToken?: string | undefined
  /** What reads the figures, beside the admin token. */
  readonly metricsToken?: string | undefined
  /** The operator's rules file as it was read; without one the rules stay what they are. */
  readonly rules?: WrittenBook | undefined
  /** How patient the queue is; whichever it is takes what it knows. */
  readonly delivery?: LocalQueue['pace'] & BullParts['pace']
  /** The clock of the record; the machine's, unless a test has its own. */
  readonly now?: () => Instant
}

export type SlackPlan = {
  /** Of the one workspace of the settings; others are installed. */
  readonly token?: string | undefined
  readonly apiUrl?: string | undefined
  /** What it takes to be installed in a workspace by a link. */
  readonly oauth?:
    | { readonly client: { readonly id: string; readonly secret: string }; readonly stateSecret: string }
    | undefined
  readonly reach:
    | { readonly by: 'socket'; readonly appToken: string }
    | { readonly by: 'http'; readonly secret: string }
}

/** `web` takes drafts and decisions and delivers nothing; `worker` delivers and takes nothing. */
export type Role = 'all' | 'web' | 'worker'

/** A house at rest: where it is, without its doors. */
export type Rest = Pick<Plan, 'version' | 'data' | 'keys' | 'database' | 'now'>
