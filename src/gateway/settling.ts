// Records how a sending ended, with the post that begins by it and the list of the grant that it stands on.

import type { HouseCommand } from '../draft/command.ts'
import { decide } from '../draft/decide.ts'
import type { DraftId } from '../id.ts'
import type { Sent } from '../port/channel.ts'
import type { Delivered } from '../port/queue.ts'
import { isRefusal } from '../refusal.ts'
import { commit } from './commit.ts'
import { draftStep } from './draft-step.ts'
import { usedIn } from './grant-use.ts'
import type { House } from './house.ts'
import { momentOf } from './moment.ts'
import { glanceWithTarget, postsOf } from './posting.ts'
import { soon } from './soon.ts'

const system = { kind: 'system' } as const

/** A process whose claim was taken over still brings what it knows: that it was sent. */
export async function settle(house: House, id: DraftId, command: HouseCommand, sent?: Sent): Promise<Delivered> {
  let notBefore = 0
  const committed = await commit(house, await glanceWithTarget(house, id), ({ now, seen }) => {
    const draft = seen.draft
    const moment = momentOf(draft?.is, seen, now)
    const known = draft?.is.state === 'unconfirmed' && sent?.sent === 'yes' ? ({ do: 'found' } as const) : command
    const event = decide(draft?.is, known, moment)
    if (isRefusal(event)) return event
    notBefore = sent?.sent === 'no' && sent.next === 'again' ? now + sent.afterMs : 0
    const step = draftStep(draft, event, { actor: system, at: now, notBefore })
    const posts = postsOf(house, step.draft, event, system, sent, seen.target)
    return { steps: [step, ...posts, ...usedIn(seen.grants, step.draft, event, system)], result: undefined }
  })
  if (isRefusal(committed)) {
    if (committed.refused === 'busy') return soon(house)
    house.log.info('a publish was settled elsewhere', { draft: id, code: committed.refused })
  }
  if (sent?.sent === 'no' && sent.next === 'again' && sent.holdLane)
    return { delivered: 'again', at: notBefore, holdLane: true }
  return { delivered: 'done' }
}
