// `countersign ledger`: its entries, and whether its streams are whole. The leaf of an entry is the bytes that were hashed.

import { z } from 'zod'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { aboutGate, common, query, tell, wrongCall } from './tell.ts'

const options = {
  ...common,
  stream: { type: 'string' },
  limit: { type: 'string' },
  before: { type: 'string' },
  after: { type: 'string' },
  newest: { type: 'string' },
} as const

const entries = z.object({
  entries: z.array(z.object({ stream: z.string(), version: z.number(), hash: z.string(), leaf: z.string() })),
  next: z.string().optional(),
})
const verified = z.object({
  whole: z.boolean(),
  streams: z.number(),
  entries: z.number(),
  breaks: z.array(
    z.object({ stream: z.string(), version: z.number(), why: z.enum(['bytes', 'name', 'chain', 'gap', 'head']) }),
  ),
})
const leaf = z.object({
  at: z.number(),
  actor: z.object({ kind: z.string(), id: z.string().optional() }),
  event: z.string(),
  to: z.string(),
})

export const ledger: Command = {
  says: 'read the ledger, and check that its streams are whole',
  help: `
countersign ledger list [--stream ID [--after N] | --before STREAM/N] [--limit N]
                                          the entries of one stream, or the newest of all; the oldest of them first
countersign ledger verify [--stream ID | --newest N]
                                          each entry against its hash, the one before, and what its thing keeps of the last;
                                          without a stream, the streams of the newest 10000 entries, or as many as you say

Names of people are not in the ledger; “countersign person show ID” has them.
${aboutGate}

Exit codes: 0 done and whole, 1 no (something is not whole, the gate refused, or does not answer), 2 a wrong call.`,
  async run(words) {
    const call = readCall(words, options)
    if (typeof call === 'string') return wrongCall('ledger', call)
    const { values: flags, positionals } = call
    const { stream, limit, before, after, newest } = flags
    const [act, ...more] = positionals
    if (more.length > 0) return wrongCall('ledger', `${act} takes no more words`)
    if (act === 'list') {
      if (newest !== undefined) return wrongCall('ledger', '--newest goes with verify')
      const path = `/v1/admin/ledger${query({ stream, limit, before, after })}`
      const next = stream === undefined ? '--before' : '--after'
      return tell({ command: 'ledger', flags, path, schema: entries, words: (read) => spokenEntries(read, next) })
    }
    if (act !== 'verify') return wrongCall('ledger', 'one of list, verify')
    if (limit !== undefined || before !== undefined || after !== undefined)
      return wrongCall('ledger', 'verify takes --stream or --newest')
    const path = `/v1/admin/ledger/verify${query({ stream, newest })}`
    const exit = (read: z.infer<typeof verified>) => (read.whole ? 0 : 1)
    return tell({ command: 'ledger', flags, path, schema: verified, words: spokenVerified, exit })
  },
}

function spokenEntries({ entries: all, next }: z.infer<typeof entries>, flag: string): string {
  const lines = all.map(({ stream, version, leaf: bytes }) => {
    const { at, actor, event, to } = leaf.parse(JSON.parse(bytes))
    return `${new Date(at).toISOString()}  ${stream} ${version}  ${event} → ${to}  by ${actor.id ?? actor.kind}\n`
  })
  return `${lines.join('') || 'No entry.\n'}${next === undefined ? '' : `There are more: ${flag} ${next}\n`}`
}

const whys = {
  bytes: 'its bytes are not what its hash says',
  name: 'it names another stream or number than it stands under',
  chain: 'it does not follow from the one before',
  gap: 'one before it is missing',
  head: 'it is not the last one that the record knows of',
} as const

function spokenVerified({ whole, streams, entries: count, breaks }: z.infer<typeof verified>): string {
  const counted = `${count} entries of ${streams} stream${streams === 1 ? '' : 's'}`
  if (whole) return `Whole: ${counted}, each follows from the one before.\n`
  const lines = breaks.map(({ stream, version, why }) => `  ${stream} ${version}: ${whys[why]}\n`)
  return `Not whole. Of ${counted}:\n${lines.join('')}`
}
