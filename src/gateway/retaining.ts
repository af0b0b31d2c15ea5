// Forgets words when their term is over, then removes what ended long ago (removing.ts): once a day, one process at a time
// (the row is leased), a few things in each step. A step is one save: the things without their words, under the version
// they have, and one entry that names which they were. Nothing is added to their own streams: what was decided does not
// change because its words are gone.

import { forgetDraft, nameless, settledAt } from '../draft/forget.ts'
import { canonical, sha256 } from '../json.ts'
import type { Delivered } from '../port/queue.ts'
import type { Held, Less, Record } from '../port/record.ts'
import { endedAt, forgetPost } from '../post/forget.ts'
import { day, type Instant, second } from '../time.ts'
import type { House } from './house.ts'
import { removeNext } from './removing.ts'
import { upkeepId, upkeepStep } from './upkeep-step.ts'

const together = 50
const spentMs = second
const everyMs = day
const glance = { upkeep: { kind: 'upkeep', id: upkeepId } } as const

type Forgetting = 'draft' | 'post' | 'invocation'
/** In this order: what names others goes after them. */
const rounds = [
  { does: 'forget', kind: 'draft' },
  { does: 'forget', kind: 'post' },
  { does: 'forget', kind: 'invocation' },
  { does: 'remove', kind: 'draft' },
  { does: 'remove', kind: 'invocation' },
  { does: 'remove', kind: 'watch' },
] as const
type Walk = { readonly round: number; readonly after: string }

/** How far a walk has come. Who begins anew finds what is forgotten already, and goes past it. */
const walks = new WeakMap<Record, Walk>()

/** Sees to it that the row is there from which all this is done. */
export async function beginRetaining(record: Record): Promise<void> {
  for (;;) {
    const { now, seen } = await record.look(glance)
    if (seen.upkeep?.is.forgets !== undefined) return
    const { write, owed } = upkeepStep(seen.upkeep, { type: 'forgetting-began', at: now })
    if ((await record.save({ writes: [write], unchanged: [], owed })).saved) return
  }
}

export async function retain(house: House): Promise<Delivered> {
  const now = await house.record.now()
  const until = house.stopwatch() + spentMs
  let walk: Walk | undefined = walks.get(house.record) ?? { round: 0, after: '' }
  while (walk !== undefined && house.stopwatch() < until) {
    walk = await step(house, walk, now)
    if (walk === undefined) walks.delete(house.record)
    else walks.set(house.record, walk)
  }
  return { delivered: 'again', at: walk === undefined ? now + everyMs : now }
}

async function step(house: House, { round, after }: Walk, now: Instant): Promise<Walk | undefined> {
  const of = rounds[round]
  if (of === undefined) return undefined
  const last = await next(house, of, after, now)
  return last === undefined ? { round: round + 1, after: '' } : { round, after: last }
}

async function next(
  house: House,
  of: (typeof rounds)[number],
  after: string,
  now: Instant,
): Promise<string | undefined> {
  const { keepTextMs = 0, keepEntriesMs = 0 } = house
  switch (of.does) {
    case 'forget': {
      if (keepTextMs === 0) return undefined
      const page = await look(house.record, of.kind, after, now - keepTextMs)
      await forget(house.record, page.less)
      return page.last
    }
    case 'remove':
      return keepEntriesMs === 0 ? undefined : removeNext(house, of.kind, after, keepEntriesMs)
  }
}

async function forget(record: Record, less: readonly Less[]): Promise<void> {
  if (less.length === 0) return
  const { now, seen } = await record.look(glance)
  const ids = less.map(({ id, version }) => [id, version])
  const event = { type: 'words-forgotten', count: less.length, digest: sha256(canonical(ids)), at: now } as const
  const { write, owed } = upkeepStep(seen.upkeep, event)
  // Where somebody was faster, the next walk comes by here again.
  await record.save({ writes: [write], unchanged: [], owed, less })
}

/** What of the next things is to keep less; `last` is missing at the end of them. */
type Page = { readonly less: readonly Less[]; readonly last: string | undefined }

async function look(record: Record, kind: Forgetting, after: string, before: Instant): Promise<Page> {
  const at = await record.now()
  switch (kind) {
    case 'draft':
      return paged(await record.walk('draft', after, together), ({ id, version, is }) => {
        const settled = settledAt(is)
        const draft = settled === undefined || settled > before ? undefined : forgetDraft(is, at)
        return draft === undefined ? [] : [{ kind: 'draft', id, version, is: draft }]
      })
    case 'post':
      return paged(await record.walk('post', after, together), ({ id, version, is }) => {
        const ended = endedAt(is)
        const post = ended === undefined || ended > before ? undefined : forgetPost(is, at)
        return post === undefined ? [] : [{ kind: 'post', id, version, is: post }]
      })
    case 'invocation':
      return paged(await record.walk('invocation', after, together), ({ id, version, is }) => {
        if (is.asked === '' || is.at > before) return []
        const invocation = { ...is, asked: '', invoker: nameless(is.invoker) }
        return [{ kind: 'invocation', id, version, is: invocation }]
      })
  }
}

function paged<T>(held: readonly Held<T>[], less: (one: Held<T>) => readonly Less[]): Page {
  return { less: held.flatMap(less), last: held.length === together ? held.at(-1)?.id : undefined }
}
