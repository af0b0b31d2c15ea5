// What Slack tells of the workspace itself: a channel renamed, archived, shared or left, an account that ended, our access
// taken away, a card that somebody deleted. It says what to look at; what came of it is asked of Slack, then, by the house.

import type { App } from '@slack/bolt'
import { z } from 'zod'
import { threadSpoken } from '../../src/gateway/around.ts'
import type { House } from '../../src/gateway/house.ts'
import { accountEnded, cardTaken, placeChanged, workspaceChanged } from '../../src/gateway/place-change.ts'
import { draftId } from '../../src/id.ts'
import type { Lost } from '../../src/installation/installation.ts'

export type Workplace = {
  readonly house: House
  /** The workspace that these events are of. */
  readonly team: () => Promise<string>
  /** Who we are there. */
  readonly bot: () => Promise<string>
  /** Our access was taken away; what is kept of it is told so. */
  readonly shutOut: (why: Lost) => Promise<void>
  /** Slack gives a private channel another id when it is shared with another company. */
  readonly moved: (from: string, to: string) => Promise<void>
}

const id = z.string().min(1).max(255)
const inChannel = z.looseObject({ channel: z.union([id, z.looseObject({ id }).transform((one) => one.id)]) })
const member = z.looseObject({ channel: id, user: id })
const account = z.looseObject({ user: z.looseObject({ id, deleted: z.boolean().default(false), team_id: id }) })
const changedId = z.looseObject({ old_channel_id: id, new_channel_id: id })
const revoked = z.looseObject({ tokens: z.looseObject({ bot: z.array(z.string()).default([]) }) })
const said = z.looseObject({ subtype: z.string(), channel: id })
const reply = z.looseObject({ channel: id, thread_ts: id, subtype: z.string().optional() })
/** Something new is said; what was only changed or taken away comes under other names. */
const spoken: readonly (string | undefined)[] = [undefined, 'bot_message', 'file_share', 'thread_broadcast']
const deleted = z.looseObject({
  previous_message: z.looseObject({ blocks: z.array(z.looseObject({ block_id: z.string().optional() })).default([]) }),
})

/** Whatever happened, the place is asked what it is now; an event that comes twice or late finds nothing to do. */
const aboutPlaces = [
  'channel_archive',
  'channel_convert_to_private',
  'channel_deleted',
  'channel_left',
  'channel_rename',
  'channel_shared',
  'channel_unarchive',
  'channel_unshared',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_rename',
  'group_unarchive',
] as const
/** As Slack says it where it tells us what is said in the channel. */
const saidOfPlaces: readonly string[] = ['channel_convert_to_private', 'channel_convert_to_public']

/** What the app has to be subscribed to; the manifest asks for these. */
export const happenings = [
  ...aboutPlaces.filter((name) => name !== 'channel_convert_to_private'),
  'app_uninstalled',
  'channel_id_changed',
  'member_joined_channel',
  'member_left_channel',
  'tokens_revoked',
  'user_change',
] as const

export function hearHappenings(bolt: App, { house, team, bot, shutOut, moved }: Workplace): void {
  const changed = async (channel: string): Promise<void> =>
    placeChanged(house, { platform: 'slack', workspace: await team(), channel })

  for (const name of aboutPlaces) {
    bolt.event(name, async ({ body }) => {
      const read = inChannel.safeParse(body.event)
      if (read.success) await changed(read.data.channel)
    })
  }
  for (const name of ['member_left_channel', 'member_joined_channel'] as const) {
    bolt.event(name, async ({ body }) => {
      const read = member.safeParse(body.event)
      // Others come and go, and are asked about when they decide.
      if (read.success && read.data.user === (await bot())) await changed(read.data.channel)
    })
  }
  bolt.event('channel_id_changed', async ({ body }) => {
    const read = changedId.safeParse(body.event)
    if (!read.success) return
    await moved(read.data.old_channel_id, read.data.new_channel_id)
    await changed(read.data.old_channel_id)
  })
  bolt.event('user_change', async ({ body }) => {
    const read = account.safeParse(body.event)
    if (!read.success || !read.data.user.deleted) return
    const { id: user, team_id: workspace } = read.data.user
    await accountEnded(house, { platform: 'slack', workspace, user })
  })
  bolt.event('app_uninstalled', async () => {
    await shutOut('uninstalled')
    await workspaceChanged(house, 'slack', await team())
  })
  bolt.event('tokens_revoked', async ({ body }) => {
    const read = revoked.safeParse(body.event)
    if (!read.success || read.data.tokens.bot.length === 0) return
    await shutOut('revoked')
    await workspaceChanged(house, 'slack', await team())
  })
  for (const name of ['message', 'app_mention'] as const) {
    bolt.event(name, async ({ body }) => {
      const read = reply.safeParse(body.event)
      if (!read.success || !spoken.includes(read.data.subtype)) return
      const { channel, thread_ts: thread } = read.data
      await threadSpoken(house, { platform: 'slack', workspace: await team(), channel, thread })
    })
  }
  bolt.event('message', async ({ body }) => {
    const read = said.safeParse(body.event)
    if (!read.success) return
    if (saidOfPlaces.includes(read.data.subtype)) return changed(read.data.channel)
    if (read.data.subtype !== 'message_deleted') return
    const gone = deleted.safeParse(body.event)
    if (!gone.success) return
    const [name = ''] = gone.data.previous_message.blocks[0]?.block_id?.split(':') ?? []
    const draft = draftId.parse(name)
    if (draft !== undefined) await cardTaken(house, draft)
  })
}
