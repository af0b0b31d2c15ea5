// Asks the gate and tells what it answered, as every command does: as data with --json, else in words; a refusal on
// standard error. Exit codes: 0 it was done, 1 the gate said no, 2 a call that nobody can understand.

import type { z } from 'zod'
import { type Asking, callGate } from './gate.ts'
import { readTrouble, spokenTrouble } from './trouble.ts'

/** What every command that talks to the gate takes. */
export const common = { json: { type: 'boolean', default: false }, url: { type: 'string' } } as const
export type Common = { readonly json: boolean; readonly url?: string | undefined }

export const aboutGate = `--json   data instead of words
--url    the gate to talk to (else COUNTERSIGN_URL, else COUNTERSIGN_HOST and COUNTERSIGN_PORT)
The admin token is COUNTERSIGN_ADMIN_TOKEN, or the one in the data folder.`

export const codesOfExit = 'Exit codes: 0 done, 1 no (the gate refused, or does not answer), 2 a wrong call.'

export type Telling<Read> = {
  readonly command: string
  readonly flags: Common
  readonly path: string
  readonly ask?: Asking
  readonly schema: z.ZodType<Read>
  words(read: Read): string
  /** The exit code of what was read, where it may be a no. */
  exit?(read: Read): number
}

export async function tell<Read>({ command, flags, path, ask, schema, words, exit }: Telling<Read>): Promise<number> {
  const answer = await callGate(flags.url)(path, ask)
  const json: unknown = await answer.json().catch(() => undefined)
  if (!answer.ok) return refusedBy(command, flags, answer.status, json)
  const read = schema.parse(json)
  process.stdout.write(flags.json ? `${JSON.stringify(json)}\n` : words(read))
  return exit?.(read) ?? 0
}

export function refusedBy(command: string, flags: Common, status: number, json: unknown): number {
  const trouble = readTrouble(json)
  if (trouble === undefined) throw new Error(`the gate answered ${status}, and not in words that we know`)
  if (flags.json) process.stdout.write(`${JSON.stringify(json)}\n`)
  process.stderr.write(`countersign ${command}: ${spokenTrouble(trouble)}\n`)
  return 1
}

export function wrongCall(command: string, why: string): number {
  process.stderr.write(`countersign ${command}: ${why}\n`)
  return 2
}

/** `key=value` of those that were said, for the end of a path. */
export function query(of: { readonly [name: string]: string | undefined }): string {
  const said = new URLSearchParams()
  for (const [name, value] of Object.entries(of)) if (value !== undefined) said.set(name, value)
  return said.size === 0 ? '' : `?${said}`
}
