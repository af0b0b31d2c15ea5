// Agents as those who administer them see them: what each may do now, who answers for it, and what is odd about how its
// tokens are used.

import type { Agent } from '../agent/agent.ts'
import { isUsable } from '../agent/token.ts'
import { agentId } from '../id.ts'
import type { Held } from '../port/record.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { noStops, type Stop, type StopBoard } from '../safety/stop.ts'
import type { Instant } from '../time.ts'
import type { House } from './house.ts'

export type AgentSeen = {
  readonly agent: Agent
  /** In one word; a stop over all of the agent stands above whatever else it is. */
  readonly state: Agent['state'] | 'stopped'
  /** The stops over it and nothing wider. */
  readonly stops: readonly Stop[]
  readonly now: Instant
}

export async function allAgents(house: House): Promise<readonly AgentSeen[]> {
  const { now, seen } = await house.record.look({ stops: { kind: 'stops', id: 'stops' } })
  const board = seen.stops?.is ?? noStops
  return (await everyAgent(house)).map((held) => seenBy(held.is, board, now))
}

/** By its id, or by its name however that is written. */
export async function agentBy(house: House, idOrName: string): Promise<AgentSeen | Refusal> {
  const id = agentId.parse(idOrName) ?? (await idOfName(house, idOrName))
  if (id === undefined) return refuse('unknown-agent')
  const { now, seen } = await house.record.look({
    agent: { kind: 'agent', id },
    stops: { kind: 'stops', id: 'stops' },
  })
  return seen.agent === undefined ? refuse('unknown-agent') : seenBy(seen.agent.is, seen.stops?.is ?? noStops, now)
}

/** Every token that works now, as the record knows it, and whose it is. */
export async function workingTokens(house: House): Promise<ReadonlyMap<string, Agent['id']>> {
  const now = await house.record.now()
  const held = (await everyAgent(house)).flatMap(({ is }) =>
    is.tokens.filter((token) => isUsable(token, now)).map((token) => [`token:${token.hash}`, is.id] as const),
  )
  return new Map(held)
}

/** Names that a reader could take for one another are one name. */
export function nameKey(name: string): string {
  return `agent-name:${folded(name)}`
}

export async function isNameTaken(house: House, name: string): Promise<boolean> {
  return (await idOfName(house, name)) !== undefined
}

async function idOfName(house: House, name: string): Promise<Agent['id'] | undefined> {
  const { seen } = await house.record.look({ agent: { kind: 'agent', sole: nameKey(name) } })
  if (seen.agent !== undefined) return seen.agent.is.id
  // Those of the practice chat come without a claim on their names.
  const named = (await everyAgent(house)).filter((held) => folded(held.is.name) === folded(name))
  return named[0]?.is.id
}

async function everyAgent(house: House): Promise<readonly Held<Agent>[]> {
  const limit = 200
  const all: Held<Agent>[] = []
  for (let before: string | undefined; ; ) {
    const page = await house.record.list('agent', 'all', { limit, before })
    all.push(...page)
    before = page.at(-1)?.id
    if (page.length < limit) return all
  }
}

function seenBy(agent: Agent, board: StopBoard, now: Instant): AgentSeen {
  const stops = board.stops.filter(
    ({ until, scope }) => until === undefined && scope.over === 'agent' && scope.agent === agent.id,
  )
  const everywhere = stops.some(({ scope }) => scope.over === 'agent' && scope.lane === undefined)
  return { agent, state: everywhere && agent.state !== 'retired' ? 'stopped' : agent.state, stops, now }
}

function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}
