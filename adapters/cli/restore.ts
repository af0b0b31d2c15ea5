// `countersign restore`: a backup into an empty house. What it leaves behind can be started at once: people can look, and
// nothing is sent before what may have been posted since the backup was looked for.

import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { restore as restoreInto } from '../../src/main/backup.ts'
import type { Restore } from '../../src/safety/upkeep.ts'
import { spokenTime } from '../../src/time.ts'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { readPassphrase } from './passphrase.ts'
import { readSettings } from './settings.ts'
import { versionOf } from './version.ts'

export const restore: Command = {
  says: 'bring a backup back into an empty house',
  help: `
countersign restore FILE [--into FOLDER|DATABASE_URL] [--keys FILE --passphrase-file FILE] [--by NAME] [--json]

Loads a backup into an empty record and refuses any other; stop every gate on it first. A signed entry names the gap
between the backup and now. Every draft that was open in the backup is looked for on its platform before it can be sent,
and where it is not found a person is asked. Live grants end. Stops, vetoes, rules and tokens changed in the gap are not
in the backup: look at them before you start the gate.
--into               COUNTERSIGN_DATA or DATABASE_URL, unless it is said here
--keys FILE          the keys of the backup, into an empty COUNTERSIGN_KEYS; with --passphrase-file
--by NAME            who restores it, for the record; default the user of this terminal
--json               prints what was restored as JSON

Exit codes: 0 restored, 1 not restored and nothing changed, 2 a wrong call or setting.`,
  async run(words) {
    const call = callOf(words)
    if (typeof call === 'string') return no(call)
    const into = call.into === undefined ? {} : placeOf(call.into)
    const settings = readSettings({ ...process.env, ...into }, { practice: false })
    if ('wrong' in settings) return no(`the setting ${settings.wrong.join('; ')}`)
    const { keys, passphrase } = call
    const given =
      keys === undefined || passphrase === undefined
        ? undefined
        : { file: resolve(keys), passphrase: readPassphrase(passphrase) }
    const by = call.by ?? userInfo().username
    const done = await restoreInto({ ...settings, version: versionOf() }, { file: resolve(call.file), keys: given, by })
    process.stdout.write(call.json ? `${JSON.stringify(told(done))}\n` : spoken(done))
    return 0
  },
}

function told({ digest, from, to, drafts, by }: Restore): object {
  return { digest, from, to, drafts, by }
}

function spoken({ digest, from, to, drafts }: Restore): string {
  const lines = [
    `Restored the backup of ${spokenTime(from)} (${digest.slice(0, 16)}…).`,
    `What happened from then until ${spokenTime(to)} is on no record; a signed entry says so.`,
    `Drafts   ${drafts} were open. What may have been posted since is looked for when the gate starts, then a person is asked.`,
    'Look at  stops, rules, revoked tokens and grants of that time, then: countersign start',
  ]
  return `${lines.join('\n')}\n`
}

function placeOf(into: string): NodeJS.ProcessEnv {
  return /^postgres(ql)?:/.test(into)
    ? { DATABASE_URL: into }
    : { COUNTERSIGN_DATA: into, DATABASE_URL: undefined, DATABASE_URL_FILE: undefined }
}

type Call = {
  readonly file: string
  readonly into: string | undefined
  readonly keys: string | undefined
  readonly passphrase: string | undefined
  readonly by: string | undefined
  readonly json: boolean
}

function callOf(words: readonly string[]): Call | string {
  const call = readCall(words, {
    into: { type: 'string' },
    keys: { type: 'string' },
    'passphrase-file': { type: 'string' },
    by: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  if (typeof call === 'string') return call
  const { into, keys, by, json, 'passphrase-file': passphrase } = call.values
  const [file, more] = call.positionals
  if (file === undefined || more !== undefined) return 'name the one file to restore; --help says more'
  if ((keys === undefined) !== (passphrase === undefined)) return 'say --keys and --passphrase-file together'
  return { file, into, keys, passphrase, by, json }
}

function no(why: string): number {
  process.stderr.write(`countersign restore: ${why}\n`)
  return 2
}
