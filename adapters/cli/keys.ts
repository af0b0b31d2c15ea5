// `countersign keys`: which keys there are, new ones beside them, and taking an old one away. It works beside the gate,
// which notices by itself and seals everything anew in the background.

import { type KeyList, listKeys, retireKey, rotateKeys } from '../../src/main/keys.ts'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { readSettings, type Settings } from './settings.ts'
import { versionOf } from './version.ts'

export const keys: Command = {
  says: 'list, rotate and retire the keys of the house',
  help: `
countersign keys list | rotate | retire NAME [--json]

list         the keys that seal drafts, and how many things each seals; the public halves of those that sign
rotate       a new key for sealing and one for signing. What is new is sealed with it within ten seconds, in every
             process on these keys; what is old is sealed anew in the background, while a gate runs
retire NAME  takes an old key away, once nothing is sealed with it and a minute has passed since the rotation. Its public
             half stays. A backup made before needs the keys of that time: keep its .keys file
--json       prints it as JSON

Markers of posts do not change. Exit codes: 0 done, 1 not done, 2 a wrong call or setting.`,
  async run(words) {
    const call = callOf(words)
    if (typeof call === 'string') return no(call)
    const settings = readSettings(process.env, { practice: false })
    if ('wrong' in settings) return no(`the setting ${settings.wrong.join('; ')}`)
    return carryOut(call, { ...settings, version: versionOf() })
  },
}

type Call = { readonly json: boolean } & ({ readonly do: 'list' | 'rotate' } | { readonly do: 'retire'; name: string })

async function carryOut(call: Call, plan: Settings & { readonly version: string }): Promise<number> {
  switch (call.do) {
    case 'list': {
      const list = await listKeys(plan)
      say(call.json, list, spoken(list))
      return 0
    }
    case 'rotate': {
      const made = await rotateKeys(plan)
      say(call.json, made, [
        `New keys: ${made.sealing} seals, ${made.signing} signs. Now: countersign backup --passphrase-file FILE`,
        'What is old is sealed anew while a gate runs; “countersign keys list” shows how far it is.',
      ])
      return 0
    }
    case 'retire': {
      const left = await retireKey(plan, call.name)
      const line = left === 0 ? `${call.name} is gone.` : `${call.name} seals ${left} things still; nothing changed.`
      say(call.json, { name: call.name, seals: left }, [line])
      return left === 0 ? 0 : 1
    }
  }
}

function spoken({ sealing, signing }: KeyList): readonly string[] {
  return [
    ...sealing.map(
      ({ name, newest, seals }) => `${name.padEnd(6)} ${newest ? 'seals now' : 'opens    '}  ${seals} things`,
    ),
    ...Object.entries(signing).map(([name, half]) => `${name.padEnd(6)} public     ${half}`),
  ]
}

function say(json: boolean, data: object, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(data)}\n` : `${lines.join('\n')}\n`)
}

function callOf(words: readonly string[]): Call | string {
  const call = readCall(words, { json: { type: 'boolean', default: false } })
  if (typeof call === 'string') return call
  const { json } = call.values
  const [what, name, more] = call.positionals
  if ((what === 'list' || what === 'rotate') && name === undefined) return { do: what, json }
  if (what === 'retire' && name !== undefined && more === undefined) return { do: 'retire', name, json }
  return 'say “keys list”, “keys rotate” or “keys retire NAME”; --help says more'
}

function no(why: string): number {
  process.stderr.write(`countersign keys: ${why}\n`)
  return 2
}
