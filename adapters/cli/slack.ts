// `countersign slack manifest`: what an admin pastes into Slack to make the app. It prints, and changes nothing.

import { parseArgs } from 'node:util'
import { manifestFor, slackProfiles } from '../../src/main.ts'
import type { Command } from './command.ts'
import { readSettings } from './settings.ts'

export const slack: Command = {
  says: 'print the manifest of the Slack app',
  help: `
countersign slack manifest [--profile core|readers] [--socket]

Prints the manifest of the app as JSON, for “Create an app from a manifest”.
--profile core      what it takes to ask, decide, publish and recall (the default)
--profile readers   also reads the channels it is in, so that a post whose fate nobody knows is found again
--socket            no public address: Slack is reached over a socket that we open

Without --socket COUNTERSIGN_URL has to be set; Slack calls it.
Exit codes: 0 printed, 2 a wrong call or setting.`,
  async run(words) {
    const call = callOf(words)
    if (typeof call === 'string') return no(call)
    const settings = readSettings(process.env, { practice: false })
    if ('wrong' in settings) return no(`the setting ${settings.wrong.join('; ')}`)
    if (!call.socket && settings.url === undefined)
      return no('set COUNTERSIGN_URL to the address that Slack can call, or say --socket')
    const manifest = manifestFor(call.profile, call.socket ? undefined : settings.url)
    process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`)
    return 0
  },
}

type Call = { readonly profile: (typeof slackProfiles)[number]; readonly socket: boolean }

function callOf(words: readonly string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { profile: { type: 'string', default: 'core' }, socket: { type: 'boolean', default: false } },
    })
    if (positionals.join(' ') !== 'manifest') return 'say “slack manifest”; --help says more'
    const profile = slackProfiles.find((one) => one === values.profile)
    if (profile === undefined) return `there is no profile “${values.profile}”; there is ${slackProfiles.join(' and ')}`
    return { profile, socket: values.socket }
  } catch (cause) {
    return cause instanceof Error ? cause.message : 'not understood'
  }
}

function no(why: string): number {
  process.stderr.write(`countersign slack: ${why}\n`)
  return 2
}
