// Reading the entries of things with a tag in the order in which they were written, from a place on. Where several
// processes write, an earlier place can fill up later: up to where that cannot happen any more is said beside.

import type { Record } from '../../src/port/record.ts'
import type { Driver } from './driver.ts'

type Row = {
  readonly place: number
  readonly stream: string
  readonly version: number
  readonly leaf: string
  readonly hash: string
  readonly ours: number
}

export function readingChronicle(driver: Driver): Pick<Record, 'chronicle'> {
  return {
    async chronicle({ tag, after, limit }) {
      const newest = { sql: 'select max(at_order) as place from entry', values: [] }
      if (after === undefined) {
        const [[last] = []] = await driver.read<{ place: number | null }>([newest])
        return { entries: [], upTo: Number(last?.place ?? 0), more: false }
      }
      const { now, rows } = await driver.look<Row>([
        {
          sql: `select at_order as place, stream, version, leaf, hash,
              case when exists (select 1 from tag where tag.tag = ? and tag.id = entry.stream) then 1 else 0 end as ours
            from entry where at_order > ? order by at_order limit ?`,
          values: [tag, after, limit],
        },
      ])
      const scanned = (rows[0] ?? []).map((row) => ({ ...row, place: Number(row.place) }))
      const { settlesAfterMs } = driver.dialect
      const upTo =
        settlesAfterMs === 0 ? (scanned.at(-1)?.place ?? after) : settled(scanned, after, now - settlesAfterMs)
      const entries = scanned
        .filter(({ ours }) => ours === 1)
        .map(({ place, stream, version, leaf, hash }) => ({ place, stream, version, leaf, hash }))
      return { entries, upTo, more: scanned.length === limit }
    },
  }
}

/** Up to the first gap that may still be filled: places are given one by one, and an old gap belongs to what failed. */
function settled(scanned: readonly { place: number; leaf: string }[], after: number, before: number): number {
  let last = after
  for (const { place, leaf } of scanned) {
    if (place !== last + 1 && writtenAt(leaf) > before) return last
    last = place
  }
  return last
}

function writtenAt(leaf: string): number {
  const read: { at: number } = JSON.parse(leaf)
  return read.at
}
