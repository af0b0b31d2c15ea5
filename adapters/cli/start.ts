// `countersign start`: the gate on this machine. Says what to open and what to try; ends in order on SIGTERM and SIGINT.

import { parseArgs } from 'node:util'
import { type Listening, listen } from '../../src/main.ts'
import { isRefusal } from '../../src/refusal.ts'
import { type AdminToken, ensureAdminToken } from './admin-token.ts'
import type { Command } from './command.ts'
import { openLog } from './log.ts'
import { spokenMistakes } from './rules.ts'
import { type RulesFile, readRulesFile } from './rules-file.ts'
import { readSettings } from './settings.ts'
import { versionOf } from './version.ts'

/** Longer than any door or errand may take; after that the record is as safe as after a kill. */
const handOverMs = 10_000

export const start: Command = {
  says: 'start the gate and its practice chat',
  help: `
countersign start [--practice]

Starts the gate on COUNTERSIGN_HOST:COUNTERSIGN_PORT (127.0.0.1:3080), with its record in COUNTERSIGN_DATA (./data).
--practice   the practice chat, even beside a platform or on another host than loopback

Exit codes: 0 ended in order, 1 could not start, 2 a wrong call or setting.`,
  async run(words) {
    const flags = flagsOf(words)
    if (flags === undefined) return 2
    const settings = readSettings(process.env, flags)
    if ('wrong' in settings) {
      for (const line of settings.wrong) process.stderr.write(`countersign: the setting ${line}\n`)
      return 2
    }
    const version = versionOf()
    const { data, keys, practice, host, port, url } = settings
    const began = performance.now()
    const file = settings.rules === undefined ? undefined : readRulesFile(settings.rules)
    const admin = ensureAdminToken(data, settings.adminToken)
    const rules = file !== undefined && 'rules' in file ? file.rules : undefined
    const plan = { version, data, keys, practice, url, rules, adminToken: admin.token, log: openLog(settings.log) }
    const listening = await listen(plan, { host, port })
    process.stdout.write(greeting(listening.url, settings.practice, data, version, performance.now() - began))
    for (const line of [...aboutToken(admin), ...aboutRules(settings.rules, file, listening)])
      process.stdout.write(`${line}\n`)
    const signal = await asked()
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

function flagsOf(words: readonly string[]): { practice: boolean } | undefined {
  try {
    const { values } = parseArgs({ args: [...words], options: { practice: { type: 'boolean', default: false } } })
    return { practice: values.practice }
  } catch (cause) {
    process.stderr.write(`countersign start: ${cause instanceof Error ? cause.message : 'not understood'}\n`)
    return undefined
  }
}

function greeting(url: string, practice: boolean, data: string, version: string, ms: number): string {
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
      : ['  Practice is off: a platform is configured, or others can reach this host. “--practice” turns it on.']),
    `  Agents   POST ${url}/v1/drafts    described in ${url}/openapi.json`,
    `  Health   ${url}/readyz`,
    `  Record   ${data}`,
    '',
    `Ready after ${Math.round(ms)} ms. Ctrl-C ends it in order.`,
    '',
  ]
  return `${lines.join('\n')}\n`
}

/** The value is for the eyes of whoever sits there; a log or a file gets the path. */
function aboutToken({ token, path, fresh }: AdminToken): readonly string[] {
  if (path === undefined) return []
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

function asked(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
}
