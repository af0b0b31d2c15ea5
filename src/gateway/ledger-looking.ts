// The ledger as it is read: a page of a stream or of all, newest last, and whether its streams are whole. Names of people
// are not here; they stand beside the log.

import { type Break, follow, type Link, unchained } from '../ledger/chain.ts'
import type { Entry } from '../ledger/entry.ts'
import type { House } from './house.ts'

export type Verified = {
  readonly streams: number
  readonly entries: number
  /** The first of them; more than these help nobody. */
  readonly breaks: readonly Break[]
}

const page = 500
const mostBreaks = 50

/** One stream, from its first entry to the head that its thing keeps. */
export async function verifyStream(house: House, stream: string): Promise<Verified> {
  const first = await walk(house, stream)
  // It may have grown between the last entry and the head: then it is looked at once more.
  const { entries, breaks } = first.breaks.some(({ why }) => why === 'head') ? await walk(house, stream) : first
  return { streams: entries === 0 ? 0 : 1, entries, breaks: breaks.slice(0, mostBreaks) }
}

/** Every stream that one of the newest entries belongs to, each from its beginning. */
export async function verifyNewest(house: House, newest: number): Promise<Verified> {
  const streams = new Set<string>()
  let left = newest
  for (let before: Pick<Entry, 'stream' | 'version'> | undefined; left > 0; ) {
    const found = await house.record.entries({ limit: Math.min(page, left), before })
    for (const { stream } of found) streams.add(stream)
    before = found[0]
    left -= found.length
    if (found.length < page) break
  }
  let entries = 0
  const breaks: Break[] = []
  for (const stream of streams) {
    const one = await verifyStream(house, stream)
    entries += one.entries
    breaks.push(...one.breaks)
  }
  return { streams: streams.size, entries, breaks: breaks.slice(0, mostBreaks) }
}

async function walk(house: House, stream: string): Promise<{ entries: number; breaks: readonly Break[] }> {
  let link: Link = unchained
  let entries = 0
  const breaks: Break[] = []
  for (;;) {
    const found: readonly Entry[] = await house.record.entries({ stream, after: link.version, limit: page })
    for (const entry of found) {
      const next = follow(link, stream, entry)
      if (next.wrong !== undefined) breaks.push(next.wrong)
      link = next.link
    }
    entries += found.length
    if (found.length < page) break
  }
  const head = await house.record.head(stream)
  if (head !== undefined && (head.version !== link.version || head.head !== link.head))
    breaks.push({ stream, version: link.version, why: 'head' })
  if (head === undefined && entries > 0) breaks.push({ stream, version: link.version, why: 'head' })
  return { entries, breaks }
}
