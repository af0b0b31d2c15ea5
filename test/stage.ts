// A whole house for a test: the real record on SQLite, the real shell, a fake platform that keeps the truth, and a queue
// that delivers only when told. A crash is thrown at a named point; the next house opens the same record and knows
// nothing else.

import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openScanner } from '../adapters/scanner/scanner.ts'
import { openRecord } from '../adapters/sql/record.ts'
import type { Agent } from '../src/agent/agent.ts'
import { spellToken, tokenOf } from '../src/agent/token.ts'
import { agentStep } from '../src/gateway/agent-step.ts'
import { commit } from '../src/gateway/commit.ts'
import { deliver } from '../src/gateway/errand.ts'
import { type House, usualPace } from '../src/gateway/house.ts'
import { type AgentId, agentId, spell, sure } from '../src/id.ts'
import type { Account, Destination } from '../src/place.ts'
import type { CrashPoint } from '../src/port/crash-point.ts'
import type { Owed, Record } from '../src/port/record.ts'
import type { Scanner } from '../src/port/scanner.ts'
import { hour } from '../src/time.ts'
import { type FakeAgents, fakeAgents } from './fakes/agents.ts'
import { type FakePlatform, fakePlatform } from './fakes/platform.ts'
import { silentQueue } from './fakes/silent-queue.ts'
import { audience, noon } from './people.ts'

/** One thread for every play: it keeps nothing of a draft. */
export const steadyScanner: Scanner = openScanner()

export class Crash extends Error {}

export type Stage = {
  house: House
  readonly platform: FakePlatform
  readonly agents: FakeAgents
  readonly folder: string
  readonly logged: string[]
  readonly tokens: Map<AgentId, string>
  readonly clock: { at: number }
  dieAt: CrashPoint | undefined
  scanner: Scanner
  /** Delivers what is due, one row after the other, until nothing is or the count is reached. */
  deliver(most?: number): Promise<number>
  /** The same row once more, as a queue that stutters would. */
  redeliver(): Promise<void>
  /** A new process on the same record. */
  restart(): Promise<void>
  registerAgent(name: string, last: string, state?: Agent['state']): Promise<AgentId>
  [Symbol.asyncDispose](): Promise<void>
}

/** No secrets of a real installation: the sealing itself has tests of its own. */
export const sealer = {
  seal: (text: string) => Buffer.from(text).toString('base64'),
  open: (text: string) => Buffer.from(text, 'base64').toString(),
}
const leaseMs = 30_000

/** Given another way to open the record, the stage stands on that, and its clock is not ours to set. */
export async function openStage(openOther?: () => Promise<Record>, pieces = 1): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-stage-'))
  const platform = fakePlatform('practice', pieces)
  const agents = fakeAgents()
  for (const channel of ['platform-help', 'random'])
    platform.audiences.set(`practice/practice/${channel}`, { ...audience, name: `#${channel}` })
  const clock = { at: noon }
  let count = 0
  let lives = 0
  let last: Owed | undefined
  const tokens = new Map<AgentId, string>()
  const logged: string[] = []
  const bytes = (size: number) => createHash('sha256').update(`chance ${count++}`).digest().subarray(0, size)
  const open = openOther ?? ((): Promise<Record> => openRecord({ folder, sealer, now: () => clock.at }))
  const houseOn = (opened: Record): House => {
    let dead = false
    // Whatever catches the crash on its way: nothing of this process reaches the record any more.
    const record: Record = {
      ...opened,
      putOff: (owed, dueAt) => (dead ? Promise.reject(new Crash('it is dead')) : opened.putOff(owed, dueAt)),
      settle: (owed) => (dead ? Promise.reject(new Crash('it is dead')) : opened.settle(owed)),
      save: (save) => (dead ? Promise.reject(new Crash('it is dead')) : opened.save(save)),
      look: (glance, tallies) => (dead ? Promise.reject(new Crash('it is dead')) : opened.look(glance, tallies)),
    }
    return {
      owner: `life-${++lives}`,
      record,
      queue: silentQueue,
      channels: new Map([['practice', platform.channel]]),
      reviewers: new Map([['practice', platform.reviewers]]),
      scanner: { scan: (material, lists) => stage.scanner.scan(material, lists) },
      agents,
      signer: { keyFor: () => 'marker-key' },
      chance: { bytes },
      wake: { wake: () => undefined, wait: async () => undefined },
      log: {
        info: (what, facts) => logged.push(JSON.stringify([what, facts])),
        fault: (what, cause, facts) => logged.push(JSON.stringify([what, String(cause), facts])),
      },
      reach(point) {
        if (stage.dieAt !== point) return
        stage.dieAt = undefined
        dead = true
        throw new Crash(point)
      },
      stopwatch: () => 0,
      pace: usualPace,
    }
  }
  const stage: Stage = {
    house: houseOn(await open()),
    platform,
    agents,
    folder,
    logged,
    tokens,
    clock,
    dieAt: undefined,
    scanner: steadyScanner,
    async deliver(most = 100) {
      for (let done = 0; done < most; done++) {
        const [owed] = await stage.house.record.take(1, leaseMs)
        if (owed === undefined) return done
        last = owed
        const delivered = await deliver(stage.house, owed)
        if (delivered.delivered === 'done') await stage.house.record.settle(owed)
        else await stage.house.record.putOff(owed, delivered.at)
      }
      return most
    },
    async redeliver() {
      if (last !== undefined) await deliver(stage.house, last)
    },
    async restart() {
      await stage.house.record[Symbol.asyncDispose]()
      stage.dieAt = undefined
      stage.house = houseOn(await open())
    },
    async registerAgent(name, lastLetter, state = 'live') {
      const id = sure(agentId, `a_${spell(noon, new Uint8Array(10))}`.slice(0, 21) + lastLetter)
      const secret = spellToken('sandbox', `kid0000${lastLetter}`, bytes(32))
      tokens.set(id, secret)
      const token = tokenOf(secret, 'sandbox', `kid0000${lastLetter}`, noon, noon + 90 * 24 * hour)
      const agent: Agent = { id, name, tokens: [token], since: noon, state: state === 'shadow' ? 'shadow' : 'live' }
      await commit(stage.house, { agent: { kind: 'agent', id } }, ({ now, seen }) => ({
        steps: [agentStep(seen.agent, { type: 'registered', agent }, { kind: 'system' }, now)],
        result: id,
      }))
      return id
    },
    async [Symbol.asyncDispose]() {
      await stage.house.record[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return stage
}

export function account(user: string): Account {
  return { platform: 'practice', workspace: 'practice', user }
}

export function place(channel: string): Destination {
  return { platform: 'practice', workspace: 'practice', channel }
}
