// All that the shell works with: the ports, and how patient it is. main/house.ts fills it in.

import type { Platform } from '../place.ts'
import type { Agents } from '../port/agents.ts'
import type { Chance } from '../port/chance.ts'
import type { Channel } from '../port/channel.ts'
import type { Reach } from '../port/crash-point.ts'
import type { Log } from '../port/log.ts'
import type { Cause, Notice } from '../port/notice.ts'
import type { Queue } from '../port/queue.ts'
import type { Record } from '../port/record.ts'
import type { Reviewers } from '../port/reviewers.ts'
import type { Scanner } from '../port/scanner.ts'
import type { Signer } from '../port/signer.ts'
import type { Wake } from '../port/wake.ts'
import { day, minute, second } from '../time.ts'
import type { Typist } from './typist.ts'

export type House = {
  /** Names this process in its claims. */
  readonly owner: string
  readonly record: Record
  readonly queue: Queue
  readonly channels: ReadonlyMap<Platform, Channel>
  readonly reviewers: ReadonlyMap<Platform, Reviewers>
  /** Where agents have addresses of their own. */
  readonly agents: Agents
  readonly scanner: Scanner
  readonly signer: Signer
  readonly chance: Chance
  readonly wake: Wake
  readonly log: Log
  /** Who is told of every change; where nobody watches, nobody. */
  readonly notice?: Notice | undefined
  /** On whose behalf it works just now. */
  readonly cause?: Cause | undefined
  /** Who is told of a secret in the words that are being saved. */
  readonly typist?: Typist | undefined
  readonly reach: Reach
  /** Milliseconds that only ever grow; for how long something took, never for when it was. */
  readonly stopwatch: () => number
  readonly pace: Pace
  /** How long the words of what has ended are kept; 0 or missing: for ever. */
  readonly keepTextMs?: number | undefined
  /** How long its entries are kept, and what is left of it; 0 or missing: for ever. */
  readonly keepEntriesMs?: number | undefined
}

export type Pace = {
  /** How long a process may hold the intent to send; far above the time a send can take. */
  readonly claimMs: number
  /** How long an unclear outcome is looked into before a person is asked. */
  readonly reconcileMs: number
  readonly lookAgainMs: number
  /** How long after the last sending a place shows all that it took. */
  readonly showsAllMs: number
  readonly scanMs: number
  /** How soon something that is frozen is looked at again. */
  readonly frozenMs: number
  /** How long an answer is tried to be carried to an agent's address before it is given up. */
  readonly carryMs: number
  /** How many drafts of one agent may be open at once, and how many of them in one channel. */
  readonly mostOpen: number
  readonly mostOpenHere: number
}

export const usualPace: Pace = {
  claimMs: 20 * second,
  reconcileMs: minute,
  lookAgainMs: 5 * second,
  showsAllMs: 30 * second,
  scanMs: 10 * second,
  frozenMs: 2 * second,
  mostOpen: 300,
  mostOpenHere: 100,
  carryMs: day,
}
