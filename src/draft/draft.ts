// A draft and its life. Here: what a draft is in each state, and what can happen to it. Which command leads to which
// event is decide.ts; what an event makes of a draft is evolve.ts; who may do what is approval.ts.
//
//  received ─ screening ─┬─ refused            forbidden content, closed place, agent out of scope
//                        ├─ shadowed           recorded, nobody is asked
//                        └─ pending(n) ─┬─ approved ─ publishing ─┬─ published (a post begins)
//                            ▲          │    │  ▲         ▲       ├─ unconfirmed ─ published | approved | failed
//                            │          │    │  └ blocked ┘       └─ failed
//                            │          │    └ veto → rejected;  new revision or wider audience → pending(n+1)
//                            │          ├─ revising (asked for a revision; n can no longer be approved) ─┐
//                            ├──────────┼────────────────────────────────────────────────────────────────┘
//                            └ edited ──┤ a person's edit is revision n+1, screened again
//                                       └─ kept | rejected | expired | withdrawn
//
// `frozen` overlays any state before `publishing`; it is asked of the stop board (safety/stop.ts), never stored here.

import type { AgentId, DraftId, InvocationId, PersonId, PostId } from '../id.ts'
import type { Audience, Destination } from '../place.ts'
import type { Verdict } from '../rule/judge.ts'
import type { Finding, Risk } from '../screening/finding.ts'
import type { Instant } from '../time.ts'
import type { Absence } from './absence.ts'
import type { Disclosure, Run } from './disclosure.ts'
import type { Approver, Envelope } from './envelope.ts'
import type { Content, Intent } from './intent.ts'
import type { SeatName } from './seat.ts'

export type Invoker = { readonly person: PersonId; readonly name: string }
export type Author = { readonly agent: AgentId } | { readonly person: PersonId; readonly name: string }

/** One immutable version of what would be said. */
export type Revision = {
  readonly number: number
  readonly author: Author
  readonly content: Content
  readonly disclosure: Disclosure
  readonly at: Instant
  /** The salt of the ledger's commitments to this text; without it they are noise. */
  readonly salt: string
}

/** The words of a revision without the secrets that were in it, under a salt of their own. */
export type CleanWords = Pick<Revision, 'content' | 'disclosure' | 'salt'>

/** What screening made of the current revision: exactly what approvals bind to. */
export type Screened = {
  readonly findings: readonly Finding[]
  readonly risk: Risk
  readonly verdict: Verdict
  readonly audience: Audience
  readonly envelope: Envelope
  readonly fingerprint: string
}

export type Approval = Approver & {
  readonly by: PersonId
  readonly at: Instant
  readonly fingerprint: string
  readonly note?: string | undefined
  /** The place in the decision that it took. Missing: as the one who asked, or after them. */
  readonly seat?: SeatName | undefined
  /** The change that it belongs to, where the draft changes production. */
  readonly change?: string | undefined
}

/** When silence becomes “no”. Stops that stood since `from` are added to it. */
export type Deadline = { readonly from: Instant; readonly at: Instant }

/** Complete: enough people, or a rule inside a live grant, allowed exactly this fingerprint. */
export type Allowed = {
  readonly screened: Screened
  readonly approvals: readonly Approval[]
  readonly deadline: Deadline
  /**
   * A person approves a revision once a round, and a round is sent at most once: it is part of the marker. An approval
   * taken back, or a person's "not there, post it again", begins another.
   */
  readonly round: number
  readonly allowedAt: Instant
}

/** One intent to send, held by one process until `until`; after that, whoever finds it only looks for the post. */
export type Claim = {
  readonly owner: string
  readonly at: Instant
  readonly until: Instant
  /** The post it will be, named beforehand, so that whoever finds it later gives it the same name. */
  readonly post: PostId
  /** When its first payload was claimed, where that was earlier: of several, each later one renews the claim. */
  readonly since?: Instant | undefined
  /** Those of its parts of which the platform itself has told that they stand. */
  readonly seen?: readonly SeenPart[] | undefined
}

/** One message of the post, counted from 1, and where it is. */
export type SeenPart = { readonly part: number; readonly ref: string }

export type Colleague = {
  readonly to: Invoker
  readonly by: Invoker
  readonly at: Instant
  /** Named for the time of an absence, and not for this draft. */
  readonly away?: true | undefined
}

export type DraftBase = {
  readonly id: DraftId
  readonly agent: { readonly id: AgentId; readonly name: string }
  readonly destination: Destination
  readonly intent: Intent
  readonly invocation?: InvocationId | undefined
  /** Missing: nobody is known to have asked; the channel's reviewers decide. */
  readonly invoker?: Invoker | undefined
  /** A colleague who decides in place of the one who asked, who may still decide too. */
  readonly colleague?: Colleague | undefined
  /** The one who asked is away, or was while it waited. */
  readonly absence?: Absence | undefined
  readonly run: Run
  readonly revision: Revision
  readonly earlier: readonly Revision[]
  readonly startedFrom?: DraftId | undefined
  readonly received: Instant
  /** The agent was only being watched when it submitted. */
  readonly shadowAgent: boolean
  /** Who asked, and cannot decide any more since their account has ended. Then there is no invoker. */
  readonly handedOver?: Invoker | undefined
  /** Why nothing can be posted in the place now, in words that name the cure. */
  readonly outOfReach?: string | undefined
  /**
   * It comes from a backup of that moment, and nobody knows what became of it after that: it is not sent before it was
   * looked for in vain and a person has said so.
   */
  readonly broughtBack?: Instant | undefined
  /** Its term is over: the words were taken out of it then. */
  readonly forgotten?: Instant | undefined
}

export type DraftState =
  | { readonly state: 'received' } // committed and answered with 202; nobody has looked at it
  | { readonly state: 'screening' } // our own checks are running on the current revision
  | { readonly state: 'refused'; readonly why: string; readonly findings: readonly Finding[]; readonly at: Instant } // by rule or content
  | { readonly state: 'shadowed'; readonly screened: Screened; readonly at: Instant } // recorded; nobody is asked
  | {
      // waits for people
      readonly state: 'pending'
      readonly screened: Screened
      readonly approvals: readonly Approval[]
      readonly deadline: Deadline
      readonly round: number
    }
  | ({ readonly state: 'approved' } & Allowed) // allowed, and not yet claimed by a publisher
  | ({ readonly state: 'publishing'; readonly claim: Claim } & Allowed) // the intent to send is on record
  | ({ readonly state: 'blocked'; readonly why: string } & Allowed) // certainly not sent; approvals stay
  | ({
      readonly state: 'unconfirmed'
      readonly claim: Claim
      readonly since: Instant
      readonly askPeople: boolean
    } & Allowed) // nobody knows
  | { readonly state: 'revising'; readonly asked: Wish; readonly deadline: Deadline } // the agent is asked for n+1
  | ({ readonly state: 'published'; readonly post: PostId; readonly at: Instant } & Allowed)
  | { readonly state: 'failed'; readonly why: string; readonly at: Instant } // certainly not sent, and never will be
  | { readonly state: 'kept'; readonly by: Invoker; readonly at: Instant } // useful, thank you, not posted
  | {
      readonly state: 'rejected'
      readonly by: Invoker
      readonly reason: string
      readonly veto: boolean
      readonly at: Instant
    }
  | { readonly state: 'expired'; readonly at: Instant } // nobody decided, which is a no
  | { readonly state: 'withdrawn'; readonly at: Instant; readonly unchecked?: true } // by the agent; perhaps before our checks

export type Draft = DraftBase & DraftState
export type DraftIn<State extends Draft['state']> = DraftBase & Extract<DraftState, { state: State }>

/** What a person wants of the next revision. */
export type Wish = {
  readonly by: Invoker
  readonly wants: readonly string[]
  readonly words: string
  readonly at: Instant
}

export type DraftEvent =
  | { readonly type: 'received'; readonly draft: DraftBase }
  | { readonly type: 'screening-began'; readonly at: Instant }
  | {
      readonly type: 'refused'
      readonly why: string
      readonly findings: readonly Finding[]
      /** What is kept instead of words that held a secret. */
      readonly words?: CleanWords | undefined
      readonly at: Instant
    }
  | { readonly type: 'shadowed'; readonly screened: Screened; readonly at: Instant }
  | { readonly type: 'held'; readonly screened: Screened; readonly deadline: Deadline }
  | { readonly type: 'granted'; readonly screened: Screened; readonly deadline: Deadline } // a rule inside a live grant
  | { readonly type: 'approval-given'; readonly approval: Approval } // more people are needed
  | { readonly type: 'approved'; readonly approval: Approval } // the last one that was needed
  | { readonly type: 'retracted'; readonly by: Invoker; readonly at: Instant }
  | { readonly type: 'edited'; readonly revision: Revision } // by a person
  | { readonly type: 'revision-asked'; readonly wish: Wish; readonly deadline: Deadline }
  | { readonly type: 'revised'; readonly revision: Revision } // by the agent
  | { readonly type: 'audience-widened'; readonly revision: Revision }
  | { readonly type: 'place-changed'; readonly audience: Audience; readonly at: Instant } // renamed, narrower, or in reach again
  | { readonly type: 'place-lost'; readonly why: string; readonly at: Instant } // nothing can be posted there for now
  | { readonly type: 'handed-over'; readonly at: Instant } // the account of the one who asked has ended
  | { readonly type: 'kept'; readonly by: Invoker; readonly at: Instant }
  | { readonly type: 'rejected'; readonly by: Invoker; readonly reason: string; readonly at: Instant }
  | { readonly type: 'colleague-asked'; readonly to: Invoker; readonly by: Invoker; readonly at: Instant }
  | { readonly type: 'invoker-went-away'; readonly absence: Absence } // others are asked in their stead
  | { readonly type: 'invoker-came-back'; readonly at: Instant } // whoever was asked stays so
  | { readonly type: 'vetoed'; readonly by: Invoker; readonly reason: string; readonly at: Instant }
  | { readonly type: 'withdrawn'; readonly at: Instant }
  | { readonly type: 'expired'; readonly at: Instant }
  | { readonly type: 'claimed'; readonly claim: Claim }
  | { readonly type: 'went-on'; readonly claim: Claim } // the next payload of several may go
  | { readonly type: 'part-seen'; readonly part: SeenPart; readonly at: Instant } // the platform tells that it stands
  | { readonly type: 'released'; readonly why: string; readonly at: Instant } // certainly not sent; to be tried again
  | { readonly type: 'returned'; readonly why: string; readonly approvals: readonly Approval[]; readonly at: Instant } // to people
  | { readonly type: 'blocked'; readonly why: string; readonly at: Instant }
  | { readonly type: 'unblocked'; readonly by: Invoker; readonly at: Instant }
  | { readonly type: 'published'; readonly post: PostId; readonly at: Instant; readonly by?: Invoker | undefined }
  | { readonly type: 'lost-sight'; readonly why: string; readonly at: Instant }
  | { readonly type: 'not-found'; readonly at: Instant } // looked for in vain; now a person is asked
  | { readonly type: 'not-there'; readonly by: Invoker; readonly at: Instant }
  | { readonly type: 'failed'; readonly why: string; readonly at: Instant }
  /** Restored from a backup of `from`; `post` names what it will be, if it was allowed and not being sent yet. */
  | { readonly type: 'brought-back'; readonly from: Instant; readonly post: PostId; readonly at: Instant }

const final = ['refused', 'shadowed', 'published', 'failed', 'kept', 'rejected', 'expired', 'withdrawn'] as const

/** Final states absorb: nothing happens to the draft any more. */
export function isSettled(draft: Draft): draft is DraftIn<(typeof final)[number]> {
  return final.some((state) => state === draft.state)
}

/** The parts a draft has in each of its states. */
export function baseOf(draft: Draft): DraftBase {
  const { id, agent, destination, intent, invocation, invoker, colleague, absence, run } = draft
  const { revision, earlier, startedFrom, received, shadowAgent, handedOver, outOfReach, broughtBack } = draft
  return {
    id,
    agent,
    destination,
    intent,
    invocation,
    invoker,
    ...(colleague === undefined ? {} : { colleague }),
    ...(absence === undefined ? {} : { absence }),
    run,
    revision,
    earlier,
    startedFrom,
    received,
    shadowAgent,
    ...(handedOver === undefined ? {} : { handedOver }),
    ...(outOfReach === undefined ? {} : { outOfReach }),
    ...(broughtBack === undefined ? {} : { broughtBack }),
  }
}
