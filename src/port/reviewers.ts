// The reviewers' side of a platform: where cards are put before the people who decide. A copy that a person already has
// is redrawn, never added to; a card that cannot be delivered is tried again.

import type { Card } from '../card/card.ts'
import type { GrantCard } from '../card/grant-card.ts'
import type { Home, Most } from '../card/home.ts'
import type { Pointer } from '../card/pointer.ts'
import type { Account, Destination, Platform } from '../place.ts'

export type Reviewers = {
  readonly platform: Platform
  /** Who is asked where nobody asked the agent. */
  moderators(destination: Destination): Promise<readonly Account[]>
  /** Full members who could be the second person, without the ones named. */
  seconds(destination: Destination): Promise<readonly Account[]>
  /**
   * Shows the card to one account; `ref` is the copy it already has. Returns the ref to keep. The card is drawn when it
   * is asked for: a platform whose pages draw themselves has no use for it.
   */
  show(account: Account, card: () => Card, ref: string | undefined): Promise<string>
  /** The same for a request to post without a person. */
  showGrant(account: Account, card: () => GrantCard, ref: string | undefined): Promise<string>
  /**
   * In the place of the draft, for this account alone: where its card is. For platforms on which the card stands
   * elsewhere; it may get lost, and nothing depends on it.
   */
  point?(account: Account, destination: Destination, pointer: Pointer, ref: string): Promise<void>
  /**
   * The page of one account, on platforms that have such a page: `home` is asked for what stands on it, with the place in
   * which the platform speaks with this account alone. An account that we cannot speak with has none.
   */
  showHome?(account: Account, home: (at: Destination, most: Most) => Promise<Home | undefined>): Promise<void>
  /** One private, plain line to one account. */
  note(account: Account, destination: Destination, line: string): Promise<void>
}
