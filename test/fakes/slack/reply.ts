// Addresses that answer one gesture: up to five times within half an hour, seen by the one person alone unless said
// otherwise. They get round the posting rules of a channel, which is why nothing may be published through them.

import { wordsOf } from './chat.ts'
import { flag, type Thing, word } from './form.ts'
import { type Happened, isRefused } from './method.ts'
import { accept, change } from './post.ts'
import { type Installation, type Message, nextId, type Reply, type Town } from './town.ts'

const mostUses = 5
const openMs = 30 * 60 * 1000

export function replyAddress(
  town: Town,
  by: Installation,
  from: { readonly user: string; readonly channel: string; readonly message?: Message },
): string {
  const id = nextId(town, 'R')
  town.replies.set(id, { ...from, appId: by.app.id, team: by.team, at: town.now(), uses: 0 })
  return id
}

export type Replied = { readonly status: number; readonly body: Thing; readonly happened?: Happened }

export function reply(town: Town, id: string, said: Thing): Replied {
  const address = town.replies.get(id)
  if (address === undefined) return { status: 404, body: { ok: false, error: 'not_found' } }
  if (town.now() - address.at > openMs) return { status: 404, body: { ok: false, error: 'expired_url' } }
  if (address.uses >= mostUses) return { status: 404, body: { ok: false, error: 'used_url' } }
  address.uses += 1
  const { message } = address
  if (flag(said, 'delete_original') === true && message !== undefined) {
    message.gone = true
    return { status: 200, body: { ok: true }, happened: { what: 'deleted', message } }
  }
  const words = wordsOf(town, said, 40_000)
  if (isRefused(words)) return { status: 400, body: words }
  if (flag(said, 'replace_original') === true && message !== undefined) {
    change(town, message, words.words)
    return { status: 200, body: { ok: true }, happened: { what: 'changed', message } }
  }
  const posted = shownThrough(town, address, said, words.words)
  return { status: 200, body: { ok: true }, happened: { what: 'posted', message: posted } }
}

function shownThrough(town: Town, address: Reply, said: Thing, now: Message['now']): Message {
  const by = town.installations.find((one) => one.app.id === address.appId && one.team === address.team)
  if (by === undefined)
    throw new Error(`answering a gesture of ${address.user}: the app ${address.appId} is not installed`)
  const thread = word(said, 'thread_ts')
  return accept(town, {
    team: address.team,
    channel: address.channel,
    user: by.botUser,
    botId: by.botId,
    appId: by.app.id,
    now,
    ...(thread === '' ? {} : { threadTs: thread }),
    ...(said.response_type === 'in_channel' ? {} : { onlyFor: address.user }),
  })
}
