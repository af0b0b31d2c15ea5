// What readers and moderators do with a post: open a risky step, say that they ran it, report it, recall it.

import type { PostId } from '../id.ts'
import type { Account } from '../place.ts'
import { decidePost, stepOf } from '../post/decide.ts'
import type { Complaint, Post, PostCommand } from '../post/post.ts'
import { recallByToken } from '../post/recall.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { boards, commit, isTaken } from './commit.ts'
import { complainedIn } from './grant-use.ts'
import type { House } from './house.ts'
import { meet } from './meet.ts'
import { postStep } from './post-step.ts'
import { noteRefusal } from './watching.ts'

export type PostClick =
  | { readonly do: 'reveal'; readonly step: string; readonly ticked: readonly string[] }
  | { readonly do: 'act'; readonly act: 'will-run' | 'ran' }
  | { readonly do: 'report'; readonly complaint: Complaint; readonly words: string }
  | { readonly do: 'restore' }
  | { readonly do: 'recall'; readonly reason: string }

export async function touchPost(house: House, account: Account, id: PostId, click: PostClick): Promise<Post | Refusal> {
  const found = await house.record.look({ post: { kind: 'post', id } })
  if (found.seen.post === undefined) return refuse('unknown-post')
  const who = await meet(house, account, found.seen.post.is.draft.destination)
  if (isRefusal(who)) return noteRefusal(house, id, who)
  const actor = { kind: 'person', id: who.person } as const
  const typing = { ...house, typist: { account, at: found.seen.post.is.draft.destination } }
  const done = await commit(typing, { post: { kind: 'post', id }, grants: boards.grants }, ({ now, seen }) => {
    const command: PostCommand = { ...click, who }
    const event = decidePost(seen.post?.is, command, now)
    if (isRefusal(event)) return event
    const step = postStep(seen.post, event, actor, now)
    // In the same save: what was decided under the grant before this cannot be claimed after it.
    const grants = complainedIn(seen.grants, step.post, event, { person: who.person, name: who.name }, now, actor)
    return { steps: [step, ...grants], result: step.post }
  })
  if (isRefusal(done)) return noteRefusal(house, id, done, actor)
  if (isTaken(done)) throw new Error(`changing ${id}: a name of it is taken`)
  return done.result
}

/** With the admin token, from wherever its holder sits. */
export async function recallPostByToken(house: House, id: PostId, reason: string): Promise<Post | Refusal> {
  const actor = { kind: 'system' } as const
  const done = await commit(house, { post: { kind: 'post', id }, grants: boards.grants }, ({ now, seen }) => {
    const event = recallByToken(seen.post?.is, reason, now)
    if (isRefusal(event)) return event
    const step = postStep(seen.post, event, actor, now)
    const grants = complainedIn(seen.grants, step.post, event, 'admin-token', now, actor)
    return { steps: [step, ...grants], result: step.post }
  })
  if (isRefusal(done)) return done
  if (isTaken(done)) throw new Error(`recalling ${id}: a name of it is taken`)
  house.log.info('a post was recalled', { post: id })
  return done.result
}

export type Revealed = { readonly text: string; readonly risk: string; readonly check?: string | undefined }

/** Shows a step to one reader, after it is on record that they opened it. */
export async function reveal(
  house: House,
  account: Account,
  id: PostId,
  step: string,
  ticked: readonly string[],
): Promise<Revealed | Refusal> {
  const post = await touchPost(house, account, id, { do: 'reveal', step, ticked })
  if (isRefusal(post)) return post
  const { text, risk, check } = stepOf(post, step) ?? {}
  return text === undefined || risk === undefined ? refuse('unknown-post') : { text, risk, check }
}
