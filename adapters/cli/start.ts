// `countersign start`: the gate on this machine. Says what to open and what to try; ends in order on SIGTERM and SIGINT.

import { type Listening, listen } from '../../src/main.ts'
import { isRefusal } from '../../src/refusal.ts'
import { type AdminToken, ensureAdminToken } from './admin-token.ts'
import { readFlags } from './call.ts'
import { aboutClaim } from './claim-code.ts'
import type { Command } from './command.ts'
import { openLog } from './log.ts'
import { spokenMistakes } from './rules.ts'
import { type RulesFile, readRulesFile } from './rules-file.ts'
import { readSettings, type Settings } from './settings.ts'
import { versionOf } from './version.ts'

/** Longer than any door or errand may take; after that the record is as safe as after a kill. */
const handOverMs = 10_000

export const start: Command = {
  says: 'start the gate and its practice chat',
  help: `
countersign start [--practice]

Starts the gate on COUNTERSIGN_HOST:COUNTERSIGN_PORT (127.0.0.1:3080), with its record in COUNTERSIGN_DATA (./data).
--practice   the practice chat, even beside a platform or on another host than loopback

Every setting is in docs/settings.md. “countersign doctor” says what is unsafe or incomplete.

Exit codes: 0 ended in order, 1 could not start, 2 a wrong call or setting.`,
  async run(words) {
    const flags = readFlags(words, { practice: { type: 'boolean', default: false } })
    if (typeof flags === 'string') {
      process.stderr.write(`countersign start: ${flags}\n`)
      return 2
    }
    const settings = readSettings(process.env, { ...flags, atTerminal: process.stderr.isTTY })
    if ('wrong' in settings) {
      for (const line of settings.wrong) process.stderr.write(`countersign: the setting ${line}\n`)
      return 2
    }
    const version = versionOf()
    const { host, port, log, rules: path, adminToken, ...plan } = settings
    // Whoever presses Ctrl-C while it starts is heard once it has.
    const ending = asked()
    const began = performance.now()
    const file = path === undefined ? undefined : readRulesFile(path)
    const rules = file !== undefined && 'rules' in file ? file : undefined
    // Where several share the record, one that a process made for itself would be no other's.
    const admin = plan.database === undefined ? ensureAdminToken(plan.data, adminToken) : undefined
    const token = admin?.token ?? adminToken
    const listening = await listen(
      { ...plan, version, rules, adminToken: token, log: openLog(log, { secrets: secretsOf(settings, token) }) },
      { host, port },
    )
    process.stdout.write(greeting(listening.url, settings, version, performance.now() - began))
    const claim = plan.role === 'worker' ? [] : await aboutClaim(listening.open.house, plan)
    const lines = [...aboutToken(admin), ...claim, ...aboutRules(path, file, listening)]
    for (const line of lines) process.stdout.write(`${line}\n`)
    const signal = await ending
    const late = setTimeout(() => {
      process.stderr.write('countersign: something did not end in time; what is open is safe in the record\n')
      process.exit(1)
    }, handOverMs)
    process.stdout.write(`\n${signal}: handing over…\n`)
    await listening[Symbol.asyncDispose]()
    clearTimeout(late)
    return 0
  },
}

/** What a line of the log must never hold, though nothing of ours writes it there. */
function secretsOf({ metricsToken, slack }: Settings, adminToken: string | undefined): readonly string[] {
  const ofSlack =
    slack === undefined ? [] : [slack.token, slack.reach.by === 'http' ? slack.reach.secret : slack.reach.appToken]
  return [adminToken, metricsToken, ...ofSlack].filter((secret) => secret !== undefined)
}

function greeting(url: string, settings: Settings, version: string, ms: number): string {
  const { practice, role, database, redis, data } = settings
  const lines = [
    `Countersign ${version}: an AI agent's post is a draft until a person countersigns it.`,
    '',
    ...(practice
      ? [
          `  Open     ${url}/practice`,
          '  Try      1. As Ada, ask Confident Colin: “Who can read the customer store? Why was I refused?”',
          '           2. Its draft comes to you alone. Read what it assumes, and what our checks found.',
          '           3. Approve it with every tick, then switch to Bo, who is the second person.',
          '           4. Reveal the hidden step as a reader, report it, recall it as Mia. Then press Stop.',
          '  Watch    countersign demo    plays the whole incident in this terminal',
        ]
      : [`  Practice is off: ${whyNoPractice(role)}`]),
    ...(role === 'worker' ? [] : [`  Agents   POST ${url}/v1/drafts    described in ${url}/openapi.json`]),
    `  Health   ${url}/readyz`,
    `  Record   ${database === undefined ? data : spokenAddress(database)}`,
    ...(redis === undefined ? [] : [`  Queue    ${spokenAddress(redis)}`]),
    ...(role === 'all' ? [] : [`  Role     ${role}`]),
    '',
    `Ready after ${Math.round(ms)} ms. Ctrl-C ends it in order.`,
    '',
  ]
  return `${lines.join('\n')}\n`
}

/** The value is for the eyes of whoever sits there; a log or a file gets the path. */
function aboutToken(admin: AdminToken | undefined): readonly string[] {
  if (admin?.path === undefined) return []
  const { token, path, fresh } = admin
  const shown = fresh && process.stdout.isTTY ? `, made now: ${token}` : ''
  return [`Admin token in ${path}${shown}`]
}

function aboutRules(path: string | undefined, file: RulesFile | undefined, { open }: Listening): readonly string[] {
  if (path === undefined || file === undefined) return []
  if ('mistakes' in file) {
    return [`The rules file is wrong; the rules from before stay in force.`, ...spokenMistakes(path, file.mistakes)]
  }
  const { rules } = open
  if (rules === undefined || isRefusal(rules))
    return [`The rules of ${path} were not taken in; those from before stay in force.`]
  if (rules.stale)
    return [
      `The rules were changed since ${path} was taken in; version ${rules.version} stays in force. Change the file to set them again.`,
    ]
  return [`Rules of ${path}: version ${rules.version} is in force.`]
}

function whyNoPractice(role: Settings['role']): string {
  return role === 'all'
    ? 'a platform is configured, or others share the record or can reach this host. “--practice” turns it on.'
    : 'it lives in one process that does everything.'
}

/** Without the name and the password in it. */
function spokenAddress(address: string): string {
  const { protocol, host, pathname } = new URL(address)
  return `${protocol}//${host}${pathname}`
}

function asked(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
}
