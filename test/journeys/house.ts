// The real house of a theatre: a record in its folder, its own queue, and the one platform that the play is about.

import { randomBytes } from 'node:crypto'
import type { Keys } from '../../adapters/keys/keys.ts'
import { openLocalQueue } from '../../adapters/local-queue/queue.ts'
import { openLocalWake } from '../../adapters/local-queue/wake.ts'
import { openRecord } from '../../adapters/sql/record.ts'
import { openGate } from '../../src/gateway/gateway.ts'
import { type House, usualPace } from '../../src/gateway/house.ts'
import type { Channel } from '../../src/port/channel.ts'
import type { Reach } from '../../src/port/crash-point.ts'
import type { Log } from '../../src/port/log.ts'
import type { Reviewers } from '../../src/port/reviewers.ts'
import type { Scanner } from '../../src/port/scanner.ts'
import type { Instant } from '../../src/time.ts'
import { fakeAgents } from '../fakes/agents.ts'

export const silent = { info: () => undefined, fault: () => undefined }

type HouseOf = {
  readonly owner: string
  readonly folder: string
  readonly keys: Keys
  readonly now: () => Instant
  readonly scanner: Scanner
  readonly channel: Channel
  readonly reviewers: Reviewers
  readonly log?: Log
  readonly reach?: Reach
}

export async function openTheatreHouse(of: HouseOf) {
  const { owner, folder, keys, now, scanner, channel, reviewers, log = silent, reach = () => undefined } = of
  const record = await openRecord({ folder, sealer: keys.sealer, now })
  const house: House = {
    owner,
    record,
    queue: openLocalQueue({ record, log }),
    channels: new Map([[channel.platform, channel]]),
    reviewers: new Map([[reviewers.platform, reviewers]]),
    scanner,
    agents: fakeAgents(),
    signer: keys,
    chance: { bytes: (count) => randomBytes(count) },
    wake: openLocalWake(),
    log,
    reach,
    stopwatch: () => performance.now(),
    pace: usualPace,
  }
  const gate = await openGate(house)
  const close = async () => {
    await gate[Symbol.asyncDispose]()
    await record[Symbol.asyncDispose]()
  }
  return { house, close }
}
