// What was last said in a thread of Slack, or in a channel where there is none, as an agent that was asked there gets to
// read it. Slack shows us what everybody there sees; it is read once, and where Slack asks us to wait we say so.

import { z } from 'zod'
import type { Destination } from '../../src/place.ts'
import type { Context, Said } from '../../src/port/channel.ts'
import type { Slack } from './client.ts'
import { fateOf } from './outcome.ts'
import type { People } from './people.ts'

const message = z.object({
  ts: z.string(),
  text: z.string().default(''),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  subtype: z.string().optional(),
  team: z.string().optional(),
})
const page = z.object({
  messages: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' }),
})
/** Threads come oldest first: so many pages are read on the way to their end. */
const mostPages = 5
const pageSize = 200
/** Somebody came, left, or changed the topic: nobody said anything. */
const wordless = /^(channel|group)_|^(bot_add|bot_remove|pinned_item|unpinned_item|reminder_add)$/

export async function contextIn(
  slack: Slack,
  people: People,
  destination: Destination,
  limit: number,
): Promise<Context> {
  const { team } = await people.us()
  if (destination.workspace !== team) return { context: 'withheld' }
  try {
    const read =
      destination.thread === undefined ? await latest(slack, destination, limit) : await thread(slack, destination)
    const said = read.messages.flatMap((one) => saidIn(one, team) ?? [])
    return { context: 'read', said: said.slice(-limit), more: read.more || said.length > limit }
  } catch (cause) {
    const fate = fateOf(cause)
    if (fate.sent === 'no' && fate.next === 'again') return { context: 'later', afterMs: fate.afterMs }
    return { context: 'withheld' }
  }
}

type Pages = { readonly messages: readonly unknown[]; readonly more: boolean }

/** The newest first, as Slack has them. */
async function latest(slack: Slack, { channel }: Destination, limit: number): Promise<Pages> {
  const read = page.parse(await slack.safely('conversations.history', { channel, limit }))
  return { messages: read.messages.toReversed(), more: read.response_metadata.next_cursor !== '' }
}

async function thread(slack: Slack, { channel, thread: ts }: Destination): Promise<Pages> {
  const messages: unknown[] = []
  let cursor = ''
  for (let pages = 0; pages < mostPages; pages++) {
    const values = { channel, ts, limit: pageSize, cursor }
    const read = page.parse(await slack.safely('conversations.replies', values))
    messages.push(...read.messages)
    cursor = read.response_metadata.next_cursor
    if (cursor === '') break
  }
  return { messages, more: cursor !== '' }
}

function saidIn(read: unknown, team: string): Said | undefined {
  const one = message.safeParse(read)
  if (!one.success || wordless.test(one.data.subtype ?? '')) return undefined
  const { ts, text, user, bot_id, team: from = team } = one.data
  const account = user === undefined || bot_id !== undefined ? undefined : accountOf(from, user)
  const spelled = [...new Set([...text.matchAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g)].map(([as, id = '']) => `${as} ${id}`))]
  const mentions = spelled.map((pair) => {
    const [as = '', id = ''] = pair.split(/ (?=[A-Z0-9]+$)/)
    return { as, account: accountOf(team, id) }
  })
  return { account, at: Math.round(Number(ts) * 1000), text, mentions }
}

function accountOf(workspace: string, user: string): NonNullable<Said['account']> {
  return { platform: 'slack', workspace, user }
}
