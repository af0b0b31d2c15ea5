// A theatre is one platform with its people, one agent and readers. The journeys are played in it by name; a platform is
// done when all of them play. What stands here is all that a journey may use.

import type { Draft } from '../../src/draft/draft.ts'
import type { Click } from '../../src/gateway/decision.ts'
import type { PostClick } from '../../src/gateway/reading.ts'
import type { DraftId, InvocationId, PostId } from '../../src/id.ts'
import type { Post } from '../../src/post/post.ts'
import type { Refusal } from '../../src/refusal.ts'
import type { FaultScript } from '../fakes/fault-script.ts'

export const journeyNames = [
  'incident',
  'approve',
  'edit',
  'revise-twice',
  'keep',
  'reject',
  'expire',
  'two-people',
  'withdraw',
  'retract',
  'veto',
  'stop',
  'recall',
  'blocked',
  'unconfirmed',
  'restart-in-the-middle',
  'two-processes',
] as const
export type JourneyName = (typeof journeyNames)[number]

/** Who takes part: the one who asks, a colleague, a moderator, security, and somebody from outside. */
export type Role = 'asker' | 'colleague' | 'moderator' | 'security' | 'guest'

export type Reply = {
  readonly text: string
  readonly assumptions?: readonly string[]
  readonly steps?: readonly { text: string; risk: string }[]
}

/** What came of a gesture: the refusal that its maker was told, or anything else when it is done. */
export type Came = object | Refusal
/** A card as it is before somebody: what it says, and what they can do with it. */
export type Seen = { readonly says: string; readonly acts: readonly string[] }

export type Theatre = AsyncDisposable & {
  ask(who: Role, words: string): Promise<InvocationId>
  submit(invocation: InvocationId, reply: Reply): Promise<DraftId>
  revise(draft: DraftId, reply: Reply): Promise<void>
  withdraw(draft: DraftId): Promise<void>
  /** Waits until the draft is in this state. */
  until<State extends Draft['state']>(draft: DraftId, state: State): Promise<Draft & { state: State }>
  /** Undefined while they have none. It is drawn a moment after what it tells of, so a story asks until it is so. */
  card(who: Role, draft: DraftId): Promise<Seen | undefined>
  click(who: Role, draft: DraftId, click: Click): Promise<Came>
  /** The texts that readers of the place see now, oldest first; nothing that only one person sees. */
  readersSee(): Promise<readonly string[]>
  post(id: PostId): Promise<Post>
  touch(who: Role, post: PostId, click: PostClick): Promise<Came>
  reveal(who: Role, post: PostId, step: string): Promise<{ readonly text: string } | Refusal>
  stop(who: Role, draft: DraftId, reach: 'here' | 'agent' | 'channel' | 'all'): Promise<Came>
  /** Lifts the stop that is on in the place. */
  resume(who: Role): Promise<Came>
  /** The record's clock goes on by this much. */
  wait(ms: number): Promise<void>
  fail(script: FaultScript): void
  /** The house closes where it stands, and another opens what it left. Real kills are in test/faults. */
  restart(): Promise<void>
  /** A second house at work on the same record, with a queue of its own, until the theatre closes. */
  second(): Promise<void>
  /** What is broken of the promises, over all that was played. */
  broken(): Promise<readonly string[]>
}
