// `countersign backup`: the whole record in one file while the gate runs, and the keys in another that only a passphrase
// opens. It reads beside the gate and asks nothing of it.

import { resolve } from 'node:path'
import { type BackedUp, backUp } from '../../src/main/backup.ts'
import { spokenTime } from '../../src/time.ts'
import { readFlags } from './call.ts'
import type { Command } from './command.ts'
import { readPassphrase } from './passphrase.ts'
import { readSettings } from './settings.ts'
import { versionOf } from './version.ts'

export const backup: Command = {
  says: 'write a backup of the record, and of the keys',
  help: `
countersign backup [--out FILE] [--passphrase-file FILE] [--json]

Writes every row of the record, as it is at one moment, into one file, while the gate runs or not. The same form comes
from SQLite and PostgreSQL, and goes into either. Drafts and names in it are sealed; who has the keys can read them.
--out FILE               where to; default countersign-DATE.backup in this folder. No file is ever replaced
--passphrase-file FILE   writes the keys too, to OUT.keys, sealed under the first line of that file. Keep the passphrase
                         elsewhere: the backup and the keys together are the whole house
--json                   prints what was written as JSON

Not in it: settings, the rules file, the admin token, and the messages of the practice chat.
Exit codes: 0 written, 1 not written, 2 a wrong call or setting.`,
  async run(words) {
    const call = callOf(words)
    if (typeof call === 'string') return no(call)
    const settings = readSettings(process.env, { practice: false })
    if ('wrong' in settings) return no(`the setting ${settings.wrong.join('; ')}`)
    const passphrase = call.passphrase === undefined ? undefined : readPassphrase(call.passphrase)
    const file = resolve(call.out ?? `countersign-${new Date().toISOString().replace(/[:.]/g, '-')}.backup`)
    const done = await backUp({ ...settings, version: versionOf() }, { file, passphrase })
    process.stdout.write(call.json ? `${JSON.stringify(done)}\n` : spoken(done))
    return 0
  },
}

function spoken({ file, bytes, at, digest, entries, keyFile }: BackedUp): string {
  const lines = [
    `Backup   ${file} (${bytes} bytes, ${entries} entries, as of ${spokenTime(at)})`,
    `Digest   ${digest}`,
    keyFile === undefined
      ? 'Keys     not in it. Without them nothing in it opens: keep a copy of COUNTERSIGN_KEYS, or say --passphrase-file'
      : `Keys     ${keyFile}, sealed; keep the passphrase elsewhere`,
  ]
  return `${lines.join('\n')}\n`
}

type Call = { readonly out: string | undefined; readonly passphrase: string | undefined; readonly json: boolean }

function callOf(words: readonly string[]): Call | string {
  const flags = readFlags(words, {
    out: { type: 'string' },
    'passphrase-file': { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  if (typeof flags === 'string') return flags
  return { out: flags.out, passphrase: flags['passphrase-file'], json: flags.json }
}

function no(why: string): number {
  process.stderr.write(`countersign backup: ${why}\n`)
  return 2
}
