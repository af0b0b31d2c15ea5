// The composition root: the single file that knows both sides. It opens keys, record, queue and practice, opens the gate
// on them, and puts the doors in front. Whatever was opened is closed again, in the other order.

import { randomBytes, randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { httpDoor } from '../adapters/http/door.ts'
import { serve } from '../adapters/http/serve.ts'
import { openKeys } from '../adapters/keys/keys.ts'
import { openLocalQueue } from '../adapters/local-queue/queue.ts'
import { openLocalWake } from '../adapters/local-queue/wake.ts'
import { practiceChannel } from '../adapters/practice/channel.ts'
import { practiceDoor } from '../adapters/practice/door.ts'
import { practiceReviewers } from '../adapters/practice/reviewers.ts'
import { openRoom, type Room } from '../adapters/practice/room.ts'
import { type SampleAgents, sampleAgents } from '../adapters/practice/sample-agents.ts'
import { seedPractice } from '../adapters/practice/seed.ts'
import { openScanner } from '../adapters/scanner/scanner.ts'
import { lockFolder } from '../adapters/sql/folder-lock.ts'
import { openRecord } from '../adapters/sql/record.ts'
import { openGate } from './gateway/gateway.ts'
import { type House, type Pace, usualPace } from './gateway/house.ts'
import type { Chance } from './port/chance.ts'
import type { Reach } from './port/crash-point.ts'
import type { Log } from './port/log.ts'
import type { Instant } from './time.ts'

export type Plan = {
  readonly version: string
  readonly data: string
  readonly keys: string
  readonly practice: boolean
  /** The public address, where there is one. */
  readonly url?: string | undefined
  readonly log: Log
  /** What the fault runner does at the crash points; nothing, anywhere else. */
  readonly reach?: Reach
  readonly pace?: Partial<Pace>
  /** The clock of the record; the machine's, unless a test has its own. */
  readonly now?: () => Instant
}

export type Practice = { readonly room: Room; readonly agents: SampleAgents }
export type Open = AsyncDisposable & { readonly house: House; readonly practice: Practice | undefined }
export type Listening = AsyncDisposable & { readonly url: string; readonly open: Open }

/** The house with its gate open, and no door to the network. */
export async function open(plan: Plan): Promise<Open> {
  const now = plan.now ?? Date.now
  const opened: AsyncDisposable[] = []
  const use = <T extends AsyncDisposable>(one: T): T => {
    opened.unshift(one)
    return one
  }
  const close = async () => {
    for (const one of opened.splice(0)) await one[Symbol.asyncDispose]()
  }
  try {
    use(await lockFolder(plan.data, `Countersign ${plan.version}`))
    const keys = await openKeys(plan.keys)
    const record = use(await openRecord({ folder: plan.data, sealer: keys.sealer, now, alone: true }))
    const room = plan.practice ? use(await openRoom({ folder: plan.data, now })) : undefined
    const house: House = {
      owner: `${process.pid}-${randomUUID()}`,
      record,
      queue: openLocalQueue({ record, log: plan.log }),
      channels: new Map(room === undefined ? [] : [['practice', practiceChannel(room)] as const]),
      reviewers: new Map(room === undefined ? [] : [['practice', practiceReviewers(room)] as const]),
      scanner: use(openScanner()),
      signer: keys,
      chance: pooledChance(),
      wake: openLocalWake(),
      log: plan.log,
      reach: plan.reach ?? (() => undefined),
      stopwatch: () => performance.now(),
      pace: { ...usualPace, ...plan.pace },
    }
    use(await openGate(house))
    const agents = room === undefined ? undefined : sampleAgents(house, await seedPractice(house, plan.data))
    agents?.look()
    const practice = room === undefined || agents === undefined ? undefined : { room, agents }
    return { house, practice, [Symbol.asyncDispose]: close }
  } catch (cause) {
    await close()
    throw cause
  }
}

/** The house with its doors on the network. Closing it lets what is under way finish and hands over the rest. */
export async function listen(plan: Plan, at: { readonly host: string; readonly port: number }): Promise<Listening> {
  const inside = await open(plan)
  try {
    const { house, practice } = inside
    const names = [
      '127.0.0.1',
      'localhost',
      '[::1]',
      at.host,
      ...(plan.url === undefined ? [] : [new URL(plan.url).hostname]),
    ]
    // On every address of the machine, and nobody has said by which name it is called: any name may be the right one.
    const hosts = plan.url === undefined && (at.host === '0.0.0.0' || at.host === '::') ? 'any' : names
    let close = () => {}
    const closing = new Promise<void>((resolve) => {
      close = resolve
    })
    const mount =
      practice === undefined
        ? []
        : [{ path: '/practice', ...practiceDoor({ house, ...practice, allowedHosts: names, closing }) }]
    const server = await serve(httpDoor({ house, version: plan.version, mount, hosts, closing }), at)
    return {
      url: server.url,
      open: inside,
      async [Symbol.asyncDispose]() {
        close()
        await server[Symbol.asyncDispose]()
        await inside[Symbol.asyncDispose]()
      },
    }
  } catch (cause) {
    await inside[Symbol.asyncDispose]()
    throw cause
  }
}

/** Asking the system costs the same for ten bytes as for a page of them. No byte is given out twice. */
function pooledChance(): Chance {
  let pool = randomBytes(4096)
  let given = 0
  return {
    bytes(count) {
      if (given + count > pool.length) {
        pool = randomBytes(Math.max(4096, count))
        given = 0
      }
      given += count
      return pool.subarray(given - count, given)
    },
  }
}
