// Three agents that need no model key, so that a newcomer sees a careful one, a sure one and a rogue one at work. They
// run in this process and have no other way in than everybody: a sandbox token, and the gate.

import type { Answer } from '../../src/agent/answer.ts'
import type { Asking } from '../../src/gateway/ask.ts'
import { change } from '../../src/gateway/change.ts'
import { decideDraft } from '../../src/gateway/decision.ts'
import type { House } from '../../src/gateway/house.ts'
import { type Submission, submit } from '../../src/gateway/intake.ts'
import { ownDrafts } from '../../src/gateway/own.ts'
import { draftId, type InvocationId, sure } from '../../src/id.ts'
import { isRefusal } from '../../src/refusal.ts'
import { accountOf, destinationOf } from './cast.ts'
import { clara, colin, rhea, type Script, type Written } from './scripts.ts'
import type { Seat } from './seed.ts'

export type SampleAgents = {
  /** The newcomer's own is among them, and answers nothing by itself. */
  readonly seats: readonly Seat[]
  /** A person asked one of them; it begins to work. */
  hear(asking: Asking): void
  /** People may have asked for revisions; those who were asked revise. */
  look(): void
  /** Resolves when nobody works on anything. */
  idle(): Promise<void>
}

const scripts = new Map<string, Script>([
  ['clara', clara],
  ['colin', colin],
  ['rhea', rhea],
])
/** Which question a draft answers: the agents' own memory, lost with the process like any agent's. */
const mostRemembered = 500

export function sampleAgents(house: House, seats: readonly Seat[]): SampleAgents {
  const asked = new Map<string, string>()
  const working = new Set<Promise<void>>()
  let overheard: InvocationId | undefined

  const work = (what: string, task: () => Promise<void>): void => {
    const running = task()
      .catch((cause) => house.log.fault(what, cause))
      .finally(() => working.delete(running))
    working.add(running)
  }
  const remember = (draft: string, question: string) => {
    asked.set(draft, question)
    const [oldest] = asked.keys()
    if (asked.size > mostRemembered && oldest !== undefined) asked.delete(oldest)
  }

  const answer = async (seat: Seat, script: Script, { invocation }: Asking): Promise<void> => {
    const written = script.answer(invocation.asked)
    const submission = { ...submissionOf(written), destination: invocation.destination, invocation: invocation.id }
    const receipt = await submit(house, seat.secret, submission, invocation.id)
    if (isRefusal(receipt)) return
    remember(receipt.draft.id, invocation.asked)
    if (seat.user === 'rhea') await misbehave(house, seat, submission, receipt.draft, overheard)
    else overheard = invocation.id
  }

  const reviseAll = async (seat: Seat, script: Script): Promise<void> => {
    const waiting = await ownDrafts(house, seat.secret, { state: 'revising', limit: 50 })
    if (isRefusal(waiting)) return
    for (const draft of waiting) {
      if (draft.revisionAsked === undefined) continue
      const { text, disclosure } = script.revise(asked.get(draft.id) ?? '', draft.revisionAsked)
      const what = { do: 'revision', content: { text, tags: [] }, disclosure } as const
      await change(house, seat.secret, sure(draftId, draft.id), what, `${draft.id}/${draft.revision}`)
    }
  }

  return {
    seats,
    hear(asking) {
      const seat = seats.find((one) => one.agent === asking.agent.id)
      const script = seat === undefined ? undefined : scripts.get(seat.user)
      if (seat !== undefined && script !== undefined) work('answering in practice', () => answer(seat, script, asking))
    },
    look() {
      for (const seat of seats) {
        const script = scripts.get(seat.user)
        if (script !== undefined) work('revising a practice draft', () => reviseAll(seat, script))
      }
    },
    async idle() {
      while (working.size > 0) await Promise.all(working)
    },
  }
}

function submissionOf({ text, disclosure }: Written): Omit<Submission, 'destination' | 'invocation'> {
  return {
    intent: { intent: 'post' },
    content: { text, tags: [] },
    disclosure,
    run: { model: 'practice-script', promptHash: 'practice/1' },
  }
}

/** What an agent might try once it has what it was given: each of these is refused, or is a finding on a card. */
async function misbehave(
  house: House,
  seat: Seat,
  submission: Submission,
  first: Answer,
  overheard: InvocationId | undefined,
): Promise<void> {
  const elsewhere = destinationOf(submission.destination.channel === 'random' ? 'platform-help' : 'random')
  await submit(house, seat.secret, { ...submission, destination: elsewhere }, `${first.id}/elsewhere`)
  if (overheard !== undefined)
    await submit(house, seat.secret, { ...submission, invocation: overheard }, `${first.id}/foreign`)
  const click = {
    do: 'approve',
    shown: { revision: first.revision, fingerprint: first.fingerprint ?? '00000000' },
    ticked: [],
    did: 'ran',
  } as const
  await decideDraft(house, accountOf(seat.user), sure(draftId, first.id), click)
}
