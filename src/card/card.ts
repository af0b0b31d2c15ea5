// The platform-neutral card: which sections, which actions, in which words. Adapters only draw it. What an agent wrote
// stands in `agent` sections alone, which every adapter frames; everything else is our own voice, in plain text.

import type { DraftAction } from '../draft/approval.ts'
import type { SlotName } from '../draft/envelope.ts'
import type { DraftId, PostId } from '../id.ts'
import type { PostAction } from '../post/post.ts'
import type { GrantAction } from '../rule/giving.ts'
import type { Instant } from '../time.ts'
import type { Block } from './tree.ts'

export const cardNames = [
  'draft', // decide now
  'second-review', // decide second
  'waiting', // you approved; somebody else decides
  'checking', // our own checks run on a new revision
  'revising', // the agent was asked
  'allowed', // approved, on its way
  'blocked',
  'unconfirmed',
  'published',
  'rejected',
  'kept',
  'expired',
  'withdrawn',
  'refused',
  'shadowed',
  'failed',
  'recalled', // published once, and taken back
  'post', // what readers get
  'tombstone', // what is left of it after a recall
] as const
export type CardName = (typeof cardNames)[number]

export type Card = {
  readonly card: CardName
  readonly about: {
    readonly draft: DraftId
    readonly revision: number
    readonly fingerprint?: string | undefined
    readonly post?: PostId | undefined
  }
  readonly headline: string
  readonly tone: 'ask' | 'calm' | 'good' | 'bad'
  readonly sections: readonly Section[]
  readonly actions: readonly Action[]
}

/** A piece of our own voice. `slot` is filled after approval; `place` and `person` an adapter may turn into a link. */
export type Word =
  | string
  | { readonly strong: string }
  | { readonly code: string }
  | { readonly time: Instant }
  | { readonly slot: SlotName }

export type Words = readonly Word[]

export type Section =
  /** Name and value, one a line. */
  | { readonly section: 'facts'; readonly facts: readonly { readonly name: string; readonly value: Words }[] }
  /** A paragraph of ours. */
  | { readonly section: 'words'; readonly words: Words; readonly tone?: 'warning' | 'small' | undefined }
  /** The agent's own words, framed. */
  | { readonly section: 'agent'; readonly title?: string | undefined; readonly blocks: readonly Block[] }
  /** A step that readers see only after a recorded reveal; `text` is there for those who decide, never in the post. */
  | {
      readonly section: 'step'
      readonly id: string
      readonly number: number
      readonly says: string
      /** Missing: why it is risky is the agent's own wording. */
      readonly whose?: 'ours' | undefined
      readonly text?: string | undefined
      readonly check?: string | undefined
    }
  /** A list of ours about the agent's claims; each item is the agent's wording and drawn as such. */
  | { readonly section: 'list'; readonly title: string; readonly items: readonly string[]; readonly numbered: boolean }
  /** What our checks found. */
  | { readonly section: 'risk'; readonly level: 'low' | 'high' | 'forbidden'; readonly reasons: readonly string[] }
  /** What changed since the revision before. */
  | {
      readonly section: 'changes'
      readonly since: number
      readonly lines: readonly { readonly sign: '+' | '-'; readonly text: string }[]
    }

export type CardAct = DraftAction | PostAction | GrantAction | 'stop' | 'why'

export type Action = {
  readonly act: CardAct
  readonly label: string
  readonly tone: 'primary' | 'plain' | 'danger'
  /** Asked before it is done; without one a click is enough. */
  readonly form?: Form | undefined
  /** The step it opens, for `reveal`. */
  readonly step?: string | undefined
  /** Not among the few buttons of a compact card, but behind "more". */
  readonly more: boolean
}

export type Form = {
  readonly title: string
  readonly warning?: string | undefined
  /** The agent's wording of what this is about, in its frame. */
  readonly framed?: string | undefined
  readonly fields: readonly Field[]
  readonly submit: string
}

/** Shown to one person on request; it asks nothing. */
export type Sheet = { readonly title: string; readonly sections: readonly Section[] }

export type Option = { readonly value: string; readonly label: string }

export type Field =
  /** `all`: every one has to be ticked. `framed`: the options are the agent's wording. */
  | {
      readonly field: 'ticks'
      readonly name: string
      readonly label: string
      readonly options: readonly Option[]
      readonly hint?: string | undefined
      readonly all: boolean
      readonly framed?: boolean | undefined
    }
  | {
      readonly field: 'choice'
      readonly name: string
      readonly label: string
      readonly options: readonly Option[]
      /** Chosen already. Where a person decides, nothing is. */
      readonly value?: string | undefined
    }
  /** A channel of this platform, by its id. */
  | { readonly field: 'place'; readonly name: string; readonly label: string }
  /** A person of this platform, by the id of their account there. */
  | { readonly field: 'person'; readonly name: string; readonly label: string; readonly hint?: string | undefined }
  | {
      readonly field: 'text'
      readonly name: string
      readonly label: string
      readonly value?: string | undefined
      readonly hint?: string | undefined
      /** Whose words the value is: the agent’s, which are framed, unless it says ours. */
      readonly whose?: 'ours' | undefined
      readonly long: boolean
      readonly required: boolean
    }
