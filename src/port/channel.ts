// A channel: how one platform publishes, and what it knows of places and people. An adapter says plainly whether
// something was certainly sent, certainly not, or neither; it never sends a second time by itself.

import type { NewReplies } from '../card/around.ts'
import type { Card } from '../card/card.ts'
import type { SeenPart } from '../draft/draft.ts'
import type { Intent } from '../draft/intent.ts'
import type { Json } from '../json.ts'
import type { Membership } from '../person/person.ts'
import type { Account, Audience, Destination, Platform } from '../place.ts'
import type { Instant } from '../time.ts'

/**
 * Thrown by any of these when the platform has shut us out until a person cures it; trying again changes nothing. The
 * words name the cure.
 */
export class OutOfReach extends Error {
  readonly why: string
  constructor(why: string, options?: ErrorOptions) {
    super(why, options)
    this.why = why
  }
}

/** Why a call cannot succeed, if that is what is at the bottom of this fault. */
export function outOfReach(cause: unknown): string | undefined {
  for (let at = cause, deep = 0; at instanceof Error && deep < 6; at = at.cause, deep++) {
    if (at instanceof OutOfReach) return at.why
  }
  return undefined
}

export type Sending = {
  readonly destination: Destination
  readonly intent: Intent['intent']
  /** The filled payloads of the envelope, in order. */
  readonly payloads: readonly Json[]
  /** Recognises it afterwards; the adapter puts it where readers do not see it. */
  readonly marker: string
  /** The post that is replaced or taken down. */
  readonly target?: string | undefined
  /** What stands there of it already; only the payloads after it are sent. */
  readonly standing?: Part | undefined
  /** Asked before each payload that is a call of its own, but for the first call. */
  mayGoOn(): Promise<GoOn>
}

/** The first payloads of a post, and where they are. */
export type Part = { readonly payloads: number; readonly ref: string }

/** `no`: what is there is taken back. `not-ours`: somebody else has it in hand; nothing is touched any more. */
export type GoOn = 'yes' | 'no' | 'not-ours'

export type Sent =
  | { readonly sent: 'yes'; readonly ref: string; readonly altered: boolean }
  /** Certainly not; worth another try after this long. `holdLane`: the platform throttles the whole place. */
  | {
      readonly sent: 'no'
      readonly why: string
      readonly next: 'again'
      readonly afterMs: number
      readonly holdLane: boolean
    }
  /** Certainly not; a person has to cure something, or it will never be. */
  | { readonly sent: 'no'; readonly why: string; readonly next: 'blocked' | 'failed' }
  /** Nobody knows. */
  | { readonly sent: 'unclear'; readonly why: string }

export type Found =
  | { readonly found: 'yes'; readonly ref: string; readonly altered: boolean }
  /** Its first payloads, and at this moment no other. */
  | { readonly found: 'part'; readonly part: Part; readonly altered: boolean }
  | { readonly found: 'no' }
  | { readonly found: 'unclear' }

/** Something that people, or bots, said in a place that we can read. */
export type Said = {
  /** Whose; undefined for what is no person's. */
  readonly account: Account | undefined
  readonly at: Instant
  readonly text: string
  /** How the text spells people, so that they can be told apart without a name. */
  readonly mentions: readonly { readonly as: string; readonly account: Account }[]
}

export type Context =
  /** The newest, oldest first. `more`: there was more before it. */
  | { readonly context: 'read'; readonly said: readonly Said[]; readonly more: boolean }
  /** The platform does not let us read there, or not any more. */
  | { readonly context: 'withheld' }
  /** The platform asks us to wait. */
  | { readonly context: 'later'; readonly afterMs: number }

/** `of`: what the platform lets us see of it; `more`: there are more people than we look for. */
export type Followers =
  | {
      readonly of: readonly ('replies' | 'reactions')[]
      readonly accounts: readonly Account[]
      readonly more: boolean
    }
  /** The platform asks us to wait. */
  | { readonly afterMs: number }

export type Channel = {
  readonly platform: Platform
  /** Named in every envelope; changes when the same card would be drawn differently. */
  readonly drawnBy: string
  readonly carries: readonly Intent['intent'][]
  /** Pure: the exact payloads for this card, with its slots left open. Both the preview and the post come from it. */
  draw(card: Card): readonly Json[]
  send(sending: Sending): Promise<Sent>
  /**
   * Looks for a post of ours by its marker. `no` only when the place could be read to the end. `payloads` are what was
   * sent, where the caller has them: by these it is seen whether readers got anything else. `seen` is what the platform
   * has told by itself; where the place cannot be read that is enough.
   */
  find(
    destination: Destination,
    marker: string,
    since: Instant,
    payloads?: readonly Json[] | undefined,
    seen?: readonly SeenPart[] | undefined,
  ): Promise<Found>
  /** Draws a post anew: hidden, recalled, replaced. Safe to repeat. A post that is gone counts as done. */
  redraw(destination: Destination, ref: string, card: Card): Promise<Sent>
  /** Tells everybody in the place one line of ours: that a grant begins or ends. No draft, no agent's words. */
  announce(destination: Destination, line: string): Promise<Sent>
  /** Who this account is in that place, now; undefined when the platform does not know it. */
  membership(account: Account, destination: Destination): Promise<Membership | undefined>
  /** What was last said in this thread, or where there is none in this channel; nothing that only some of them see. */
  context?(destination: Destination, limit: number): Promise<Context>
  /** How much was said in this thread since then; undefined where the platform does not let us know. */
  newReplies?(destination: Destination, since: Instant): Promise<NewReplies | undefined>
  /** People who answered this post after it was published, or put a sign to it; those who only read it, nobody knows. */
  followers?(destination: Destination, ref: string): Promise<Followers>
  /** Who can read the place, now; undefined when it does not exist or we cannot see it. */
  audience(destination: Destination): Promise<Audience | undefined>
  /** Why nothing can be posted there now, in words that name the cure; undefined where nothing stands in the way. */
  obstacle?(destination: Destination): Promise<string | undefined>
}
