// What ended 13 months ago leaves the record: what goes and with what, what stays, and that whoever holds an older copy of
// the ledger can check that exactly this went. The table itself asks the clock of the machine, so these plays begin in the past.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRecord, recordFile } from '../adapters/sql/record.ts'
import type { Draft } from '../src/draft/draft.ts'
import type { Intent } from '../src/draft/intent.ts'
import { commit } from '../src/gateway/commit.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { verifyNewest, verifyStream } from '../src/gateway/ledger-looking.ts'
import { postStep } from '../src/gateway/post-step.ts'
import { touchPost } from '../src/gateway/reading.ts'
import { retain } from '../src/gateway/retaining.ts'
import type { AgentId, DraftId, PostId } from '../src/id.ts'
import { sha256 } from '../src/json.ts'
import type { Entry } from '../src/ledger/entry.ts'
import { digestOfHeads } from '../src/ledger/heads.ts'
import { isRefusal } from '../src/refusal.ts'
import { day, longestMonth } from '../src/time.ts'
import { heldBy, submitted } from './held.ts'
import { historyOf, kept } from './promises.ts'
import { account, openStage, type Stage, sealer } from './stage.ts'

const term = 13 * longestMonth

let begin: number
let at: number
let folder: string
let stage: Stage
let clara: AgentId
beforeEach(async () => {
  begin = Date.now() - 1000 * day
  at = begin
  folder = await mkdtemp(join(tmpdir(), 'countersign-removal-'))
  stage = await openStage(() => openRecord({ folder, sealer, now: () => at }))
  stage.house = { ...stage.house, keepTextMs: 30 * day, keepEntriesMs: term }
  clara = await stage.registerAgent('Careful Clara', '1')
})
afterEach(async () => {
  await stage[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

test('a rejected draft goes with its invocation after 13 months, and an older copy of the ledger tells that exactly these went', async () => {
  const other = await drafted('stays')
  const id = await drafted('k')
  await decide(id, { do: 'reject', reason: 'no' })
  await stage.deliver()
  const older = await all()

  await retainAt(begin + term - day)
  expect((await thing(id))?.is.forgotten).toBe(at)
  expect(await removals()).toEqual([])
  await retainAt(begin + term + day)

  const now = await all()
  const gone = [...new Set(older.map(({ stream }) => stream))].filter((stream) => !now.some((e) => e.stream === stream))
  expect(gone.map((stream) => stream.split('_')[0]).sort()).toEqual(['d', 'inv'])
  expect(await thing(id)).toBeUndefined()
  // Each removal names its streams; its digest is that of their last entries, as the older copy has them.
  const said = await removals()
  expect(said.flatMap(({ streams }) => streams).sort()).toEqual(gone.sort())
  for (const { streams, count, entries, from, until, digest } of said) {
    const went = older.filter(({ stream }) => streams.includes(stream))
    const lasts = streams.map((stream) => went.filter((entry) => entry.stream === stream).at(-1))
    const lines = lasts.map((last) => `${last?.stream} ${last?.version} ${last?.hash}\n`)
    expect(digest).toBe(sha256(lines.sort().join('')))
    expect({ count, entries, from, until }).toEqual({
      count: streams.length,
      entries: went.length,
      from: begin,
      until: begin,
    })
  }
  // What is left is what it was, whole, and nothing is left that names what went.
  expect(now).toEqual(expect.arrayContaining(older.filter(({ stream }) => !gone.includes(stream))))
  expect(await verifyNewest(stage.house, 1000)).toMatchObject({ breaks: [] })
  expect(await verifyStream(stage.house, id)).toEqual({ streams: 0, entries: 0, breaks: [] })
  expect(kept(await historyOf(stage.house.record))).toEqual([])
  expect(rows("select 'tag' from tag where id = ? union all select 'sole' from sole where id = ?", id, id)).toEqual([])
  expect(rows('select 1 from copy where draft = ?', id)).toEqual([])
  expect(await thing(other)).toBeDefined()

  // Nothing more to do tomorrow.
  await retainAt(at + day)
  expect(await removals()).toEqual(said)
})

test('the digest of what went is the same in whatever order it is counted', () => {
  const head = (stream: string) => ({ stream, version: 2, hash: sha256(stream) })
  const lines = ['d_1', 'd_2', 'p_1'].map((stream) => `${stream} 2 ${sha256(stream)}\n`).join('')
  expect(digestOfHeads([head('d_1'), head('p_1'), head('d_2')])).toBe(sha256(lines))
})

test('the key of a draft that was removed begins a new one', async () => {
  const id = await drafted('k')
  await decide(id, { do: 'keep' })
  await stage.deliver()
  await retainAt(begin + 40 * day)
  await expect(drafted('k')).rejects.toThrow('key-reused')
  await retainAt(begin + term + day)
  expect(await there(id)).toBe(false)
  expect(await there(await drafted('k'))).toBe(true)
})

test('a post that people can read keeps its draft with it, and both stay for 13 months after it has ended', async () => {
  const id = await drafted('k')
  const post = await published(id)
  await retainAt(begin + 2 * longestMonth)
  await retainAt(begin + term + day)
  expect([await there(id), await there(post), await removals()]).toEqual([true, true, []])

  await touchPost(stage.house, account('mia'), post, { do: 'recall', reason: 'wrong' })
  await stage.deliver()
  const recalled = at
  await retainAt(recalled + 40 * day)
  await retainAt(recalled + 300 * day)
  expect([await there(id), await there(post)]).toEqual([true, true])
})

test('a recalled post goes with its draft 13 months after it was recalled', async () => {
  const id = await drafted('k')
  const post = await published(id)
  at = begin + 10 * day
  await touchPost(stage.house, account('mia'), post, { do: 'recall', reason: 'wrong' })
  await stage.deliver()
  await retainAt(at + 40 * day)
  await retainAt(begin + term + 5 * day)
  expect([await there(id), await there(post)]).toEqual([true, true])
  await retainAt(begin + term + 11 * day)
  expect([await there(id), await there(post)]).toEqual([false, false])
  const [first] = await removals()
  expect(first).toMatchObject({ count: 2, streams: [id, post], from: begin, until: begin + 10 * day })
})

test('a post that was replaced goes after the one that took its place, and not before', async () => {
  const first = await drafted('k')
  const old = await published(first)
  const second = await drafted('k2', { intent: 'edit', post: old })
  const next = await published(second)
  await retainAt(begin + 40 * day)
  await retainAt(begin + term + day)
  const left = async () => [await there(first), await there(old), await there(second), await there(next)]
  expect(await left()).toEqual([true, true, true, true])

  await touchPost(stage.house, account('mia'), next, { do: 'recall', reason: 'wrong' })
  const recalled = at
  await retainAt(recalled + 40 * day)
  await retainAt(recalled + term + day)
  expect(await left()).toEqual([true, true, false, false])
  await retainAt(at + day)
  expect(await left()).toEqual([false, false, false, false])
})

test('a house whose clock runs ahead of the machine is refused what is younger than 13 months', async () => {
  at = Date.now() - 100 * day
  const id = await drafted('k')
  await decide(id, { do: 'keep' })
  await stage.deliver()
  await retainAt(at + 40 * day)
  const before = await all()
  await expect(retainAt(Date.now() + term)).rejects.toThrow()
  expect([await there(id), (await all()).length]).toEqual([true, before.length])
})

test('a post that something happened to after it had ended goes 13 months after that', async () => {
  const id = await drafted('k')
  const post = await published(id)
  await touchPost(stage.house, account('mia'), post, { do: 'recall', reason: 'wrong' })
  await stage.deliver()
  at = begin + 5 * day
  await commit(stage.house, { post: { kind: 'post', id: post } }, ({ now, seen }) => {
    const event = { type: 'not-redrawn', why: 'the channel is archived', at: now } as const
    return { steps: [postStep(seen.post, event, { kind: 'system' }, now)], result: undefined }
  })
  await retainAt(begin + 40 * day)
  await retainAt(begin + term + day)
  expect([await there(id), await there(post)]).toEqual([true, true])
  await retainAt(begin + term + 6 * day)
  expect([await there(id), await there(post)]).toEqual([false, false])
})

test('what does not follow from its first entry to its last stays as evidence, and the log names it', async () => {
  const changed = await drafted('changed')
  const cut = await drafted('cut')
  const whole = await drafted('whole')
  for (const one of [changed, cut, whole]) await decide(one, { do: 'keep' })
  await stage.deliver()
  await retainAt(begin + 40 * day)
  const file = new DatabaseSync(join(folder, recordFile))
  file.exec('drop trigger entry_refuses_update; drop trigger entry_refuses_delete')
  file
    .prepare(`update entry set leaf = replace(leaf, '"received"', '"refused"') where stream = ? and version = 1`)
    .run(changed)
  file
    .prepare('delete from entry where stream = ? and version = (select version from thing where id = ?)')
    .run(cut, cut)
  file.close()
  await retainAt(begin + term + day)
  expect([await there(changed), await there(cut), await there(whole)]).toEqual([true, true, false])
  expect(stage.logged.join()).toContain(JSON.stringify({ stream: changed, why: 'bytes' }))
  expect(stage.logged.join()).toContain(JSON.stringify({ stream: cut, why: 'head' }))
})

test('what is still owed about a draft holds it, and nothing else', async () => {
  const id = await drafted('k')
  const other = await drafted('other')
  for (const one of [id, other]) await decide(one, { do: 'keep' })
  await stage.deliver()
  await retainAt(begin + 40 * day)
  const owed = { errand: 'cards', about: id, lane: 'slack/T1/C1', dueAt: Date.now() } as const
  await stage.house.record.save({ writes: [], unchanged: [], owed: [owed] })
  await retainAt(begin + term + day)
  expect([await there(id), await there(other)]).toEqual([true, false])
  expect((await removals()).flatMap(({ streams }) => streams)).not.toContain(id)
})

test('notes of refusals about a draft go after it, those at the door stay', async () => {
  const id = await drafted('k')
  await decideDraft(stage.house, account('mallory'), id, { do: 'keep' })
  await decide(id, { do: 'keep' })
  await stage.deliver()
  const wrong = new Map([[clara, `${stage.tokens.get(clara)?.slice(0, -6)}xxxxxx`]])
  expect(await submitted({ ...stage, tokens: wrong }, clara, { asker: 'nobody' })).toEqual({ refused: 'token-unknown' })
  const notes = async () =>
    [...new Set((await all()).map(({ stream }) => stream))].filter((s) => s.startsWith('watch:'))
  expect(await notes()).toHaveLength(2)
  await retainAt(begin + 40 * day)
  await retainAt(begin + term + day)
  expect(await notes()).toEqual(['watch:door'])
})

test.each([
  ['entries are kept for ever', { keepTextMs: 30 * day, keepEntriesMs: 0 }],
  ['words are kept for ever', { keepTextMs: 0, keepEntriesMs: term }],
])('nothing is removed where %s', async (_, terms) => {
  stage.house = { ...stage.house, ...terms }
  const id = await drafted('k')
  await decide(id, { do: 'keep' })
  await stage.deliver()
  await retainAt(begin + 40 * day)
  await retainAt(begin + 780 * day)
  expect([await there(id), await removals()]).toEqual([true, []])
})

test('a term that somebody made too short is the least one', async () => {
  stage.house = { ...stage.house, keepEntriesMs: day }
  const id = await drafted('k')
  await decide(id, { do: 'keep' })
  await stage.deliver()
  await retainAt(begin + 40 * day)
  await retainAt(begin + term - day)
  expect(await there(id)).toBe(true)
})

test('many go in steps of bounded size, each with its entry, and a kill between two costs neither', async () => {
  const ids: DraftId[] = []
  for (let nth = 0; nth < 60; nth++) {
    const id = await drafted(`k${nth}`)
    await decide(id, { do: 'keep' })
    ids.push(id)
  }
  await stage.deliver(1000)
  await retainAt(begin + 40 * day)
  at = begin + term + day
  await stage.deliver(1000)
  const { save } = stage.house.record
  let saves = 0
  const dying = async (what: Parameters<typeof save>[0]) => {
    if (++saves > 1) throw new Error('it is dead')
    return save(what)
  }
  stage.house = { ...stage.house, record: { ...stage.house.record, save: dying } }
  await expect(retain(stage.house)).rejects.toThrow('it is dead')
  expect((await removals()).map(({ count }) => count)).toEqual([50])
  await stage.restart()
  stage.house = { ...stage.house, keepTextMs: 30 * day, keepEntriesMs: term }
  await retainAt(at)
  expect((await removals()).map(({ count }) => count)).toEqual([50, 10, 50, 10])
  expect(
    (await removals())
      .flatMap(({ streams }) => streams)
      .filter((one) => one.startsWith('d_'))
      .sort(),
  ).toEqual(ids.sort())
})

async function retainAt(moment: number): Promise<void> {
  at = moment
  // What fell due meanwhile finds nothing to do any more.
  await stage.deliver(1000)
  await retain(stage.house)
}

type Said = Readonly<Record<'count' | 'entries' | 'from' | 'until', number>> & {
  readonly streams: readonly string[]
  readonly digest: string
}

async function removals(): Promise<readonly Said[]> {
  const entries = await stage.house.record.entries({ stream: 'retention', limit: 100 })
  return entries.map(({ leaf }) => JSON.parse(leaf).facts)
}

async function all(): Promise<readonly Entry[]> {
  return stage.house.record.entries({ limit: 10_000 })
}

async function there(id: string): Promise<boolean> {
  return (await stage.house.record.head(id)) !== undefined
}

async function thing(id: DraftId) {
  return (await stage.house.record.look({ draft: { kind: 'draft', id } })).seen.draft
}

function rows(sql: string, ...values: string[]) {
  const file = new DatabaseSync(join(folder, recordFile), { readOnly: true })
  try {
    return file.prepare(sql).all(...values)
  } finally {
    file.close()
  }
}

/** A draft that waits for Ada. */
const drafted = (key: string, intent?: Intent) => heldBy(stage, clara, { intent, key })

async function decide(id: DraftId, click: Parameters<typeof decideDraft>[3]): Promise<Draft> {
  const done = await decideDraft(stage.house, account('ada'), id, click)
  if (isRefusal(done)) throw new Error(done.refused)
  const held = await thing(id)
  if (held === undefined) throw new Error(`${id} is not there`)
  return held.is
}

async function published(id: DraftId): Promise<PostId> {
  const draft = (await thing(id))?.is
  if (draft?.state !== 'pending') throw new Error(`it is ${draft?.state}`)
  const shown = { revision: 1, fingerprint: draft.screened.fingerprint }
  await decide(id, { do: 'approve', shown, ticked: [], did: 'read' })
  await stage.deliver()
  const now = (await thing(id))?.is
  if (now?.state !== 'published') throw new Error(`it is ${now?.state}`)
  return now.post
}
