// What those who watch over the house are told: one line of the log for each change, and figures counted from the same
// place. Neither holds an id in a label, a token or a word of a draft anywhere.

import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openLog } from '../adapters/cli/log.ts'
import { openMeter } from '../adapters/metrics/meter.ts'
import { counter, histogram } from '../adapters/metrics/series.ts'
import { accountOf } from '../adapters/practice/cast.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { touchPost } from '../src/gateway/reading.ts'
import { type DraftId, draftId, postId, sure } from '../src/id.ts'
import { isRefusal } from '../src/refusal.ts'
import { adminToken, draft, type Gate, openTestGate } from './gate.ts'

const canary = 'CanaryOfADraft'
const line = z.looseObject({ time: z.string(), level: z.string(), msg: z.string() })
const changed = line.extend({
  thing: z.string(),
  id: z.string(),
  version: z.number(),
  event: z.string(),
  actor: z.object({ kind: z.enum(['person', 'agent', 'rule', 'system']), id: z.string().optional() }),
  request: z.string().optional(),
  errand: z.string().optional(),
})
const opened: Gate[] = []
afterEach(async () => {
  for (const gate of opened.splice(0)) await gate[Symbol.asyncDispose]()
})

async function gateThatLogs(level = 'debug') {
  const written: string[] = []
  const log = openLog(level, { write: (text) => written.push(text) })
  const gate = await openTestGate({ log, metricsToken: 'the-metrics-token-of-this' })
  opened.push(gate)
  const lines = () => written.map((text) => line.parse(JSON.parse(text)))
  return {
    gate,
    written,
    changes: () =>
      lines()
        .filter(({ msg }) => msg === 'changed')
        .map((one) => changed.parse(one)),
  }
}

/** Waits until the draft is in one of these states. */
async function becomes({ listening }: Gate, id: DraftId, ...states: readonly string[]) {
  for (;;) {
    const { seen } = await listening.open.house.record.look({ draft: { kind: 'draft', id } })
    if (seen.draft !== undefined && states.includes(seen.draft.is.state)) return seen.draft.is
    await listening.open.house.wake.wait(id, 50)
  }
}

/** Submitted, approved, published and recalled; returns the ids, and the id of the request that brought it. */
async function wholeLife(gate: Gate) {
  const { house } = gate.listening.open
  const answer = await gate.send('/v1/drafts', {
    ...draft,
    text: `${canary}: deploys run at 09:00.`,
    invocation: await gate.invocation(),
  })
  const request = answer.headers.get('x-request-id')
  const told = z.object({ draft: z.object({ id: z.string() }) }).parse(await answer.json())
  const id = sure(draftId, told.draft.id)
  const pending = await becomes(gate, id, 'pending')
  if (pending.state !== 'pending') throw new Error('it does not wait')
  const shown = { revision: 1, fingerprint: pending.screened.fingerprint }
  const late = await decideDraft(house, accountOf('ada'), id, {
    do: 'approve',
    shown: { ...shown, revision: 7 },
    ticked: [],
    did: 'read',
  })
  expect(isRefusal(late)).toBe(true)
  const allowed = await decideDraft(house, accountOf('ada'), id, { do: 'approve', shown, ticked: [], did: 'read' })
  if (isRefusal(allowed)) throw new Error(allowed.refused)
  const published = await becomes(gate, id, 'published')
  if (published.state !== 'published') throw new Error('it is not out')
  const recalled = await touchPost(house, accountOf('mia'), sure(postId, published.post), {
    do: 'recall',
    reason: `${canary} in the reason`,
  })
  if (isRefusal(recalled)) throw new Error(recalled.refused)
  return { id, post: published.post, request }
}

const metricsOf = async (gate: Gate, token = 'the-metrics-token-of-this') =>
  fetch(`${gate.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })

describe('the log', () => {
  test('has one line for each change of a draft’s whole life, with ids, event, who is behind it and the request', async () => {
    const { gate, changes, written } = await gateThatLogs()
    const { id, post, request } = await wholeLife(gate)
    for (const stream of [id, post]) {
      const entries = await gate.listening.open.house.record.entries({ stream, limit: 100 })
      const of = entries.map(({ leaf }) => z.object({ version: z.number(), event: z.string() }).parse(JSON.parse(leaf)))
      const told = changes().filter((one) => one.id === stream)
      expect(told.map(({ version, event }) => ({ version, event }))).toEqual(of)
    }
    const life = changes().filter((one) => one.id === id)
    expect(life.map(({ event }) => event)).toEqual([
      'received',
      'screening-began',
      'held',
      'approved',
      'claimed',
      'published',
    ])
    expect(life.map(({ actor }) => actor.kind)).toEqual(['agent', 'system', 'system', 'person', 'system', 'system'])
    expect(life[0]).toMatchObject({ request, level: 'info' })
    expect(life[1]).toMatchObject({ errand: 'screen' })
    for (const { time } of life) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(written.join('')).not.toContain(canary)
    // The answer stands there too, for whoever has only the request's id.
    expect(written.some((text) => text.includes('"answered"') && text.includes(`${request}`))).toBe(true)
  })

  test('says as much as COUNTERSIGN_LOG asks for', async () => {
    for (const [level, told] of [
      ['debug', [true, true]],
      ['info', [true, false]],
      ['error', [false, false]],
      ['silent', [false, false]],
    ] as const) {
      const written: string[] = []
      const log = openLog(level, { write: (text) => written.push(text) })
      log.info('changed')
      log.detail?.('answered')
      expect(['changed', 'answered'].map((word) => written.join('').includes(word))).toEqual(told)
    }
  })

  test('lets no token through, whoever puts one into a line', () => {
    const written: string[] = []
    const secret = 'signing"secret'
    const log = openLog('info', { secrets: [secret, ''], write: (text) => written.push(text) })
    const tokens = [
      `cs_${'live'}_kid00001_${'x'.repeat(43)}_abcdef`,
      `cs_${'admin'}_${'y'.repeat(43)}`,
      `xo${'xb-'}123456-abcdef`,
      `xa${'pp-'}1-A1-123456-abcdef`,
    ]
    for (const token of tokens) log.info(`it is ${token} here`, { token })
    log.info('Authorization: Bearer some-other-token')
    log.fault('connecting', new Error('to postgres://owner:pa55word@db-1/gate and redis://:pa55word@q:6379'), {
      why: secret,
    })
    const text = written.join('')
    for (const one of [...tokens, 'some-other-token', 'pa55word', 'signing']) expect(text).not.toContain(one)
    expect(text).toContain('db-1/gate')
    for (const one of written) expect(line.parse(JSON.parse(one)).name).toBe('countersign')
  })
})

describe('the figures', () => {
  test('count a draft’s whole life by what happened, and hold no id', async () => {
    const { gate } = await gateThatLogs('silent')
    const { id, post } = await wholeLife(gate)
    const page = await (await metricsOf(gate)).text()
    for (const expected of [
      'countersign_drafts_total{platform="practice",state="published"} 1',
      'countersign_decisions_total{platform="practice",decision="approved"} 1',
      'countersign_changes_total{thing="post",event="recalled",actor="person"} 1',
      'countersign_screening_seconds_count{platform="practice"} 1',
      'countersign_deciding_seconds_count{platform="practice"} 1',
      'countersign_publishing_seconds_bucket{platform="practice",le="+Inf"} 1',
      'countersign_errands_total{errand="publish",ended="done"} 1',
      'countersign_refusals_total{code="changed-since-shown"} 1',
      'countersign_http_answers_total{method="POST",route="/v1/drafts",status="202"} 1',
      'countersign_stops_on{over="all"} 0',
      'countersign_agents{state="live"}',
      'countersign_record_looked_up 1',
      'countersign_version{version="test"} 1',
    ])
      expect(page).toContain(expected)
    expect(page).toMatch(/^countersign_event_loop_lag_p99_seconds \d/m)
    expect(page).toMatch(/^process_resident_memory_bytes \d+/m)
    for (const one of [id, post, gate.agent, gate.token, adminToken, canary]) expect(page).not.toContain(one)
  })

  test('are in the format that Prometheus reads: each line a comment or a sample, each name described once', async () => {
    const { gate } = await gateThatLogs('silent')
    await wholeLife(gate)
    const answer = await metricsOf(gate)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const lines = (await answer.text()).trimEnd().split('\n')
    const sample =
      /^([a-z][a-z0-9_]+)(\{[a-z]+="(?:[^"\\\n]|\\.)*"(?:,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? -?\d+(\.\d+)?(e[+-]\d+)?$/
    const names = lines.filter((one) => one.startsWith('# TYPE ')).map((one) => one.split(' ')[2] ?? '')
    expect(new Set(names).size).toBe(names.length)
    for (const one of lines.filter((text) => !text.startsWith('#'))) {
      const name = sample.exec(one)?.[1]
      expect(name, one).toBeDefined()
      expect(names).toContain(name?.replace(/_(bucket|sum|count)$/, ''))
    }
  })

  test('are read with the metrics token or the admin token, and by nobody else', async () => {
    const { gate } = await gateThatLogs('silent')
    const status = async (token: string) => (await metricsOf(gate, token)).status
    expect(await status('the-metrics-token-of-this')).toBe(200)
    expect(await status(adminToken)).toBe(200)
    expect(await status(gate.token)).toBe(401)
    expect((await fetch(`${gate.url}/metrics`)).status).toBe(401)
    // It reads the figures and nothing else.
    const rules = await fetch(`${gate.url}/v1/admin/rules`, {
      headers: { authorization: 'Bearer the-metrics-token-of-this' },
    })
    expect(rules.status).toBe(401)
  })

  test('are nobody’s where no token is set', async () => {
    const gate = await openTestGate({ adminToken: undefined })
    opened.push(gate)
    expect((await metricsOf(gate, '')).status).toBe(401)
    expect((await metricsOf(gate, 'undefined')).status).toBe(401)
  })

  test('stay few, however many odd things are asked for', async () => {
    const { gate } = await gateThatLogs('silent')
    for (let odd = 0; odd < 400; odd++)
      await fetch(`${gate.url}/v1/drafts/${odd}/x${odd}`, { method: odd % 2 ? 'GET' : 'PROPFIND' })
    const page = await (await metricsOf(gate)).text()
    expect(page.split('\n').filter((one) => one.startsWith('countersign_http_answers_total')).length).toBeLessThan(10)
    const many = counter('many_total', 'Many.')
    const times = histogram('many_seconds', 'Many.', [1])
    for (let odd = 0; odd < 10_000; odd++) {
      many.add({ word: `odd${odd}` })
      times.observe({ word: `odd${odd}` }, 2)
    }
    expect(many.page().split('\n').length).toBeLessThan(310)
    expect(many.page()).toContain('many_total{word="other"} 9700')
    expect(times.page()).toContain('many_seconds_count{word="other"} 9700')
  })

  test('write a value so that it cannot end its line or its label', () => {
    const one = counter('one_total', 'One.')
    one.add({ word: 'a"b\\c\nd' })
    expect(one.page()).toContain('one_total{word="a\\"b\\\\c\\nd"} 1')
  })

  test('count what a bucket holds and all below it', () => {
    const times = histogram('t_seconds', 'T.', [1, 2])
    for (const value of [0.5, 1, 1.5, 9]) times.observe({}, value)
    expect(times.page().split('\n').slice(2, -1)).toEqual([
      't_seconds_bucket{le="1"} 2',
      't_seconds_bucket{le="2"} 3',
      't_seconds_bucket{le="+Inf"} 4',
      't_seconds_sum 12',
      't_seconds_count 4',
    ])
  })

  test('ask the record once for many scrapes, and say when it does not answer', async () => {
    const { gate } = await gateThatLogs('silent')
    const { house } = gate.listening.open
    let looks = 0
    let broken = false
    const record = {
      ...house.record,
      async waiting(most: number) {
        looks += 1
        if (broken) throw new Error('the disk is gone')
        return house.record.waiting(most)
      },
    }
    let at = 0
    const { openMetrics } = await import('../adapters/metrics/metrics.ts')
    await using metrics = openMetrics({ ...house, record, stopwatch: () => at }, openMeter(), 'test')
    for (const page of await Promise.all(Array.from({ length: 20 }, () => metrics.page())))
      expect(page).toContain('countersign_record_looked_up 1')
    expect(looks).toBe(1)
    at = 60_000
    broken = true
    const page = await metrics.page()
    expect(page).toContain('countersign_record_looked_up 0')
    expect(page).not.toContain('countersign_drafts_open')
  })
})

describe('a teller that breaks', () => {
  test('breaks nothing else: the change is on disk, and the fault is logged', async () => {
    const { commit } = await import('../src/gateway/commit.ts')
    const { noticeTo } = await import('../src/gateway/telling.ts')
    const { watchStep } = await import('../src/gateway/watch-step.ts')
    const { gate } = await gateThatLogs('silent')
    const { house } = gate.listening.open
    const faults: string[] = []
    const log = { info: () => undefined, fault: (what: string) => faults.push(what) }
    const broken = {
      ...openMeter(),
      told() {
        throw new Error('out of paper')
      },
    }
    const done = await commit({ ...house, notice: noticeTo(log, broken) }, {}, ({ now }) => ({
      steps: [
        watchStep(undefined, 'nobody', { type: 'attempt-refused', code: 'not-here', at: now }, { kind: 'system' }),
      ],
      result: 'saved',
    }))
    expect(done).toMatchObject({ result: 'saved' })
    expect(faults).toEqual(['telling of a change'])
  })
})
