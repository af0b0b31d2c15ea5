// The practice platform's own truth: what was said and posted in its channels, kept in an append-only file. It is told
// things and does them: told twice to post, it posts twice, as any platform would. In memory are only the latest
// messages of each channel, and where each marker is.

import { join } from 'node:path'
import { z } from 'zod'
import type { Json } from '../../src/json.ts'
import type { Instant } from '../../src/time.ts'
import { openJournal } from './journal.ts'

const base = { id: z.string(), channel: z.string(), at: z.number() }
const json: z.ZodType<Json> = z.json()
const line = z.discriminatedUnion('line', [
  z.object({ line: z.literal('said'), ...base, by: z.string(), to: z.string().optional(), text: z.string() }),
  z.object({ line: z.literal('posted'), ...base, marker: z.string(), payloads: z.array(json) }),
  z.object({ line: z.literal('noted'), ...base, to: z.string(), text: z.string() }),
  z.object({ line: z.literal('announced'), ...base, text: z.string() }),
  z.object({ line: z.literal('redrawn'), ...base, marker: z.string().optional(), payloads: z.array(json) }),
  z.object({ line: z.literal('taken-down'), ...base, marker: z.string().optional() }),
])
type Line = z.infer<typeof line>

export type Message = { readonly id: string; readonly channel: string; readonly at: Instant } & (
  | { readonly kind: 'said'; readonly by: string; readonly to?: string | undefined; readonly text: string }
  | { readonly kind: 'posted'; readonly payloads: readonly Json[] }
  /** In our own voice, for everybody. */
  | { readonly kind: 'announced'; readonly text: string }
  /** For one person's eyes. */
  | { readonly kind: 'note'; readonly to: string; readonly text: string }
  /** What is left of a post that was taken down. */
  | { readonly kind: 'gone' }
)

export type Room = {
  say(channel: string, by: string, text: string, to?: string): Promise<string>
  /** Posts, and says where. Not idempotent. */
  post(channel: string, marker: string, payloads: readonly Json[]): Promise<string>
  redraw(channel: string, id: string, payloads: readonly Json[], marker?: string): Promise<void>
  takeDown(channel: string, id: string, marker: string): Promise<void>
  announce(channel: string, text: string): Promise<string>
  note(channel: string, to: string, text: string): Promise<string>
  /** Every message that went out with this marker, oldest first. */
  find(channel: string, marker: string): readonly string[]
  /** What this person sees of a channel, oldest first. */
  messages(channel: string, user: string): readonly Message[]
  /** Something that pages draw has changed outside of the room. */
  nudge(): void
  /** Calls back after each change, until the returned function is called. */
  subscribe(changed: () => void): () => void
  /** Resolves when the room closes. */
  readonly closed: Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export const roomFile = 'practice.jsonl'
const keptPerChannel = 200

export async function openRoom({ folder, now }: { folder: string; now: () => Instant }): Promise<Room> {
  const channels = new Map<string, Message[]>()
  const markers = new Map<string, string[]>()
  const watching = new Set<() => void>()
  let made = 0
  let close = () => {}
  const closed = new Promise<void>((resolve) => {
    close = resolve
  })

  const apply = (change: Line): void => {
    const kept = channels.get(change.channel) ?? []
    if ('marker' in change && change.marker !== undefined) {
      const key = `${change.channel}/${change.marker}`
      markers.set(key, [...(markers.get(key) ?? []), change.id])
    }
    const message = messageOf(change)
    if (change.line === 'redrawn' || change.line === 'taken-down') {
      const place = kept.findIndex((one) => one.id === change.id)
      // A message that is too old to be in memory keeps its new form in the file alone.
      const old = kept[place]
      if (old !== undefined) kept[place] = { ...message, at: old.at }
    } else {
      made = Math.max(made, Number(change.id.slice(1)))
      kept.push(message)
    }
    channels.set(change.channel, kept.slice(-keptPerChannel))
  }

  const journal = await openJournal(join(folder, roomFile), (read) => {
    const known = line.safeParse(read)
    if (known.success) apply(known.data)
  })
  const nudge = () => {
    for (const changed of watching) changed()
  }
  const write = async (change: Line): Promise<string> => {
    await journal.append(change)
    apply(change)
    nudge()
    return change.id
  }
  const next = (channel: string) => {
    made += 1
    return { id: `m${String(made).padStart(8, '0')}`, channel, at: now() }
  }

  return {
    say: (channel, by, text, to) =>
      write({ line: 'said', ...next(channel), by, text, ...(to === undefined ? {} : { to }) }),
    post: (channel, marker, payloads) => write({ line: 'posted', ...next(channel), marker, payloads: [...payloads] }),
    announce: (channel, text) => write({ line: 'announced', ...next(channel), text }),
    note: (channel, to, text) => write({ line: 'noted', ...next(channel), to, text }),
    async redraw(channel, id, payloads, marker) {
      await write({
        line: 'redrawn',
        id,
        channel,
        at: now(),
        payloads: [...payloads],
        ...(marker === undefined ? {} : { marker }),
      })
    },
    async takeDown(channel, id, marker) {
      await write({ line: 'taken-down', id, channel, at: now(), marker })
    },
    find: (channel, marker) => markers.get(`${channel}/${marker}`) ?? [],
    messages: (channel, user) =>
      (channels.get(channel) ?? []).filter((message) => message.kind !== 'note' || message.to === user),
    nudge,
    subscribe(changed) {
      watching.add(changed)
      return () => watching.delete(changed)
    },
    closed,
    async [Symbol.asyncDispose]() {
      close()
      await journal[Symbol.asyncDispose]()
    },
  }
}

function messageOf(change: Line): Message {
  const { id, channel, at } = change
  switch (change.line) {
    case 'said':
      return { kind: 'said', id, channel, at, by: change.by, to: change.to, text: change.text }
    case 'posted':
    case 'redrawn':
      return { kind: 'posted', id, channel, at, payloads: change.payloads }
    case 'announced':
      return { kind: 'announced', id, channel, at, text: change.text }
    case 'noted':
      return { kind: 'note', id, channel, at, to: change.to, text: change.text }
    case 'taken-down':
      return { kind: 'gone', id, channel, at }
  }
}
