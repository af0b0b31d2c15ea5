// What happens to an agent's own drafts and posts, and what people ask it, as it happens: read from the ledger from a place
// on, so that whoever comes back goes on where they were, in whatever process. What it says is how it is now.

import { answerOf } from '../agent/answer.ts'
import { consequencesOf } from '../draft/consequence.ts'
import { type AgentId, draftId, invocationId, postId } from '../id.ts'
import type { Json } from '../json.ts'
import type { Chronicle } from '../port/record.ts'
import { postConsequences } from '../post/post.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import type { House } from './house.ts'
import { askedOf } from './inviting.ts'
import { agentOf } from './own.ts'

export type News = {
  /** From where to go on after it. */
  readonly id: string
  readonly type: string
  readonly data: { readonly [name: string]: Json }
}

/** How many entries are looked through at once; everybody's are. */
const mostScanned = 500
/** The most that a lost wake-up costs, and how soon a token that was taken away ends it. */
const lookAgainMs = 2000

/**
 * Ends with a refusal when the token does. `'quiet'` now and then, so that whoever reads it can see whether anybody still
 * listens. Nothing of another agent's: the tag under which it reads is of the agent that the token belongs to.
 */
export async function* newsFor(
  house: House,
  secret: string,
  from: number | undefined,
): AsyncGenerator<News | 'quiet', Refusal> {
  const first = await agentOf(house, secret)
  if (isRefusal(first)) return first
  const newest = await house.record.chronicle({ tag: '', after: undefined, limit: 1 })
  // A place beyond the end is of another record: one that was restored, say.
  let place = Math.min(from ?? newest.upTo, newest.upTo)
  /** What was told and may be read again, because something before it may still appear. */
  let told = new Map<string, number>()
  for (;;) {
    // Begun before we look: what changes in between wakes us.
    const woken = house.wake.wait(`agent:${first.id}`, lookAgainMs)
    const agent = await agentOf(house, secret)
    if (isRefusal(agent)) return agent
    const page = await house.record.chronicle({ tag: `agent:${agent.id}`, after: place, limit: mostScanned })
    for (const entry of newestOf(page.entries.filter((one) => !told.has(keyOf(one))))) {
      const news = await newsOf(house, entry, agent.id)
      if (news !== undefined) yield { ...news, id: String(Math.min(entry.place, page.upTo)) }
    }
    place = page.upTo
    told = new Map(page.entries.filter((one) => one.place > place).map((one) => [keyOf(one), one.place]))
    // All of a page that is not settled yet: it is looked at again when it is.
    if (page.more && told.size === 0) continue
    yield 'quiet'
    await woken
  }
}

type Placed = Chronicle['entries'][number]

function keyOf({ stream, version }: Placed): string {
  return `${stream}/${version}`
}

/** What happened to one thing at once is told once: it says how it is now. */
function newestOf(entries: readonly Placed[]): readonly Placed[] {
  const heard = entries.filter(isHeard)
  const last = new Map(heard.map((entry) => [entry.stream, entry.place]))
  return heard.filter(({ stream, place }) => last.get(stream) === place)
}

const draftEvents = new Map(Object.entries(consequencesOf))
const postEvents = new Map(Object.entries(postConsequences))

/** The same changes that are carried to an address. */
function isHeard({ stream, leaf }: Placed): boolean {
  const { event }: { event: string } = JSON.parse(leaf)
  if (draftId.parse(stream) !== undefined) return draftEvents.get(event)?.includes('answer') === true
  if (postId.parse(stream) !== undefined) return postEvents.get(event)?.includes('answer') === true
  return invocationId.parse(stream) !== undefined && event === 'asked'
}

async function newsOf(house: House, { stream }: Placed, agent: AgentId): Promise<Omit<News, 'id'> | undefined> {
  const draft = draftId.parse(stream)
  const post = postId.parse(stream)
  const { seen } = await house.record.look({
    draft: draft === undefined ? undefined : { kind: 'draft', id: draft },
    post: post === undefined ? undefined : { kind: 'post', id: post },
    invocation: draft === undefined && post === undefined ? { kind: 'invocation', id: stream } : undefined,
  })
  if (seen.draft?.is.agent.id === agent)
    return { type: `draft.${seen.draft.is.state}`, data: { draft: { ...answerOf(seen.draft.is) } } }
  if (seen.post?.is.draft.agent.id === agent) {
    const { id, state } = seen.post.is
    return { type: `post.${state}`, data: { post: { id, draft: seen.post.is.draft.id, state } } }
  }
  if (seen.invocation?.is.agent === agent)
    return { type: 'invocation.asked', data: { invocation: askedOf(seen.invocation.is) } }
  return undefined
}
