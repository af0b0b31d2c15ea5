// Looks for a post of ours where it would stand. Ours is what our own bot wrote under a marker that nobody else can make;
// found is a post of which every part is there. What cannot be read to its end, or only a moment ago, proves nothing. Where
// Slack has told of every part by itself that is enough; then it is read only to see whether readers got other words.

import { z } from 'zod'
import type { SeenPart } from '../../src/draft/draft.ts'
import type { Json } from '../../src/json.ts'
import type { Destination } from '../../src/place.ts'
import type { Found } from '../../src/port/channel.ts'
import { type Instant, minute, second } from '../../src/time.ts'
import type { Slack, Values } from './client.ts'
import { isAltered } from './echo.ts'
import { errorName } from './outcome.ts'
import { markerPrefix, postEvent } from './post.ts'
import { joinRef } from './ref.ts'

export type Sought = {
  readonly destination: Destination
  readonly marker: string
  readonly since: Instant
  /** What was sent, to see whether it is what readers have. */
  readonly payloads?: readonly Json[] | undefined
  /** Parts of which Slack has told by itself. */
  readonly seen?: readonly SeenPart[] | undefined
}

/** Slack's clock is not ours, and a marker is never somebody else's: looking further back costs only reading. */
const backMs = minute
/** What was taken may show in the history only later. */
const settledAfterMs = 30 * second
const pageSize = 100
const mostPages = 20

const payload = z.object({
  marker: z.string(),
  part: z.coerce.number().int().positive(),
  parts: z.coerce.number().int().positive(),
})
const message = z.looseObject({
  ts: z.string(),
  bot_id: z.string().optional(),
  blocks: z.array(z.looseObject({ block_id: z.string().optional() })).optional(),
  metadata: z.object({ event_type: z.string(), event_payload: z.unknown() }).optional(),
})
type Message = z.infer<typeof message>
const history = z.object({
  messages: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' }),
})

export async function searchPost(slack: Slack, bot: string, sought: Sought, now: Instant): Promise<Found> {
  const parts = new Map<number, Message>()
  const read = await readThrough(slack, bot, sought, parts)
  if (read.found === 'yes') return read
  const isSettled = now - sought.since >= settledAfterMs
  // What will be readable in a moment is waited for: only then is it known which words readers got.
  const told = read.found === 'unclear' || isSettled ? foundAsTold(sought, parts) : undefined
  if (told !== undefined) return told
  return read.found === 'no' && !isSettled ? { found: 'unclear' } : read
}

/** What the place shows. `unclear`: it cannot be read, or not to its end. */
async function readThrough(slack: Slack, bot: string, sought: Sought, parts: Map<number, Message>): Promise<Found> {
  let wanted = sought.payloads?.length
  for (let page = 0, cursor = ''; page < mostPages; page++) {
    const read = await pageAt(slack, sought, cursor)
    if (read === undefined) return { found: 'unclear' }
    for (const one of read.messages) {
      const ours = ourPart(one, bot, sought.marker)
      if (ours === undefined) continue
      parts.set(ours.part, ours.message)
      wanted ??= ours.parts
    }
    if (wanted !== undefined && wanted <= parts.size) return found(parts, wanted, sought.payloads)
    cursor = read.response_metadata.next_cursor
    if (cursor === '') return parts.size > 0 ? foundPart(parts, sought.payloads) : { found: 'no' }
  }
  return { found: 'unclear' }
}

/** Slack has told of every part by itself; of those that could be read too it is known whether they were altered. */
function foundAsTold({ seen = [], payloads = [] }: Sought, parts: ReadonlyMap<number, Message>): Found | undefined {
  const refs = payloads.map((_, index) => seen.find((one) => one.part === index + 1)?.ref)
  const whole = refs.filter((ref) => ref !== undefined)
  if (whole.length === 0 || whole.length < payloads.length) return undefined
  const altered = payloads.some((sent, index) => parts.has(index + 1) && isAltered(sent, parts.get(index + 1)))
  return { found: 'yes', ref: joinRef(whole), altered }
}

function found(parts: ReadonlyMap<number, Message>, wanted: number, payloads?: readonly Json[]): Found {
  const messages = Array.from({ length: wanted }, (_, index) => parts.get(index + 1))
  const whole = messages.filter((one) => one !== undefined)
  if (whole.length < wanted) return { found: 'unclear' }
  const altered = (payloads ?? []).some((sent, index) => isAltered(sent, whole[index]))
  return { found: 'yes', ref: joinRef(whole.map((one) => one.ts)), altered }
}

/** Its first messages, in order and without a gap. That the rest is not merely late is for the caller to know. */
function foundPart(parts: ReadonlyMap<number, Message>, payloads?: readonly Json[]): Found {
  const first = Array.from({ length: parts.size }, (_, index) => parts.get(index + 1)).filter(
    (one) => one !== undefined,
  )
  if (first.length < parts.size) return { found: 'unclear' }
  const altered = (payloads ?? []).slice(0, first.length).some((sent, index) => isAltered(sent, first[index]))
  return { found: 'part', part: { payloads: first.length, ref: joinRef(first.map((one) => one.ts)) }, altered }
}

/** The marker stands twice, in the metadata and in the name of a block, and both must say the same. */
function ourPart(
  read: unknown,
  bot: string,
  marker: string,
): { readonly part: number; readonly parts: number; readonly message: Message } | undefined {
  const one = message.safeParse(read)
  if (!one.success || one.data.bot_id !== bot || one.data.metadata?.event_type !== postEvent) return undefined
  const marked = payload.safeParse(one.data.metadata.event_payload)
  if (!marked.success || marked.data.marker !== marker) return undefined
  const name = markerPrefix + marker
  const [first] = one.data.blocks ?? []
  if (first?.block_id !== name && first?.block_id?.startsWith(`${name}:`) !== true) return undefined
  return { part: marked.data.part, parts: marked.data.parts, message: one.data }
}

async function pageAt(
  slack: Slack,
  { destination, since }: Sought,
  cursor: string,
): Promise<z.infer<typeof history> | undefined> {
  const { channel, thread } = destination
  const oldest = ((since - backMs) / 1000).toFixed(6)
  const common: Values = { channel, oldest, limit: pageSize, include_all_metadata: true, cursor }
  try {
    const answer =
      thread === undefined
        ? await slack.safely('conversations.history', common)
        : await slack.safely('conversations.replies', { ...common, ts: thread })
    return history.parse(answer)
  } catch (cause) {
    // Throttled, down, not ours to read: whatever it is, nobody knows more than before.
    if (cause instanceof z.ZodError)
      throw new Error(`reading ${channel} for a post of ours (${errorName(cause) ?? 'unreadable'})`, { cause })
    return undefined
  }
}
