// Drafts as whoever holds the admin token sees them: what state they are in and who is in their way, without a word of
// theirs. The text of one draft is shown when it is asked for, after it is on record that it was read.

import { frozen } from '../draft/approval.ts'
import type { Draft, Revision } from '../draft/draft.ts'
import type { DraftId } from '../id.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { noStops } from '../safety/stop.ts'
import { boards, commit, isTaken } from './commit.ts'
import type { House } from './house.ts'
import { watchStep } from './watch-step.ts'

export type DraftSeen = { readonly draft: Draft; readonly isFrozen: boolean }

/** `of` is what it is listed by: open ones, an agent's, those of a place. */
export async function draftsOf(
  house: House,
  of: { readonly tag: string; readonly limit: number; readonly before?: string | undefined },
): Promise<{ readonly drafts: readonly DraftSeen[]; readonly next?: string }> {
  const held = await house.record.list('draft', of.tag, of)
  const { seen } = await house.record.look({ stops: boards.stops })
  const board = seen.stops?.is ?? noStops
  const last = held.at(-1)
  const drafts = held.map(({ is: draft }) => ({ draft, isFrozen: frozen(draft, { board }) !== undefined }))
  return { drafts, ...(held.length < of.limit || last === undefined ? {} : { next: last.id }) }
}

export async function draftSeen(house: House, id: DraftId): Promise<DraftSeen | Refusal> {
  const { seen } = await house.record.look({ draft: { kind: 'draft', id }, stops: boards.stops })
  if (seen.draft === undefined) return refuse('unknown-draft')
  const board = seen.stops?.is ?? noStops
  return { draft: seen.draft.is, isFrozen: frozen(seen.draft.is, { board }) !== undefined }
}

/** The words of its current revision. That they were read is committed first; if it cannot be, nothing is shown. */
export async function readText(house: House, id: DraftId): Promise<Revision | Refusal> {
  const glance = { draft: { kind: 'draft', id }, watch: { kind: 'watch', id: `watch:${id}` } } as const
  const done = await commit(house, glance, ({ now, seen }) => {
    if (seen.draft === undefined) return refuse('unknown-draft')
    const { revision } = seen.draft.is
    const event = { type: 'text-read', revision: revision.number, by: 'admin-token', at: now } as const
    return { steps: [watchStep(seen.watch, id, event, { kind: 'system' })], result: revision }
  })
  if (isRefusal(done)) return done
  if (isTaken(done)) throw new Error(`reading ${id}: a name of it is taken`)
  return done.result
}
