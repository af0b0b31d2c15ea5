#!/usr/bin/env node
// The command line: finds the command, gives it the rest of the words, ends with its exit code. 0 is done, 1 is "no",
// 2 is a call that cannot be understood.

import { agent } from './agent.ts'
import { backup } from './backup.ts'
import { claim } from './claim.ts'
import type { Command } from './command.ts'
import { demo } from './demo.ts'
import { doctor } from './doctor.ts'
import { draft } from './draft.ts'
import { keys } from './keys.ts'
import { ledger } from './ledger.ts'
import { person } from './person.ts'
import { post } from './post.ts'
import { restore } from './restore.ts'
import { resume } from './resume.ts'
import { rules } from './rules.ts'
import { slack } from './slack.ts'
import { start } from './start.ts'
import { stop } from './stop.ts'

const commands: { readonly [name: string]: Command } = {
  start,
  demo,
  doctor,
  claim,
  agent,
  person,
  rules,
  draft,
  post,
  stop,
  resume,
  ledger,
  slack,
  backup,
  restore,
  keys,
}

async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === 'help') {
    const lines = Object.entries(commands).map(([one, command]) => `  ${one.padEnd(8)} ${command.says}`)
    process.stdout.write(
      `countersign: an AI agent's post is a draft until a person countersigns it.\n\n${lines.join('\n')}\n\n“countersign COMMAND --help” says more.\n`,
    )
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    process.stderr.write(`countersign: there is no command “${name}”; “countersign --help” lists them.\n`)
    return 2
  }
  if (rest.includes('--help')) {
    process.stdout.write(`${command.help.trim()}\n`)
    return 0
  }
  return command.run(rest)
}

// Who reads us may have read enough: “countersign demo | head” is no fault.
process.stdout.on('error', (cause) => {
  process.exit('code' in cause && cause.code === 'EPIPE' ? 0 : 1)
})

process.exitCode = await main(process.argv.slice(2)).catch((cause) => {
  process.stderr.write(`countersign: ${cause instanceof Error ? cause.message : 'an unknown fault'}\n`)
  return 1
})
