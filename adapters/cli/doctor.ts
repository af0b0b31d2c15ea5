// `countersign doctor`: one screen that says what is unsafe or incomplete now, and what to type next. It asks the gate that
// runs; where none answers, it says so and looks at what it can reach by itself.

import { z } from 'zod'
import { conditions, needsSomebody, type Remark, worstFirst } from '../../src/doctor/examine.ts'
import { examineAlone, examineRecordFile } from '../../src/main/doctor.ts'
import { readFlags } from './call.ts'
import type { Command } from './command.ts'
import { callGate } from './gate.ts'
import { readSettings } from './settings.ts'

const options = {
  json: { type: 'boolean', default: false },
  whole: { type: 'boolean', default: false },
  url: { type: 'string' },
} as const
type Flags = { readonly json: boolean; readonly whole: boolean; readonly url?: string | undefined }

const said = z.object({
  remarks: z.array(
    z.object({ check: z.string(), state: z.enum(conditions), says: z.string(), next: z.string().optional() }),
  ),
})

export const doctor: Command = {
  says: 'say what is unsafe or incomplete now, and what to type next',
  help: `
countersign doctor [--json] [--whole] [--url URL]

Asks the gate that runs, and looks at what it can reach by itself: record, queue, clock, keys, folders, platforms, places,
agents, people, stops, backups, address. Where no gate answers it says so, and what it knows without one.

--json    data instead of words
--whole   read the file of the record through, however large it is
--url     the gate to talk to (else COUNTERSIGN_URL, else COUNTERSIGN_HOST and COUNTERSIGN_PORT)
Every setting is in docs/settings.md.

Exit codes: 0 nothing is bad, 1 something is bad or could not be found out, 2 a wrong call.`,
  async run(words) {
    const flags = readFlags(words, options)
    if (typeof flags === 'string') {
      process.stderr.write(`countersign doctor: ${flags}\n`)
      return 2
    }
    const remarks = worstFirst(await remarksOf(flags))
    const good = !needsSomebody(remarks)
    process.stdout.write(flags.json ? `${JSON.stringify({ good, remarks })}\n` : spoken(remarks))
    return good ? 0 : 1
  },
}

async function remarksOf(flags: Flags): Promise<readonly Remark[]> {
  const settings = readSettings(process.env, { practice: false })
  if ('wrong' in settings)
    return settings.wrong.map((line) => {
      const says = `The setting ${line}.`
      return { check: 'settings', state: 'bad', says, next: 'put it right; docs/settings.md names what is expected' }
    })
  const answered = await askGate(flags)
  if (!('trouble' in answered)) {
    const file = flags.url === undefined && settings.database === undefined
    return [...answered.remarks, ...(file ? await examineRecordFile(settings, flags.whole) : [])]
  }
  return [answered.trouble, ...(await examineAlone(settings, { host: settings.host, whole: flags.whole }))]
}

async function askGate({ url }: Flags): Promise<{ remarks: readonly Remark[] } | { trouble: Remark }> {
  const trouble = (says: string, next: string) => ({ trouble: { check: 'gate', state: 'bad', says, next } as const })
  try {
    const answer = await callGate(url)('/v1/admin/doctor')
    if (answer.status === 401)
      return trouble(
        'The gate does not take the admin token that is known here.',
        'set COUNTERSIGN_ADMIN_TOKEN to the one it was started with',
      )
    const read = said.safeParse(await answer.json().catch(() => undefined))
    if (!read.success)
      return trouble(
        `What answers is not the gate of this version (${answer.status}).`,
        'look at --url, COUNTERSIGN_URL and COUNTERSIGN_PORT',
      )
    return read.data
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'no gate answers'
    return trouble(`${why.charAt(0).toUpperCase()}${why.slice(1)}${/[.?]$/.test(why) ? '' : '.'}`, 'countersign start')
  }
}

const signs: { readonly [state in Remark['state']]: string } = { bad: '✗', unknown: '?', warning: '!', good: '✓' }

/** Worst first; what is good has a line each, what is not has the next step under it. */
function spoken(remarks: readonly Remark[]): string {
  const wide = Math.max(...remarks.map(({ check }) => check.length))
  const lines = remarks.flatMap(({ check, state, says, next }) => {
    const line = `${signs[state]} ${check.padEnd(wide)}  ${says}`
    return state === 'good' || next === undefined ? [line] : [line, `  ${' '.repeat(wide)}  → ${next}`]
  })
  return `${[summary(remarks), '', ...lines].join('\n')}\n`
}

function summary(remarks: readonly Remark[]): string {
  const count = (state: Remark['state']) => remarks.filter((remark) => remark.state === state).length
  const [bad, unknown, warnings] = [count('bad'), count('unknown'), count('warning')]
  if (bad + unknown + warnings === 0) return 'All is well.'
  const parts = [
    bad > 0 ? `${bad} to put right now` : '',
    unknown > 0 ? `${unknown} that could not be found out` : '',
    warnings > 0 ? `${warnings} to look at` : '',
  ].filter((part) => part !== '')
  return `${parts.join(', ')}.`
}
