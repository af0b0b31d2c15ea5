// The house with its gate open: keys, record, queue and platforms, and the gate on them. No door to the network is here.
// Whatever was opened is closed again, in the other order.

import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { pooledChance } from '../../adapters/keys/chance.ts'
import { openKeys } from '../../adapters/keys/keys.ts'
import { type Meter, openMeter } from '../../adapters/metrics/meter.ts'
import { type Metrics, openMetrics } from '../../adapters/metrics/metrics.ts'
import { practiceChannel } from '../../adapters/practice/channel.ts'
import { practiceReviewers } from '../../adapters/practice/reviewers.ts'
import { openRoom, type Room } from '../../adapters/practice/room.ts'
import { type SampleAgents, sampleAgents } from '../../adapters/practice/sample-agents.ts'
import { seedPractice } from '../../adapters/practice/seed.ts'
import { openScanner } from '../../adapters/scanner/scanner.ts'
import { lockFolder } from '../../adapters/sql/folder-lock.ts'
import { openCarrier } from '../../adapters/webhook/carrier.ts'
import { backupCheck } from '../doctor/backup.ts'
import { houseChecks } from '../doctor/doctor.ts'
import type { Check } from '../doctor/examine.ts'
import { lastBackup } from '../gateway/backing-up.ts'
import { openGate } from '../gateway/gateway.ts'
import { type House, usualPace } from '../gateway/house.ts'
import { noteKeys } from '../gateway/keeping-keys.ts'
import { beginRetaining } from '../gateway/retaining.ts'
import { takeInFile } from '../gateway/ruling.ts'
import { noticeTo } from '../gateway/telling.ts'
import { queueOf, recordOf, wakeOf } from './engine.ts'
import type { Plan } from './plan.ts'
import { connectSlack, type OnSlack } from './slack.ts'

export type Practice = { readonly room: Room; readonly agents: SampleAgents }
export type Open = AsyncDisposable & {
  readonly house: House
  readonly practice: Practice | undefined
  readonly slack: OnSlack | undefined
  /** What the doctor looks at. */
  readonly checks: readonly Check[]
  readonly meter: Meter
  readonly metrics: Metrics
  /** What came of the rules file. */
  readonly rules: Awaited<ReturnType<typeof takeInFile>> | undefined
}

/** The house with its gate open, and no door to the network. */
export async function open(plan: Plan): Promise<Open> {
  const now = plan.now ?? Date.now
  const meter = openMeter()
  const opened: AsyncDisposable[] = []
  const use = <T extends AsyncDisposable>(one: T): T => {
    opened.unshift(one)
    return one
  }
  const close = async () => {
    for (const one of opened.splice(0)) await one[Symbol.asyncDispose]()
  }
  try {
    const role = plan.role ?? 'all'
    const isShared = plan.database !== undefined
    // The record's file, or the practice chat's, is one gateway's alone.
    if (!isShared || plan.practice) use(await lockFolder(plan.data, `Countersign ${plan.version}`))
    const keys = await openKeys(plan.keys)
    const record = use(await recordOf(plan, keys, now))
    const room = plan.practice ? use(await openRoom({ folder: plan.data, now })) : undefined
    const owner = `${process.pid}-${randomUUID()}`
    const late: { house?: House } = {}
    const inHouse = () => {
      if (late.house === undefined) throw new Error('asking the house before it is open')
      return late.house
    }
    const onSlack = plan.slack === undefined ? undefined : await connectSlack(plan.slack, { plan, owner, now, inHouse })
    const platforms = [
      ...(onSlack === undefined ? [] : [onSlack.workspaces]),
      ...(room === undefined ? [] : [{ channel: practiceChannel(room), reviewers: practiceReviewers(room) }]),
      ...(plan.platforms ?? []),
    ]
    const queue = use(await queueOf(plan, record))
    const house: House = {
      owner,
      record,
      queue,
      channels: new Map(platforms.map(({ channel }) => [channel.platform, channel] as const)),
      reviewers: new Map(platforms.map(({ reviewers }) => [reviewers.platform, reviewers] as const)),
      scanner: use(openScanner()),
      agents: openCarrier({ hosts: plan.webhookHosts ?? [], stopwatch: () => performance.now() }),
      signer: keys,
      chance: pooledChance(),
      wake: use(await wakeOf(plan)),
      log: plan.log,
      notice: noticeTo(plan.log, meter),
      reach: plan.reach ?? (() => undefined),
      stopwatch: () => performance.now(),
      pace: { ...usualPace, ...plan.pace },
      keepTextMs: plan.keepTextMs,
      keepEntriesMs: plan.keepEntriesMs,
    }
    late.house = house
    // Before anything that is owed is done: it is to be judged by these.
    const rules = plan.rules === undefined ? undefined : await takeInFile(house, plan.rules)
    const terms = [plan.keepTextMs, plan.keepEntriesMs]
    if (role !== 'web' && terms.some((term = 0) => term > 0)) await beginRetaining(record)
    if (role !== 'web') await noteKeys(record, keys.told().sealing.at(-1) ?? 'k1')
    if (role !== 'web') use(await openGate(house))
    const agents = room === undefined ? undefined : sampleAgents(house, await seedPractice(house, plan.data))
    agents?.look()
    const practice = room === undefined || agents === undefined ? undefined : { room, agents }
    const checks = [
      ...houseChecks(house, now),
      backupCheck(async () => {
        const last = await lastBackup(house.record)
        return last === undefined ? undefined : { at: last.at, now: await house.record.now() }
      }),
      ...(onSlack?.checks ?? []),
    ]
    const metrics = use(openMetrics(house, meter, plan.version))
    return { house, practice, slack: onSlack, rules, checks, meter, metrics, [Symbol.asyncDispose]: close }
  } catch (cause) {
    await close()
    throw cause
  }
}
