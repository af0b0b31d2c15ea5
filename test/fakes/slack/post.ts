// A message enters the truth, changes there, or leaves it. What Slack would fetch for previews and whom a message would
// notify are read here from the very words that readers get, so that a test can say: nothing, and nobody.

import type { Json } from '../../../src/json.ts'
import { isList, isThing, type Thing, word } from './form.ts'
import { type Message, nextTs, type Town, type Words } from './town.ts'

export type NewMessage = Omit<
  Message,
  'ts' | 'versions' | 'gone' | 'edited' | 'reactions' | 'readableFrom' | 'linksUnfurl' | 'mediaUnfurls' | 'broadcast'
> &
  Partial<Pick<Message, 'readableFrom' | 'linksUnfurl' | 'mediaUnfurls' | 'broadcast'>>

export function accept(town: Town, message: NewMessage): Message {
  const accepted: Message = {
    broadcast: false,
    linksUnfurl: false,
    mediaUnfurls: false,
    readableFrom: town.now(),
    ...message,
    ts: nextTs(town),
    versions: [message.now],
    gone: false,
    edited: false,
    reactions: new Map(),
  }
  town.truth.push(accepted)
  fetchFor(town, accepted)
  return accepted
}

export function change(town: Town, message: Message, words: Words): void {
  message.now = words
  message.versions.push(words)
  message.edited = true
  fetchFor(town, message)
}

/** As the Web API shows it. Metadata is shown only to those who ask for it. */
export function shown(town: Town, message: Message, withMetadata: boolean): Thing {
  const replies = town.truth.filter(
    (one) => !one.gone && one.threadTs === message.ts && one.channel === message.channel && one.onlyFor === undefined,
  )
  const { text, blocks, metadata } = message.now
  return {
    type: 'message',
    user: message.user,
    text,
    ts: message.ts,
    team: message.team,
    ...(message.botId === undefined ? {} : { bot_id: message.botId, app_id: message.appId }),
    ...(blocks.length === 0 ? {} : { blocks }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.edited ? { edited: { user: message.user, ts: `${Math.floor(town.now() / 1000)}.000000` } } : {}),
    ...(withMetadata && metadata !== undefined ? { metadata } : {}),
    ...(replies.length === 0
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((one) => one.user))],
          latest_reply: replies.at(-1)?.ts,
        }),
    ...(message.reactions.size === 0
      ? {}
      : {
          reactions: [...message.reactions].map(([name, users]) => ({ name, users: [...users], count: users.size })),
        }),
  }
}

/** Whom these words notify: users, groups, and the wide calls. Verbatim does not stop `<!channel>`. */
export function notifies(words: Words): string[] {
  const found: string[] = []
  const read = (text: string): void => {
    for (const [, who] of text.matchAll(
      /<([@!](?:channel|here|everyone|subteam\^[A-Z0-9]+|[UW][A-Z0-9]+))(?:\|[^>]*)?>/g,
    ))
      if (who !== undefined) found.push(who)
  }
  read(words.text)
  for (const part of parts(words.blocks)) {
    if (part.type === 'mrkdwn') read(word(part, 'text'))
    if (part.type === 'user') found.push(`@${word(part, 'user_id')}`)
    if (part.type === 'usergroup') found.push(`!subteam^${word(part, 'usergroup_id')}`)
    if (part.type === 'broadcast') found.push(`!${word(part, 'range')}`)
  }
  return [...new Set(found)]
}

/** Every object in these blocks, depth first. */
export function parts(value: Json | undefined): Thing[] {
  if (isList(value)) return value.flatMap((one) => parts(one))
  if (!isThing(value)) return []
  return [value, ...Object.values(value).flatMap((one) => parts(one))]
}

function fetchFor(town: Town, message: Message): void {
  const fetch = (url: string, why: 'link' | 'image'): void => {
    town.fetched.push({ url, why, ts: message.ts })
  }
  const all = parts(message.now.blocks)
  // An image is fetched by Slack itself whatever was said about previews.
  for (const part of all) if (word(part, 'image_url') !== '') fetch(word(part, 'image_url'), 'image')
  // To know whether a link leads to media Slack has to look; only both switches off keep it from looking.
  if (message.onlyFor !== undefined || (!message.linksUnfurl && !message.mediaUnfurls)) return
  const texts = [message.now.text, ...all.filter((part) => part.type === 'mrkdwn').map((part) => word(part, 'text'))]
  const links = all.filter((part) => part.type === 'link').map((part) => word(part, 'url'))
  const urls = texts.flatMap((text) => [...text.matchAll(/https?:\/\/[^\s|>]+/g)].map(([url]) => url))
  for (const url of new Set([...urls, ...links])) fetch(url, 'link')
}
