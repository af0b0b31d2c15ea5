// Forgets words when their term is over: once a day, one process at a time (the row is leased), a few things in each
// step. A step is one save: the things without their words, under the version they have, and one entry that names which
// they were. Nothing is added to their own streams: what was decided does not change because its words are gone.

import { forgetDraft, nameless, settledAt } from '../draft/forget.ts'
import { canonical, sha256 } from '../json.ts'
import type { Delivered } from '../port/queue.ts'
import type { Held, Less, Record } from '../port/record.ts'
import { endedAt, forgetPost } from '../post/forget.ts'
import { day, type Instant, second } from '../time.ts'
import type { House } from './house.ts'
import { upkeepId, upkeepStep } from './upkeep-step.ts'

const together = 50
const spentMs = second
const everyMs = day
const glance = { upkeep: { kind: 'upkeep', id: upkeepId } } as const

type Forgetting = 'draft' | 'post' | 'invocation'
const kinds: readonly Forgetting[] = ['draft', 'post', 'invocation']
type Walk = { readonly kind: Forgetting; readonly after: string }

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
  const { keepTextMs = 0 } = house
  if (keepTextMs === 0) return { delivered: 'again', at: now + everyMs }
  const until = house.stopwatch() + spentMs
  let walk: Walk | undefined = walks.get(house.record) ?? { kind: 'draft', after: '' }
  while (walk !== undefined && house.stopwatch() < until) {
    walk = await step(house, walk, now - keepTextMs)
    if (walk === undefined) walks.delete(house.record)
    else walks.set(house.record, walk)
  }
  return { delivered: 'again', at: walk === undefined ? now + everyMs : now }
}

async function step(house: House, { kind, after }: Walk, before: Instant): Promise<Walk | undefined> {
  const page = await look(house.record, kind, after, before)
  await forget(house.record, page.less)
  if (page.last !== undefined) return { kind, after: page.last }
  const next = kinds[kinds.indexOf(kind) + 1]
  return next === undefined ? undefined : { kind: next, after: '' }
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
