// How an agent changes a draft of its own that has not ended: by another revision, or by taking it back.

import { type Answer, answerOf } from '../agent/answer.ts'
import { decide } from '../draft/decide.ts'
import type { Disclosure } from '../draft/disclosure.ts'
import type { Content } from '../draft/intent.ts'
import type { DraftId } from '../id.ts'
import { sha256 } from '../json.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { stopOn } from '../safety/stop.ts'
import { boards, commit, isTaken } from './commit.ts'
import { draftStep } from './draft-step.ts'
import type { House } from './house.ts'
import { makeSalt, onceKey } from './make.ts'
import { momentOf } from './moment.ts'
import { agentOf, ownDraft } from './own.ts'
import { noteRefusal } from './watching.ts'

export type Change =
  | { readonly do: 'revision'; readonly content: Content; readonly disclosure: Disclosure }
  | { readonly do: 'withdraw' }

/** A revision or a withdrawal. With a key, doing it twice is doing it once. */
export async function change(
  house: House,
  secret: string,
  id: DraftId,
  what: Change,
  key?: string,
): Promise<Answer | Refusal> {
  const agent = await agentOf(house, secret)
  if (isRefusal(agent)) return agent
  const actor = { kind: 'agent', id: agent.id } as const
  const note = sha256(JSON.stringify({ id, ...what }))
  const once = key === undefined ? undefined : onceKey(agent.id, key)
  const before = once === undefined ? undefined : ({ kind: 'draft', sole: once } as const)
  const done = await commit(house, { ...boards, draft: { kind: 'draft', id }, before }, ({ now, seen }) => {
    if (seen.before !== undefined)
      return seen.before.note === note ? { steps: [], result: seen.before.is } : refuse('key-reused')
    const moment = momentOf(seen.draft?.is, seen, now)
    const stopped = seen.draft === undefined ? undefined : stopOn(moment.board, seen.draft.is)
    if (what.do === 'revision' && stopped !== undefined) return refuse('stopped', { at: stopped.from })
    const command = what.do === 'withdraw' ? what : { ...what, salt: makeSalt(house.chance) }
    const event = decide(seen.draft?.is, { ...command, agent: agent.id }, moment)
    if (isRefusal(event)) return event
    const soles = once === undefined ? [] : [{ name: once, note }]
    const step = draftStep(seen.draft, event, { actor, at: now, soles })
    return { steps: [step], result: step.draft }
  })
  if (isRefusal(done)) return noteRefusal(house, agent.id, done, actor)
  if (!isTaken(done)) return answerOf(done.result)
  // The same key in the same moment, and the other one was first.
  return done.note === note ? ownDraft(house, secret, id) : refuse('key-reused')
}
