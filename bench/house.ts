// A house of practice to be measured: a real record and a real queue, the practice chat as its platform, and a note of
// the moment at which something is handed to that platform. And the one measurement that several engines share.

import { randomBytes } from 'node:crypto'
import { openLog } from '../adapters/cli/log.ts'
import type { Keys } from '../adapters/keys/keys.ts'
import { openLocalWake } from '../adapters/local-queue/wake.ts'
import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import { practiceChannel } from '../adapters/practice/channel.ts'
import { practiceReviewers } from '../adapters/practice/reviewers.ts'
import { openRoom } from '../adapters/practice/room.ts'
import { seedPractice } from '../adapters/practice/seed.ts'
import { openScanner } from '../adapters/scanner/scanner.ts'
import { openCarrier } from '../adapters/webhook/carrier.ts'
import { nothingDisclosed } from '../src/draft/disclosure.ts'
import type { Draft } from '../src/draft/draft.ts'
import { ask } from '../src/gateway/ask.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { type House, usualPace } from '../src/gateway/house.ts'
import { submit } from '../src/gateway/intake.ts'
import { type DraftId, draftId, sure } from '../src/id.ts'
import type { Queue } from '../src/port/queue.ts'
import type { Record } from '../src/port/record.ts'
import { isRefusal } from '../src/refusal.ts'

export const benchText =
  'The replica is lagging because the slot is inactive and is holding back 41 GB of WAL. '.repeat(8)
export const benchDisclosure = {
  ...nothingDisclosed,
  assumptions: ['PostgreSQL 15 on db-prod-2', 'Nobody will reconnect to this slot'],
}
export const benchSubmission = {
  destination: destinationOf('platform-help'),
  intent: { intent: 'post' },
  content: { text: benchText, tags: [] },
  disclosure: benchDisclosure,
  run: { model: 'm' },
} as const

/** The folder is for what practice keeps; the record and the queue stay with whoever opened them. */
export type BenchParts = {
  readonly folder: string
  readonly keys: Keys
  readonly record: Record
  readonly queue: Queue
}
export type Bench = Awaited<ReturnType<typeof openBench>>

export async function openBench({ folder, keys, record, queue }: BenchParts) {
  const sent = { at: 0 }
  const room = await openRoom({ folder, now: Date.now })
  const channel = practiceChannel(room)
  const send: typeof channel.send = (sending) => {
    sent.at = performance.now()
    return channel.send(sending)
  }
  const house: House = {
    owner: 'bench',
    record,
    queue,
    channels: new Map([['practice', { ...channel, send }]]),
    reviewers: new Map([['practice', practiceReviewers(room)]]),
    scanner: openScanner(),
    agents: openCarrier({ hosts: [], stopwatch: () => performance.now() }),
    signer: keys,
    chance: { bytes: (count) => randomBytes(count) },
    wake: openLocalWake(),
    log: openLog('error'),
    reach: () => undefined,
    stopwatch: () => performance.now(),
    // One agent stands for many here.
    pace: { ...usualPace, mostOpen: Number.POSITIVE_INFINITY, mostOpenHere: Number.POSITIVE_INFINITY },
  }
  const seat = (await seedPractice(house, folder)).find((one) => one.user === 'yours')
  if (seat === undefined) throw new Error('no agent of one’s own')
  return {
    house,
    sent,
    token: seat.secret,
    agent: seat.agent,
    [Symbol.asyncDispose]: () => room[Symbol.asyncDispose](),
  }
}

/** Milliseconds from an approval's answer to the moment its post is handed to the platform, one by one. */
export async function approveToSend(
  { house, sent, token, agent }: Bench,
  turns: number,
  name = 'approve',
): Promise<readonly number[]> {
  const delays: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    // Each in its own lane's turn: a burst of two hundred in one channel is throttled on purpose.
    const channel = ['platform-help', 'random', 'access-requests'][turn % 3] ?? 'random'
    const destination = destinationOf(channel)
    const asking = await ask(house, accountOf('ada'), agent, destination, 'how?')
    if (isRefusal(asking)) throw new Error(`asking: ${asking.refused}`)
    const invocation = asking.invocation.id
    const receipt = await submit(house, token, { ...benchSubmission, destination, invocation }, `${name}-${turn}`)
    if (isRefusal(receipt)) throw new Error(`submitting: ${receipt.refused}`)
    const id = sure(draftId, receipt.draft.id)
    const draft = await pending(house, id)
    const ticked = draft.revision.disclosure.assumptions.map((_, index) => index)
    sent.at = 0
    const decided = await decideDraft(house, accountOf('ada'), id, {
      do: 'approve',
      shown: { revision: 1, fingerprint: draft.screened.fingerprint },
      ticked,
      did: 'read',
    })
    const at = performance.now()
    if (isRefusal(decided)) throw new Error(`approving: ${decided.refused}`)
    while (sent.at === 0) await house.wake.wait(id, 5)
    delays.push(Math.max(0, sent.at - at))
  }
  return delays
}

async function pending(house: House, id: DraftId): Promise<Draft & { state: 'pending' }> {
  for (;;) {
    const { seen } = await house.record.look({ draft: { kind: 'draft', id } })
    if (seen.draft?.is.state === 'pending') return { ...seen.draft.is }
    await house.wake.wait(id, 5)
  }
}
