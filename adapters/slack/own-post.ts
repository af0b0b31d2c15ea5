// What Slack tells of messages that bear our marker. Any app of the workspace can write such a message, and the manifest
// subscribes to them all, since no app knows its own id before it exists: so it counts only where the signed event itself
// names this app and this bot as the one who posted it.

import type { App } from '@slack/bolt'
import { z } from 'zod'
import type { House } from '../../src/gateway/house.ts'
import { partSeen } from '../../src/gateway/part-seen.ts'
import { postId } from '../../src/id.ts'
import type { Us } from './people.ts'
import { postEvent } from './post.ts'

export type OwnPostsOf = { readonly house: House; readonly us: () => Promise<Us> }

const id = z.string().min(1).max(255)
const count = z.coerce.number().int().positive()
const told = z.looseObject({
  /** Whom the event was sent to: us. */
  api_app_id: id,
  event: z.looseObject({
    app_id: id,
    user_id: id,
    bot_id: id.optional(),
    channel_id: id,
    message_ts: z.string().regex(/^\d{1,12}\.\d{6}$/),
    metadata: z.object({
      event_type: z.literal(postEvent),
      event_payload: z.object({ marker: id, post: id, part: count, parts: count }),
    }),
  }),
})

export function hearOwnPosts(bolt: App, { house, us }: OwnPostsOf): void {
  bolt.event('message_metadata_posted', async ({ body }) => {
    const read = told.safeParse(body)
    if (!read.success) return
    const { api_app_id, event } = read.data
    const { team, user, bot } = await us()
    const isOurs = event.app_id === api_app_id && event.user_id === user && (event.bot_id ?? bot) === bot
    const { post: named, ...payload } = event.metadata.event_payload
    const post = postId.parse(named)
    if (!isOurs || post === undefined) return
    const at = { platform: 'slack', workspace: team, channel: event.channel_id } as const
    await partSeen(house, { ...payload, post, at, ref: event.message_ts })
  })
}
