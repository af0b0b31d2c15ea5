// From an event of a draft to what is saved: the thing as it is now, its one entry, and what is owed after it.
// Its tags say by what it is found and counted.

import { consequencesOf } from '../draft/consequence.ts'
import { type Draft, type DraftEvent, isSettled } from '../draft/draft.ts'
import { evolve } from '../draft/evolve.ts'
import type { AgentId, PostId } from '../id.ts'
import type { Actor } from '../ledger/entry.ts'
import { draftFacts } from '../ledger/facts.ts'
import { type Destination, laneOf } from '../place.ts'
import type { Held, Sole } from '../port/record.ts'
import type { Instant } from '../time.ts'
import { dueAt } from './due.ts'
import { lookedDraft } from './typed.ts'
import { chained, laneFor, type Step } from './write.ts'

export function draftStep(
  held: Held<Draft> | undefined,
  said: DraftEvent,
  by: { readonly actor: Actor; readonly at: Instant; readonly soles?: readonly Sole[]; readonly notBefore?: Instant },
): Step & { readonly draft: Draft } {
  const [event, typed] = lookedDraft(said)
  const draft = evolve(held?.is, event)
  const { facts, commitments } = draftFacts(draft, event)
  const states = held === undefined ? { to: draft.state } : { from: held.is.state, to: draft.state }
  const entry = chained(held, draft.id, {
    at: by.at,
    actor: by.actor,
    event: event.type,
    ...states,
    facts,
    commitments,
  })
  const lane = laneOf(draft.destination)
  const owed = consequencesOf[event.type].map((errand) => {
    const due = Math.max(dueAt(errand, draft, by.at), by.notBefore ?? 0)
    return { errand, about: draft.id, dueAt: due, ...laneFor(errand, draft.agent.id, lane) }
  })
  const write = {
    kind: 'draft',
    id: draft.id,
    expected: held?.version ?? 0,
    is: draft,
    entry,
    tags: draftTags(draft),
    soles: by.soles ?? [],
  } as const
  return { write, before: held?.is, owed, typed, draft }
}

/** By which the open drafts that wait for one person are found: they asked, or are asked in place of the one who did. */
export const askedBy = 'asked-by:'
export const handedTo = 'handed-to:'

/** By which the open drafts of one agent are counted, in all and in one place: each ends with the agent's id. */
export const openOf = 'open-of:'
export function openHere(at: Destination): string {
  return `open-in:${laneOf(at)}|`
}

function openTags(agent: AgentId, at: Destination): readonly string[] {
  return [`${openOf}${agent}`, `${openHere(at)}${agent}`]
}

function draftTags(draft: Draft): readonly string[] {
  const agent = `agent:${draft.agent.id}`
  const lane = `lane:${laneOf(draft.destination)}`
  const asked = draft.invoker === undefined ? [] : [`${askedBy}${draft.invoker.person}/open`]
  const handed = draft.colleague === undefined ? [] : [`${handedTo}${draft.colleague.to.person}/open`]
  const either = isSettled(draft)
    ? [`${lane}/settled`]
    : [`${lane}/open`, 'open', ...asked, ...handed, ...openTags(draft.agent.id, draft.destination)]
  const sending = draft.state === 'publishing' || draft.state === 'unconfirmed' ? [beingSent(draft.claim.post)] : []
  return [agent, `${agent}/${draft.state}`, ...either, ...sending]
}

/** By which a draft is found from the post that it is to be; each attempt to send it names another. */
export function beingSent(post: PostId): string {
  return `being-sent:${post}`
}
