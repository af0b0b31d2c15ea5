// Look, decide, save; on a lost race, look again. Every change of anything goes through here, from whatever door.

import type { Entry } from '../ledger/entry.ts'
import type { Glance, Kind, Save, Seen, Tally } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { House } from './house.ts'
import { rungFor } from './rung.ts'
import { tellTypist } from './typist.ts'
import type { Step } from './write.ts'

export type Decided<Result> = {
  readonly steps: readonly Step[]
  readonly unchanged?: Save['unchanged']
  readonly result: Result
}

/** Somebody took a sole name first: who, and what they noted with it. */
export type Taken = { readonly taken: string; readonly by: string; readonly note: string | undefined }

export type Committed<Result> = { readonly result: Result; readonly entries: readonly Entry[] }

/** Past this many lost races something else is wrong; saying "busy" is honest. */
const mostRaces = 100

export async function commit<const G extends Glance, Result>(
  house: House,
  glance: G,
  decide: (looked: Seen<G>) => Decided<Result> | Refusal | Promise<Decided<Result> | Refusal>,
  tallies: readonly Tally[] = [],
): Promise<Committed<Result> | Taken | Refusal> {
  for (let race = 0; race < mostRaces; race++) {
    const decided = await decide(await house.record.look(glance, tallies))
    if (isRefusal(decided)) {
      house.notice?.refused(decided.refused, house.cause)
      return decided
    }
    if (decided.steps.length === 0) return { result: decided.result, entries: [] }
    const owed = decided.steps.flatMap((step) => step.owed)
    const saved = await house.record.save({
      writes: decided.steps.map((step) => step.write),
      unchanged: decided.unchanged ?? [],
      owed,
    })
    if (saved.saved) {
      house.queue.ring(rungFor(owed, saved.owed))
      for (const topic of decided.steps.flatMap(topicsOf)) house.wake.wake(topic)
      house.notice?.changed(decided.steps, house.cause)
      tellTypist(house, decided.steps)
      return { result: decided.result, entries: decided.steps.map((step) => step.write.entry) }
    }
    if (isTaken(saved)) return { taken: saved.taken, by: saved.by, note: saved.note }
    house.notice?.raced()
  }
  return refuse('busy')
}

/** What changed, and the agent that may wait to hear of it. */
function topicsOf({ write }: Step): readonly string[] {
  return [write.id, ...write.tags.filter((tag) => tag.startsWith('agent:') && !tag.includes('/'))]
}

/** Boards and books that a decision rests on, as a guard: they must be the same when it commits. */
export function restsOn(
  looked: { readonly [name in 'stops' | 'rules' | 'grants']?: { version: number } | undefined },
): Save['unchanged'] {
  const kinds: readonly ('stops' | 'rules' | 'grants')[] = ['stops', 'rules', 'grants']
  return kinds.map((kind: Kind & ('stops' | 'rules' | 'grants')) => ({
    kind,
    id: kind,
    version: looked[kind]?.version ?? 0,
  }))
}

/** The three that nearly every decision looks at. */
export const boards = {
  stops: { kind: 'stops', id: 'stops' },
  rules: { kind: 'rules', id: 'rules' },
  grants: { kind: 'grants', id: 'grants' },
} as const

export function isTaken(value: object): value is Taken {
  return 'taken' in value
}
