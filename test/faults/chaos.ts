// `npm run faults -- chaos --kills 50 --seed 1`: one web process and two workers on PostgreSQL and Redis, drafts and
// decisions flowing, and all the while a random one is killed or stopped, at a random crash point or moment, and begun
// again; Redis forgets everything now and then, lines are cut, somebody presses stop. In the end nothing may be lost and
// nothing may have come twice. The seed decides what is tried; when it hits, no seed can.

import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Role } from '../../src/main/plan.ts'
import { type CrashPoint, crashPoints } from '../../src/port/crash-point.ts'
import { historyOf } from '../promises.ts'
import { type People, peopleOf } from './people.ts'
import { type Engines, openSite, type Site, type Wish } from './site.ts'
import { settle, verdict } from './verdict.ts'

const onTheWeb: readonly CrashPoint[] = ['submit.saved', 'decide.asked', 'decide.saved']
const channels = ['one', 'two', 'three', 'four']
/** Shorter than a claim and the search after it: who stands still longer may send what a person has said is not there. */
const mostStoppedMs = 4000
const limitMs = (kills: number) => 90_000 + kills * 10_000

type Tally = { stops: number; flushes: number; cuts: number; presses: number }

/** How many promises were broken. */
export async function chaos(engines: Engines, words: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args: [...words], options: { kills: text, seed: text, keep: text } })
  const kills = Number(values.kills ?? 50)
  const seed = Number(values.seed ?? Date.now() % 100_000)
  const began = performance.now()
  await using site = await openSite('PostgreSQL, BullMQ', engines)
  const people = peopleOf(site)
  const tally: Tally = { stops: 0, flushes: 0, cuts: 0, presses: 0 }
  const late = pause(limitMs(kills), 'late' as const, { ref: false })
  const ended = await Promise.race([storm(site, people, kills, luckOf(seed), tally), late])
  const history = await historyOf(site.record)
  const wrong = [...(ended === 'late' ? ['it did not come to rest in its time'] : []), ...(await verdict(site, people))]
  const done = killed(site)
  if (done < kills) wrong.push(`${done} processes were killed, ${kills} were to be`)
  const states: { [state: string]: number } = {}
  for (const { is } of history.drafts) states[is.state] = (states[is.state] ?? 0) + 1
  const seconds = Math.round((performance.now() - began) / 1000)
  for (const { pid, signal, at } of site.strikes) say(`       pid ${pid} ${signal} at ${at}`)
  const lost = wrong.filter((line) => /^[26]: .*(nothing moves|nobody|gone)/.test(line)).length
  const double = wrong.filter((line) => /^2: .* times$/.test(line)).length
  const result = {
    seed,
    kills: done,
    ...tally,
    drafts: history.drafts.length,
    ...states,
    lost,
    double,
    broken: wrong.length,
    seconds,
  }
  say(`${wrong.length === 0 ? 'holds' : 'RED  '}  A15  chaos ${JSON.stringify(result)}`)
  for (const line of wrong) say(`       ! ${line}`)
  if (wrong.length > 0 && process.env.COUNTERSIGN_FAULTS_LOG !== undefined) say(site.logs())
  if (values.keep !== undefined) await keep(values.keep, result)
  return wrong.length
}

const pieces = 3

async function storm(site: Site, people: People, kills: number, luck: Luck, tally: Tally): Promise<'rested'> {
  site.reviveWith = (role) => wishFor(role, luck)
  // Every post is three messages: a process can die, or be struck, between two of them.
  site.server.platform.pieces = pieces
  await Promise.all([
    site.start('web', { pieces }),
    site.start('worker', { ...wishFor('worker', luck), pieces }),
    site.start('worker', { pieces }),
  ])
  const storming = { on: true }
  const flowing = Promise.all(channels.map((channel) => flow(site, people, channel, storming, luck)))
  const watching = letGoOn(site, storming, luck, tally)
  for (let turn = 1; killed(site) < kills; turn++) {
    await pause(200 + luck.below(1000))
    if (turn % 9 === 0) await flush(site, tally)
    if (turn % 5 === 0) await cut(site, luck, tally)
    if (turn % 13 === 0) await press(site, people, tally)
    await strikeSomebody(site, luck)
  }
  storming.on = false
  site.reviveWith = () => ({})
  await Promise.all([watching, flowing])
  await liftStops(site, people)
  const { leaves } = await historyOf(site.record)
  const approved = new Set(leaves.filter(({ event }) => event === 'approved').map(({ stream }) => stream))
  for (const id of approved) await people.published(id)
  await settle(site)
  return 'rested'
}

/** One conversation after the other in a channel, until the storm is over. */
async function flow(site: Site, people: People, channel: string, storming: { on: boolean }, luck: Luck): Promise<void> {
  for (let nth = 0; storming.on; nth++) {
    const invocation = await people.ask(channel)
    const key = `${channel}-${nth}`
    const id = await people.submit(invocation, key, channel)
    await people.until(id, 'pending')
    const isGood = luck.below(5) > 0
    // Under a stop a person is refused, and comes back.
    for (let draft = await people.look(id); draft.state === 'pending'; draft = await people.look(id)) {
      const click = { do: 'reject', reason: 'no' } as const
      const rejecting = { do: 'decide', user: 'ada', at: draft.destination, draft: id, click } as const
      await (isGood ? people.approve(id) : people.gesture(rejecting))
    }
    // Now and then a maker that was answered asks again with its key, and has to get the same draft.
    if (luck.below(4) === 0 && (await people.submit(invocation, key, channel)) !== id)
      site.wrong.push(`6: the key of ${id} became another draft`)
    await pause(luck.below(200))
  }
}

async function strikeSomebody(site: Site, luck: Luck): Promise<void> {
  const alive = site.standing.filter(({ member }) => member.isAlive())
  const somebody = alive[luck.below(alive.length)]
  // Its hour may come at its own point first.
  if (somebody === undefined || (somebody.member.order.strike !== undefined && luck.below(3) > 0)) return
  const signal = luck.below(4) === 0 ? 'SIGSTOP' : 'SIGKILL'
  await somebody.member.strike(signal, 'any moment').then(
    (strike) => site.strikes.push(strike),
    // It was struck at its own point in the same moment, and that is counted there.
    () => undefined,
  )
}

/** Whoever stands still goes on after a while. */
async function letGoOn(site: Site, storming: { on: boolean }, luck: Luck, tally: Tally): Promise<void> {
  for (let seen = 0; storming.on || seen < site.strikes.length; ) {
    const strike = site.strikes[seen]
    if (strike === undefined) {
      await pause(20)
      continue
    }
    seen += 1
    if (strike.signal !== 'SIGSTOP') continue
    tally.stops += 1
    const stopped = site.standing.find(({ member }) => member.pid === strike.pid)
    void pause(300 + luck.below(mostStoppedMs - 300)).then(() => stopped?.member.goOn())
  }
}

async function flush(site: Site, tally: Tally): Promise<void> {
  tally.flushes += 1
  await site.redis.ask('FLUSHALL')
}

async function cut(site: Site, luck: Luck, tally: Tally): Promise<void> {
  const lines = site.standing.flatMap(({ lines }) => Object.values(lines))
  const line = lines[luck.below(lines.length)]
  if (line === undefined) return
  tally.cuts += 1
  line.proxy.cut()
  await pause(luck.below(400))
  line.proxy.heal()
}

async function press(site: Site, people: People, tally: Tally): Promise<void> {
  tally.presses += 1
  await people.gesture({ do: 'stop', user: 'sec', at: here })
  await pause(300)
  await liftStops(site, people)
}

const here = { platform: 'practice', workspace: 'practice', channel: 'one' } as const

/** Also those whose presser was never answered. */
async function liftStops(site: Site, people: People): Promise<void> {
  const { seen } = await site.record.look({ stops: { kind: 'stops', id: 'stops' } })
  for (const stop of seen.stops?.is.stops ?? [])
    if (stop.until === undefined) await people.gesture({ do: 'resume', user: 'sec', at: here, stop: stop.id })
}

function killed(site: Site): number {
  return site.strikes.filter(({ signal }) => signal === 'SIGKILL').length
}

/** Half of those who are begun have a point of their own where they will be struck. */
function wishFor(role: Role, luck: Luck): Wish {
  if (luck.below(2) === 0) return {}
  const points = crashPoints.filter((point) => onTheWeb.includes(point) === (role === 'web'))
  const at = points[luck.below(points.length)]
  if (at === undefined) return {}
  return { strike: { at, nth: 1 + luck.below(4), signal: luck.below(4) === 0 ? 'SIGSTOP' : 'SIGKILL' } }
}

type Luck = { below(count: number): number }

/** The same numbers for the same seed (mulberry32). */
function luckOf(seed: number): Luck {
  let state = seed >>> 0
  return {
    below(count) {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * count)
    },
  }
}

async function keep(path: string, result: object & { readonly seed: number }): Promise<void> {
  const before: (typeof result)[] = JSON.parse(await readFile(path, 'utf8').catch(() => '[]'))
  const all = [...before.filter(({ seed }) => seed !== result.seed), result].sort((a, b) => a.seed - b.seed)
  await writeFile(path, `[\n${all.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
