// What an agent is told when a person asked it something: the words, the rule of the place and its standing instructions.

import { invocationLastsMs } from '../agent/invocation.ts'
import type { InvocationId } from '../id.ts'
import type { Json } from '../json.ts'
import { emptyBook } from '../rule/rule.ts'
import { spokenRule } from '../rule/spoken.ts'
import { boards } from './commit.ts'
import type { House } from './house.ts'

/** Undefined when there is nothing to be done any more: it is over, or its agent is. */
export async function invitationOf(
  house: House,
  id: InvocationId,
  _by: 'webhook' | 'api',
): Promise<{ readonly [name: string]: Json } | undefined> {
  const { now, seen } = await house.record.look({ ...boards, invocation: { kind: 'invocation', id } })
  const invocation = seen.invocation?.is
  if (invocation === undefined || now >= invocation.at + invocationLastsMs) return undefined
  const { agent, destination, asked, invoker, at } = invocation
  const rule = spokenRule(seen.rules?.is ?? emptyBook, { agent, agentName: '', destination })
  return { invocation: { id, asked, by: invoker.name, destination, at }, rule }
}
