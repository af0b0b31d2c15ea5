// What people did with a thread or a message of ours that Slack lets us see: how many answered in a thread since then, and
// who answered a post or put a sign to it.

import { z } from 'zod'
import type { NewReplies } from '../../src/card/around.ts'
import type { Account, Destination } from '../../src/place.ts'
import type { Followers } from '../../src/port/channel.ts'
import type { Instant } from '../../src/time.ts'
import type { Slack } from './client.ts'
import { errorName, fateOf } from './outcome.ts'
import type { People } from './people.ts'
import { splitRef } from './ref.ts'

const page = z.object({
  messages: z.array(z.looseObject({ ts: z.string(), subtype: z.string().optional() })),
  response_metadata: z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' }),
})
const mostReplies = 100
/** Somebody came, left, or changed the topic: nobody said anything. */
const wordless = /^(channel|group)_|^(bot_add|bot_remove|pinned_item|unpinned_item|reminder_add)$/

/** Undefined where Slack does not let us read; what it refuses for now is not known now. */
export async function newRepliesIn(
  slack: Slack,
  people: People,
  { workspace, channel, thread }: Destination,
  since: Instant,
): Promise<NewReplies | undefined> {
  const { team } = await people.us()
  if (workspace !== team || thread === undefined) return undefined
  const oldest = (since / 1000).toFixed(6)
  try {
    const values = { channel, ts: thread, oldest, limit: mostReplies }
    const read = page.parse(await slack.safely('conversations.replies', values))
    // Slack brings the first message of a thread along whatever it is asked for.
    const said = read.messages.filter((one) => Number(one.ts) * 1000 > since && !wordless.test(one.subtype ?? ''))
    return { count: said.length, more: read.response_metadata.next_cursor !== '' }
  } catch (cause) {
    if (errorName(cause) !== undefined) return undefined
    throw new Error(`counting the new replies in ${channel}`, { cause })
  }
}

const reacted = z.object({
  message: z.object({ reactions: z.array(z.object({ users: z.array(z.string()) })).default([]) }),
})
const answered = z.object({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      user: z.string().optional(),
      bot_id: z.string().optional(),
      subtype: z.string().optional(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' }),
})
const whose = z.object({
  user: z.looseObject({ id: z.string(), deleted: z.boolean().default(false), is_bot: z.boolean().default(false) }),
})
const mostPages = 5
const pageSize = 200
/** Each is asked for and told by a call of its own. */
const mostFollowers = 100

type Seen = { readonly users: readonly string[]; readonly more: boolean }

/** People who answered after the post, in its thread or below it, or put a sign to it. */
export async function followersOf(
  slack: Slack,
  people: People,
  { workspace, channel, thread }: Destination,
  ref: string,
): Promise<Followers> {
  const us = await people.us()
  const messages = splitRef(ref)
  const [first] = messages
  if (workspace !== us.team || first === undefined) return { of: [], accounts: [], more: false }
  try {
    const below = { channel, ts: thread ?? first, after: first }
    const replies = await allowed(repliesAfter(slack, below))
    const signs = await allowed(signsOn(slack, channel, messages))
    const named = [...new Set([...(replies?.users ?? []), ...(signs?.users ?? [])])].filter((id) => id !== us.user)
    const accounts: Account[] = []
    for (const id of named.slice(0, mostFollowers)) {
      if (await isPerson(slack, id)) accounts.push({ platform: 'slack', workspace: us.team, user: id })
    }
    return {
      of: [
        ...(replies === undefined ? [] : (['replies'] as const)),
        ...(signs === undefined ? [] : (['reactions'] as const)),
      ],
      accounts,
      more: named.length > mostFollowers || replies?.more === true,
    }
  } catch (cause) {
    const fate = fateOf(cause)
    if (fate.sent === 'no' && fate.next === 'again') return { afterMs: fate.afterMs }
    throw new Error(`looking for those who followed a post in ${channel}`, { cause })
  }
}

async function repliesAfter(
  slack: Slack,
  { channel, ts, after }: { readonly channel: string; readonly ts: string; readonly after: string },
): Promise<Seen> {
  const users: string[] = []
  let cursor = ''
  for (let pages = 0; pages < mostPages; pages++) {
    const values = { channel, ts, oldest: after, limit: pageSize, cursor }
    const read = answered.parse(await slack.safely('conversations.replies', values))
    for (const one of read.messages) {
      const isOurs = one.bot_id !== undefined || wordless.test(one.subtype ?? '')
      if (!isOurs && one.user !== undefined && Number(one.ts) > Number(after)) users.push(one.user)
    }
    cursor = read.response_metadata.next_cursor
    if (cursor === '') break
  }
  return { users, more: cursor !== '' }
}

async function signsOn(slack: Slack, channel: string, messages: readonly string[]): Promise<Seen> {
  const users: string[] = []
  for (const timestamp of messages) {
    // Without `full` Slack names fifty at most.
    const { message } = reacted.parse(await slack.safely('reactions.get', { channel, timestamp, full: true }))
    users.push(...message.reactions.flatMap((one) => one.users))
  }
  return { users, more: false }
}

/** Undefined where Slack does not let us see it, or not any more. */
async function allowed(asked: Promise<Seen>): Promise<Seen | undefined> {
  try {
    return await asked
  } catch (cause) {
    if (hidden.includes(errorName(cause) ?? '')) return undefined
    throw cause
  }
}

const hidden: readonly string[] = [
  'channel_not_found',
  'message_not_found',
  'missing_scope',
  'not_in_channel',
  'thread_not_found',
]

async function isPerson(slack: Slack, id: string): Promise<boolean> {
  try {
    const { user } = whose.parse(await slack.safely('users.info', { user: id }))
    return !user.is_bot && !user.deleted
  } catch (cause) {
    if (nobody.includes(errorName(cause) ?? '')) return false
    throw cause
  }
}

const nobody: readonly string[] = ['user_not_found', 'user_not_visible', 'users_not_found']
