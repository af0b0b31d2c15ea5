// What a form of the page may say, read once. A click names what its maker was shown; who they are is checked in the
// house, anew, for every one.

import { z } from 'zod'
import { manners } from '../../src/draft/envelope.ts'
import { agentId, draftId, grantId, postId, stopId } from '../../src/id.ts'
import { complaints } from '../../src/post/post.ts'
import { grantActions } from '../../src/rule/giving.ts'
import { places, residents } from './cast.ts'
import { idText } from './id-text.ts'

/** Browsers send line ends as CRLF, which nobody typed. */
const text = z
  .string()
  .max(20_000)
  .transform((value) => value.replaceAll('\r\n', '\n'))
const several = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) => [value].flat())

const user = z.enum(residents.map((resident) => resident.user))
const channel = z.enum(places.map((place) => place.channel))
/** An address with a mistake in it still shows a page. */
export const looking = z.object({
  as: user.catch('ada'),
  channel: channel.catch('platform-help'),
  /** The note that answers the click before. */
  told: z.string().max(20).optional().catch(undefined),
})
export type Looking = z.infer<typeof looking>
/** Who clicks, and where: never a guess. A bot is not among those one can be. */
export const acting = z.object({ as: user, channel })

const draft = { draft: idText(draftId) }
const shown = {
  ...draft,
  revision: z.coerce.number().int().positive(),
  fingerprint: z.string().regex(/^[0-9a-f]{8,64}$/),
}
export const draftClick = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('approve'),
    ...shown,
    ticked: several.pipe(z.array(z.coerce.number<string>().int().min(0))),
    did: z.enum(manners).default('read'),
    note: text.optional().transform((note) => (note?.trim() === '' ? undefined : note)),
    change: text.optional().transform((change) => (change?.trim() === '' ? undefined : change)),
  }),
  z.object({ do: z.literal('edit'), ...shown, text }),
  z.object({ do: z.literal('revise'), ...shown, wants: several, words: text.default('') }),
  z.object({ do: z.enum(['reject', 'veto']), ...draft, reason: text }),
  z.object({ do: z.enum(['keep', 'retract', 'try-again', 'there', 'not-there']), ...draft }),
  z.object({ do: z.literal('start-again'), ...draft }),
  z.object({ do: z.literal('hand'), ...draft, to: user }),
  z.object({ do: z.literal('stop'), ...draft, scope: z.enum(['here', 'agent', 'channel', 'all']), reason: text }),
])
export type DraftClick = z.infer<typeof draftClick>

const post = { post: idText(postId) }
export const postClick = z.discriminatedUnion('do', [
  z.object({ do: z.literal('reveal'), ...post, step: z.string().max(20), confirm: several }),
  z.object({ do: z.literal('act'), ...post, act: z.enum(['will-run', 'ran']) }),
  z.object({ do: z.literal('report'), ...post, complaint: z.enum(complaints), words: text.default('') }),
  z.object({ do: z.literal('restore'), ...post }),
  z.object({ do: z.literal('recall'), ...post, reason: text }),
])
export type PostClick = z.infer<typeof postClick>

export const saying = z.object({
  to: z.union([z.literal(''), idText(agentId)]),
  text: text.pipe(z.string().trim().min(1)),
})
export const stopping = z.object({
  whom: z.union([z.literal('every'), idText(agentId)]),
  where: z.enum(['here', 'everywhere']),
  reason: text,
})
export const grantClick = z.object({ do: z.enum(grantActions), grant: idText(grantId) })
export const grantAsking = z.object({ agent: idText(agentId), minutes: z.coerce.number().int() })
export const confirming = z.object({ agent: idText(agentId) })
export const resuming = z.object({ stop: idText(stopId) })
export const ruling = z.object({
  version: z.coerce.number().int().min(0),
  autonomy: text,
  first: text,
  second: text,
  expires: text,
  unverified: text,
  outsiders: text,
  instructions: text.default(''),
})
