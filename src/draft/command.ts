// What can be asked of a draft, and by whom: a person, its agent, or the house itself.

import type { PostId } from '../id.ts'
import type { Standing } from '../person/person.ts'
import type { Audience } from '../place.ts'
import type { Instant } from '../time.ts'
import type { Covering } from './absence.ts'
import type { Disclosure } from './disclosure.ts'
import type { Claim, CleanWords, Draft, DraftBase, Screened, SeenPart } from './draft.ts'
import type { Manner } from './envelope.ts'
import type { Content } from './intent.ts'
import type { Outcome } from './publish.ts'

/** What a click carries: what its maker was shown. It selects; it never authorises. */
export type Shown = { readonly revision: number; readonly fingerprint: string }

export type PersonCommand = { readonly who: Standing } & (
  | {
      readonly do: 'approve'
      readonly shown: Shown
      readonly ticked: readonly number[]
      readonly did: Manner
      readonly note?: string | undefined
      /** The change this belongs to, in a system of the organisation’s own. */
      readonly change?: string | undefined
    }
  | { readonly do: 'edit'; readonly shown: Shown; readonly text: string; readonly salt: string }
  | { readonly do: 'revise'; readonly shown: Shown; readonly wants: readonly string[]; readonly words: string }
  | { readonly do: 'reject' | 'veto'; readonly reason: string }
  /** `to` as the platform knows them in that place now. */
  | { readonly do: 'hand'; readonly to: Standing }
  | { readonly do: 'keep' | 'retract' | 'try-again' | 'there' | 'not-there' }
)

export type AgentCommand = { readonly agent: Draft['agent']['id'] } & (
  | { readonly do: 'revision'; readonly content: Content; readonly disclosure: Disclosure; readonly salt: string }
  | { readonly do: 'withdraw' }
)

export type HouseCommand =
  | { readonly do: 'receive'; readonly draft: DraftBase }
  | { readonly do: 'begin-screening' }
  | {
      readonly do: 'finish-screening'
      readonly revision: number
      readonly screened: Screened
      readonly words?: CleanWords | undefined
    }
  | { readonly do: 'expire' }
  | {
      readonly do: 'claim'
      readonly claim: Claim
      readonly audience: Audience
      readonly approvers: readonly Standing[]
      readonly salt: string
    }
  /** `audience`: who reads the place now, where it is another process that goes on. */
  | {
      readonly do: 'go-on'
      readonly claim: Omit<Claim, 'post' | 'since' | 'seen'>
      readonly audience?: Audience | undefined
    }
  | { readonly do: 'settle'; readonly owner: string; readonly outcome: Outcome }
  | { readonly do: 'lose-sight' }
  | { readonly do: 'found' }
  /** The platform tells of a part of it, to whichever process, sooner or later than it answers the one that sends. */
  | { readonly do: 'see'; readonly part: SeenPart }
  | { readonly do: 'block'; readonly why: string }
  /** The place is not what it was: who reads it now, and why nothing can be posted there, if so. */
  | {
      readonly do: 'look-again'
      readonly audience: Audience | undefined
      readonly outOfReach: string | undefined
      readonly salt: string
    }
  /** The account of the one who asked has ended. */
  | { readonly do: 'hand-over' }
  /** The one who asked is away; and is back again. */
  | { readonly do: 'cover'; readonly covering: Covering }
  | { readonly do: 'welcome-back' }
  | { readonly do: 'ask-people' }
  | { readonly do: 'bring-back'; readonly from: Instant; readonly post: PostId }

export type Command = PersonCommand | AgentCommand | HouseCommand
