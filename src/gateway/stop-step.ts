// From a stop, or its end, to what is saved: the board of stops and its one entry.

import type { Actor } from '../ledger/entry.ts'
import type { Held } from '../port/record.ts'
import { evolveBoard, noStops, type StopBoard, type StopEvent } from '../safety/stop.ts'
import type { Instant } from '../time.ts'
import { lookedStop } from './typed.ts'
import { chained, type Step } from './write.ts'

export function stopStep(
  held: Held<StopBoard> | undefined,
  said: StopEvent,
  actor: Actor,
  at: Instant,
): Step & { readonly board: StopBoard } {
  const [event, typed] = lookedStop(said)
  const board = evolveBoard(held?.is ?? noStops, event)
  const by = event.type === 'stopped' ? event.stop.by : event.by
  const facts = {
    by: by === 'admin-token' ? by : by.person,
    ...(event.type === 'stopped' ? { stop: event.stop.id, scope: { ...event.stop.scope } } : { stop: event.stop }),
  }
  const on = (of: StopBoard) => (of.stops.some((stop) => stop.until === undefined) ? 'stopped' : 'running')
  const states = held === undefined ? { to: on(board) } : { from: on(held.is), to: on(board) }
  const entry = chained(held, 'stops', { at, actor, event: event.type, ...states, facts, commitments: {} })
  const write = { kind: 'stops', id: 'stops', expected: held?.version ?? 0, is: board, entry, tags: [] } as const
  return { write, owed: [], typed, board }
}
