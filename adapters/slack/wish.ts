// What a person wants of us in words: ask an agent, stop, lift a stop. Which words there are is command.ts. Who said it
// comes from Slack; a bot that says it is refused by the house like any other bot that decides.

import type { Agent } from '../../src/agent/agent.ts'
import { isSettled } from '../../src/draft/draft.ts'
import { type Asking, ask } from '../../src/gateway/ask.ts'
import type { House } from '../../src/gateway/house.ts'
import { bareCardFor, stopsOn } from '../../src/gateway/looking.ts'
import { resume, stop, stopFromCard } from '../../src/gateway/stopping.ts'
import type { AgentId, DraftId } from '../../src/id.ts'
import { type Account, type Destination, laneOf } from '../../src/place.ts'
import { isRefusal, type Refusal, spokenRefusal } from '../../src/refusal.ts'
import { type Scope, spokenScope } from '../../src/safety/stop.ts'

/** The one word, and nothing with it. */
export function isStopWord(said: string): boolean {
  return /^stop[.!]*$/i.test(said.trim())
}

/** What we are called by is taken off; undefined when it is not us who is spoken to. “Stop” may come before our name. */
export function addressed(said: string, us: string): string | undefined {
  const [before, called] = /^([^<]*)<@([A-Z0-9]+)(?:\|[^>]*)?>[\s.!]*$/.exec(said)?.slice(1) ?? []
  if (called === us && isStopWord(before ?? '')) return 'stop'
  const [whole, user, rest = ''] = /^\s*<@([A-Z0-9]+)(?:\|[^>]*)?>[:,]?([\s\S]*)$/.exec(said) ?? []
  return whole !== undefined && user === us ? unescaped(rest).trim() : undefined
}

/** A command, as a mention with the same words would read: people by their ids, channels and links as they were typed. */
export function typed(text: string): string {
  const links = text
    .replaceAll(/<@([A-Z0-9]+)\|[^<>]*>/g, '<@$1>')
    .replaceAll(/<#[A-Z0-9]+\|([^<>]*)>/g, '#$1')
    .replaceAll(/<((?:https?|mailto):[^<>|]*)(?:\|[^<>]*)?>/g, '$1')
  return unescaped(links)
}

/** What its maker is told. */
export async function askByWord(
  house: House,
  account: Account,
  words: string,
  at: Destination,
  key: string,
): Promise<string> {
  const agents = await agentsOf(house)
  const agent = agents.find((one) => begins(words, one.name))
  if (agent === undefined) {
    const names = agents.map((one) => one.name).join(', ')
    return names === '' ? 'No agent is registered here.' : `Which agent? There is: ${names}.`
  }
  const question = words.slice(agent.name.length).replace(/^[\s:,]+/, '')
  if (question === '') return `What do you want to ask ${agent.name}?`
  const asked = await ask(house, account, agent.id, at, question, key)
  if (isRefusal(asked)) return spokenRefusal(asked)
  return spokenAsked(asked)
}

type Named = { readonly agent: Pick<Agent, 'name'>; readonly invocation: Pick<Asking['invocation'], 'id'> }

export function spokenAsked({ agent, invocation }: Named): string {
  return `${agent.name} (AI agent) was asked, as ${invocation.id}. Its draft comes to you alone; nothing is published before you allow it.`
}

/** Every stop in sight of these words that this person may lift: in this channel, of an agent, or the ones over all. */
export async function resumeByWord(house: House, account: Account, words: string, at: Destination): Promise<string> {
  const isAll = /^(all|everything)$/i.test(words)
  const agent = isAll || words === '' ? undefined : (await agentsOf(house)).find((one) => begins(words, one.name))
  if (words !== '' && !isAll && agent === undefined) return noSuchAgent
  const lane = laneOf(at)
  const meant = (await stopsOn(house)).filter(({ scope }) => {
    if (scope.over === 'all' || scope.over === 'workspace') return isAll
    if (agent !== undefined) return scope.over === 'agent' && scope.agent === agent.id && (scope.lane ?? lane) === lane
    return !isAll && scope.lane === lane
  })
  if (meant.length === 0) return 'No such stop is on here. The Home tab shows the stops that are on.'
  const done: string[] = []
  let refused: Refusal | undefined
  for (const stop of meant) {
    const lifted = await resume(house, account, at, stop.id)
    if (isRefusal(lifted)) refused = lifted
    else done.push(spokenScope(stop.scope))
  }
  return done.length === 0 && refused !== undefined
    ? spokenRefusal(refused)
    : `Lifted: the stop over ${done.join(', and over ')}. Drafts that were frozen go on.`
}

const noSuchAgent = 'There is no agent of that name.'

/** By name, or every agent that has something open here which the speaker may stop. */
export async function stopByWord(
  house: House,
  account: Account,
  words: string,
  at: Destination | 'anywhere',
  why = reason,
): Promise<string> {
  if (at !== 'anywhere' && /^all$/i.test(words)) return stopOver(house, account, at, { over: 'all' }, 'every agent')
  const named = words === '' ? undefined : (await agentsOf(house)).find((one) => begins(words, one.name))
  if (words !== '' && named === undefined) return noSuchAgent
  const isEverywhere = named !== undefined && /^\s+everywhere$/i.test(words.slice(named.name.length))
  if (isEverywhere && at !== 'anywhere')
    return stopOver(house, account, at, { over: 'agent', agent: named.id }, named.name)
  const done: string[] = []
  const seen = new Set<string>()
  let refused: Refusal | undefined
  for (const { draft, agent, lane } of await openOf(house, account, named?.id, at)) {
    if (seen.has(`${agent.id} ${lane}`)) continue
    seen.add(`${agent.id} ${lane}`)
    const stopped = await stopFromCard(house, account, draft, 'here', why)
    if (isRefusal(stopped)) refused = stopped
    else done.push(agent.name)
  }
  if (done.length === 0 && named !== undefined && at !== 'anywhere') {
    const stopped = await stop(house, account, at, { over: 'agent', agent: named.id, lane: laneOf(at) }, reason)
    if (isRefusal(stopped)) refused = stopped
    else done.push(named.name)
  }
  if (done.length > 0)
    return `Stopped: ${[...new Set(done)].join(', ')}, in that channel. Nothing of it goes out until the stop is lifted.`
  return refused === undefined
    ? 'Nothing of yours is open there. To stop an agent all the same, say “stop” and its name in the channel.'
    : spokenRefusal(refused)
}

async function stopOver(house: House, account: Account, at: Destination, scope: Scope, whom: string): Promise<string> {
  const stopped = await stop(house, account, at, scope, reason)
  return isRefusal(stopped)
    ? spokenRefusal(stopped)
    : `Stopped everywhere: ${whom}. Nothing of it goes out until the stop is lifted.`
}

const reason = 'said “stop”'
const mostLooked = 200

async function openOf(
  house: House,
  account: Account,
  agent: AgentId | undefined,
  at: Destination | 'anywhere',
): Promise<
  readonly { readonly draft: DraftId; readonly agent: { id: AgentId; name: string }; readonly lane: string }[]
> {
  const tag = at === 'anywhere' ? 'open' : `lane:${laneOf(at)}/open`
  const held = await house.record.list('draft', tag, { limit: mostLooked })
  const found = []
  for (const { is } of held) {
    if (isSettled(is) || is.destination.platform !== 'slack' || (agent !== undefined && is.agent.id !== agent)) continue
    if (is.invoker === undefined && at === 'anywhere') continue
    if (isRefusal(await bareCardFor(house, account, is.id))) continue
    found.push({ draft: is.id, agent: is.agent, lane: laneOf(is.destination) })
  }
  return found
}

/** The longest name first: “Deploy Helper Two” is not “Deploy Helper”. */
export async function agentsOf(house: House): Promise<readonly Agent[]> {
  const held = await house.record.list('agent', 'all', { limit: mostLooked })
  return held.map((one) => one.is).sort((a, b) => b.name.length - a.name.length)
}

export function begins(words: string, name: string): boolean {
  return words.toLowerCase().startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(words.slice(name.length))
}

/** Slack escapes three characters in what people type. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
