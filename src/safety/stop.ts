// The kill switch. A stop covers an agent, a channel, a workspace, or all. While one is on, every draft it covers is
// frozen: nothing of it can be approved or claimed, and its deadline stands still. Frozen is not stored anywhere: it is
// asked of the board, which every claim to publish names by version, so that no claim commits after a stop.

import type { AgentId, PersonId, StopId } from '../id.ts'
import { has, type Standing } from '../person/person.ts'
import { type Destination, laneOf } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'

export type Scope =
  | { readonly over: 'agent'; readonly agent: AgentId; readonly lane?: string | undefined }
  | { readonly over: 'channel'; readonly lane: string }
  | { readonly over: 'workspace'; readonly workspace: string }
  | { readonly over: 'all' }

export type Stop = {
  readonly id: StopId
  readonly scope: Scope
  readonly by: { readonly person: PersonId; readonly name: string } | 'admin-token'
  readonly reason: string
  readonly from: Instant
  /** When somebody lifted it. */
  readonly until?: Instant | undefined
}

/** Every stop that is on, and the lifted ones that a waiting deadline may still have to count. */
export type StopBoard = { readonly stops: readonly Stop[] }
export const noStops: StopBoard = { stops: [] }

export type StopEvent =
  | { readonly type: 'stopped'; readonly stop: Stop }
  | { readonly type: 'resumed'; readonly stop: StopId; readonly by: Stop['by']; readonly at: Instant }

export type Covered = { readonly agent: { readonly id: AgentId }; readonly destination: Destination }

export function evolveBoard(board: StopBoard, event: StopEvent): StopBoard {
  switch (event.type) {
    case 'stopped':
      return { stops: [...board.stops, event.stop] }
    case 'resumed': {
      const stops = board.stops.map((stop) => (stop.id === event.stop ? { ...stop, until: event.at } : stop))
      return { stops: keep(stops) }
    }
  }
}

/** The stop that covers this draft now, if one is on. */
export function stopOn(board: StopBoard, draft: Covered): Stop | undefined {
  return board.stops.find((stop) => stop.until === undefined && covers(stop.scope, draft))
}

/** How long stops stood over this draft between two moments, counted once where they overlap. */
export function standstill(board: StopBoard, draft: Covered, from: Instant, to: Instant): number {
  const spans = board.stops
    .filter((stop) => covers(stop.scope, draft))
    .map((stop) => [Math.max(stop.from, from), Math.min(stop.until ?? to, to)] as const)
    .filter(([start, end]) => end > start)
    .sort(([a], [b]) => a - b)
  let total = 0
  let reached = from
  for (const [start, end] of spans) {
    total += Math.max(0, end - Math.max(start, reached))
    reached = Math.max(reached, end)
  }
  return total
}

/**
 * Who may stop: anyone who was asked to decide on a draft of the agent stops that agent in that channel; moderators stop
 * agents and the channel; admins and security stop everything.
 */
export function mayStop(scope: Scope, who: Standing, involved: boolean): Refusal | undefined {
  if (who.bot) return refuse('not-a-person')
  if (!who.active || who.member === 'none') return refuse('not-here')
  if (has(who, 'admin', 'security')) return undefined
  const here = scope.over === 'channel' || (scope.over === 'agent' && scope.lane !== undefined)
  if (has(who, 'moderator') && (here || scope.over === 'agent')) return undefined
  if (involved && scope.over === 'agent' && here) return undefined
  return refuse('not-yours')
}

/** Who may lift: a moderator what is limited to a channel, an admin the rest. */
export function mayResume(scope: Scope, who: Standing): Refusal | undefined {
  if (who.bot) return refuse('not-a-person')
  if (!who.active || who.member === 'none') return refuse('not-here')
  if (has(who, 'admin')) return undefined
  const here = scope.over === 'channel' || (scope.over === 'agent' && scope.lane !== undefined)
  return has(who, 'moderator') && here ? undefined : refuse('not-yours')
}

export function covers(scope: Scope, draft: Covered): boolean {
  switch (scope.over) {
    case 'agent':
      return scope.agent === draft.agent.id && (scope.lane === undefined || scope.lane === laneOf(draft.destination))
    case 'channel':
      return scope.lane === laneOf(draft.destination)
    case 'workspace':
      return scope.workspace === `${draft.destination.platform}/${draft.destination.workspace}`
    case 'all':
      return true
  }
}

export function spokenScope(scope: Scope): string {
  switch (scope.over) {
    case 'agent':
      return scope.lane === undefined ? 'the agent, everywhere' : 'the agent, in this channel'
    case 'channel':
      return 'every agent in this channel'
    case 'workspace':
      return 'every agent in this workspace'
    case 'all':
      return 'every agent, everywhere'
  }
}

/** A lifted stop is needed only while a deadline that it moved can still be waiting. */
const keptLifted = 500

function keep(stops: readonly Stop[]): readonly Stop[] {
  const lifted = stops.filter((stop) => stop.until !== undefined)
  const dropped = new Set(lifted.slice(0, Math.max(0, lifted.length - keptLifted)))
  return stops.filter((stop) => !dropped.has(stop))
}
