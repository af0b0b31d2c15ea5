// PostgreSQL across a network that fails at the worst moment, and a server that cannot do what it is asked: what was
// answered is true, what was not is nowhere, and nothing waits for ever. Named after the cases of the threat list.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Patience } from '../adapters/sql/postgres.ts'
import { openPostgresRecord } from '../adapters/sql/postgres-record.ts'
import type { Draft } from '../src/draft/draft.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import type { Record } from '../src/port/record.ts'
import { hour, minute } from '../src/time.ts'
import { only, watch } from './contract/record.ts'
import { type Database, type Engine, openPostgresEngine } from './engine/postgres.ts'
import { openProxy, type TcpProxy } from './engine/proxy.ts'
import { heldOn } from './held.ts'
import { historyOf, kept } from './promises.ts'
import { account, openStage, type Stage, sealer } from './stage.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openPostgresEngine()
})
afterAll(() => engine[Symbol.asyncDispose]())

/** Production waits for seconds; the order of the limits to each other is the same. */
const short: Patience = { connectMs: 500, statementMs: 600, answerMs: 900, doubtMs: 2500 }

type Behind = AsyncDisposable & {
  readonly database: Database
  readonly proxy: TcpProxy
  /** Through the proxy. */
  readonly record: Record
  openRecord(): Promise<Record>
  /** Past the proxy: what is true. */
  readonly truth: Record
}

async function behindProxy(): Promise<Behind> {
  const database = await engine.database()
  const proxy = await openProxy(database)
  const open: Record[] = []
  const openOne = async (url: string) => {
    const record = await openPostgresRecord({ url, sealer, patience: short })
    open.push(record)
    return record
  }
  const truth = await openOne(database.url)
  return {
    database,
    proxy,
    truth,
    record: await openOne(database.through(proxy.port)),
    openRecord: () => openOne(database.through(proxy.port)),
    async [Symbol.asyncDispose]() {
      proxy.heal()
      await Promise.all(open.map((record) => record[Symbol.asyncDispose]()))
      await proxy[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

/** Does this to the network at the next commit of a change: before the server hears of it, or before we hear back. */
function atCommit(proxy: TcpProxy, of: 'the order' | 'the answer', what: () => void): void {
  let ordered = false
  const done = () => {
    proxy.onBytes(undefined)
    what()
  }
  proxy.onBytes((from, bytes) => {
    // A look begins and commits in one; only a change commits by itself.
    if (from === 'client') ordered = bytes.includes('countersign_commit') && !bytes.includes('countersign_begin')
    if (from === 'client' && ordered && of === 'the order') done()
    if (from === 'server' && ordered && of === 'the answer') done()
  })
}

async function took(work: Promise<unknown>): Promise<{ ms: number; error: string }> {
  const began = performance.now()
  const error = await work.then(
    () => 'nothing',
    (cause: unknown) => reasons(cause),
  )
  return { ms: performance.now() - began, error }
}

function reasons(error: unknown): string {
  return error instanceof Error ? `${error.message}: ${reasons(error.cause)}` : ''
}

function approve(stage: Stage, draft: Draft & { state: 'pending' }) {
  const shown = { revision: 1, fingerprint: draft.screened.fingerprint }
  return decideDraft(stage.house, account('ada'), draft.id, { do: 'approve', shown, ticked: [], did: 'read' }, 'click')
}

describe('a record that is down when somebody decides (C1)', () => {
  test('is told as an error, nothing is stored or published, and it works again when it is back', async () => {
    await using behind = await behindProxy()
    await using stage = await openStage(behind.openRecord)
    const draft = await heldOn(stage)
    behind.proxy.cut()
    await expect(approve(stage, draft)).rejects.toThrow('reading the record')
    expect(await behind.record.health()).toContain('the record cannot be written')
    const { seen } = await behind.truth.look({ draft: { kind: 'draft', id: draft.id } })
    expect(seen.draft?.is.state).toBe('pending')
    expect(stage.platform.truth).toEqual([])

    behind.proxy.heal()
    expect(await approve(stage, draft)).toMatchObject({ state: 'approved' })
    expect(kept(await historyOf(behind.truth))).toEqual([])
  })
})

describe('a connection that is lost at the commit (C2)', () => {
  test.each([
    ['the order', 'reset', 'nothing is saved, and it is said'],
    ['the order', 'half open', 'nothing is saved, and it is said'],
    ['the order', 'frozen', 'nothing is saved, and it is said'],
    ['the answer', 'reset', 'it is saved, and it is said'],
    ['the answer', 'half open', 'it is saved, and it is said'],
    ['the answer', 'frozen', 'it is saved, and it is said'],
  ] as const)('with %s, %s: %s', async (of, how, outcome) => {
    await using behind = await behindProxy()
    const { proxy, record, truth } = behind
    atCommit(proxy, of, () => {
      if (how === 'half open') proxy.halfOpen()
      if (how === 'frozen') proxy.freeze()
      if (how !== 'reset') return
      proxy.cut()
      proxy.heal()
    })
    const write = watch('w_1', { soles: [{ name: 'key/1' }] })
    const save = { ...only(write), owed: [{ errand: 'cards', about: 'w_1', lane: 'l', dueAt: 0 } as const] }
    const saved = await record.save(save).catch(reasons)
    const entries = await truth.entries({ limit: 10 })
    if (outcome === 'it is saved, and it is said') {
      expect(saved).toMatchObject({ saved: true })
      expect(entries).toEqual([write.entry])
      expect(await record.save(save)).toEqual({ saved: false, moved: 'w_1' })
    } else {
      expect(saved).toContain('the connection was lost before it was saved')
      expect(entries).toEqual([])
      expect(await truth.nextDue()).toBeUndefined()
      // No lock of the lost connection is left over.
      expect(await record.save(save)).toMatchObject({ saved: true })
    }
    expect(await truth.take(10, minute)).toHaveLength(1)
  })

  test('that does not come back in time is told as not known; what was saved stays, and is saved once', async () => {
    await using behind = await behindProxy()
    const { proxy, record, truth } = behind
    atCommit(proxy, 'the answer', proxy.cut)
    const told = await took(record.save(only(watch('w_1'))))
    expect(told.error).toContain('nobody can say whether it was')
    expect(told.ms).toBeLessThan(2 * short.doubtMs)
    proxy.heal()
    expect(await record.save(only(watch('w_1')))).toEqual({ saved: false, moved: 'w_1' })
    expect(await truth.entries({ limit: 10 })).toEqual([watch('w_1').entry])
  })

  test.each(['the order', 'the answer'] as const)('with %s of a click: there is one decision', async (of) => {
    await using behind = await behindProxy()
    await using stage = await openStage(behind.openRecord)
    const draft = await heldOn(stage)
    atCommit(behind.proxy, of, () => {
      behind.proxy.cut()
      behind.proxy.heal()
    })
    const first = await approve(stage, draft).catch(() => 'an error')
    expect(first).toEqual(of === 'the order' ? 'an error' : expect.objectContaining({ state: 'approved' }))
    await approve(stage, draft)
    const history = await historyOf(behind.truth)
    expect(history.leaves.filter((leaf) => leaf.event === 'approved')).toHaveLength(1)
    expect(kept(history)).toEqual([])
    await stage.deliver()
    expect(stage.platform.truth).toHaveLength(1)
  })
})

describe('a network that hangs', () => {
  test('fails each question within its limit, and needs no restart when it is back', async () => {
    await using behind = await behindProxy()
    const { proxy, record } = behind
    const limit = short.connectMs + short.answerMs + 500
    proxy.blackHole()
    const [look, save, health] = await Promise.all([
      took(record.look({ it: { kind: 'watch', id: 'w_1' } })),
      took(record.save(only(watch('w_1')))),
      record.health(),
    ])
    expect([look.error, save.error, health]).toEqual([
      expect.stringContaining('reading the record'),
      expect.stringContaining('writing to the record'),
      expect.stringContaining('the record cannot be written'),
    ])
    expect(Math.max(look.ms, save.ms)).toBeLessThan(limit)
    expect((await took(behind.openRecord())).ms).toBeLessThan(limit)

    proxy.heal()
    expect(await record.save(only(watch('w_1')))).toMatchObject({ saved: true })
  })

  test('keeps nobody from closing', async () => {
    await using behind = await behindProxy()
    const hanging = await behind.openRecord()
    await hanging.now()
    const open = process.getActiveResourcesInfo().filter((one) => one === 'TCPSocketWrap').length
    behind.proxy.blackHole()
    expect((await took(hanging[Symbol.asyncDispose]())).ms).toBeLessThan(short.connectMs + 500)
    // Its one connection is let go of, though the proxy still holds both ends of it.
    expect(process.getActiveResourcesInfo().filter((one) => one === 'TCPSocketWrap')).toHaveLength(open - 1)
  })

  test('and is only slow, is waited for', async () => {
    await using behind = await behindProxy()
    behind.proxy.latency(40)
    const { ms } = await took(behind.record.save(only(watch('w_1'))))
    // Two round trips of twice forty; a connection was there.
    expect(ms).toBeGreaterThan(150)
    expect(await behind.truth.entries({ limit: 10 })).toEqual([watch('w_1').entry])
  })

  test('or sessions that the server ends, are no reason to die', async () => {
    await using behind = await behindProxy()
    const { database, record } = behind
    await Promise.all(Array.from({ length: 8 }, () => record.now()))
    await database.run(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    // Whoever is handed one of the ended is told so, and nothing of theirs is saved.
    const told: string[] = []
    for (let saved = false; !saved; ) {
      const answer = await record.save(only(watch('w_1'))).catch(reasons)
      saved = typeof answer !== 'string' && answer.saved
      if (typeof answer === 'string') told.push(answer)
    }
    expect(told.filter((error) => !error.startsWith('writing to the record: '))).toEqual([])
    expect(await behind.truth.entries({ limit: 10 })).toEqual([watch('w_1').entry])
  })
})

describe('a save that the server takes back for the sake of another (C3)', () => {
  /** Fails so many times, then no more. What a sequence gave is not taken back with the rest. */
  async function failing(database: Database, times: number, code: string): Promise<void> {
    await database.run('create sequence tries')
    await database.run(`create function in_the_way() returns trigger language plpgsql security definer as $$
      begin
        if nextval('tries') <= ${times} then raise exception 'in the way' using errcode = '${code}'; end if;
        return new;
      end $$`)
    await database.run('create trigger in_the_way before insert on entry for each row execute function in_the_way()')
  }

  test.each([
    ['a serialization failure', '40001'],
    ['a deadlock', '40P01'],
  ])('after %s is done again, whole', async (_, code) => {
    await using behind = await behindProxy()
    await failing(behind.database, 4, code)
    const write = watch('w_1', { soles: [{ name: 'key/1' }] })
    expect(await behind.record.save(only(write))).toMatchObject({ saved: true })
    expect(await behind.truth.entries({ limit: 10 })).toEqual([write.entry])
    expect(await behind.database.run('select last_value::int as tries from tries')).toEqual([{ tries: 5 }])
  })

  test('and fails every time is told, not tried for ever', async () => {
    await using behind = await behindProxy()
    await failing(behind.database, 1_000_000, '40001')
    expect((await took(behind.record.save(only(watch('w_1'))))).error).toContain('others were in the way')
    expect(await behind.truth.list('watch', 'watch', { limit: 10 })).toEqual([])
  })

  test('since two wait for each other: both are saved', async () => {
    await using behind = await behindProxy()
    const { database, record } = behind
    // Long enough for the other to have its first name too.
    await database.run(`create function linger() returns trigger language plpgsql as
      'begin perform pg_sleep(0.03); return new; end'`)
    await database.run('create trigger linger after insert on sole for each row execute function linger()')
    const there = await record.save(only(watch('w_1', { soles: [{ name: 'a' }, { name: 'b' }] })))
    const crossing = await Promise.all([
      record.save(only(watch('w_2', { soles: [{ name: 'c' }, { name: 'd' }] }))),
      record.save(only(watch('w_3', { soles: [{ name: 'd' }, { name: 'c' }] }))),
    ])
    expect(there.saved).toBe(true)
    expect(crossing.filter(({ saved }) => saved)).toHaveLength(1)
    const lost = crossing.find((one) => 'taken' in one)
    expect(lost).toMatchObject({ saved: false, by: crossing[0].saved ? 'w_2' : 'w_3' })
    const entries = await behind.truth.entries({ limit: 10 })
    expect(entries.map(({ version }) => version)).toEqual([1, 1])
  })
})

describe('a disk that is full at the entry (C6)', () => {
  test('takes the whole decision back, and it is told', async () => {
    await using behind = await behindProxy()
    await using stage = await openStage(behind.openRecord)
    const draft = await heldOn(stage)
    const before = await behind.truth.entries({ limit: 100 })
    await behind.database.run(`create function no_room() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`)
    await behind.database.run('create trigger no_room before insert on entry for each row execute function no_room()')
    expect((await took(approve(stage, draft))).error).toContain('No space left on device')
    const { seen } = await behind.truth.look({ draft: { kind: 'draft', id: draft.id } })
    expect(seen.draft?.is.state).toBe('pending')
    expect(await behind.truth.entries({ limit: 100 })).toEqual(before)
    expect(await behind.truth.list('draft', `agent:${draft.agent.id}/approved`, { limit: 10 })).toEqual([])

    await behind.database.run('drop trigger no_room on entry')
    expect(await approve(stage, draft)).toMatchObject({ state: 'approved' })
    expect(kept(await historyOf(behind.truth))).toEqual([])
  })
})

describe('a node whose clock is wrong (C7)', () => {
  test.each([
    ['ten minutes fast', 10 * minute],
    ['ten minutes slow', -10 * minute],
  ])('by %s decides by the clock of the database', async (_, skew) => {
    const database = await engine.database()
    await database.run('create table clock_of_test as select 1792497600000::bigint as at')
    await database.run('grant select on clock_of_test to public')
    const right = Date.now
    Date.now = () => right() + skew
    try {
      const clock = '(select at from clock_of_test)'
      await using stage = await openStage(() => openPostgresRecord({ url: database.url, sealer, clock }))
      const draft = await heldOn(stage)
      expect(draft.deadline.at).toBe(1792497600000 + 4 * hour)
      await database.run('update clock_of_test set at = $1', [draft.deadline.at])
      expect(await approve(stage, draft)).toMatchObject({ refused: 'expired' })
    } finally {
      Date.now = right
    }
    const real = await openPostgresRecord({ url: database.url, sealer })
    const [before] = await database.run('select (extract(epoch from clock_timestamp()) * 1000)::float8 as at')
    Date.now = () => right() + skew
    const now = await real.now()
    Date.now = right
    const [after] = await database.run('select (extract(epoch from clock_timestamp()) * 1000)::float8 as at')
    expect(now).toBeGreaterThanOrEqual(Math.floor(Number(before?.at)) - 1)
    expect(now).toBeLessThanOrEqual(Math.ceil(Number(after?.at)))
    await real[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
})
