// The composition root: the single file that knows both sides. It opens keys, record, queue and practice, opens the gate
// on them, and puts the doors in front. Whatever was opened is closed again, in the other order. What a single machine with
// its practice chat does not need (PostgreSQL, BullMQ, Slack) is loaded when it is asked for: it costs 30 MB.

import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import type { BullParts } from '../adapters/bullmq/queue.ts'
import { machineChecks } from '../adapters/doctor/machine.ts'
import { isAdminToken } from '../adapters/http/admin-token.ts'
import type { Rate } from '../adapters/http/bucket.ts'
import { type Door, httpDoor } from '../adapters/http/door.ts'
import { healthDoor } from '../adapters/http/health.ts'
import type { Hosts } from '../adapters/http/host.ts'
import type { Answered } from '../adapters/http/metrics.ts'
import { serve } from '../adapters/http/serve.ts'
import { type Keys, keyFiles, openKeys, placeKeys } from '../adapters/keys/keys.ts'
import { type LocalQueue, openLocalQueue } from '../adapters/local-queue/queue.ts'
import { openLocalWake } from '../adapters/local-queue/wake.ts'
import { type Meter, openMeter } from '../adapters/metrics/meter.ts'
import { type Metrics, openMetrics } from '../adapters/metrics/metrics.ts'
import { practiceChannel } from '../adapters/practice/channel.ts'
import { practiceDoor } from '../adapters/practice/door.ts'
import { practiceReviewers } from '../adapters/practice/reviewers.ts'
import { openRoom, type Room } from '../adapters/practice/room.ts'
import { type SampleAgents, sampleAgents } from '../adapters/practice/sample-agents.ts'
import { seedPractice } from '../adapters/practice/seed.ts'
import { openScanner } from '../adapters/scanner/scanner.ts'
import { type ManifestOf, type Profile, profiles, slackManifest } from '../adapters/slack/manifest.ts'
import type { Oauth } from '../adapters/slack/oauth.ts'
import type { Workspaces } from '../adapters/slack/workspace.ts'
import { lockFolder } from '../adapters/sql/folder-lock.ts'
import { openRecord } from '../adapters/sql/record.ts'
import { openCarrier } from '../adapters/webhook/carrier.ts'
import { backupCheck } from './doctor/backup.ts'
import { houseChecks } from './doctor/doctor.ts'
import { type Check, examine as examineAll, type Remark } from './doctor/examine.ts'
import { lastBackup, noteBackup } from './gateway/backing-up.ts'
import { bringBack } from './gateway/bringing-back.ts'
import { openGate } from './gateway/gateway.ts'
import { type House, type Pace, usualPace } from './gateway/house.ts'
import { noteKeys, noteRetired } from './gateway/keeping-keys.ts'
import { beginRetaining } from './gateway/retaining.ts'
import { takeInFile } from './gateway/ruling.ts'
import { noticeTo } from './gateway/telling.ts'
import type { Json } from './json.ts'
import type { Chance } from './port/chance.ts'
import type { Channel } from './port/channel.ts'
import type { Reach } from './port/crash-point.ts'
import type { Log } from './port/log.ts'
import type { Queue } from './port/queue.ts'
import type { Record } from './port/record.ts'
import type { Reviewers } from './port/reviewers.ts'
import type { Wake } from './port/wake.ts'
import type { WrittenBook } from './rule/written.ts'
import type { Backup, Restore } from './safety/upkeep.ts'
import type { Instant } from './time.ts'

export type Plan = {
  readonly version: string
  readonly data: string
  readonly keys: string
  readonly practice: boolean
  /** PostgreSQL, where several processes share the record; else it is a file of the data folder. */
  readonly database?: string | undefined
  /** Redis, where several processes share the queue; else each looks into the record by itself. */
  readonly redis?: string | undefined
  readonly role?: Role
  /** What else is connected. */
  readonly platforms?: readonly { readonly channel: Channel; readonly reviewers: Reviewers }[]
  /** A workspace of Slack, and how it reaches us. */
  readonly slack?: SlackPlan | undefined
  /** The public address, where there is one. */
  readonly url?: string | undefined
  /** Addresses and networks of our own proxies: of these alone it is believed for whom they ask. */
  readonly proxies?: readonly string[]
  /** Other names by which it may be called. */
  readonly aliases?: readonly string[]
  /** Hosts inside to which agents’ answers may be carried, also without TLS. */
  readonly webhookHosts?: readonly string[]
  readonly log: Log
  /** What the fault runner does at the crash points; nothing, anywhere else. */
  readonly reach?: Reach
  readonly pace?: Partial<Pace>
  /** How many requests each agent may make of one process; sane, unless somebody says otherwise. */
  readonly rate?: Rate | undefined
  /** How long the words of what has ended are kept; for ever, unless it is said. */
  readonly keepTextMs?: number | undefined
  /** What administers over HTTP; without one nobody does. */
  readonly adminToken?: string | undefined
  /** What reads the figures, beside the admin token. */
  readonly metricsToken?: string | undefined
  /** The operator's rules file as it was read; without one the rules stay what they are. */
  readonly rules?: WrittenBook | undefined
  /** How patient the queue is; whichever it is takes what it knows. */
  readonly delivery?: LocalQueue['pace'] & BullParts['pace']
  /** The clock of the record; the machine's, unless a test has its own. */
  readonly now?: () => Instant
}

export type SlackPlan = {
  /** Of the one workspace of the settings; others are installed. */
  readonly token?: string | undefined
  readonly apiUrl?: string | undefined
  /** What it takes to be installed in a workspace by a link. */
  readonly oauth?:
    | { readonly client: { readonly id: string; readonly secret: string }; readonly stateSecret: string }
    | undefined
  readonly reach:
    | { readonly by: 'socket'; readonly appToken: string }
    | { readonly by: 'http'; readonly secret: string }
}

/** `web` takes drafts and decisions and delivers nothing; `worker` delivers and takes nothing. */
export type Role = 'all' | 'web' | 'worker'

export type Practice = { readonly room: Room; readonly agents: SampleAgents }
export type Open = AsyncDisposable & {
  readonly house: House
  readonly practice: Practice | undefined
  readonly slack: { readonly workspaces: Workspaces; readonly oauth: Oauth | undefined } | undefined
  /** What the doctor looks at. */
  readonly checks: readonly Check[]
  readonly meter: Meter
  readonly metrics: Metrics
  /** What came of the rules file. */
  readonly rules: Awaited<ReturnType<typeof takeInFile>> | undefined
}
export type Listening = AsyncDisposable & { readonly url: string; readonly open: Open }

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
    }
    late.house = house
    // Before anything that is owed is done: it is to be judged by these.
    const rules = plan.rules === undefined ? undefined : await takeInFile(house, plan.rules)
    if (role !== 'web' && (plan.keepTextMs ?? 0) > 0) await beginRetaining(record)
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

async function connectSlack(
  { token, apiUrl, oauth: given }: SlackPlan,
  of: { readonly plan: Plan; readonly owner: string; readonly now: () => Instant; readonly inHouse: () => House },
) {
  const { openWorkspaces } = await import('../adapters/slack/workspace.ts')
  const { connect } = await import('../adapters/slack/client.ts')
  const { openOauth } = await import('../adapters/slack/oauth.ts')
  const { installationCheck, slackCheck } = await import('../adapters/slack/doctor.ts')
  const { plan, owner, now, inHouse: house } = of
  const oauth = given === undefined ? undefined : openOauth(given.client, apiUrl)
  const workspaces = openWorkspaces({ house, owner, setting: token, oauth, apiUrl, now, log: plan.log })
  const checks = [
    ...(token === undefined ? [] : [slackCheck(connect({ token, apiUrl }))]),
    installationCheck(house, oauth !== undefined),
  ]
  return { workspaces, oauth, checks }
}

async function recordOf(
  { database, data }: Rest,
  { sealer }: Keys,
  now: () => Instant,
  as: 'the gate' | 'beside the gate' = 'the gate',
): Promise<Record> {
  if (database === undefined) return openRecord({ folder: data, sealer, now, alone: as === 'the gate' })
  const { openPostgresRecord } = await import('../adapters/sql/postgres-record.ts')
  return openPostgresRecord({ url: database, sealer })
}

async function queueOf({ redis, role, log, delivery: pace = {} }: Plan, record: Record): Promise<Queue> {
  if (redis === undefined) return openLocalQueue({ record, log, pace })
  if (role === 'web') {
    const { openRingingQueue } = await import('../adapters/bullmq/ringing.ts')
    return openRingingQueue({ redis: { url: redis }, log, pace })
  }
  const { openBullQueue } = await import('../adapters/bullmq/queue.ts')
  return openBullQueue({ redis: { url: redis }, record, log, pace })
}

async function wakeOf({ redis, log }: Plan): Promise<Wake & AsyncDisposable> {
  const here = openLocalWake()
  if (redis === undefined) return { ...here, [Symbol.asyncDispose]: async () => undefined }
  const { openRedisWake } = await import('../adapters/bullmq/wake.ts')
  return openRedisWake({ redis: { url: redis }, log, here })
}

/** The house with its doors on the network. Closing it lets what is under way finish and hands over the rest. */
export async function listen(plan: Plan, at: { readonly host: string; readonly port: number }): Promise<Listening> {
  const inside = await open(plan)
  let slack: Reached | undefined
  try {
    const { house, practice } = inside
    const names = [
      '127.0.0.1',
      'localhost',
      '[::1]',
      at.host,
      ...(plan.url === undefined ? [] : [new URL(plan.url).hostname]),
      ...(plan.aliases ?? []),
    ]
    // On every address of the machine, and nobody has said by which name it is called: any name may be the right one.
    const hosts: Hosts = plan.url === undefined && (at.host === '0.0.0.0' || at.host === '::') ? 'any' : names
    let close = () => {}
    const closing = new Promise<void>((resolve) => {
      close = resolve
    })
    const mount: ({ readonly path: string } & Door)[] =
      practice === undefined
        ? []
        : [{ path: '/practice', ...practiceDoor({ house, ...practice, allowedHosts: names, closing }) }]
    const role = plan.role ?? 'all'
    const { version } = plan
    slack = role === 'worker' ? undefined : await reachBySlack(plan, inside)
    if (slack !== undefined) mount.push(...slack.doors)
    const metrics = {
      page: () => inside.metrics.page(),
      tokens: [plan.metricsToken, plan.adminToken].filter((token) => token !== undefined),
      answered(answer: Answered) {
        inside.meter.answered(answer)
        plan.log.detail?.('answered', answer)
      },
    }
    const doorOf = { house, version, hosts, closing, metrics }
    const machine = { ...plan, host: at.host, hasRecordFile: plan.database === undefined, now: plan.now ?? Date.now }
    const checks = [...inside.checks, ...machineChecks(machine)]
    const examine = () => examineAll(checks)
    const door =
      role === 'worker'
        ? healthDoor({ ...doorOf, delivers: true })
        : httpDoor({
            ...doorOf,
            rate: plan.rate,
            proxies: plan.proxies,
            mount,
            delivers: role === 'all',
            adminToken: plan.adminToken,
            examine,
          })
    const server = await serve(door, at)
    return {
      url: server.url,
      open: inside,
      async [Symbol.asyncDispose]() {
        close()
        await slack?.stop()
        await server[Symbol.asyncDispose]()
        await inside[Symbol.asyncDispose]()
      },
    }
  } catch (cause) {
    await slack?.stop()
    await inside[Symbol.asyncDispose]()
    throw cause
  }
}

/** A house at rest: where it is, without its doors. */
export type Rest = Pick<Plan, 'version' | 'data' | 'keys' | 'database' | 'now'>
export type BackedUp = Backup & { readonly file: string; readonly bytes: number; readonly keyFile?: string | undefined }

/** Writes a backup beside the gate that runs, and the keys into a file of their own that only the passphrase opens. */
export async function backUp(
  plan: Rest,
  to: { readonly file: string; readonly passphrase?: string | undefined },
): Promise<BackedUp> {
  const { withSnapshot } = await import('../adapters/sql/snapshot.ts')
  const { wholeFile, writeBackup } = await import('../adapters/backup/write.ts')
  const now = plan.now ?? Date.now
  const keys = await openKeys(plan.keys, 'exist')
  const by = { version: plan.version, keys: keys.told() }
  const written = await withSnapshot({ ...plan, now }, (snapshot) => writeBackup(to.file, snapshot, by))
  const keyFile = to.passphrase === undefined ? undefined : `${to.file}.keys`
  if (keyFile !== undefined && to.passphrase !== undefined) {
    const { packKeys } = await import('../adapters/keys/packed.ts')
    const packed = await packKeys(await keyFiles(plan.keys), to.passphrase)
    await wholeFile(keyFile, async (say) => ({ said: await say(packed) }))
  }
  const { digest, manifest, bytes } = written
  const entries = manifest.parts.find(({ table }) => table === 'entry')?.rows ?? 0
  const backup: Backup = { at: manifest.at, digest, entries, keys: keyFile !== undefined }
  const record = await recordOf(plan, keys, now, 'beside the gate')
  await noteBackup(record, backup).finally(() => record[Symbol.asyncDispose]())
  return { ...backup, file: to.file, bytes, keyFile }
}

export type RestoreFrom = {
  readonly file: string
  readonly keys?: { readonly file: string; readonly passphrase: string } | undefined
  readonly by: string
}

/** Loads a backup into an empty house. No gate can open it before everything is there, marked and signed. */
export async function restore(plan: Rest, from: RestoreFrom): Promise<Restore> {
  const { openLoading } = await import('../adapters/sql/loading.ts')
  const { readBackup } = await import('../adapters/backup/read.ts')
  const now = plan.now ?? Date.now
  const lock = plan.database === undefined ? await lockFolder(plan.data, 'countersign restore') : undefined
  try {
    const loading = await openLoading({ ...plan, now })
    try {
      const { manifest, digest } = await readBackup(from.file, loading)
      if (from.keys !== undefined) {
        const { unpackKeys } = await import('../adapters/keys/packed.ts')
        await placeKeys(plan.keys, await unpackKeys(await readFile(from.keys.file, 'utf8'), from.keys.passphrase))
      }
      const keys = await openKeys(plan.keys, 'exist')
      const { signing } = keys.told()
      const ours = Object.entries(manifest.keys.signing).every(([name, half]) => signing[name] === half)
      if (!ours) throw new Error(`restoring ${from.file}: the keys in ${plan.keys} are not those it was sealed with`)
      return await loading.finish(keys.sealer, (record) =>
        bringBack({ record, signing: keys, chance: pooledChance() }, { digest, from: manifest.at, by: from.by }),
      )
    } finally {
      await loading[Symbol.asyncDispose]()
    }
  } finally {
    await lock?.[Symbol.asyncDispose]()
  }
}

export type KeyList = {
  readonly sealing: readonly { readonly name: string; readonly newest: boolean; readonly seals: number }[]
  /** Public halves, also of keys that are gone. */
  readonly signing: { readonly [name: string]: string }
}

export async function listKeys(plan: Rest): Promise<KeyList> {
  return withRecord(plan, async (record, keys) => {
    const { sealing, signing } = keys.told()
    const named = sealing.map(async (name) => ({
      name,
      newest: name === sealing.at(-1),
      seals: await record.sealedWith(name),
    }))
    return { sealing: await Promise.all(named), signing }
  })
}

/** New keys beside the old ones. Should it die before the rotation is noted, the next gate that starts notes it. */
export async function rotateKeys(plan: Rest): Promise<{ readonly sealing: string; readonly signing: string }> {
  const { turnRing } = await import('../adapters/keys/turn.ts')
  const turned = await turnRing(plan.keys, (plan.now ?? Date.now)())
  await withRecord(plan, (record) => noteKeys(record, turned.sealing))
  return turned
}

/** How many things are sealed with it still; 0: it is gone. */
export async function retireKey(plan: Rest, name: string): Promise<number> {
  const { retireKey: retire } = await import('../adapters/keys/turn.ts')
  return withRecord(plan, async (record) => {
    const left = await record.sealedWith(name)
    if (left > 0) return left
    await retire(plan.keys, name, (plan.now ?? Date.now)())
    await noteRetired(record, name)
    return 0
  })
}

async function withRecord<T>(plan: Rest, work: (record: Record, keys: Keys) => Promise<T>): Promise<T> {
  const keys = await openKeys(plan.keys, 'exist')
  const record = await recordOf(plan, keys, plan.now ?? Date.now, 'beside the gate')
  try {
    return await work(record, keys)
  } finally {
    await record[Symbol.asyncDispose]()
  }
}

/** What the command line prints. */
export const slackProfiles = profiles
export function manifestFor(profile: Profile, how: ManifestOf): Json {
  return slackManifest(profile, how)
}

/** What can be said of this machine while no gate answers; `whole` reads the file of the record through, however large. */
export async function examineAlone(
  { data, keys, url, database }: Pick<Plan, 'data' | 'keys' | 'url' | 'database'>,
  { host, whole }: { readonly host: string; readonly whole: boolean },
): Promise<readonly Remark[]> {
  const machine = { data, keys, host, url, hasRecordFile: database === undefined, now: Date.now }
  const record =
    database === undefined
      ? await recordFileOf({ data }, whole)
      : (await import('../adapters/sql/doctor.ts')).databaseCheck(database)
  return examineAll([...machineChecks(machine), record])
}

/** The file of the record, whether or not a gate works on it. */
export async function examineRecordFile({ data }: Pick<Plan, 'data'>, whole: boolean): Promise<readonly Remark[]> {
  return examineAll([await recordFileOf({ data }, whole)])
}

async function recordFileOf({ data }: Pick<Plan, 'data'>, whole: boolean): Promise<Check> {
  const { recordFileCheck } = await import('../adapters/sql/doctor.ts')
  return recordFileCheck(data, { whole })
}

type Reached = { readonly doors: readonly ({ readonly path: string } & Door)[]; stop(): Promise<void> }

async function reachBySlack(plan: Plan, inside: Open): Promise<Reached | undefined> {
  const { slack: on, house } = inside
  const { slack, log, url, adminToken } = plan
  if (slack === undefined || on === undefined) return undefined
  const now = plan.now ?? Date.now
  const { switchboard } = await import('../adapters/slack/switchboard.ts')
  const { signedDoor, socketReceiver } = await import('../adapters/slack/receiver.ts')
  const board = switchboard(house, on.workspaces)
  const doors: ({ readonly path: string } & Door)[] = []
  if (slack.oauth !== undefined && on.oauth !== undefined && url !== undefined) {
    const { installDoor } = await import('../adapters/slack/install.ts')
    const isAdmin = (sent: string | undefined) => adminToken !== undefined && isAdminToken(adminToken, sent)
    const door = installDoor({ house, ...slack.oauth, oauth: on.oauth, url, isAdmin, now })
    for (const path of ['/slack/install', '/slack/oauth_redirect', '/slack/installations'])
      doors.push({ path, fetch: door.fetch })
  }
  if (slack.reach.by === 'http') {
    const door = signedDoor({ secret: slack.reach.secret, now, log })
    door.listen(board)
    return { doors: [...doors, { path: '/slack/events', fetch: door.fetch }], stop: async () => undefined }
  }
  const socket = socketReceiver({ appToken: slack.reach.appToken, apiUrl: slack.apiUrl, log })
  socket.listen(board)
  await socket.start()
  return {
    doors,
    async stop() {
      await socket.stop()
    },
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
