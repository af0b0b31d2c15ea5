// A post begins in the same save as the event `published` of its draft, whoever brought that about: the sender, the
// search by marker, or a person who saw it. A post of the agent's own that it replaces or takes down ends there too.

import type { Draft, DraftEvent } from '../draft/draft.ts'
import { markerOf } from '../draft/envelope.ts'
import type { DraftId } from '../id.ts'
import type { Actor } from '../ledger/entry.ts'
import type { Sent } from '../port/channel.ts'
import type { Held } from '../port/record.ts'
import type { Post } from '../post/post.ts'
import { boards } from './commit.ts'
import type { House } from './house.ts'
import { postStep } from './post-step.ts'
import type { Step } from './write.ts'

/** The post that begins, and the one of the agent's own that it takes the place of. */
export function postsOf(
  house: House,
  draft: Draft,
  event: DraftEvent,
  actor: Actor,
  sent: Sent | undefined,
  target: Held<Post> | undefined,
): readonly Step[] {
  if (event.type !== 'published' || draft.state !== 'published') return []
  const { at } = event
  const { intent } = draft
  if (intent.intent === 'delete')
    return target === undefined ? [] : [postStep(target, { type: 'lapsed', at }, actor, at)]
  const { screened, approvals, deadline, round, allowedAt, state, post, at: publishedAt, ...base } = draft
  const reached = sent?.sent === 'yes' ? sent : { ref: undefined, altered: false }
  const marker = markerOf(house.signer.keyFor('marker'), screened.envelope, screened.fingerprint, round)
  const begins = {
    id: post,
    draft: base,
    allowed: { screened, approvals, deadline, round, allowedAt },
    published: publishedAt,
    ref: reached.ref,
    marker,
    altered: reached.altered,
    readers: [],
    reports: [],
    ...(intent.intent === 'edit' ? { supersedes: intent.post } : {}),
  }
  const began = postStep(undefined, { type: 'posted', post: begins }, actor, at)
  const replaced = target === undefined ? [] : [postStep(target, { type: 'superseded', with: post, at }, actor, at)]
  return [began, ...replaced]
}

/** What a decision about a draft looks at, with the post that its intent would change. */
export async function glanceWithTarget(house: House, id: DraftId) {
  const { seen } = await house.record.look({ draft: { kind: 'draft', id } })
  const intent = seen.draft?.is.intent
  const changes = intent?.intent === 'edit' || intent?.intent === 'delete' ? intent.post : undefined
  const target = changes === undefined ? undefined : ({ kind: 'post', id: changes } as const)
  return { ...boards, draft: { kind: 'draft', id } as const, target }
}
