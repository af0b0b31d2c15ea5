// From an event of a post to what is saved: the thing as it is now, its one entry, and what is owed after it.

import type { Actor } from '../ledger/entry.ts'
import { postFacts } from '../ledger/facts.ts'
import { laneOf } from '../place.ts'
import type { Held } from '../port/record.ts'
import { evolvePost } from '../post/evolve.ts'
import { type Post, type PostEvent, postConsequences } from '../post/post.ts'
import type { Instant } from '../time.ts'
import { lookedPost } from './typed.ts'
import { chained, laneFor, type Step } from './write.ts'

export function postStep(
  held: Held<Post> | undefined,
  said: PostEvent,
  actor: Actor,
  at: Instant,
): Step & { readonly post: Post } {
  const [event, typed] = lookedPost(said)
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
  return { write, owed, typed, post }
}
