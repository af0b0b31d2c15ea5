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
  /** What its agent read through the gate for it; missing in those from before that was recorded. */
  readonly reads?: readonly ContextRead[] | undefined
}

/** That the agent was given what was said in a place; not what it was. */
export type ContextRead = {
  readonly at: Instant
  readonly place: Destination
  /** Who could read it then. */
  readonly audience: { readonly open: boolean; readonly outsiders: number }
  readonly messages: number
  /** Of the hashes in its entry. */
  readonly salt: string
  readonly via: 'webhook' | 'api'
}
/** An agent that asks on and on learns nothing new by it. */
export const mostContextReads = 20

export type InvocationEvent =
  | { readonly type: 'asked'; readonly invocation: Invocation }
  | { readonly type: 'answered'; readonly draft: DraftId }
  | {
      readonly type: 'context-read'
      readonly read: ContextRead
      /** Of each message, under the salt. */
      readonly hashes: { readonly [message: string]: string }
    }

export const invocationErrands = [
  'invite', // tell the agent at its own address that it was asked, where it has one
] as const
export type InvocationErrand = (typeof invocationErrands)[number]

/** What is owed after each; the compiler insists on every row. */
export const invocationConsequences: Record<InvocationEvent['type'], readonly InvocationErrand[]> = {
  asked: ['invite'],
  answered: [],
  'context-read': [],
}

export const invocationLastsMs = hour

export function evolveInvocation(invocation: Invocation | undefined, event: InvocationEvent): Invocation {
  if (event.type === 'asked') return event.invocation
  if (invocation === undefined) throw new Error(`applying ${event.type} to an invocation that was never made`)
  const { reads = [] } = invocation
  switch (event.type) {
    case 'answered':
      return { ...invocation, reads, drafts: [...invocation.drafts, event.draft] }
    case 'context-read':
      return { ...invocation, reads: [...reads, event.read] }
  }
}

export function mayAnswer(invocation: Invocation, agent: AgentId, now: Instant): Refusal | undefined {
  if (invocation.agent !== agent) return refuse('invocation-foreign')
  return isOpen(invocation, now) ? undefined : refuse('invocation-over')
}

export function isOpen(invocation: Invocation, now: Instant): boolean {
  return now < invocation.at + invocationLastsMs
}
