// What an agent is told when a person asked it something: the words, the thread before them, the rule of the place and its
// standing instructions. The same at its own address and when it asks for it; only its own, and only while it is open.

import { type Invocation, invocationLastsMs, isOpen } from '../agent/invocation.ts'
import type { AgentId, InvocationId } from '../id.ts'
import type { Json } from '../json.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { emptyBook } from '../rule/rule.ts'
import { spokenInstructions, spokenRule } from '../rule/spoken.ts'
import { boards } from './commit.ts'
import { type Context, contextOf, contextTold } from './context.ts'
import type { House } from './house.ts'
import { agentOf } from './own.ts'
import { noteRefusal } from './watching.ts'

export type Invitation = { readonly told: { readonly [name: string]: Json }; readonly context: Context }

/** Undefined when there is nothing to be done any more: it is over. */
export async function invitationOf(
  house: House,
  id: InvocationId,
  via: 'webhook' | 'api',
): Promise<Invitation | undefined> {
  const { now, seen } = await house.record.look({ ...boards, invocation: { kind: 'invocation', id } })
  const invocation = seen.invocation?.is
  if (invocation === undefined || !isOpen(invocation, now)) return undefined
  const { agent, destination } = invocation
  const named = (await house.record.look({ agent: { kind: 'agent', id: agent } })).seen.agent
  const where = { agent, agentName: named?.is.name, destination }
  const book = seen.rules?.is ?? emptyBook
  const instructions = spokenInstructions(book, where)
  const context = await contextOf(house, invocation, via)
  const told = {
    invocation: askedOf(invocation),
    rule: spokenRule(book, where),
    ...(instructions === undefined ? {} : { instructions }),
    context: contextTold(context),
  }
  return { told, context }
}

/** Its own, while it is open. */
export async function ownInvitation(house: House, secret: string, id: InvocationId): Promise<Invitation | Refusal> {
  const agent = await agentOf(house, secret)
  if (isRefusal(agent)) return agent
  const { seen } = await house.record.look({ invocation: { kind: 'invocation', id } })
  if (seen.invocation?.is.agent !== agent.id) return noteRefusal(house, agent.id, refuse('invocation-foreign'))
  return (await invitationOf(house, id, 'api')) ?? refuse('invocation-over')
}

const mostListed = 100

/** What people asked it that is still open, newest first; nothing of the threads. */
export async function ownInvocations(
  house: House,
  secret: string,
): Promise<readonly { readonly [name: string]: Json }[] | Refusal> {
  const agent = await agentOf(house, secret)
  if (isRefusal(agent)) return agent
  return openInvocations(house, agent.id)
}

async function openInvocations(house: House, agent: AgentId): Promise<readonly { readonly [name: string]: Json }[]> {
  const now = await house.record.now()
  const held = await house.record.list('invocation', `agent:${agent}`, { limit: mostListed })
  return held.filter(({ is }) => isOpen(is, now)).map(({ is }) => askedOf(is))
}

/** By whom, by the name that people have in that place. It is the only name of a person that an agent is told. */
export function askedOf(invocation: Invocation): { readonly [name: string]: Json } {
  const { id, asked, invoker, destination, at } = invocation
  return { id, asked, by: invoker.name, destination: { ...destination }, at, until: at + invocationLastsMs }
}
