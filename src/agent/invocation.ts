// An invocation: a human asked an agent for something. Made only from a platform-signed event, or in practice; never by
// an agent. It binds the invoker, opens one draft in the place where it was made, and is over after an hour.

import type { AgentId, DraftId, InvocationId, PersonId } from '../id.ts'
import type { Destination } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { hour, type Instant } from '../time.ts'

export type Invocation = {
  readonly id: InvocationId
  readonly agent: AgentId
  readonly invoker: { readonly person: PersonId; readonly name: string }
  readonly destination: Destination
  readonly asked: string
  readonly at: Instant
  /** The drafts that named it; every one after the first is a finding. */
  readonly drafts: readonly DraftId[]
}

export type InvocationEvent =
  | { readonly type: 'asked'; readonly invocation: Invocation }
  | { readonly type: 'answered'; readonly draft: DraftId }

export const invocationErrands = [
  'invite', // tell the agent at its own address that it was asked, where it has one
] as const
export type InvocationErrand = (typeof invocationErrands)[number]

/** What is owed after each; the compiler insists on every row. */
export const invocationConsequences: Record<InvocationEvent['type'], readonly InvocationErrand[]> = {
  asked: ['invite'],
  answered: [],
}

export const invocationLastsMs = hour

export function evolveInvocation(invocation: Invocation | undefined, event: InvocationEvent): Invocation {
  if (event.type === 'asked') return event.invocation
  if (invocation === undefined) throw new Error(`applying ${event.type} to an invocation that was never made`)
  return { ...invocation, drafts: [...invocation.drafts, event.draft] }
}

export function mayAnswer(invocation: Invocation, agent: AgentId, now: Instant): Refusal | undefined {
  if (invocation.agent !== agent) return refuse('invocation-foreign')
  return now >= invocation.at + invocationLastsMs ? refuse('invocation-over') : undefined
}
