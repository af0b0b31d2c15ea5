// A human asks an agent for something. The caller is a door that has a platform's word for who it is: a signed event,
// or practice. There is no other way to an invocation.

import type { Agent } from '../agent/agent.ts'
import type { Invocation } from '../agent/invocation.ts'
import { type AgentId, invocationId } from '../id.ts'
import { mayDecide } from '../person/person.ts'
import type { Account, Destination } from '../place.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { emptyBook } from '../rule/rule.ts'
import { spokenRule } from '../rule/spoken.ts'
import { noStops, stopOn } from '../safety/stop.ts'
import { boards, commit, isTaken } from './commit.ts'
import type { House } from './house.ts'
import { invocationStep } from './invocation-step.ts'
import { makeId } from './make.ts'
import { meet } from './meet.ts'
import { noteRefusal } from './watching.ts'

/** What the agent gets to hear: who it is for is not in it. */
export type Asking = { readonly invocation: Invocation; readonly agent: Agent; readonly rule: string }

/** `key` names the platform's event, so that one question delivered twice is one invocation. */
export async function ask(
  house: House,
  account: Account,
  agent: AgentId,
  destination: Destination,
  words: string,
  key?: string,
): Promise<Asking | Refusal> {
  const who = await meet(house, account, destination)
  if (isRefusal(who)) return noteRefusal(house, agent, who)
  const refused = mayDecide(who)
  if (refused !== undefined) return refused
  const typing = { ...house, typist: { account, at: destination } }
  const done = await commit(typing, { ...boards, agent: { kind: 'agent', id: agent } }, ({ now, seen }) => {
    if (seen.agent === undefined) return refuse('unknown-agent')
    const { is } = seen.agent
    if (is.state !== 'live' && is.state !== 'shadow') return refuse('agent-not-live', { state: is.state })
    const stop = stopOn(seen.stops?.is ?? noStops, { agent: is, destination })
    if (stop !== undefined) return refuse('stopped', { at: stop.from })
    const invoker = { person: who.person, name: who.name }
    const id = makeId(invocationId, now, house.chance)
    const invocation: Invocation = { id, agent, invoker, destination, asked: words, at: now, drafts: [] }
    const actor = { kind: 'person', id: who.person } as const
    const soles = key === undefined ? [] : [{ name: key }]
    const step = invocationStep(undefined, { type: 'asked', invocation }, actor, now, soles)
    const rule = spokenRule(seen.rules?.is ?? emptyBook, { agent, agentName: is.name, destination })
    return { steps: [step], result: { invocation: step.invocation, agent: is, rule } }
  })
  if (isRefusal(done)) return done
  if (!isTaken(done)) return done.result
  return (await askedBefore(house, done.by)) ?? refuse('unknown-agent')
}

async function askedBefore(house: House, id: string): Promise<Asking | undefined> {
  const before = (await house.record.look({ invocation: { kind: 'invocation', id } })).seen.invocation?.is
  if (before === undefined) return undefined
  const { seen } = await house.record.look({ ...boards, agent: { kind: 'agent', id: before.agent } })
  if (seen.agent === undefined) return undefined
  const { destination, agent } = before
  const rule = spokenRule(seen.rules?.is ?? emptyBook, { agent, agentName: seen.agent.is.name, destination })
  return { invocation: before, agent: seen.agent.is, rule }
}
