// What Redis can do to us, each case by its name in the list of faults: it may forget, die, fill up, stall, be cut off,
// be written to by strangers, and be a cluster. It costs delay, and no draft is lost or posted twice.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate } from 'node:timers/promises'
import { Queue as Jobs, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type BullPace, openBullQueue } from '../adapters/bullmq/queue.ts'
import { openRingingQueue } from '../adapters/bullmq/ringing.ts'
import { openRedisWake } from '../adapters/bullmq/wake.ts'
import { openLocalWake } from '../adapters/local-queue/wake.ts'
import type { Delivered } from '../src/port/queue.ts'
import type { NewOwed, Owed } from '../src/port/record.ts'
import { hour, minute } from '../src/time.ts'
import { openDiary, openQueueStage, type QueueStage, queueContract } from './contract/queue.ts'
import { hasRedisServer, openRedis, type RedisEngine } from './engine/redis.ts'
import { openRedisProxy } from './engine/redis-proxy.ts'
import { postOnce } from './faults/one-post.ts'

/** What the small stand-in cannot do, or not in time. In CI there has to be a redis-server. */
const onRedisServer = test.runIf(hasRedisServer)

const done: Delivered = { delivered: 'done' }
const publish = { errand: 'publish' } as const
/** The usual waits are seconds and minutes. */
const soon = {
  sweepMs: 50,
  pulseMs: 50,
  answerMs: 500,
  waitMs: 1000,
  watchMs: 3500,
  lockMs: 1000,
  turnAgainMs: 50,
  backOffMs: 20,
  closeMs: 1000,
}

let redis: RedisEngine
let stage: QueueStage
let taken: ReturnType<typeof openDiary<Owed>>
const opened: AsyncDisposable[] = []
const children: ChildProcess[] = []

beforeAll(async () => {
  redis = await openRedis('--appendonly', 'yes')
})
afterAll(() => redis[Symbol.asyncDispose]())
beforeEach(async () => {
  stage = await openQueueStage()
  taken = openDiary<Owed>()
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const one of opened.splice(0)) await one[Symbol.asyncDispose]()
  await stage.close()
  await redis.ask('CONFIG', 'SET', 'maxmemory', 0)
  await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
  await redis.ask('FLUSHALL')
})

const use = <T extends AsyncDisposable>(one: T): T => {
  opened.push(one)
  return one
}
const open = (pace: Partial<BullPace> = {}, url = redis.url) => {
  const queue = openBullQueue({ redis: { url }, record: stage.record, log: stage.log, pace: { ...soon, ...pace } })
  stage.keep(queue)
  return queue
}
/** The queue of a process that only answers requests. */
const openWeb = () => stage.keep(openRingingQueue({ redis: { url: redis.url }, log: stage.log, pace: soon }))
/** Notes what it is given, and does it. */
const noting = async (owed: Owed): Promise<Delivered> => {
  taken.note(owed)
  return done
}
const abouts = () => taken.notes.map(({ about }) => about)
const drafts = (count: number, of: Partial<NewOwed> = publish) =>
  Array.from({ length: count }, (_, at) => ({ ...of, about: `d_${at + 1}`, lane: `lane ${at + 1}` }))
const names = (count: number) => drafts(count).map(({ about }) => about)
const waiting = async () => Number(await redis.ask('LLEN', '{countersign}:errands:wait'))
async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await setImmediate()
}
const nothingOwed = () => until(async () => (await stage.record.nextDue()) === undefined)
/** All that is still owed was put off: nobody holds any of it, and nothing is due. */
const nothingUnderWay = () =>
  until(async () => {
    const { now, rows, next } = await stage.record.due(9)
    return rows.length === 0 && next !== undefined && next - now > minute
  })
/** Each of them came, and none of them twice. */
async function eachOnce(count: number): Promise<void> {
  await taken.until((all) => all.length >= count)
  await nothingOwed()
  expect(abouts().sort()).toEqual([...names(count)].sort())
}

describe('Redis that forgets', () => {
  test('B1: everything that was rung for, before anybody heard it: all is delivered once', async () => {
    const web = openWeb()
    const rung = await stage.owe(...drafts(50))
    await until(async () => {
      web.ring(rung)
      return (await waiting()) === 50
    })
    await redis.ask('FLUSHALL')
    expect(await waiting()).toBe(0)
    await open().start(noting)
    await eachOnce(50)
  })

  onRedisServer('B1: everything, again and again while it is being delivered: all is delivered once', async () => {
    const queue = open({ atOnce: 4 })
    queue.ring(await stage.owe(...drafts(200)))
    await queue.start(noting)
    for (const enough of [20, 60, 120]) {
      await taken.until((all) => all.length >= enough)
      await redis.ask('FLUSHALL')
    }
    await eachOnce(200)
  })

  test('B3: and begins again with nothing: all is delivered once, by the workers that there are', async () => {
    const queue = open({ atOnce: 1 })
    const stuck = openDiary<'opened'>()
    await queue.start(async (owed) => {
      taken.note(owed)
      if (taken.notes.length === 1) await stuck.until((all) => all.length > 0)
      return done
    })
    queue.ring(await stage.owe(...drafts(20)))
    await taken.until((all) => all.length === 1)
    await redis.kill()
    await redis.throwAway()
    await redis.start()
    stuck.note('opened')
    await eachOnce(20)
  })
})

describe('Redis that is down', () => {
  test('B2: holds up no commit and no ring, says so, and delivers without a restart when it is back', async () => {
    const queue = open()
    await queue.start(noting)
    queue.ring(await stage.owe({ ...publish, about: 'd_1', lane: 'lane 1' }))
    await taken.until((all) => all.length === 1)
    await redis.kill()
    await until(async () => (await queue.health()) === 'Redis cannot be reached')
    const [, ...later] = drafts(20)
    queue.ring(await stage.owe(...later))
    expect((await stage.record.due(100)).rows).toHaveLength(19)
    expect(abouts()).toEqual(['d_1'])
    await redis.start()
    await eachOnce(20)
    await until(async () => (await queue.health()) === undefined)
  })

  test('B2: from the beginning does not keep us from starting', async () => {
    await redis.kill()
    const queue = open()
    await queue.start(noting)
    queue.ring(await stage.owe(...drafts(5)))
    expect(await queue.health()).toMatch(/^Redis/)
    await redis.start()
    await eachOnce(5)
  })

  test('does not keep us from closing, though an errand is under way; what it did is recorded', async () => {
    const queue = open({ closeMs: hour })
    const finish = openDiary<'now'>()
    await queue.start(async (owed) => {
      taken.note(owed)
      await finish.until((all) => all.length > 0)
      return done
    })
    queue.ring(await stage.owe(...drafts(1)))
    await taken.until((all) => all.length === 1)
    await redis.kill()
    await until(async () => (await queue.health()) === 'Redis cannot be reached')
    const closed = queue[Symbol.asyncDispose]()
    finish.note('now')
    await closed
    expect(await stage.record.nextDue()).toBeUndefined()
    await redis.start()
  })

  test('and never was up does not keep us from closing either', async () => {
    await redis.kill()
    const all = [open({ closeMs: hour }), openWeb()]
    for (const queue of all) await queue.start(noting)
    const wake = openRedisWake({ redis: { url: redis.url }, log: stage.log, here: openLocalWake() })
    await Promise.all([...all, wake].map((one) => one[Symbol.asyncDispose]()))
    await redis.start()
  })
})

describe('Redis that is full', () => {
  onRedisServer('B4: is told in words, loses nothing, and is well again by itself', async () => {
    const queue = open()
    await queue.start(noting)
    await until(async () => (await queue.health()) === undefined)
    await redis.ask('CONFIG', 'SET', 'maxmemory', 1)
    await until(async () => (await queue.health()) === 'Redis is full (maxmemory reached)')
    queue.ring(await stage.owe(...drafts(20)))
    expect((await stage.record.due(100)).rows).toHaveLength(20)
    await redis.ask('CONFIG', 'SET', 'maxmemory', 0)
    await eachOnce(20)
    // It is asked how it is now and then; the work may be done before the next time.
    await until(async () => (await queue.health()) === undefined)
  })
})

describe('Redis that would drop keys as it likes', () => {
  const unfit = 'maxmemory-policy of Redis has to be noeviction and is allkeys-lru'

  test('B5: is not worked with, and says why; once that is put right, it is', async () => {
    await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    const queue = open()
    await queue.start(noting)
    await until(async () => (await queue.health()) === unfit)
    queue.ring(await stage.owe(...drafts(5)))
    await until(async () => (await waiting()) === 5)
    // Were there a worker, a bell that rings in Redis would have been heard by now.
    for (let turn = 0; turn < 50; turn++) await redis.ask('PING')
    expect([await waiting(), abouts()]).toEqual([5, []])
    await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    await eachOnce(5)
    await until(async () => (await queue.health()) === undefined)
  })

  test('B5: is let go of when it becomes so while we work', async () => {
    const queue = open()
    await queue.start(noting)
    await until(async () => (await queue.health()) === undefined)
    await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    await until(async () => (await queue.health()) === unfit)
    queue.ring(await stage.owe(...drafts(5)))
    for (let turn = 0; turn < 50; turn++) await redis.ask('PING')
    expect((await stage.record.due(9)).rows).toHaveLength(5)
    await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    await eachOnce(5)
  })
})

describe('a worker', () => {
  onRedisServer('B6: whose event loop stands still loses the errand to another, and there is one post', async () => {
    const lease = 1500
    const said = openDiary<string>()
    const program = join(import.meta.dirname, '../dist/test/faults/worker-that-freezes.js')
    const settings = [stage.folder, redis.url, '{countersign}', '5000', String(lease), '1000']
    const frozen = spawn(process.execPath, [program, ...settings], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(frozen)
    createInterface(frozen.stdout).on('line', (line) => said.note(line))
    await said.until((all) => all.includes('listening'))
    const web = openWeb()
    const rung = await stage.owe({ ...publish, about: 'd_1' })
    await until(async () => {
      web.ring(rung)
      return said.notes.includes('took it')
    })

    const posts = openDiary<string>()
    const healthy = open({ leaseMs: lease })
    await healthy.start(async (owed) => {
      taken.note(owed)
      if (await postOnce(stage.record, owed)) posts.note(owed.about)
      return done
    })
    await posts.until((all) => all.length === 1)
    expect(said.notes).not.toContain('somebody has posted')
    await said.until((all) => all.includes('the lease of an errand was lost'))
    expect(said.notes).toContain('somebody has posted')
    expect(said.notes).not.toContain('posted')
    expect(abouts()).toEqual(['d_1'])
    await until(async () => healthy.counts().stalled > 0)
    await nothingOwed()
  })

  onRedisServer('B7: whose connections are all cut connects again', async () => {
    const queue = open()
    await queue.start(noting)
    await until(async () => (await queue.health()) === undefined)
    for (let turn = 1; turn <= 5; turn++) {
      expect(Number(await redis.ask('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'))).toBeGreaterThan(0)
      queue.ring(await stage.owe({ ...publish, about: `d_${turn}`, lane: `lane ${turn}` }))
      await taken.until((all) => all.length === turn)
    }
    await eachOnce(5)
  })

  test('B7: whose connections are half open is replaced, and goes on', async () => {
    const proxy = use(await openRedisProxy(redis.port))
    const queue = open({}, proxy.url)
    await queue.start(noting)
    queue.ring(await stage.owe(...drafts(1)))
    await taken.until((all) => all.length === 1)
    expect(proxy.fallSilent()).toBeGreaterThan(2)
    const [, ...later] = drafts(5)
    queue.ring(await stage.owe(...later))
    await eachOnce(5)
    expect(queue.counts().replaced).toBeGreaterThan(0)
    expect(stage.logged.notes).toContain('a worker was not heard and is replaced')
  })

  test('whose job died of stalling is told, and its row is rung for anew', async () => {
    const [row] = await stage.owe({ ...publish, about: 'd_1' })
    if (row === undefined) throw new Error('nothing is owed')
    const jobs = await openJobs('errands')
    await jobs.add('look', { outboxId: row.id }, { jobId: `${row.id}-0` })
    const connection = new Redis(redis.url, { maxRetriesPerRequest: null })
    const dying = new Worker('errands', () => new Promise<void>(() => undefined), {
      connection,
      prefix: '{countersign}',
      lockDuration: 100,
      stalledInterval: 1000,
      skipLockRenewal: true,
    })
    await once(dying, 'active')
    await dying.close(true)
    connection.disconnect()
    const queue = open({ mostStalls: 0 })
    await queue.start(noting)
    await eachOnce(1)
    expect(queue.counts()).toMatchObject({ deadLetters: 1 })
    expect(stage.logged.notes).toContain('a job died; the row it names is rung for anew')
  })
})

describe('a job in Redis', () => {
  test('B8: that is added a hundred times, also after it is gone, is one delivery', async () => {
    const queue = open()
    await queue.start(noting)
    const rung = await stage.owe({ ...publish, about: 'd_1', lane: 'lane 1' })
    const jobs = await openJobs('errands')
    const [id = ''] = rung.map((row) => row.id)
    const addHundred = () =>
      Promise.all(
        Array.from({ length: 100 }, (_, fence) =>
          jobs.add('look', { outboxId: id }, { jobId: `${id}-${fence}`, removeOnComplete: true }),
        ),
      )
    await addHundred()
    for (let ring = 0; ring < 100; ring++) queue.ring(rung)
    await taken.until((all) => all.length === 1)
    await nothingOwed()
    await addHundred()
    queue.ring(await stage.owe({ ...publish, about: 'd_2', lane: 'lane 2' }))
    await taken.until((all) => all.length === 2)
    await until(async () => (await jobs.getActiveCount()) + (await jobs.getWaitingCount()) === 0)
    await eachOnce(2)
  })

  test('B10: that we did not write is ignored and counted, and rings for nothing', async () => {
    const later = await stage.owe({ ...publish, about: 'd_later', dueAt: (await stage.record.now()) + hour })
    const [notDue = ''] = later.map((row) => row.id)
    const nobody = `o_${'0'.repeat(20)}`
    const jobs = await openJobs('errands')
    await jobs.add('look', { outboxId: nobody }, { jobId: `${nobody}-0` })
    await jobs.add('look', { outboxId: notDue }, { jobId: `${notDue}-7` })
    await jobs.add('publish', { draft: 'd_9', text: 'Approved by @ceo', state: 'approved' })
    await jobs.add('publish', { outboxId: notDue, state: 'approved' }, { jobId: 'mine' })
    await jobs.add('look', { outboxId: notDue }, { jobId: 'not-its-own-id' })
    await jobs.add('look', ['o_1'])
    await jobs.add('look', { outboxId: 'x'.repeat(8_000_000) })
    await redis.ask('HSET', '{countersign}:errands:poison', 'name', 'look', 'data', '{not json', 'opts', '{}')
    await redis.ask('LPUSH', '{countersign}:errands:wait', 'poison')
    const queue = open()
    await queue.start(noting)
    await until(async () => queue.counts().notOurs === 5)
    queue.ring(await stage.owe({ ...publish, about: 'd_1', lane: 'lane 1' }))
    await taken.until((all) => all.length > 0)
    expect(abouts()).toEqual(['d_1'])
    expect(await queue.health()).toBeUndefined()
    expect((await stage.record.due(9)).rows).toEqual([])
    expect(await stage.record.takeOne(notDue, minute)).toBeUndefined()
  })

  test('carries an id and nothing else', async () => {
    const web = openWeb()
    const rung = await stage.owe({ ...publish, about: 'd_secret', lane: 'slack/T1/C1/secret' })
    await until(async () => {
      web.ring(rung)
      return (await waiting()) === 1
    })
    const [id = ''] = rung.map((row) => row.id)
    const job = await redis.ask('HGETALL', `{countersign}:errands:${id}-0`)
    expect(job).toEqual(expect.arrayContaining(['data', JSON.stringify({ outboxId: id })]))
    const keys = await redis.ask('KEYS', '*')
    expect(JSON.stringify([job, keys])).not.toMatch(/secret|slack/)
    expect(keys).toEqual((Array.isArray(keys) ? keys : []).filter((key) => String(key).startsWith('{countersign}:')))
  })
})

describe('several processes', () => {
  test('of which one only answers: it rings, the other delivers before any sweep, and a ring that was lost is swept up', async () => {
    const web = openWeb()
    await web.start(noting)
    await until(async () => (await web.health()) === undefined)
    const patient = open({ sweepMs: hour })
    await patient.start(noting)
    await until(async () => (await patient.health()) === undefined)
    web.ring(await stage.owe({ ...publish, about: 'd_1', lane: 'lane 1' }))
    await taken.until((all) => all.length === 1)
    await redis.kill()
    await until(async () => (await web.health()) === 'Redis cannot be reached')
    web.ring(await stage.owe({ ...publish, about: 'd_2', lane: 'lane 2' }))
    await redis.start()
    await eachOnce(2)
    await web[Symbol.asyncDispose]()
    expect(await web.health()).toBe('the queue is closed')
  })

  test('publish one after the other in a lane, and side by side in two', async () => {
    let most = 0
    const underWay = new Map<string, number>([
      ['a', 0],
      ['b', 0],
    ])
    const both = openDiary<number>()
    const deliver = async (owed: Owed): Promise<Delivered> => {
      taken.note(owed)
      const mine = (underWay.get(owed.lane) ?? 0) + 1
      underWay.set(owed.lane, mine)
      most = Math.max(most, mine)
      both.note([...underWay.values()].filter((count) => count > 0).length)
      for (let turn = 0; turn < 20; turn++) await stage.record.health()
      underWay.set(owed.lane, mine - 1)
      return done
    }
    await Promise.all([open().start(deliver), open().start(deliver), open().start(deliver)])
    await stage.owe(...drafts(10).map((draft, at) => ({ ...draft, lane: at % 2 === 0 ? 'a' : 'b' })))
    await eachOnce(10)
    expect(most).toBe(1)
    expect(both.notes).toContain(2)
  })

  test('share the pace of a lane, and hold it together', async () => {
    const heldUntil = (await stage.record.now()) + hour
    const deliver = async (owed: Owed): Promise<Delivered> => {
      taken.note(owed)
      return owed.about === 'throttled' && owed.tries === 1
        ? { delivered: 'again', at: heldUntil, holdLane: true }
        : done
    }
    const pace = { publishBurst: 3, publishEveryMs: hour }
    const [one, other] = [open(pace), open(pace)]
    await Promise.all([one.start(deliver), other.start(deliver)])
    await stage.owe(...drafts(8).map((draft) => ({ ...draft, lane: 'a' })))
    await taken.until((all) => all.length === 3)
    await nothingUnderWay()
    expect(abouts()).toHaveLength(3)

    await one[Symbol.asyncDispose]()
    await stage.owe({ ...publish, about: 'throttled', lane: 'b' })
    await taken.until((all) => all.some(({ about }) => about === 'throttled'))
    await other[Symbol.asyncDispose]()
    await open(pace).start(deliver)
    const [behind] = await stage.owe({ errand: 'redraw', about: 'behind', lane: 'b' })
    await stage.owe({ about: 'a card', lane: 'b' })
    await taken.until((all) => all.some(({ about }) => about === 'a card'))
    await nothingUnderWay()
    expect(abouts()).not.toContain('behind')
    stage.skip(hour + minute)
    await taken.until((all) => all.some(({ about }) => about === 'behind'))
    expect(taken.notes.find(({ about }) => about === 'behind')?.id).toBe(behind?.id)
  })

  test('check as many drafts as they can, while all that people wait for goes on', async () => {
    const queue = open({ checksAtOnce: 1, closeMs: 20 })
    queue.ring(await stage.owe(...drafts(500, { errand: 'screen' })))
    await queue.start((owed) => {
      taken.note(owed)
      return owed.errand === 'screen' ? new Promise<Delivered>(() => undefined) : Promise.resolve(done)
    })
    await taken.until((all) => all.length === 1)
    queue.ring(await stage.owe({ ...publish, about: 'waited for', lane: 'a' }, { about: 'its card', lane: 'a' }))
    await taken.until((all) => all.length === 3)
    expect(abouts().slice(1).sort()).toEqual(['its card', 'waited for'])
  })
})

describe('waking other processes', () => {
  const openWake = () => {
    const here = openLocalWake()
    return use(openRedisWake({ redis: { url: redis.url }, log: stage.log, here, pace: { pulseMs: 50, answerMs: 500 } }))
  }
  /** Wakes until the other has heard it: the first word may come before the other listens. */
  async function reaches(one: ReturnType<typeof openWake>, other: ReturnType<typeof openWake>): Promise<void> {
    let heard = false
    const waits = other.wait('d_1', hour).then(() => {
      heard = true
    })
    while (!heard) {
      one.wake('d_1')
      await redis.ask('PING').catch(() => undefined)
    }
    await waits
  }

  test('reaches who waits for the topic in another one, both ways, and nobody else', async () => {
    const [one, other] = [openWake(), openWake()]
    let stranger = 'waits'
    const waits = other.wait('d_2', hour).then(() => {
      stranger = 'woken'
    })
    await reaches(one, other)
    await reaches(other, one)
    expect(stranger).toBe('waits')
    other.wake('d_2')
    await waits
  })

  test('works within the process while Redis is down, and across again when it is back', async () => {
    const [one, other] = [openWake(), openWake()]
    await reaches(one, other)
    await redis.kill()
    const here = one.wait('d_1', hour)
    one.wake('d_1')
    await here
    await redis.start()
    await reaches(one, other)
  })
})

describe('B9: Redis as a cluster', () => {
  test('refuses a prefix without braces before anything is opened', () => {
    const redisAt = { url: redis.url, prefix: 'countersign' }
    expect(() => openBullQueue({ redis: redisAt, record: stage.record, log: stage.log })).toThrow(
      'the prefix “countersign” needs a part in braces, such as {countersign}',
    )
    expect(() => openRedisWake({ redis: redisAt, log: stage.log, here: openLocalWake() })).toThrow('in braces')
  })
})

describe.runIf(hasRedisServer)('B9: on a cluster of one node that holds all slots', () => {
  let cluster: RedisEngine
  beforeAll(async () => {
    cluster = await openRedis('--cluster-enabled', 'yes')
    await cluster.ask('CLUSTER', 'ADDSLOTSRANGE', 0, 16_383)
    await until(async () => String(await cluster.ask('CLUSTER', 'INFO')).includes('cluster_state:ok'))
  })
  afterAll(() => cluster[Symbol.asyncDispose]())

  test('keys without braces would fall apart', async () => {
    const connection = new Redis(cluster.url)
    const jobs = new Jobs('errands', { connection, prefix: 'countersign', skipVersionCheck: true })
    await expect(jobs.add('look', {})).rejects.toThrow(/CROSSSLOT|same slot|non local key/)
    await jobs.close()
    connection.disconnect()
  })

  let nth = 0
  const prefixes = new Map<object, string>()
  queueContract('a Redis cluster', ({ record, log, sweepMs }) => {
    const prefix = prefixes.get(log) ?? `cluster-${nth++}-{countersign}`
    prefixes.set(log, prefix)
    const pace = { sweepMs, backOffMs: 20, closeMs: 1000 }
    return openBullQueue({ redis: { url: cluster.url, prefix }, record, log, pace })
  })
})

async function openJobs(name: string): Promise<Jobs> {
  const connection = new Redis(redis.url)
  const jobs = new Jobs(name, { connection, prefix: '{countersign}', skipVersionCheck: true })
  use({
    async [Symbol.asyncDispose]() {
      await jobs.close()
      connection.disconnect()
    },
  })
  return jobs
}
