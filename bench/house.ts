// A whole house on a given record, with the practice chat as its platform: what is measured is the gateway as it runs.

import { randomBytes } from 'node:crypto'
import { openLog } from '../adapters/cli/log.ts'
import type { openKeys } from '../adapters/keys/keys.ts'
import { openLocalQueue } from '../adapters/local-queue/queue.ts'
import { openLocalWake } from '../adapters/local-queue/wake.ts'
import { practiceChannel } from '../adapters/practice/channel.ts'
import { practiceReviewers } from '../adapters/practice/reviewers.ts'
import { openRoom } from '../adapters/practice/room.ts'
import { seedPractice } from '../adapters/practice/seed.ts'
import { openScanner } from '../adapters/scanner/scanner.ts'
import { type House, usualPace } from '../src/gateway/house.ts'
import type { Record } from '../src/port/record.ts'

type Keys = Awaited<ReturnType<typeof openKeys>>

/** `sent.at` is set whenever something is sent to the platform. */
export async function houseOn(record: Record, keys: Keys, data: string, sent: { at: number }) {
  const room = await openRoom({ folder: data, now: Date.now })
  const log = openLog('error')
  const channel = practiceChannel(room)
  const send: typeof channel.send = (sending) => {
    sent.at = performance.now()
    return channel.send(sending)
  }
  const pace = { publishBurst: 1000 }
  const house: House = {
    owner: 'bench',
    record,
    queue: openLocalQueue({ record, log, pace }),
    channels: new Map([['practice', { ...channel, send }]]),
    reviewers: new Map([['practice', practiceReviewers(room)]]),
    scanner: openScanner(),
    signer: keys,
    chance: { bytes: (count) => randomBytes(count) },
    wake: openLocalWake(),
    log,
    reach: () => undefined,
    stopwatch: () => performance.now(),
    pace: usualPace,
  }
  const seat = (await seedPractice(house, data)).find((one) => one.user === 'yours')
  if (seat === undefined) throw new Error('no agent of one’s own')
  const close = async () => {
    await record[Symbol.asyncDispose]()
    await room[Symbol.asyncDispose]()
  }
  return { house, token: seat.secret, agent: seat.agent, close }
}
