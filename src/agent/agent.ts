// An agent: a registered AI identity with an owner and tokens. It can submit, revise and withdraw. There is nothing in
// this file, or behind it, by which an agent decides. Whether a stop stands over it is asked of the board of stops, which
// holds from its commit on; it is no state of the agent's own.

import type { AgentId, PersonId } from '../id.ts'
import type { Destination } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import { type Assessment, assessmentOver, type Word } from './assessment.ts'
import type { RunName } from './run-name.ts'
import type { Sighting } from './sighting.ts'
import { reaches, type Token } from './token.ts'

export type Agent = {
  readonly id: AgentId
  readonly name: string
  readonly owner?: PersonId | undefined
  readonly tokens: readonly Token[]
  readonly since: Instant
  /** The admin's word on which it may be live. */
  readonly assessment?: Assessment | undefined
  /** The models and prompts that its owner or an admin answers for. */
  readonly runs?: readonly RunName[] | undefined
  /** One that nobody has confirmed yet, for which it was put in shadow. */
  readonly newRun?: RunName | undefined
  /** From where its tokens were used; the latest few. */
  readonly sightings?: readonly Sighting[] | undefined
} & (
  | { readonly state: 'proposed' } // registered; no admin has given their word. A sandbox token works in practice
  | { readonly state: 'shadow' } // its drafts are recorded and nobody is asked
  | { readonly state: 'live' } // its drafts go to people
  | { readonly state: 'retired' } // for ever
)

export type AgentEvent =
  | { readonly type: 'registered'; readonly agent: Agent }
  | { readonly type: 'owner-named'; readonly owner: PersonId; readonly at: Instant }
  /** An admin gave their word; a proposed one is live from now on. */
  | { readonly type: 'assessed'; readonly assessment: Assessment }
  | { readonly type: 'token-issued'; readonly token: Token; readonly at: Instant }
  /** One takes the place of another, which works until then and no longer. */
  | {
      readonly type: 'token-rotated'
      readonly token: Token
      readonly old: string
      readonly until: Instant
      readonly at: Instant
    }
  | { readonly type: 'token-revoked'; readonly kid: string; readonly at: Instant }
  /** The first model and prompt it was live with: what was assessed. */
  | { readonly type: 'run-named'; readonly run: RunName; readonly at: Instant }
  /** It came with another one. Its drafts are recorded, and nobody is asked, until somebody answers for it. */
  | { readonly type: 'run-changed'; readonly run: RunName; readonly at: Instant }
  | { readonly type: 'run-confirmed'; readonly run: RunName; readonly by: Word; readonly at: Instant }
  | { readonly type: 'seen-anew'; readonly sighting: Sighting }
  /** For ever; its tokens end with it. */
  | { readonly type: 'retired'; readonly at: Instant }

/** More models and prompts than this are not one agent. The one that was confirmed longest ago is forgotten. */
const mostRuns = 8
const keptSightings = 60

export function evolveAgent(before: Agent | undefined, event: AgentEvent): Agent {
  if (event.type === 'registered') return event.agent
  if (before === undefined) throw new Error('changing an agent that was never registered')
  switch (event.type) {
    case 'owner-named':
      return { ...before, owner: event.owner }
    case 'assessed':
      return { ...before, assessment: event.assessment, state: before.state === 'proposed' ? 'live' : before.state }
    case 'token-issued':
      return { ...before, tokens: [...before.tokens, event.token] }
    case 'token-rotated': {
      const ending = before.tokens.map((held) => (held.kid === event.old ? { ...held, expires: event.until } : held))
      return { ...before, tokens: [...ending, event.token] }
    }
    case 'token-revoked':
      return { ...before, tokens: before.tokens.map((held) => (held.kid === event.kid ? ended(held, event.at) : held)) }
    case 'run-named':
      return { ...before, runs: [event.run] }
    case 'run-changed':
      return { ...before, newRun: event.run, state: 'shadow' }
    case 'run-confirmed': {
      const runs = [...(before.runs ?? []), event.run].slice(-mostRuns)
      return { ...before, runs, newRun: undefined, state: before.state === 'shadow' ? 'live' : before.state }
    }
    case 'seen-anew':
      return { ...before, sightings: [...(before.sightings ?? []), event.sighting].slice(-keptSightings) }
    case 'retired':
      return { ...before, state: 'retired', tokens: before.tokens.map((held) => ended(held, event.at)) }
  }
}

function ended(token: Token, at: Instant): Token {
  return token.revoked === undefined ? { ...token, revoked: at } : token
}

/** Whether this token of this agent may submit to this place now. A sandbox token reaches practice alone. */
export function maySubmit(agent: Agent, token: Token, at: Destination, now: Instant): Refusal | undefined {
  const proposed = agent.state === 'proposed' && token.sort === 'live'
  if (proposed || agent.state === 'retired') return refuse('agent-not-live', { state: agent.state })
  if (!reaches(token, at)) return refuse('out-of-scope')
  if (token.sort === 'sandbox' || agent.assessment === undefined) return undefined
  return assessmentOver(agent.assessment, now)
}
