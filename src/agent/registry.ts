// What may be done to an agent by those who administer it, and what comes of it. Doing it twice is doing it once:
// `undefined` says that it is so already. A loosening needs a person's word, a tightening needs none.

import type { PersonId } from '../id.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import type { Agent, AgentEvent } from './agent.ts'
import { type Assessment, assessmentOver, longestAssessmentMs, type Via, type Word } from './assessment.ts'
import { isUsable, longestGraceMs, longestTokenMs, mostTokens, type Token } from './token.ts'

export type AgentCommand =
  | { readonly do: 'name-owner'; readonly owner: PersonId }
  | { readonly do: 'assess'; readonly by: Said; readonly said: Omit<Assessment, 'by'> }
  | { readonly do: 'confirm-run'; readonly by: Said }
  | { readonly do: 'issue'; readonly token: Token }
  /** The new one takes the place of `old`, which works a little longer. */
  | { readonly do: 'rotate'; readonly token: Token; readonly old: string; readonly graceMs: number }
  | { readonly do: 'revoke'; readonly kid: string }
  | { readonly do: 'retire' }

/** A person, by whatever ids they were known before, and whether they are an admin here; how we have it from them. */
export type Said = {
  readonly person: PersonId
  readonly formerly: readonly PersonId[]
  readonly admin: boolean
  readonly via: Via
}

export function decideAgent(agent: Agent, command: AgentCommand, now: Instant): AgentEvent | Refusal | undefined {
  if (agent.state === 'retired' && command.do !== 'retire' && command.do !== 'revoke')
    return refuse('agent-not-live', { state: 'retired' })
  switch (command.do) {
    case 'name-owner':
      return agent.owner === command.owner ? undefined : { type: 'owner-named', owner: command.owner, at: now }
    case 'assess':
      return assess(agent, command.by, command.said)
    case 'confirm-run':
      if (!command.by.admin && !isOwner(agent, command.by)) return refuse('not-yours')
      if (agent.newRun === undefined) return undefined
      return { type: 'run-confirmed', run: agent.newRun, by: wordOf(command.by), at: now }
    case 'issue':
      return issue(agent, command.token, now)
    case 'rotate': {
      const old = agent.tokens.find((token) => token.kid === command.old && isUsable(token, now))
      if (old === undefined) return refuse('unknown-token')
      const until = Math.min(old.expires, now + Math.min(command.graceMs, longestGraceMs))
      // The one that ends makes room only when its time is over: at most two work at once.
      const issued = issue(agent, command.token, now)
      return 'refused' in issued ? issued : { ...issued, type: 'token-rotated', old: old.kid, until }
    }
    case 'revoke': {
      const token = agent.tokens.find((held) => held.kid === command.kid)
      if (token === undefined) return refuse('unknown-token')
      return token.revoked === undefined ? { type: 'token-revoked', kid: token.kid, at: now } : undefined
    }
    case 'retire':
      return agent.state === 'retired' ? undefined : { type: 'retired', at: now }
  }
}

function assess(agent: Agent, by: Said, said: Omit<Assessment, 'by'>): AgentEvent | Refusal {
  if (!by.admin) return refuse('not-yours')
  if (agent.owner === undefined) return refuse('owner-needed')
  if (said.words.trim() === '') return refuse('reason-needed')
  const expires = Math.min(said.expires, said.at + longestAssessmentMs)
  return { type: 'assessed', assessment: { ...said, expires, by: wordOf(by) } }
}

function issue(agent: Agent, token: Token, now: Instant): Extract<AgentEvent, { type: 'token-issued' }> | Refusal {
  if (token.sort === 'live') {
    if (agent.owner === undefined) return refuse('owner-needed')
    if (agent.assessment === undefined) return refuse('assessment-needed')
    const over = assessmentOver(agent.assessment, now)
    if (over !== undefined) return over
  }
  const working = agent.tokens.filter((held) => held.sort === token.sort && isUsable(held, now))
  if (working.length >= mostTokens) return refuse('too-many-tokens')
  const expires = Math.min(token.expires, token.issued + longestTokenMs)
  return { type: 'token-issued', token: { ...token, expires }, at: now }
}

function isOwner({ owner }: Agent, { person, formerly }: Said): boolean {
  return owner !== undefined && (owner === person || formerly.includes(owner))
}

function wordOf({ person, via }: Said): Word {
  return { person, via }
}
