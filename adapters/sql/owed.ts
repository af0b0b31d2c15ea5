// What is owed after a change: taking it on a lease, settling it, putting it off. The row decides who holds it; the
// fence tells the holder of a lost lease from the one who took it after.

import type { Errand, Owed, Record, Rung } from '../../src/port/record.ts'
import type { Driver } from './driver.ts'

type Row = {
  readonly id: string
  readonly errand: Errand
  readonly about: string
  readonly lane: string
  readonly due_at: number
  readonly tries: number
  readonly fence: number
}

const returning = 'returning id, errand, about, lane, due_at, tries, fence'
/** Who put it off or settled it holds it no more, though nobody took it since. */
const held = 'where id = ? and fence = ? and leased_until > 0'

export function owing(driver: Driver): Pick<Record, 'take' | 'takeOne' | 'settle' | 'putOff' | 'nextDue' | 'due'> {
  const { dialect, clock } = driver
  const lease = `update owed set leased_until = ${clock.sql} + ?, fence = fence + 1, tries = tries + 1`
  const free = `due_at <= ${clock.sql} and leased_until <= ${clock.sql}`
  return {
    async take(limit, leaseMs, among) {
      const at = clock.known()
      const due = dialect.amongFree(`select id from owed where ${free} ${sort(among)} order by due_at, id limit ?`)
      const changed = await driver.change<Row>([
        { sql: `${lease} where ${due} and ${free} ${returning}`, values: [at, leaseMs, at, at, limit, at, at] },
      ])
      if (!changed.done) return []
      return changed.rows.flat().map(owed).sort(longestDueFirst)
    },

    async takeOne(id, leaseMs) {
      const at = clock.known()
      const changed = await driver.change<Row>([
        { sql: `${lease} where id = ? and ${free} ${returning}`, values: [at, leaseMs, id, at, at] },
      ])
      return changed.done ? changed.rows.flat().map(owed)[0] : undefined
    },

    async settle({ id, fence }) {
      const { done } = await driver.change([
        { sql: `delete from owed ${held}`, values: [id, fence], orElse: 'lease lost' },
      ])
      return done
    },

    async putOff({ id, fence }, dueAt) {
      const { done } = await driver.change([
        {
          sql: `update owed set due_at = ?, leased_until = 0 ${held}`,
          values: [dueAt, id, fence],
          orElse: 'lease lost',
        },
      ])
      return done
    },

    async nextDue() {
      const at = clock.known()
      const [idle = [], leased = []] = await driver.read<{ at: number }>([
        {
          sql: `select due_at as at from owed where leased_until <= ${clock.sql} order by due_at limit 1`,
          values: [at],
        },
        {
          // The first condition is the one of the index.
          sql: `select leased_until as at from owed where leased_until > 0 and leased_until > ${clock.sql}
            order by leased_until limit 1`,
          values: [at],
        },
      ])
      const moments = [...idle, ...leased].map((row) => row.at)
      return moments.length === 0 ? undefined : Math.min(...moments)
    },

    async due(limit) {
      const at = clock.known()
      const dueNow = (among: 'screen' | 'rest') => ({
        sql: `select id, errand, fence from owed where ${free} ${sort(among)} order by due_at, id limit ?`,
        values: [at, at, limit],
      })
      const { now, rows } = await driver.look<Rung & { readonly at: number | null }>([
        dueNow('rest'),
        dueNow('screen'),
        {
          sql: `select min(at) as at from (
            select min(due_at) as at from owed where due_at > ${clock.sql} and leased_until <= ${clock.sql}
            union all
            select min(leased_until) as at from owed where leased_until > 0 and leased_until > ${clock.sql}
          ) as moments where at is not null`,
          values: [at, at, at],
        },
      ])
      const [rest = [], checks = [], later = []] = rows
      const rung = [...rest, ...checks].map(({ id, errand, fence }) => ({ id, errand, fence }))
      return { now, rows: rung, next: later[0]?.at ?? undefined }
    },
  }
}

/** Said in the words of the partial index, which is how it is found. */
function sort(among: 'screen' | 'rest' | undefined): string {
  if (among === undefined) return ''
  return among === 'rest' ? "and errand <> 'screen'" : "and errand = 'screen'"
}

function owed({ id, errand, about, lane, due_at, tries, fence }: Row): Owed {
  return { id, errand, about, lane, dueAt: due_at, tries, fence }
}

function longestDueFirst(one: Owed, other: Owed): number {
  return one.dueAt - other.dueAt || (one.id < other.id ? -1 : 1)
}
