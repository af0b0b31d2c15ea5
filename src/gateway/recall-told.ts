// Tells those who may have followed a post that it was recalled: everybody who opened a step of it, said that they would
// run it or ran it, or reported it. Each in private, and each once; who has left the platform is not reached.

import type { PersonId, PostId } from '../id.ts'
import { accountKey } from '../person/person.ts'
import { outOfReach } from '../port/channel.ts'
import type { Delivered } from '../port/queue.ts'
import type { Post } from '../post/post.ts'
import { recallerName } from '../post/recall.ts'
import type { House } from './house.ts'

const done: Delivered = { delivered: 'done' }

export async function tellReaders(house: House, id: PostId): Promise<Delivered> {
  const { seen } = await house.record.look({ post: { kind: 'post', id } })
  const post = seen.post?.is
  const reviewers = post === undefined ? undefined : house.reviewers.get(post.draft.destination.platform)
  if (post?.state !== 'recalled' || reviewers === undefined) return done
  const { destination, agent } = post.draft
  const told = new Set((await house.record.copies(`told:${id}`)).map((copy) => copy.account))
  const line = `Do not follow the answer of ${agent.name} (AI agent) in ${post.allowed.screened.audience.name} any more: ${recallerName(post.by)} recalled it. Reason: ${post.reason}. You opened, ran or reported it; undo what you did by it, or ask there.`
  for (const person of touchedBy(post)) {
    const known = (await house.record.look({ person: { kind: 'person', id: person } })).seen.person?.is
    const account = known?.accounts.find(
      (one) => one.platform === destination.platform && one.workspace === destination.workspace,
    )
    if (account === undefined || told.has(accountKey(account))) continue
    try {
      await reviewers.note(account, destination, line)
    } catch (cause) {
      if (outOfReach(cause) === undefined) throw new Error(`telling a reader that ${id} was recalled`, { cause })
      house.log.fault('telling a reader of a recall, which is refused for good', cause, { post: id })
    }
    await house.record.keepCopy({ draft: `told:${id}`, account: accountKey(account), ref: 'told' })
  }
  return done
}

/** Without the one who recalled it. */
function touchedBy(post: Post & { state: 'recalled' }): readonly PersonId[] {
  const people = [...post.readers.map((reader) => reader.person), ...post.reports.map((report) => report.by.person)]
  const { by } = post
  return [...new Set(people)].filter((person) => by === 'admin-token' || person !== by.person)
}
