// The settings, read once from the environment. All are optional. A wrong one is named with what was expected, and
// nothing starts. `NAME_FILE` reads the value of a secret from a file.

import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { usualPace } from '../../src/gateway/house.ts'
import { leastKeptMonths } from '../../src/ledger/retention.ts'
import { day, longestMonth } from '../../src/time.ts'

/** `10.0.0.0/8`, `192.0.2.7`, `fd00::/8`. Nobody may trust everybody. */
function isNetwork(spelled: string): boolean {
  const [address = '', bits, more] = spelled.split('/')
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  const long = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : 0
  return more === undefined && !address.includes('%') && long >= 1 && long <= most
}

const loopback: readonly string[] = ['127.0.0.1', '::1', 'localhost']

/** Every setting; docs/settings.md is made from it. */
export const shape = z.object({
  COUNTERSIGN_DATA: z.string().min(1).default('./data').describe('folder of the record'),
  COUNTERSIGN_KEYS: z
    .string()
    .min(1)
    .default(join(homedir(), '.countersign', 'keys'))
    .describe('folder of the keys, outside the data'),
  COUNTERSIGN_HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
  COUNTERSIGN_PORT: z.coerce.number().int().min(0).max(65535).default(3080).describe('port, 0 for any free one'),
  COUNTERSIGN_URL: z.url().optional().describe('public address'),
  COUNTERSIGN_ALIASES: z
    .string()
    .default('')
    .transform((names) => names.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim().toLowerCase()])))
    .describe('further host names by which it may be called, separated by commas'),
  COUNTERSIGN_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim().toLowerCase()])))
    .pipe(z.array(z.string().refine(isNetwork, 'is an address or a network such as 10.0.0.0/8, and not everybody')))
    .describe(
      'addresses or networks of our own proxies, separated by commas; only from these is X-Forwarded-For believed',
    ),
  COUNTERSIGN_AGENT_RATE: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(600)
    .describe('requests a minute that each agent may make of one process, a sixth of them at once'),
  COUNTERSIGN_AGENT_OPEN: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(usualPace.mostOpen)
    .describe('drafts of one agent that may be open at once'),
  COUNTERSIGN_AGENT_OPEN_HERE: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(usualPace.mostOpenHere)
    .describe('drafts of one agent that may be open at once in one channel'),
  COUNTERSIGN_WEBHOOK_HOSTS: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim().toLowerCase()])))
    .pipe(z.array(z.string().regex(/^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:\d{1,5})?$/, 'is a host or host:port')))
    .describe('hosts inside, as host or host:port, to which agents’ webhooks may lead, also without https'),
  COUNTERSIGN_LOG: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .optional()
    .describe('how much is logged; left out, `warn` where the log goes to a terminal and `info` elsewhere'),
  COUNTERSIGN_RULES: z.string().min(1).optional().describe('YAML file of rules, read at the start'),
  COUNTERSIGN_ADMIN_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{20,200}$/, 'is 20 to 200 printable letters without spaces')
    .optional()
    .describe('what administers over HTTP; made at the first start if absent'),
  COUNTERSIGN_KEEP_TEXT_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3650)
    .default(30)
    .describe('so long the words of what has ended are kept; 0 for ever'),
  COUNTERSIGN_KEEP_ENTRIES_MONTHS: z.coerce
    .number()
    .int()
    .min(0)
    .max(1200)
    .refine((months) => months === 0 || months >= leastKeptMonths, `is 0 for ever, or at least ${leastKeptMonths}`)
    .default(leastKeptMonths)
    .describe(
      `so many months, of 31 days, the ledger of what has ended is kept, and never less long than its words; 0 for ever, else at least ${leastKeptMonths}`,
    ),
  COUNTERSIGN_METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{20,200}$/, 'is 20 to 200 printable letters without spaces')
    .optional()
    .describe('what reads /metrics and nothing else; the admin token reads it too, and nobody without one'),
  COUNTERSIGN_ROLE: z
    .enum(['all', 'web', 'worker'])
    .default('all')
    .describe('web takes drafts and decisions, worker delivers, all does both'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'is not an address such as postgresql://user@host/name' })
    .optional()
    .describe('PostgreSQL for the record, instead of a file of the data folder'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'is not an address such as redis://host:6379' })
    .optional()
    .describe('Redis for the queue, where several processes deliver'),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-/, 'is a bot token, which begins with xoxb-')
    .optional()
    .describe('Slack bot token'),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-/, 'is an app-level token, which begins with xapp-')
    .optional()
    .describe('Slack app-level token, to be reached over a socket'),
  SLACK_SIGNING_SECRET: z.string().min(1).optional().describe('Slack signing secret, to be reached by signed requests'),
  SLACK_CLIENT_ID: z.string().min(1).optional().describe('Slack client id, to be installed in workspaces by a link'),
  SLACK_CLIENT_SECRET: z.string().min(1).optional().describe('Slack client secret, beside the client id'),
  SLACK_STATE_SECRET: z
    .string()
    .min(32, 'is at least 32 letters of your own choice')
    .optional()
    .describe('a secret of your own that signs install links, beside the client id'),
  SLACK_API_URL: z
    .url()
    .transform((url) => (url.endsWith('/') ? url : `${url}/`))
    .optional()
    .describe('another server that speaks the Web API of Slack'),
  DISCORD_BOT_TOKEN: z.string().optional().describe('Discord bot token'),
})

export type Settings = {
  readonly data: string
  readonly keys: string
  readonly host: string
  readonly port: number
  readonly url: string | undefined
  readonly aliases: readonly string[]
  /** Of whom it is believed for whom they ask. */
  readonly proxies: readonly string[]
  readonly rate: { readonly perMinute: number; readonly burst: number }
  readonly pace: { readonly mostOpen: number; readonly mostOpenHere: number }
  readonly webhookHosts: readonly string[]
  readonly log: string
  readonly rules: string | undefined
  readonly adminToken: string | undefined
  /** 0: for ever. */
  readonly keepTextMs: number
  /** 0: for ever. */
  readonly keepEntriesMs: number
  readonly metricsToken: string | undefined
  readonly role: 'all' | 'web' | 'worker'
  readonly database: string | undefined
  readonly redis: string | undefined
  readonly slack: SlackSettings | undefined
  /** Practice is on: nothing else is configured, nobody shares the record or can reach us, or somebody asked for it. */
  readonly practice: boolean
}

/** One workspace by the token of its bot, others by installing there, or both. */
export type SlackSettings = {
  readonly token: string | undefined
  readonly apiUrl: string | undefined
  /** What it takes to be installed in workspaces by a link. */
  readonly oauth:
    | { readonly client: { readonly id: string; readonly secret: string }; readonly stateSecret: string }
    | undefined
  readonly reach:
    | { readonly by: 'socket'; readonly appToken: string }
    | { readonly by: 'http'; readonly secret: string }
}

/** The settings, or the lines that say what is wrong with them. */
export function readSettings(
  env: NodeJS.ProcessEnv,
  flags: { readonly practice: boolean; readonly atTerminal?: boolean | undefined },
): Settings | { readonly wrong: readonly string[] } {
  const parsed = shape.safeParse(withFiles(env))
  if (!parsed.success) {
    return { wrong: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) }
  }
  const it = parsed.data
  const role = it.COUNTERSIGN_ROLE
  if (role !== 'all' && it.DATABASE_URL === undefined)
    return { wrong: [`COUNTERSIGN_ROLE: “${role}” needs DATABASE_URL; the record in a folder is one process's alone`] }
  if (role !== 'all' && flags.practice)
    return { wrong: [`COUNTERSIGN_ROLE: the practice chat lives in one process; it does not go with “${role}”`] }
  const slack = slackOf(it)
  if (slack !== undefined && 'wrong' in slack) return slack
  const hasPlatform = slack !== undefined || it.DISCORD_BOT_TOKEN !== undefined
  const alone =
    role === 'all' && it.DATABASE_URL === undefined && !hasPlatform && loopback.includes(it.COUNTERSIGN_HOST)
  return {
    data: resolve(it.COUNTERSIGN_DATA),
    keys: resolve(it.COUNTERSIGN_KEYS),
    host: it.COUNTERSIGN_HOST,
    port: it.COUNTERSIGN_PORT,
    url: it.COUNTERSIGN_URL,
    aliases: it.COUNTERSIGN_ALIASES,
    role,
    database: it.DATABASE_URL,
    redis: it.REDIS_URL,
    slack,
    proxies: it.COUNTERSIGN_PROXIES,
    rate: { perMinute: it.COUNTERSIGN_AGENT_RATE, burst: Math.ceil(it.COUNTERSIGN_AGENT_RATE / 6) },
    pace: { mostOpen: it.COUNTERSIGN_AGENT_OPEN, mostOpenHere: it.COUNTERSIGN_AGENT_OPEN_HERE },
    webhookHosts: it.COUNTERSIGN_WEBHOOK_HOSTS,
    // Whoever sits there reads the greeting; a file wants every change.
    log: it.COUNTERSIGN_LOG ?? (flags.atTerminal ? 'warn' : 'info'),
    rules: it.COUNTERSIGN_RULES === undefined ? undefined : resolve(it.COUNTERSIGN_RULES),
    adminToken: it.COUNTERSIGN_ADMIN_TOKEN,
    keepTextMs: it.COUNTERSIGN_KEEP_TEXT_DAYS * day,
    keepEntriesMs: it.COUNTERSIGN_KEEP_ENTRIES_MONTHS * longestMonth,
    metricsToken: it.COUNTERSIGN_METRICS_TOKEN,
    practice: flags.practice || alone,
  }
}

function slackOf(it: z.infer<typeof shape>): SlackSettings | { readonly wrong: readonly string[] } | undefined {
  const { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: secret, SLACK_API_URL: apiUrl } = it
  const { SLACK_CLIENT_ID: id, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = it
  if (token === undefined && id === undefined) return undefined
  if (id !== undefined && (clientSecret === undefined || stateSecret === undefined || it.COUNTERSIGN_URL === undefined))
    return {
      wrong: ['SLACK_CLIENT_ID: it needs SLACK_CLIENT_SECRET, SLACK_STATE_SECRET and COUNTERSIGN_URL beside it'],
    }
  const oauth =
    id === undefined || clientSecret === undefined || stateSecret === undefined
      ? undefined
      : { client: { id, secret: clientSecret }, stateSecret }
  if (appToken !== undefined) return { token, apiUrl, oauth, reach: { by: 'socket', appToken } }
  if (secret !== undefined) return { token, apiUrl, oauth, reach: { by: 'http', secret } }
  const name = token === undefined ? 'SLACK_CLIENT_ID' : 'SLACK_BOT_TOKEN'
  return {
    wrong: [`${name}: it needs SLACK_APP_TOKEN (a socket) or SLACK_SIGNING_SECRET (signed requests) beside it`],
  }
}

function withFiles(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const files = Object.keys(shape.shape).flatMap((name) => {
    const path = env[`${name}_FILE`]
    return path === undefined || env[name] !== undefined ? [] : [[name, readFileSync(path, 'utf8').trim()] as const]
  })
  return { ...env, ...Object.fromEntries(files) }
}
