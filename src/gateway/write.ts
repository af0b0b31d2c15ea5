// From an event to what is saved: the thing as it is now, its one ledger entry, and what is owed after it. Every change
// in the house goes through one of these.

import { type Agent, type AgentEvent, evolveAgent } from '../agent/agent.ts'
import { evolveInvocation, type Invocation, type InvocationEvent, invocationConsequences } from '../agent/invocation.ts'
import { webhookId } from '../agent/webhook.ts'
import { consequencesOf } from '../draft/consequence.ts'
import type { Draft, DraftEvent } from '../draft/draft.ts'
import { isSettled } from '../draft/draft.ts'
import { evolve } from '../draft/evolve.ts'
import type { AgentId } from '../id.ts'
import { canonical } from '../json.ts'
import { agentFacts } from '../ledger/agent-facts.ts'
import { type Actor, beforeTheFirst, commit as commitTo, type Entry, entryOf, type Leaf } from '../ledger/entry.ts'
import { draftFacts, postFacts } from '../ledger/facts.ts'
import { type Destination, laneOf } from '../place.ts'
import type { Change } from '../port/notice.ts'
import type { Errand, Held, NewOwed, Sole } from '../port/record.ts'
import { evolvePost, type Post, type PostEvent, postConsequences } from '../post/post.ts'
import type { RuleBook } from '../rule/rule.ts'
import { evolveBoard, noStops, type StopBoard, type StopEvent } from '../safety/stop.ts'
import { evolveWatch, type Watch, type WatchEvent } from '../safety/watch.ts'
import type { Instant } from '../time.ts'
import { dueAt } from './due.ts'

/** A write together with what is owed after it. */
export type Step = Change & { readonly owed: readonly NewOwed[] }

export function draftStep(
  held: Held<Draft> | undefined,
  event: DraftEvent,
  by: { readonly actor: Actor; readonly at: Instant; readonly soles?: readonly Sole[]; readonly notBefore?: Instant },
): Step & { readonly draft: Draft } {
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
  return { write, before: held?.is, owed, draft }
}

export function postStep(
  held: Held<Post> | undefined,
  event: PostEvent,
  actor: Actor,
  at: Instant,
): Step & { readonly post: Post } {
  const post = evolvePost(held?.is, event)
  const { facts, commitments } = postFacts(post, event)
  const states = held === undefined ? { to: post.state } : { from: held.is.state, to: post.state }
  const entry = chained(held, post.id, { at, actor, event: event.type, ...states, facts, commitments })
  const lane = laneOf(post.draft.destination)
  // A report that changes nothing for readers is nothing that the agent has to hear.
  const isQuiet = event.type === 'reported' && !event.hides
  const errands = postConsequences[event.type].filter((errand) => !(isQuiet && errand === 'answer'))
  const owed = errands.map((errand) => ({
    errand,
    about: post.id,
    dueAt: at,
    ...laneFor(errand, post.draft.agent.id, lane),
  }))
  const write = {
    kind: 'post',
    id: post.id,
    expected: held?.version ?? 0,
    is: post,
    entry,
    tags: [`lane:${lane}`, `agent:${post.draft.agent.id}`],
  } as const
  return { write, owed, post }
}

export function invocationStep(
  held: Held<Invocation> | undefined,
  event: InvocationEvent,
  actor: Actor,
  at: Instant,
  soles: readonly Sole[] = [],
): Step {
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
  }
}

export function agentStep(
  held: Held<Agent> | undefined,
  event: AgentEvent,
  actor: Actor,
  at: Instant,
  more: readonly Sole[] = [],
): Step & { readonly agent: Agent } {
  const agent = evolveAgent(held?.is, event)
  const states = held === undefined ? { to: agent.state } : { from: held.is.state, to: agent.state }
  const entry = chained(held, agent.id, { at, actor, event: event.type, ...states, ...agentFacts(agent, event) })
  const issued = event.type === 'registered' ? event.agent.tokens : 'token' in event ? [event.token] : []
  const soles = [...issued.map((token) => ({ name: `token:${token.hash}` })), ...more]
  const write = {
    kind: 'agent',
    id: agent.id,
    expected: held?.version ?? 0,
    is: agent,
    entry,
    tags: ['all'],
    soles,
  } as const
  return { write, owed: [], agent }
}

export function stopStep(held: Held<StopBoard> | undefined, event: StopEvent, actor: Actor, at: Instant): Step {
  const board = evolveBoard(held?.is ?? noStops, event)
  const by = event.type === 'stopped' ? event.stop.by : event.by
  const facts = {
    by: by === 'admin-token' ? by : by.person,
    ...(event.type === 'stopped' ? { stop: event.stop.id, scope: { ...event.stop.scope } } : { stop: event.stop }),
  }
  const on = (of: StopBoard) => (of.stops.some((stop) => stop.until === undefined) ? 'stopped' : 'running')
  const states = held === undefined ? { to: on(board) } : { from: on(held.is), to: on(board) }
  const entry = chained(held, 'stops', { at, actor, event: event.type, ...states, facts, commitments: {} })
  return { write: { kind: 'stops', id: 'stops', expected: held?.version ?? 0, is: board, entry, tags: [] }, owed: [] }
}

/** The whole book in one change. What the rules say stays out of the ledger; that it was exactly this can be shown. */
export function rulesStep(
  held: Held<RuleBook> | undefined,
  book: RuleBook & { readonly salt: string },
  by: { readonly actor: Actor; readonly at: Instant; readonly as: 'person' | 'admin-token' | 'rules-file' },
): Step {
  const before = new Map((held?.is.rules ?? []).map((rule) => [rule.id, canonical(rule)]))
  const after = new Set(book.rules.map((rule) => rule.id))
  const roles = book.roles?.length ?? 0
  const facts = {
    by: by.as,
    rules: book.rules.length,
    ...(roles === 0 ? {} : { roles }),
    added: book.rules.filter((rule) => !before.has(rule.id)).map((rule) => rule.id),
    changed: book.rules
      .filter((rule) => before.has(rule.id) && before.get(rule.id) !== canonical(rule))
      .map((rule) => rule.id),
    removed: [...before.keys()].filter((id) => !after.has(id)),
  }
  const states = held === undefined ? { to: 'set' } : { from: 'set', to: 'set' }
  const commitments = {
    book: commitTo(book.salt, canonical([book.rules, book.lists ?? null, ...(roles === 0 ? [] : [book.roles ?? []])])),
  }
  const { actor, at } = by
  const entry = chained(held, 'rules', { at, actor, event: 'rules-set', ...states, facts, commitments })
  return { write: { kind: 'rules', id: 'rules', expected: held?.version ?? 0, is: book, entry, tags: [] }, owed: [] }
}

export function watchStep(held: Held<Watch> | undefined, about: string, event: WatchEvent, actor: Actor): Step {
  const watch = evolveWatch(held?.is, about, event)
  const id = `watch:${about}`
  const leaf = {
    at: event.at,
    actor,
    event: event.type,
    to: 'watched',
    facts:
      event.type === 'text-read'
        ? { revision: event.revision, by: event.by, read: watch.read }
        : { code: event.code, refused: watch.refused },
    commitments: {},
  }
  return {
    write: {
      kind: 'watch',
      id,
      expected: held?.version ?? 0,
      is: watch,
      entry: chained(held, id, leaf),
      tags: ['all'],
    },
    owed: [],
  }
}

/** What is carried to an agent goes in a lane of its own, and is owed only to one that has an address. */
function laneFor(errand: Errand, agent: AgentId, lane: string): Pick<NewOwed, 'lane' | 'onlyIf'> {
  return errand === 'answer' || errand === 'invite' ? { lane: `agent/${agent}`, onlyIf: webhookId(agent) } : { lane }
}

/** The next entry of a stream. */
export function chained(
  held: { readonly version: number; readonly head: string } | undefined,
  stream: string,
  leaf: Omit<Leaf, 'v' | 'stream' | 'version' | 'prev'>,
): Entry {
  return entryOf({ v: 1, stream, version: (held?.version ?? 0) + 1, prev: held?.head ?? beforeTheFirst, ...leaf })
}

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
  const asked = draft.invoker === undefined ? [] : [`asked-by:${draft.invoker.person}/open`]
  const either = isSettled(draft)
    ? [`${lane}/settled`]
    : [`${lane}/open`, 'open', ...asked, ...openTags(draft.agent.id, draft.destination)]
  return [agent, `${agent}/${draft.state}`, ...either]
}
