// The menu of a message: ask an agent there, or do something about a post of ours. Which post it is stands in the message
// that Slack brings along; it selects and gives no right, so whoever made that message up has made up nothing.

import { z } from 'zod'
import { formOn, picks, postMenu } from '../../src/card/post-menu.ts'
import { postFor } from '../../src/gateway/looking.ts'
import { meet } from '../../src/gateway/meet.ts'
import { touchPost } from '../../src/gateway/reading.ts'
import type { PostId } from '../../src/id.ts'
import type { Destination } from '../../src/place.ts'
import { isRefusal } from '../../src/refusal.ts'
import { askPage } from './at-place.ts'
import type { Filled } from './click.ts'
import { type Doing, outOfDate, type Told, told } from './deciding.ts'
import { drawForm, drawLine } from './form.ts'
import { shortcuts } from './manifest.ts'
import { readSelector, type Selector, spellSelector } from './selector.ts'

const id = z.string().min(1).max(255)
export const picked = z.object({
  callback_id: id,
  trigger_id: id,
  user: z.object({ id }),
  team: z.object({ id }).nullish(),
  channel: z.object({ id }),
  message: z.looseObject({
    ts: id,
    thread_ts: id.optional(),
    blocks: z.array(z.unknown()).default([]),
  }),
})
export type Picked = z.infer<typeof picked>

/** `at` is the thread of the message. */
export async function pick(of: Doing, { callback_id, message }: Picked, at: Destination): Promise<Told> {
  if (callback_id === shortcuts.ask) return askPage(of, at)
  const post = postIn(message.blocks)
  if (post === undefined)
    return { line: 'This is no AI post of ours, or one that was taken back. Nothing was changed.' }
  const found = await postFor(of.house, of.account, post)
  if (isRefusal(found)) return told(found)
  const who = await meet(of.house, of.account, found.post.draft.destination)
  if (isRefusal(who)) return told(who)
  const selector = spellSelector({ on: 'picked', post, channel: at.channel, thread: at.thread ?? message.ts })
  return { page: drawForm(postMenu(found.post, who), selector, 'picked') }
}

/** From the choice to what that button asks. */
export async function goOn(of: Doing, on: Extract<Selector, { on: 'picked' }>, filled: Filled): Promise<Told> {
  const wanted = picks.find((one) => one === filled.pick?.[0])
  const found = await postFor(of.house, of.account, on.post)
  if (isRefusal(found)) return told(found)
  const { destination, agent } = found.post.draft
  if (wanted === undefined) return { line: outOfDate }
  if (wanted === 'again') return askPage(of, { ...destination, channel: on.channel, thread: on.thread }, agent.id)
  if (!found.actions.includes(wanted)) return { line: outOfDate }
  if (wanted === 'restore') {
    const done = await touchPost(of.house, of.account, on.post, { do: 'restore' })
    return isRefusal(done) ? told(done) : { page: drawLine('Done', 'Readers see it again.') }
  }
  const form = formOn(found.card, wanted)
  return form === undefined ? { line: outOfDate } : { page: drawForm(form, `${on.post}|${wanted}`, wanted) }
}

/** The one post that all buttons of the message are about. */
function postIn(blocks: readonly unknown[]): PostId | undefined {
  const values = [...JSON.stringify(blocks).matchAll(/"value":"([^"\\]{1,100})"/g)].map(([, value = '']) => value)
  const posts = new Set(
    values.flatMap((value) => {
      const on = readSelector(value)
      return on?.on === 'post' ? [on.post] : []
    }),
  )
  return posts.size === 1 ? [...posts][0] : undefined
}
