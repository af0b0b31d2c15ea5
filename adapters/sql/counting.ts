// Counting, for those who watch over the house: what is owed and what is open, never more rows than were allowed; and
// how the database is set up.

import { type Platform, platforms } from '../../src/place.ts'
import type { Record, Waiting } from '../../src/port/record.ts'
import type { Driver } from './driver.ts'
import { migrations } from './schema.ts'

type OwedRow = Waiting['owed'][number]
type TagRow = { readonly id: string; readonly tag: string }
type Open = Waiting['open'][number]

export function counting(driver: Driver): Pick<Record, 'waiting' | 'examine'> {
  const { dialect, clock } = driver
  return {
    async waiting(most) {
      const { now, rows } = await driver.look<OwedRow & TagRow>([
        {
          sql: `select errand, count(*) as rows, count(case when due_at <= ${clock.sql} then 1 end) as due,
            min(due_at) as oldest, max(tries) as tries
            from (select errand, due_at, tries from owed order by due_at, id limit ?) as first
            group by errand order by errand`,
          values: [clock.known(), most],
        },
        {
          sql: `select id, tag from tag where id in (select id from tag where tag = 'open' order by id desc limit ?)
            and (tag like 'agent:%/%' or tag like 'lane:%/open')`,
          values: [most],
        },
      ])
      const [owed = [], tags = []] = rows
      const open = openOf(tags)
      const counted = owed.map(({ errand, rows: of, due, oldest, tries }) => ({ errand, rows: of, due, oldest, tries }))
      const whole = total(counted.map((one) => one.rows)) < most && total(open.map((one) => one.drafts)) < most
      return { now, owed: counted, open, whole }
    },

    async examine() {
      // On the connection that writes: some of it is that connection's alone.
      const asked = await driver.change<{ readonly [column: string]: unknown }>([
        { sql: dialect.engine.sql, values: [] },
        ...dialect.durable.map(({ sql }) => ({ sql, values: [] })),
      ])
      if (!asked.done) throw new Error('examining the record: it was not answered')
      const [version, ...told] = asked.rows.map(([row]) => String(Object.values(row ?? {})[0]))
      const unsafe = dialect.durable.flatMap(({ setting, mayBe }, at) => {
        const is = told[at] ?? 'not told'
        return mayBe.includes(is) ? [] : [{ setting, is, wanted: mayBe[0] ?? '' }]
      })
      const [made = []] = await driver.read<{ name: string }>([{ sql: 'select name from migration', values: [] }])
      const names = new Set(made.map(({ name }) => name))
      const missing = migrations.map(({ name }) => name).filter((name) => !names.has(name))
      return { engine: `${dialect.engine.name} ${version}`, unsafe, missing }
    },
  }
}

/** A draft has a tag of its agent and state, and one of its place. */
function openOf(tags: readonly TagRow[]): readonly Open[] {
  const known = new Map<string, { platform?: Platform; state?: string }>()
  for (const { id, tag } of tags) {
    const draft = known.get(id) ?? {}
    known.set(id, draft)
    const [sort, rest = ''] = tag.split(':', 2)
    if (sort === 'agent') draft.state = rest.split('/')[1] ?? ''
    else {
      const platform = platforms.find((one) => rest.startsWith(`${one}/`))
      if (platform !== undefined) draft.platform = platform
    }
  }
  const counted = new Map<string, Open>()
  for (const { platform, state } of known.values()) {
    if (platform === undefined || !isOpenState(state)) continue
    const before = counted.get(`${platform}/${state}`)?.drafts ?? 0
    counted.set(`${platform}/${state}`, { platform, state, drafts: before + 1 })
  }
  return [...counted.values()]
}

const openStates = [
  'received',
  'screening',
  'pending',
  'approved',
  'publishing',
  'blocked',
  'unconfirmed',
  'revising',
] as const

function isOpenState(state: string | undefined): state is (typeof openStates)[number] {
  return openStates.some((one) => one === state)
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}
