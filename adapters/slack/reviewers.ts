// Slack as the place where people decide: a card is a direct message, since an ephemeral one gets lost, and the thread
// gets a private line that leads to it. A copy is drawn again where it stands; one that was lost is looked for first.

import { z } from 'zod'
import type { Card } from '../../src/card/card.ts'
import type { GrantCard } from '../../src/card/grant-card.ts'
import type { Account, Destination } from '../../src/place.ts'
import { OutOfReach } from '../../src/port/channel.ts'
import type { Log } from '../../src/port/log.ts'
import type { Reviewers } from '../../src/port/reviewers.ts'
import type { Slack } from './client.ts'
import { drawCard, type Message } from './draw.ts'
import { drawGrantCard } from './grant.ts'
import { drawHome, drawPointer, mostAtHome } from './home.ts'
import { escaped } from './open.ts'
import { errorName, fateOf } from './outcome.ts'
import type { People } from './people.ts'
import { type CardRef, readCardRef, spellCardRef } from './ref.ts'

export type SlackReviewersOf = { readonly slack: Slack; readonly people: People; readonly log: Log }

/** In a larger channel only its moderators are asked to be the second; a message to everybody would be noise. */
export const mostAsked = 12

const opened = z.object({ channel: z.object({ id: z.string() }) })
const posted = z.object({ ts: z.string() })
const link = z.object({ permalink: z.string() })
const history = z.object({
  messages: z.array(
    z.looseObject({
      ts: z.string(),
      bot_id: z.string().optional(),
      blocks: z.array(z.looseObject({ block_id: z.string().optional() })).default([]),
    }),
  ),
})
const lookedBack = 50
const unfurlsNothing = { unfurl_links: false, unfurl_media: false }

export function slackReviewers({ slack, people, log }: SlackReviewersOf): Reviewers {
  const inChannel = async (
    users: readonly string[],
    at: Destination,
    known?: readonly string[],
  ): Promise<readonly Account[]> => {
    const { team, user } = await people.us()
    if (at.workspace !== team || users.length === 0) return []
    const inside = known ?? (await people.members(at.channel))
    return users
      .filter((one) => one !== user && inside.includes(one))
      .map((one) => ({ platform: 'slack', workspace: team, user: one }))
  }
  const show = async (
    account: Account,
    drawn: readonly Message[],
    about: string,
    ref: string | undefined,
  ): Promise<string> => {
    try {
      const known = ref === undefined ? await lost(account, about) : readCardRef(ref)
      return spellCardRef(await redrawAll(slack, known, drawn))
    } catch (cause) {
      // Their conversation with us is another one now: the card is put there.
      if (ref !== undefined && errorName(rootOf(cause)) === 'channel_not_found')
        return show(account, drawn, about, undefined)
      const fate = fateOf(rootOf(cause))
      // To be asked again would change nothing; the card stays as it is, or unseen.
      if (fate.sent === 'no' && fate.next !== 'again') throw new OutOfReach(fate.why, { cause })
      throw cause
    }
  }
  /** One that was shown, and whose place we did not live to keep. */
  const lost = async ({ user }: Account, about: string): Promise<CardRef> => {
    const { channel } = opened.parse(await slack.safely('conversations.open', { users: user }))
    const { bot } = await people.us()
    const { messages } = history.parse(
      await slack.safely('conversations.history', { channel: channel.id, limit: lookedBack }),
    )
    const copies = messages.filter(
      (one) => one.bot_id === bot && one.blocks[0]?.block_id?.startsWith(`${about}:`) === true,
    )
    return { channel: channel.id, messages: copies.map((one) => one.ts).sort() }
  }

  return {
    platform: 'slack',
    moderators: async (at) => inChannel(await people.holders('moderator'), at),
    async seconds(at) {
      const inside = await people.members(at.channel)
      return inChannel(inside.length - 1 <= mostAsked ? inside : await people.holders('moderator'), at, inside)
    },
    async show(account, card, ref) {
      const drawn: Card = card()
      return show(account, drawCard(drawn), drawn.about.draft, ref)
    },
    async showGrant(account, card, ref) {
      const drawn: GrantCard = card()
      return show(account, [drawGrantCard(drawn)], drawn.about.grant, ref)
    },
    async showHome(account, home) {
      const at = await people.alone(account)
      const drawn = at === undefined ? undefined : await home(at, mostAtHome)
      if (drawn === undefined) return
      try {
        await slack.safely('views.publish', { user_id: account.user, view: drawHome(drawn) })
      } catch (cause) {
        // A page is redrawn at the next change, and whenever it is opened; nothing is decided by it.
        if (errorName(cause) === undefined) throw new Error('drawing the page of somebody on Slack', { cause })
        log.fault('drawing the page of somebody on Slack', cause)
      }
    },
    async note(account, _, line) {
      const { channel } = opened.parse(await slack.safely('conversations.open', { users: account.user }))
      await slack.once('chat.postMessage', { channel: channel.id, ...lineOf(line), ...unfurlsNothing })
    },
    async point(account, { channel, thread }, pointer, ref) {
      const card = readCardRef(ref)
      try {
        const at = { channel: card.channel, message_ts: card.messages.at(-1) }
        const { permalink } = link.parse(await slack.safely('chat.getPermalink', at))
        const where = { channel, user: account.user, ...(thread === undefined ? {} : { thread_ts: thread }) }
        await slack.once('chat.postEphemeral', { ...drawPointer(pointer, permalink), ...where })
      } catch (cause) {
        // The card is with them; this only leads to it.
        log.fault('pointing to a card in a thread', cause, { lane: channel })
      }
    },
  }
}

/** A line of ours, as plain text: nothing in it is a mention or a link. */
export function lineOf(line: string): { readonly text: string; readonly blocks: readonly object[] } {
  return {
    text: escaped(line),
    blocks: [{ type: 'section', text: { type: 'plain_text', text: line.slice(0, 3000), emoji: false } }],
  }
}

/** The messages of a card become these: changed where they stand, added after them, or taken away. */
async function redrawAll(slack: Slack, { channel, messages }: CardRef, drawn: readonly Message[]): Promise<CardRef> {
  const changed: string[] = []
  for (const [index, message] of drawn.entries()) {
    const ts = messages[index]
    if (ts === undefined) {
      const sent = posted.parse(await slack.once('chat.postMessage', { channel, ...message, ...unfurlsNothing }))
      changed.push(sent.ts)
    } else if (await isChanged(slack, channel, ts, message)) {
      changed.push(ts)
    } else {
      // Somebody took it away: the rest goes too, and the card is put before them anew.
      for (const rest of messages) await takeAway(slack, channel, rest)
      return redrawAll(slack, { channel, messages: [] }, drawn)
    }
  }
  for (const rest of messages.slice(drawn.length)) await takeAway(slack, channel, rest)
  return { channel, messages: changed }
}

async function isChanged(slack: Slack, channel: string, ts: string, message: Message): Promise<boolean> {
  try {
    await slack.safely('chat.update', { channel, ts, ...message })
    return true
  } catch (cause) {
    if (replaced.includes(errorName(cause) ?? '')) return false
    throw new Error(`drawing a card anew in ${channel}`, { cause })
  }
}

/** What Slack said, under what we were doing. */
function rootOf(cause: unknown): unknown {
  return cause instanceof Error && errorName(cause) === undefined && cause.cause !== undefined ? cause.cause : cause
}

const replaced: readonly string[] = ['message_not_found', 'block_mismatch', 'edit_window_closed', 'cant_update_message']

async function takeAway(slack: Slack, channel: string, ts: string): Promise<void> {
  try {
    await slack.safely('chat.delete', { channel, ts })
  } catch (cause) {
    if (errorName(cause) !== 'message_not_found') throw new Error(`taking a card away in ${channel}`, { cause })
  }
}
