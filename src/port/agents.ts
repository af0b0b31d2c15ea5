// The agents' side of the world: an address of their own, to which an answer or an invitation is carried. Who carries says
// plainly what became of it and tries nothing twice by itself. Where it may go at all is its own to judge, at each
// connection anew: a name that led outside a moment ago may lead inside now.

import type { AgentId } from '../id.ts'
import type { Json } from '../json.ts'
import type { Instant } from '../time.ts'

export type Letter = {
  /** The same for every try, so that the one who gets it twice takes it once. */
  readonly id: string
  readonly agent: AgentId
  readonly url: string
  /** It is signed with each of them. */
  readonly secrets: readonly string[]
  readonly at: Instant
  /** What it says, put together when its turn has come; undefined: there is nothing to say any more. */
  readonly says: () => Promise<{ readonly [name: string]: Json } | Later | undefined>
}

/** It cannot be said yet. */
export type Later = { readonly later: number }

export function isLater(said: object): said is Later {
  return 'later' in said
}

export type Carried =
  | { readonly carried: 'yes' }
  /** Not tried: others are on their way there, or it failed a moment ago. */
  | { readonly carried: 'later'; readonly afterMs: number }
  /** `why` is a code, and nothing that was answered. `final`: the other side says that there is nobody any more. */
  | { readonly carried: 'no'; readonly why: string; readonly afterMs?: number | undefined; readonly final: boolean }

export type Agents = {
  /** Why nothing is ever carried to this address; undefined when it may be tried. */
  refuses(url: string): string | undefined
  carry(letter: Letter): Promise<Carried>
}
