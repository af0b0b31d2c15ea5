// `countersign rules`: checks a rules file on this machine, plans and applies it on the gate that runs, and exports what is
// in force or a template to begin with.

import { z } from 'zod'
import { written, writtenRoleOf } from '../../src/rule/spelled.ts'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { callGate } from './gate.ts'
import { type Mistake, readRulesFile, spellRules } from './rules-file.ts'
import { plan, spokenPlan } from './rules-plan.ts'
import { readTemplate, templates } from './templates.ts'
import { readTrouble, spokenTrouble } from './trouble.ts'

const options = {
  json: { type: 'boolean', default: false },
  template: { type: 'string' },
  version: { type: 'string' },
  url: { type: 'string' },
} as const
type Flags = {
  readonly json: boolean
  readonly template?: string | undefined
  readonly version?: string | undefined
  readonly url?: string | undefined
}

const held = z.object({
  version: z.number(),
  rules: z.array(z.looseObject({})),
  lists: z.looseObject({}).optional(),
  roles: z.array(z.looseObject({})).optional(),
  changed: z.boolean().optional(),
  readable: z.boolean().optional(),
})
export const rules: Command = {
  says: 'check, plan, apply and export the rules of places',
  help: `
countersign rules check FILE                read the file; a mistake is named with line and column
countersign rules plan FILE                 what it would have meant for the drafts on record; nothing is changed
countersign rules apply FILE [--version N]  set the rules; with a version, only if they are still at that one
countersign rules export                    the rules in force, as YAML
countersign rules export --template NAME    one to begin with: ${templates.join(', ')}

--json   data instead of words
--url    the gate to talk to (else COUNTERSIGN_URL, else COUNTERSIGN_HOST and COUNTERSIGN_PORT)
The admin token is COUNTERSIGN_ADMIN_TOKEN, or the one in the data folder. docs/rules.schema.json describes the file.

Exit codes: 0 done, 1 no (a mistake in the file, other rules meanwhile, no gate), 2 a wrong call.`,
  async run(words) {
    const call = understood(words)
    if (typeof call === 'string') {
      process.stderr.write(`countersign rules: ${call}\n`)
      return 2
    }
    const { act, file, flags } = call
    if (act === 'export') return flags.template === undefined ? exported(flags) : template(flags, flags.template)
    const read = readRulesFile(file)
    if ('mistakes' in read) return mistaken(file, read.mistakes, flags)
    const rules = read.rules.map((rule) => written({ ...rule, id: 'default' }))
    const roles = read.roles === undefined ? {} : { roles: read.roles.map(writtenRoleOf) }
    const said = { rules, ...(read.lists === undefined ? {} : { lists: read.lists }), ...roles }
    switch (act) {
      case 'check':
        return say(
          flags,
          { file, rules: rules.length, mistakes: [] },
          `${file}: ${counted(rules.length)}, no mistake\n`,
        )
      case 'plan':
        return planned(flags, said)
      case 'apply':
        return applied(flags, said)
    }
  },
}

/** The file as the gate reads it. */
type Said = { readonly rules: readonly object[]; readonly lists?: object; readonly roles?: readonly object[] }

type Call =
  | { readonly act: 'export'; readonly file: ''; readonly flags: Flags }
  | { readonly act: 'check' | 'plan' | 'apply'; readonly file: string; readonly flags: Flags }

/** What is asked for, or why nobody can tell. */
function understood(words: readonly string[]): Call | string {
  const call = readCall(words, options)
  if (typeof call === 'string') return call
  const { values: flags, positionals } = call
  const [act, file, ...more] = positionals
  if (flags.version !== undefined && !/^\d{1,9}$/.test(flags.version)) return '--version is a number'
  if (act === 'export') return file === undefined ? { act, file: '', flags } : 'export takes no FILE'
  if (act !== 'check' && act !== 'plan' && act !== 'apply') return 'one of check, plan, apply, export'
  return file === undefined || more.length > 0 ? `${act} takes one FILE` : { act, file, flags }
}

async function planned(flags: Flags, said: Said): Promise<number> {
  const answer = await callGate(flags.url)('/v1/admin/rules/plan', { method: 'POST', body: said })
  if (!answer.ok) return refused(flags, answer)
  const read = plan.parse(await answer.json())
  return say(flags, read, spokenPlan(read))
}

async function applied(flags: Flags, said: Said): Promise<number> {
  const call = callGate(flags.url)
  let version = flags.version
  if (version === undefined) {
    const now = await call('/v1/admin/rules')
    if (!now.ok) return refused(flags, now)
    version = String(held.parse(await now.json()).version)
  }
  const headers = { 'if-match': `"${version}"` }
  const answer = await call('/v1/admin/rules', { method: 'PUT', headers, body: said })
  if (!answer.ok) return refused(flags, answer)
  const set = held.parse(await answer.json())
  const same = `nothing to change: version ${set.version} says the same\n`
  return say(
    flags,
    set,
    set.changed === false ? same : `in force: version ${set.version}, ${counted(said.rules.length)}\n`,
  )
}

async function exported(flags: Flags): Promise<number> {
  const answer = await callGate(flags.url)('/v1/admin/rules')
  if (!answer.ok) return refused(flags, answer)
  const now = held.parse(await answer.json())
  if (now.readable === false) {
    process.stderr.write(
      `countersign rules: version ${now.version} cannot be read; two people decide everywhere until others are applied\n`,
    )
    return 1
  }
  return say(flags, now, `# Countersign rules, version ${now.version}\n${spellRules(now)}`)
}

function template(flags: Flags, name: string): number {
  const text = readTemplate(name)
  if (text === undefined) {
    process.stderr.write(`countersign rules: there is no template “${name}”; there are ${templates.join(', ')}\n`)
    return 2
  }
  return say(flags, { template: name, text }, text)
}

function mistaken(file: string, mistakes: readonly Mistake[], flags: Flags): number {
  if (flags.json) process.stdout.write(`${JSON.stringify({ file, mistakes })}\n`)
  else for (const line of spokenMistakes(file, mistakes)) process.stderr.write(`${line}\n`)
  return 1
}

/** `rules.yaml:4:12: rules.0.expires is a number with s, m, h or d`, as editors and CI know it. */
export function spokenMistakes(file: string, mistakes: readonly Mistake[]): readonly string[] {
  return mistakes.map(
    ({ line, column, path, message }) => `${file}:${line}:${column}: ${path}${path === '' ? '' : ' '}${message}`,
  )
}

async function refused(flags: Flags, answer: Response): Promise<number> {
  const trouble = readTrouble(await answer.json().catch(() => undefined))
  if (trouble === undefined) throw new Error(`the gate answered ${answer.status}, and not in words that we know`)
  if (flags.json) process.stdout.write(`${JSON.stringify(trouble)}\n`)
  process.stderr.write(`countersign rules: ${spokenTrouble(trouble)}\n`)
  return 1
}

function say(flags: Flags, data: object, words: string): number {
  process.stdout.write(flags.json ? `${JSON.stringify(data)}\n` : words)
  return 0
}

function counted(rules: number): string {
  return `${rules} rule${rules === 1 ? '' : 's'}`
}
