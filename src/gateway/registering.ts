// Registering agents and changing what is known of them, for those who administer. The admin token is nobody: what loosens
// (an owner, an admin's word, a confirmation) names the person whose word it is, and the entry says that it came by token.

import type { Agent } from '../agent/agent.ts'
import type { AgentRisk } from '../agent/assessment.ts'
import { type AgentCommand, decideAgent, type Said } from '../agent/registry.ts'
import { longestTokenMs, spellToken, type Token, type TokenSort, tokenOf } from '../agent/token.ts'
import { type AgentId, agentId, personId, spell } from '../id.ts'
import type { Actor } from '../ledger/entry.ts'
import type { Person } from '../person/person.ts'
import { type Account, type Destination, platforms } from '../place.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { agentBy, isNameTaken, nameKey } from './agent-looking.ts'
import { agentStep } from './agent-step.ts'
import { commit, isTaken } from './commit.ts'
import type { House } from './house.ts'
import { makeId, makeSalt } from './make.ts'
import { meet, personBehind, personNow } from './meet.ts'
import { noteRefusal } from './watching.ts'

const system: Actor = { kind: 'system' }

/** A token, shown this once. */
export type Issued = { readonly agent: Agent; readonly token: Token; readonly secret: string }

/** A new agent with a sandbox token, which works at once in practice and nowhere else. */
export async function addAgent(
  house: House,
  name: string,
  owner: string | undefined,
  lastsMs = longestTokenMs,
): Promise<Issued | Refusal> {
  const person = owner === undefined ? undefined : await personBy(house, owner)
  if (person !== undefined && isRefusal(person)) return person
  if (await isNameTaken(house, name)) return refuse('name-taken')
  const done = await commit(house, {}, ({ now }) => {
    const { token, secret } = makeToken(house, { sort: 'sandbox', lastsMs }, now)
    const id = makeId(agentId, now, house.chance)
    const agent: Agent = { id, name, owner: person?.id, tokens: [token], since: now, state: 'proposed' }
    const step = agentStep(undefined, { type: 'registered', agent }, system, now, [{ name: nameKey(name) }])
    return { steps: [step], result: { agent, token, secret } }
  })
  if (isRefusal(done)) return done
  return isTaken(done) ? refuse('name-taken') : done.result
}

export async function nameOwner(house: House, agent: string, owner: string): Promise<Agent | Refusal> {
  const person = await personBy(house, owner)
  return isRefusal(person) ? person : changeAgent(house, agent, { do: 'name-owner', owner: person.id })
}

export type AssessmentSaid = { readonly risk: AgentRisk; readonly words: string; readonly lastsMs: number }

/** An admin's word, told by the holder of the admin token. A proposed agent is live from then on. */
export async function assessAgent(
  house: House,
  agent: string,
  by: string,
  { risk, words, lastsMs }: AssessmentSaid,
): Promise<Agent | Refusal> {
  const said = await saidBy(house, by)
  if (isRefusal(said)) return said
  const at = await house.record.now()
  const assessment = { at, expires: at + lastsMs, risk, words, salt: makeSalt(house.chance) }
  return changeAgent(house, agent, { do: 'assess', by: said, said: assessment })
}

/** Its owner or an admin answers for the model and prompt that it came with; told by the holder of the admin token. */
export async function confirmRun(house: House, agent: string, by: string): Promise<Agent | Refusal> {
  const said = await saidBy(house, by)
  return isRefusal(said) ? said : changeAgent(house, agent, { do: 'confirm-run', by: said })
}

/** The same by their own click, in a place. */
export async function confirmRunAs(
  house: House,
  account: Account,
  agent: AgentId,
  at: Destination,
): Promise<Agent | Refusal> {
  const who = await meet(house, account, at)
  if (isRefusal(who)) return noteRefusal(house, agent, who)
  const actor = { kind: 'person', id: who.person } as const
  const { person, formerly = [], roles } = who
  const by: Said = { person, formerly, admin: roles.includes('admin'), via: 'chat' }
  return changeAgent(house, agent, { do: 'confirm-run', by }, actor)
}

export function retireAgent(house: House, agent: string): Promise<Agent | Refusal> {
  return changeAgent(house, agent, { do: 'retire' })
}

/** One change of one agent, decided on what holds now. */
export async function changeAgent(
  house: House,
  idOrName: string,
  command: AgentCommand,
  actor: Actor = system,
): Promise<Agent | Refusal> {
  const found = await agentBy(house, idOrName)
  if (isRefusal(found)) return found
  const { id } = found.agent
  const done = await commit(house, { agent: { kind: 'agent', id } }, ({ now, seen }) => {
    if (seen.agent === undefined) return refuse('unknown-agent')
    const event = decideAgent(seen.agent.is, command, now)
    if (event === undefined) return { steps: [], result: seen.agent.is }
    if (isRefusal(event)) return event
    const step = agentStep(seen.agent, event, actor, now)
    return { steps: [step], result: step.agent }
  })
  if (isRefusal(done)) return noteRefusal(house, id, done, actor)
  if (isTaken(done)) throw new Error(`changing ${id}: a name of it is taken`)
  if (done.entries.length > 0) house.log.info('an agent was changed', { agent: id, what: command.do })
  return done.result
}

export function makeToken(
  house: House,
  {
    sort,
    lastsMs,
    scopes,
  }: { readonly sort: TokenSort; readonly lastsMs: number; readonly scopes?: readonly string[] | undefined },
  now: number,
): { readonly token: Token; readonly secret: string } {
  const kid = spell(now, house.chance.bytes(10)).slice(-8)
  const secret = spellToken(sort, kid, house.chance.bytes(32))
  const token = tokenOf(secret, sort, kid, now, now + lastsMs)
  return { token: scopes === undefined ? token : { ...token, scopes }, secret }
}

/** By id, or by an account as rules name it: `slack/T1/U1`. */
export async function personBy(house: House, ref: string): Promise<Person | Refusal> {
  const id = personId.parse(ref)
  const account = id === undefined ? accountBy(ref) : undefined
  const known = id !== undefined ? await personNow(house, id) : account && (await personBehind(house, account))
  return known?.is ?? refuse('unknown-person')
}

/** Somebody who is admin everywhere: their word is asked for. */
export async function adminBy(house: House, ref: string): Promise<Person | Refusal> {
  const person = await personBy(house, ref)
  if (isRefusal(person)) return person
  return person.roles.includes('admin') ? person : refuse('not-yours')
}

async function saidBy(house: House, ref: string): Promise<Said | Refusal> {
  const person = await personBy(house, ref)
  if (isRefusal(person)) return person
  const { id, formerly = [], roles } = person
  return { person: id, formerly, admin: roles.includes('admin'), via: 'admin-token' }
}

function accountBy(ref: string): Account | undefined {
  const [first, workspace, user, ...more] = ref.split('/')
  const platform = platforms.find((one) => one === first)
  if (platform === undefined || workspace === undefined || user === undefined || more.length > 0) return undefined
  return { platform, workspace, user }
}
