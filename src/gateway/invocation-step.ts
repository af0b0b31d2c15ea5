// From an event of a question to an agent to what is saved: the thing as it is now, its one entry, and what is owed after it.

import { evolveInvocation, type Invocation, type InvocationEvent, invocationConsequences } from '../agent/invocation.ts'
import type { Actor } from '../ledger/entry.ts'
import { laneOf } from '../place.ts'
import type { Held, Sole } from '../port/record.ts'
import type { Instant } from '../time.ts'
import { lookedInvocation } from './typed.ts'
import { chained, laneFor, type Step } from './write.ts'

export function invocationStep(
  held: Held<Invocation> | undefined,
  said: InvocationEvent,
  actor: Actor,
  at: Instant,
  soles: readonly Sole[] = [],
): Step & { readonly invocation: Invocation } {
  const [event, typed] = lookedInvocation(said)
  const invocation = evolveInvocation(held?.is, event)
  const facts = {
    agent: invocation.agent,
    person: invocation.invoker.person,
    drafts: invocation.drafts.length,
    lane: laneOf(invocation.destination),
    ...(event.type === 'context-read'
      ? { thread: event.read.place.thread, messages: event.read.messages, via: event.read.via }
      : {}),
  }
  const commitments = event.type === 'context-read' ? event.hashes : {}
  const states = held === undefined ? { to: 'open' } : { from: 'open', to: 'open' }
  const entry = chained(held, invocation.id, { at, actor, event: event.type, ...states, facts, commitments })
  return {
    write: {
      kind: 'invocation',
      id: invocation.id,
      expected: held?.version ?? 0,
      is: invocation,
      entry,
      tags: [
        `agent:${invocation.agent}`,
        ...((invocation.reads ?? []).length === 0 ? [] : [`reads:${invocation.agent}`]),
      ],
      soles,
    },
    owed: invocationConsequences[event.type].map((errand) => ({
      errand,
      about: invocation.id,
      dueAt: at,
      ...laneFor(errand, invocation.agent, ''),
    })),
    typed,
    invocation,
  }
}
