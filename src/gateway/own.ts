// What an agent may read: its own drafts, and nobody else's. A token that is not live reads nothing.

import type { Agent } from '../agent/agent.ts'
import { type Answer, answerOf } from '../agent/answer.ts'
import { looksLikeToken, tokenFor, tokenKey } from '../agent/token.ts'
import type { DraftId } from '../id.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { House } from './house.ts'
import { noteRefusal } from './watching.ts'

/** Its own draft; with a wait, when there is something new for the agent to know or do. Nobody else's, ever. */
export async function ownDraft(house: House, secret: string, id: DraftId, waitMs = 0): Promise<Answer | Refusal> {
  const first = await lookOwn(house, secret, id)
  // Asked for a revision, or settled: there is nothing to wait for.
  if (isRefusal(first) || waitMs === 0 || first.settled || first.state === 'revising') return first
  const until = house.stopwatch() + waitMs
  for (let left = waitMs; left > 0; left = until - house.stopwatch()) {
    await house.wake.wait(id, Math.min(left, 5000))
    const now = await lookOwn(house, secret, id)
    if (isRefusal(now) || now.state !== first.state || now.revision !== first.revision) return now
  }
  return lookOwn(house, secret, id)
}

export async function ownDrafts(
  house: House,
  secret: string,
  page: { readonly state?: string | undefined; readonly before?: string | undefined; readonly limit: number },
): Promise<readonly Answer[] | Refusal> {
  const agent = await agentOf(house, secret)
  if (isRefusal(agent)) return agent
  const tag = page.state === undefined ? `agent:${agent.id}` : `agent:${agent.id}/${page.state}`
  const drafts = await house.record.list('draft', tag, { limit: page.limit, before: page.before })
  return drafts.map((held) => answerOf(held.is))
}

/** The agent a token speaks for; the door asks it before anything else is read. */
export async function agentOf(house: House, secret: string): Promise<Agent | Refusal> {
  if (!looksLikeToken(secret)) return noteRefusal(house, 'door', refuse('token-unknown'))
  const { now, seen } = await house.record.look({ agent: { kind: 'agent', sole: tokenKey(secret) } })
  const agent = seen.agent?.is
  if (agent === undefined || tokenFor(agent.tokens, secret, now) === undefined) {
    return noteRefusal(house, agent?.id ?? 'door', refuse('token-unknown'))
  }
  return agent
}

async function lookOwn(house: House, secret: string, id: DraftId): Promise<Answer | Refusal> {
  if (!looksLikeToken(secret)) return refuse('token-unknown')
  const glance = { agent: { kind: 'agent', sole: tokenKey(secret) }, draft: { kind: 'draft', id } } as const
  const { now, seen } = await house.record.look(glance)
  const agent = seen.agent?.is
  if (agent === undefined || tokenFor(agent.tokens, secret, now) === undefined) return refuse('token-unknown')
  if (seen.draft === undefined || seen.draft.is.agent.id !== agent.id) return refuse('unknown-draft')
  return answerOf(seen.draft.is)
}
