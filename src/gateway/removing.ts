// Takes out of the record what ended before the term of the ledger: whole streams, each proven from its first entry to the
// head that its thing keeps, in one save with the entry that names them. What does not prove stays: it is evidence. A
// post and the draft that allowed it go together, and not while people can read the post or the one that replaced it.

import { settledAt } from '../draft/forget.ts'
import { follow, type Link, unchained } from '../ledger/chain.ts'
import type { Head } from '../ledger/heads.ts'
import { leastKeptMs } from '../ledger/retention.ts'
import type { Gone, Held, Kind, Record } from '../port/record.ts'
import { endedAt } from '../post/forget.ts'
import type { Post } from '../post/post.ts'
import type { Instant } from '../time.ts'
import type { House } from './house.ts'
import { retentionId, retentionStep } from './retention-step.ts'

export type Removing = 'draft' | 'invocation' | 'watch'

const together = 50
const page = 500
const glance = { retention: { kind: 'retention', id: retentionId } } as const

type Ended = Gone & { readonly entries: number; readonly from: Instant; readonly until: Instant }
type Thing = Pick<Held<unknown>, 'id' | 'version' | 'head'> & { readonly kind: Kind }
/** Things that go together or not at all. */
type Family = readonly Thing[]

/** Looks at the next things of a kind; what it returns is the last of them, and nothing at their end. */
export async function removeNext(
  house: House,
  kind: Removing,
  after: string,
  termMs: number,
): Promise<string | undefined> {
  const keptMs = Math.max(termMs, leastKeptMs)
  const before = (await house.record.now()) - keptMs
  const { families, last } = await look(house.record, kind, after, before)
  const ended: (readonly Ended[])[] = []
  for (const family of families) {
    const proven = await Promise.all(family.map((thing) => prove(house, thing, before)))
    const whole = proven.filter((one) => one !== undefined)
    if (whole.length === family.length) ended.push(whole)
  }
  await remove(house, ended, keptMs)
  return last
}

async function remove(house: House, ended: readonly (readonly Ended[])[], keptMs: number): Promise<void> {
  for (let left = ended; left.length > 0; ) {
    const { now, seen } = await house.record.look(glance)
    const gone = left.flat()
    const step = retentionStep(seen.retention, {
      type: 'streams-removed',
      heads: gone.map(headOf),
      entries: gone.reduce((sum, { entries }) => sum + entries, 0),
      from: Math.min(...gone.map(({ from }) => from)),
      until: Math.max(...gone.map(({ until }) => until)),
      keptMs,
      at: now,
    })
    const saved = await house.record.save({ writes: [step.write], unchanged: [], owed: [], gone })
    if (saved.saved) return house.notice?.changed([step], house.cause)
    if (!('moved' in saved)) throw new Error('removing what ended: a sole name was taken, and none was asked for')
    // Something happened to it, or is owed about it: then it has not ended. The others go without it.
    left = left.filter((family) => family.every(({ id }) => id !== saved.moved))
  }
}

function headOf({ id, version, head }: Gone): Head {
  return { stream: id, version, hash: head }
}

type Page = { readonly families: readonly Family[]; readonly last: string | undefined }

async function look(record: Record, kind: Removing, after: string, before: Instant): Promise<Page> {
  switch (kind) {
    case 'draft':
      return families(await record.walk('draft', after, together), async (held) => {
        const { is: draft } = held
        const settled = settledAt(draft)
        if (settled === undefined || settled > before || draft.forgotten === undefined) return undefined
        if (draft.state !== 'published') return [{ ...held, kind }]
        // A draft that took a post down began none.
        const post = (await record.look({ post: { kind: 'post', id: draft.post } })).seen.post
        if (post === undefined) return [{ ...held, kind }]
        return (await isOver(record, post.is, before))
          ? [
              { ...held, kind },
              { ...post, kind: 'post' },
            ]
          : undefined
      })
    case 'invocation':
      return families(await record.walk('invocation', after, together), async (held) => {
        const { asked, at, drafts } = held.is
        if (asked !== '' || at > before || (await anyThere(record, drafts))) return undefined
        return [{ ...held, kind }]
      })
    case 'watch':
      return families(await record.walk('watch', after, together), async (held) => {
        const { about, last } = held.is
        // What is noted about an agent, a board or a door has no end.
        if (!/^[dp]_/.test(about) || last > before || (await anyThere(record, [about]))) return undefined
        return [{ ...held, kind }]
      })
  }
}

async function families<T>(
  found: readonly Held<T>[],
  familyOf: (held: Held<T>) => Promise<Family | undefined>,
): Promise<Page> {
  const all = await Promise.all(found.map(familyOf))
  return {
    families: all.filter((family) => family !== undefined),
    last: found.length === together ? found.at(-1)?.id : undefined,
  }
}

async function isOver(record: Record, post: Post, before: Instant): Promise<boolean> {
  const ended = endedAt(post)
  if (ended === undefined || ended > before || post.draft.forgotten === undefined) return false
  return post.state !== 'superseded' || !(await anyThere(record, [post.by]))
}

async function anyThere(record: Record, ids: readonly string[]): Promise<boolean> {
  const heads = await Promise.all(ids.map((id) => record.head(id)))
  return heads.some((head) => head !== undefined)
}

/** Its whole stream follows from entry to entry up to its head, and none of it is younger than the term. */
async function prove(house: House, { kind, id, version, head }: Thing, before: Instant): Promise<Ended | undefined> {
  let link: Link = unchained
  const moments: Instant[] = []
  for (let more = true; more; ) {
    const found = await house.record.entries({ stream: id, after: link.version, limit: page })
    for (const entry of found) {
      const next = follow(link, id, entry)
      if (next.wrong !== undefined) return unproven(house, id, next.wrong.why)
      link = next.link
      const { at }: { readonly at: Instant } = JSON.parse(entry.leaf)
      moments.push(at)
    }
    more = found.length === page
  }
  if (link.version !== version || link.head !== head) return unproven(house, id, 'head')
  const until = Math.max(...moments)
  if (until > before) return undefined
  const ended = { kind, id, version, head, copies: [id, `told:${id}`] }
  return { ...ended, entries: moments.length, from: Math.min(...moments), until }
}

function unproven(house: House, stream: string, why: string): undefined {
  house.log.fault('removing what ended', new Error('its stream is not whole, so it stays'), { stream, why })
}
