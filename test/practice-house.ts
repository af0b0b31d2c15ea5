// The practice chat as a newcomer has it, for tests: the real room, page and agents, the real record on SQLite, and a
// queue that delivers everything that is due whenever somebody waits for quiet.

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKeys } from '../adapters/keys/keys.ts'
import { practiceChannel } from '../adapters/practice/channel.ts'
import { practiceDoor } from '../adapters/practice/door.ts'
import { practiceReviewers } from '../adapters/practice/reviewers.ts'
import { openRoom, type Room } from '../adapters/practice/room.ts'
import { type SampleAgents, sampleAgents } from '../adapters/practice/sample-agents.ts'
import { type Seat, seedPractice } from '../adapters/practice/seed.ts'
import { openScanner } from '../adapters/scanner/scanner.ts'
import { openRecord } from '../adapters/sql/record.ts'
import { deliver } from '../src/gateway/errand.ts'
import { type House, usualPace } from '../src/gateway/house.ts'
import { fakeAgents } from './fakes/agents.ts'
import { silentQueue } from './fakes/silent-queue.ts'

export type PracticeHouse = {
  readonly house: House
  readonly room: Room
  readonly agents: SampleAgents
  readonly folder: string
  /** How far the clock of the record is ahead of the machine’s. */
  readonly clock: { ahead: number }
  fetch(request: Request): Promise<Response>
  seat(user: string): Seat
  /** What this person sees, as HTML. */
  page(as: string, channel?: string): Promise<string>
  /** Sends a form of the page as this person, and returns the page that answers. */
  click(path: string, as: string, fields: Fields, channel?: string): Promise<string>
  /** Until agents and queue have nothing to do. */
  quiet(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** One thread for every house of a file; it keeps nothing of a draft. */
const scanner = openScanner()

type Fields = { readonly [name: string]: string | readonly string[] }

export const origin = 'http://localhost:3080'

export async function openPracticeHouse(): Promise<PracticeHouse> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-practice-'))
  const clock = { ahead: 0 }
  const now = () => Date.now() + clock.ahead
  const { house, record } = await houseIn(folder, now)
  const room = await openRoom({ folder, now })
  const inside: House = {
    ...house,
    channels: new Map([['practice', practiceChannel(room)]]),
    reviewers: new Map([['practice', practiceReviewers(room)]]),
  }
  const seats = await seedPractice(inside, folder)
  const agents = sampleAgents(inside, seats)
  const door = practiceDoor({ house: inside, room, agents, allowedHosts: [] })

  const quiet = async (): Promise<void> => {
    for (let busy = true; busy; ) {
      await agents.idle()
      const owed = await record.take(50, 30_000)
      busy = owed.length > 0
      for (const one of owed) {
        const done = await deliver(inside, one)
        if (done.delivered === 'done') await record.settle(one)
        else await record.putOff(one, done.at)
      }
    }
  }
  const page = async (as: string, channel = 'platform-help') => {
    const answer = await door.fetch(new Request(`${origin}/practice?as=${as}&channel=${channel}`))
    return answer.text()
  }

  return {
    house: inside,
    room,
    agents,
    folder,
    clock,
    fetch: door.fetch,
    seat(user) {
      const found = seats.find((seat) => seat.user === user)
      if (found === undefined) throw new Error(`nobody of the practice chat is called ${user}`)
      return found
    },
    page,
    async click(path, as, fields, channel = 'platform-help') {
      const body = new URLSearchParams({ as, channel })
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
      const answer = await door.fetch(
        new Request(`${origin}/practice${path}`, { method: 'POST', body, headers: { origin } }),
      )
      if (answer.status !== 303) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
      await quiet()
      const next = new URL(answer.headers.get('location') ?? '', origin)
      return (await door.fetch(new Request(next))).text()
    },
    quiet,
    async [Symbol.asyncDispose]() {
      await quiet()
      await room[Symbol.asyncDispose]()
      await record[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function houseIn(folder: string, now: () => number) {
  const keys = await openKeys(join(folder, 'keys'))
  const record = await openRecord({ folder, sealer: keys.sealer, now })
  const house = {
    owner: 'test',
    record,
    queue: silentQueue,
    scanner,
    agents: fakeAgents(),
    signer: keys,
    chance: { bytes: (count: number) => randomBytes(count) },
    wake: { wake: () => undefined, wait: async () => undefined },
    log: {
      info: () => undefined,
      fault: (what: string, cause: unknown) => {
        throw new Error(what, { cause })
      },
    },
    reach: () => undefined,
    stopwatch: () => performance.now(),
    pace: usualPace,
  }
  return { house, record }
}
