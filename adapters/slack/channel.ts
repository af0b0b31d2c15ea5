// Slack as a channel: posts once, says plainly what became of it, finds a post of ours again, changes it and takes it
// down. A post of several messages is all there or, where that can be had, not at all.

import { z } from 'zod'
import type { Json } from '../../src/json.ts'
import type { Destination } from '../../src/place.ts'
import type { Channel, Sending, Sent } from '../../src/port/channel.ts'
import type { Slack, Values } from './client.ts'
import { contextIn } from './context.ts'
import { isAltered } from './echo.ts'
import { escaped } from './open.ts'
import { errorName, fateOf } from './outcome.ts'
import type { People } from './people.ts'
import { drawnBy, drawPost } from './post.ts'
import { joinRef, splitRef } from './ref.ts'
import { followersOf, newRepliesIn } from './replies.ts'
import { searchPost } from './search.ts'

export type SlackChannelOf = { readonly slack: Slack; readonly people: People; readonly now: () => number }

const posted = z.object({ ts: z.string(), message: z.unknown() })
/** To do it once more does no harm, and Slack often answers the second time. */
const mostChanges = 3
const gone: readonly string[] = ['message_not_found', 'thread_not_found']
/** The message is there, and is not to be changed any more; it can still be taken away. */
const unchangeable: readonly string[] = ['block_mismatch', 'cant_update_message', 'edit_window_closed', 'is_inactive']

export function slackChannel({ slack, people, now }: SlackChannelOf): Channel {
  return {
    platform: 'slack',
    drawnBy,
    carries: ['post', 'edit', 'delete'],
    draw: drawPost,

    async send(sending): Promise<Sent> {
      const { destination, intent, payloads, target } = sending
      const elsewhere = await notOurs(people, destination)
      if (elsewhere !== undefined) return elsewhere
      if (intent === 'post') return sendParts(slack, sending)
      if (target === undefined) return { sent: 'no', why: 'it names no post to change', next: 'failed' }
      if (intent === 'edit') return changeParts(slack, destination, splitRef(target), payloads)
      if (intent === 'delete') return changeParts(slack, destination, splitRef(target), [])
      return { sent: 'no', why: 'files are not carried to Slack', next: 'failed' }
    },
    async find(destination, marker, since, payloads, seen) {
      const { team, bot } = await people.us()
      if (destination.workspace !== team) return { found: 'unclear' }
      return searchPost(slack, bot, { destination, marker, since, payloads, seen }, now())
    },
    async redraw(destination, ref, card): Promise<Sent> {
      const messages = splitRef(ref)
      const drawn = drawPost(card)
      const isTombstone = card.card === 'tombstone'
      for (const [index, ts] of messages.entries()) {
        const payload = isTombstone ? drawn[0] : drawn[index]
        if (payload === undefined) throw new Error(`drawing a post anew in ${destination.channel}: a part is missing`)
        const changed = await change(slack, destination, ts, payload)
        if (changed.sent === 'yes' || changed.why === 'gone') continue
        // What readers must not follow any more is taken away where it cannot be replaced.
        const taken = isTombstone && changed.why === 'unchangeable' ? await takeDown(slack, destination, ts) : changed
        if (taken.sent !== 'yes') return taken
      }
      return { sent: 'yes', ref, altered: false }
    },
    async announce(destination, line): Promise<Sent> {
      const elsewhere = await notOurs(people, destination)
      if (elsewhere !== undefined) return elsewhere
      const { channel } = destination
      const text = escaped(line)
      const blocks = [{ type: 'section', text: { type: 'plain_text', text: line, emoji: false } }]
      const quiet = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false }
      return postOne(slack, { text, blocks, ...quiet }, { channel })
    },
    context: (destination, limit) => contextIn(slack, people, destination, limit),
    newReplies: (destination, since) => newRepliesIn(slack, people, destination, since),
    followers: (destination, ref) => followersOf(slack, people, destination, ref),
    membership: (account, destination) => people.membership(account, destination),
    audience: (destination) => people.audience(destination),
    obstacle: (destination) => people.obstacle(destination),
  }
}

async function notOurs(people: People, { workspace }: Destination): Promise<Sent | undefined> {
  const { team } = await people.us()
  return workspace === team ? undefined : { sent: 'no', why: 'we are not installed in that workspace', next: 'blocked' }
}

/** In order. One that is refused takes those before it along, so that nobody reads half of an answer. */
async function sendParts(slack: Slack, { destination, payloads, standing, mayGoOn }: Sending): Promise<Sent> {
  const { channel, thread } = destination
  const where = { channel, ...(thread === undefined ? {} : { thread_ts: thread }) }
  const refs: string[] = standing === undefined ? [] : [...splitRef(standing.ref)]
  let altered = false
  // The call was allowed for its first message; each one after it is asked for.
  let isFirst = true
  for (const payload of payloads.slice(refs.length)) {
    const goOn = isFirst ? 'yes' : await mayGoOn()
    isFirst = false
    if (goOn === 'not-ours') return { sent: 'unclear', why: 'another process has the rest of it in hand' }
    const sent = goOn === 'yes' ? await postOne(slack, payload, where) : heldBack
    if (sent.sent === 'yes') {
      refs.push(sent.ref)
      altered ||= sent.altered
    } else if (sent.sent === 'unclear' || (await allTaken(slack, destination, refs))) {
      return sent
    } else {
      return { sent: 'unclear', why: `only ${refs.length} of ${payloads.length} parts were posted: ${sent.why}` }
    }
  }
  return { sent: 'yes', ref: joinRef(refs), altered }
}

/** Between two messages of one post somebody stopped it. */
const heldBack: Sent = { sent: 'no', why: 'it was stopped half-way', next: 'again', afterMs: 0, holdLane: false }

async function allTaken(slack: Slack, destination: Destination, refs: readonly string[]): Promise<boolean> {
  for (const ts of refs) {
    if ((await takeDown(slack, destination, ts)).sent !== 'yes') return false
  }
  return true
}

async function postOne(slack: Slack, payload: Json, where: Values): Promise<Sent> {
  let answer: unknown
  try {
    answer = await slack.once('chat.postMessage', { ...rowOf(payload), ...where })
  } catch (cause) {
    return fateOf(cause)
  }
  const read = posted.safeParse(answer)
  // It says yes and not where: to be looked for.
  if (!read.success) return { sent: 'unclear', why: 'what Slack answered cannot be read' }
  return { sent: 'yes', ref: read.data.ts, altered: isAltered(payload, read.data.message) }
}

/** Messages that the new version does not need are taken down; one that needs more than there are is refused. */
async function changeParts(
  slack: Slack,
  destination: Destination,
  messages: readonly string[],
  payloads: readonly Json[],
): Promise<Sent> {
  if (payloads.length > messages.length) {
    const why = `the new version needs ${payloads.length} messages, and the post has ${messages.length}`
    return { sent: 'no', why, next: 'failed' }
  }
  let altered = false
  for (const [index, ts] of messages.entries()) {
    const payload = payloads[index]
    const changed =
      payload === undefined ? await takeDown(slack, destination, ts) : await change(slack, destination, ts, payload)
    if (changed.sent === 'yes') altered ||= changed.altered
    // After the first one readers see something between the old and the new; nobody can say that nothing happened.
    else return index === 0 ? changed : { sent: 'unclear', why: `only a part was changed: ${changed.why}` }
  }
  const kept = payloads.length === 0 ? messages : messages.slice(0, payloads.length)
  return { sent: 'yes', ref: joinRef(kept), altered }
}

async function change(slack: Slack, { channel }: Destination, ts: string, payload: Json): Promise<Sent> {
  const { text, blocks, metadata } = rowOf(payload)
  const values = { channel, ts, text, blocks, ...(metadata === undefined ? {} : { metadata }) }
  const changed = await repeated(slack, 'chat.update', values)
  if ('answer' in changed) return { sent: 'yes', ref: ts, altered: isAltered(payload, messageOf(changed.answer)) }
  const error = errorName(changed.cause) ?? ''
  if (gone.includes(error)) return { sent: 'no', why: 'gone', next: 'failed' }
  if (unchangeable.includes(error)) return { sent: 'no', why: 'unchangeable', next: 'failed' }
  return fateOf(changed.cause)
}

/** Gone already is what was wanted. */
async function takeDown(slack: Slack, { channel }: Destination, ts: string): Promise<Sent> {
  const taken = await repeated(slack, 'chat.delete', { channel, ts })
  if ('answer' in taken || gone.includes(errorName(taken.cause) ?? '')) return { sent: 'yes', ref: ts, altered: false }
  return fateOf(taken.cause)
}

async function repeated(
  slack: Slack,
  method: string,
  values: Values,
): Promise<{ readonly answer: unknown } | { readonly cause: unknown }> {
  for (let time = 1; ; time++) {
    try {
      return { answer: await slack.once(method, values) }
    } catch (cause) {
      if (time === mostChanges || fateOf(cause).sent !== 'unclear') return { cause }
    }
  }
}

function messageOf(answer: unknown): unknown {
  const read = z.object({ message: z.unknown() }).safeParse(answer)
  return read.success ? read.data.message : undefined
}

function rowOf(payload: Json): { readonly [name: string]: unknown } {
  const read = z.record(z.string(), z.unknown()).safeParse(payload)
  if (!read.success) throw new Error('sending to Slack: a payload is no object')
  return read.data
}
