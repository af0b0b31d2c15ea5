// A draft on a stage, as most tests of deciding begin with one: Ada asks an agent, the agent submits, and what is owed is
// delivered until it waits. Beside it, how such a draft is looked at and approved.

import { type Disclosure, nothingDisclosed, type Run } from '../src/draft/disclosure.ts'
import type { Draft, DraftIn } from '../src/draft/draft.ts'
import type { Intent } from '../src/draft/intent.ts'
import { ask } from '../src/gateway/ask.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { type Receipt, submit } from '../src/gateway/intake.ts'
import { type AgentId, type DraftId, draftId, sure } from '../src/id.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { account, place, type Stage } from './stage.ts'

/** What is said of a draft where a test cares; the rest is a harmless answer to Ada in #platform-help. */
export type Said = {
  readonly text?: string | undefined
  readonly intent?: Intent | undefined
  readonly disclosure?: Disclosure | undefined
  readonly run?: Run | undefined
  readonly channel?: string | undefined
  /** Who asks the agent for it; `nobody` does where it speaks unasked. */
  readonly asker?: string | undefined
  readonly key?: string | undefined
}

let keys = 0

/** Asked for in #platform-help and handed in; nothing is checked yet. */
export async function submitted(stage: Stage, agent: AgentId, said: Said = {}): Promise<Receipt | Refusal> {
  const { asker = 'ada', channel = 'platform-help', key = `k${keys++}` } = said
  const asking =
    asker === 'nobody' ? undefined : await ask(stage.house, account(asker), agent, place('platform-help'), 'how?')
  if (asking !== undefined && isRefusal(asking)) return asking
  const submission = {
    destination: place(channel),
    intent: said.intent ?? { intent: 'post' },
    content: { text: said.text ?? 'Staging deploys run at 09:00.', tags: [] },
    disclosure: said.disclosure ?? nothingDisclosed,
    run: said.run ?? {},
    ...(asking === undefined ? {} : { invocation: asking.invocation.id }),
  }
  return submit(stage.house, stage.tokens.get(agent) ?? '', submission, key)
}

/** Submitted by this agent and screened. Whether it waits then, is for the test to say. */
export async function heldBy(stage: Stage, agent: AgentId, said: Said = {}): Promise<DraftId> {
  const receipt = await submitted(stage, agent, said)
  if (isRefusal(receipt)) throw new Error(receipt.refused)
  await stage.deliver()
  return sure(draftId, receipt.draft.id)
}

/** By an agent of its own; it waits for Ada. */
export async function heldOn(stage: Stage): Promise<DraftIn<'pending'>> {
  const draft = await draftOn(stage, await heldBy(stage, await stage.registerAgent('Careful Clara', '1')))
  if (draft.state !== 'pending') throw new Error(`it is ${draft.state}`)
  return draft
}

export async function draftOn({ house }: Stage, id: DraftId): Promise<Draft> {
  const { seen } = await house.record.look({ draft: { kind: 'draft', id } })
  if (seen.draft === undefined) throw new Error(`${id} is not there`)
  return seen.draft.is
}

/** This person approves what the card shows now. */
export async function approveOn(stage: Stage, user: string, id: DraftId): Promise<Draft | Refusal> {
  const draft = await draftOn(stage, id)
  if (draft.state !== 'pending') throw new Error(`it is ${draft.state}`)
  const shown = { revision: draft.revision.number, fingerprint: draft.screened.fingerprint }
  return decideDraft(stage.house, account(user), id, { do: 'approve', shown, ticked: [], did: 'read' })
}
