// What a person says to us in words: ask an agent, stop, approve. Who said it comes from Slack; a bot that says it is
// refused by the house like any other bot that decides.

import type { Agent } from '../../src/agent/agent.ts'
import { isSettled } from '../../src/draft/draft.ts'
import { ask } from '../../src/gateway/ask.ts'
import type { House } from '../../src/gateway/house.ts'
import { cardFor } from '../../src/gateway/looking.ts'
import { stop, stopFromCard } from '../../src/gateway/stopping.ts'
import { type AgentId, type DraftId, draftId } from '../../src/id.ts'
import { type Account, type Destination, laneOf } from '../../src/place.ts'
import { isRefusal, type Refusal, spokenRefusal } from '../../src/refusal.ts'

export type Wish =
  | { readonly wish: 'ask'; readonly words: string }
  | { readonly wish: 'stop'; readonly words: string }
  | { readonly wish: 'approve'; readonly draft: DraftId; readonly revision: number; readonly fingerprint: string }

export const usage =
  'Say “ask”, the name of an agent and your question; “stop”, with or without the name of an agent; or “approve” with the id, revision and fingerprint that the card shows, such as “approve d_… r3 a7c19e04”.'

export function readWish(said: string): Wish | undefined {
  const [, word = '', words = ''] = /^\s*(\p{L}+)[.!]*(?:\s+([\s\S]*))?$/u.exec(said) ?? []
  switch (word.toLowerCase()) {
    case 'ask':
      return { wish: 'ask', words: words.trim() }
    case 'stop':
      return { wish: 'stop', words: words.trim() }
    case 'approve': {
      // Without revision and fingerprint nobody says which words they mean.
      const [, id = '', revision, fingerprint = ''] = /^(\S+)\s+r([1-9]\d{0,8})\s+([0-9a-f]{8})\s*$/.exec(words) ?? []
      const draft = draftId.parse(id)
      return draft === undefined || revision === undefined
        ? undefined
        : { wish: 'approve', draft, revision: Number(revision), fingerprint }
    }
  }
  return undefined
}

/** The one word, and nothing with it. */
export function isStopWord(said: string): boolean {
  return /^stop[.!]*$/i.test(said.trim())
}

/** What we are called by is taken off; undefined when it is not us who is spoken to first. */
export function addressed(said: string, us: string): string | undefined {
  const [whole, user, rest = ''] = /^\s*<@([A-Z0-9]+)(?:\|[^>]*)?>[:,]?([\s\S]*)$/.exec(said) ?? []
  return whole !== undefined && user === us ? unescaped(rest).trim() : undefined
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
  return `${agent.name} (AI agent) was asked, as ${asked.invocation.id}. Its draft comes to you alone; nothing is published before you allow it.`
}

/** By name, or every agent that has something open here which the speaker may stop. */
export async function stopByWord(
  house: House,
  account: Account,
  words: string,
  at: Destination | 'anywhere',
): Promise<string> {
  const named = words === '' ? undefined : (await agentsOf(house)).find((one) => begins(words, one.name))
  if (words !== '' && named === undefined) return `There is no agent of that name. ${usage}`
  const done: string[] = []
  const seen = new Set<string>()
  let refused: Refusal | undefined
  for (const { draft, agent, lane } of await openOf(house, account, named?.id, at)) {
    if (seen.has(`${agent.id} ${lane}`)) continue
    seen.add(`${agent.id} ${lane}`)
    const stopped = await stopFromCard(house, account, draft, 'here', reason)
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
    if (isRefusal(await cardFor(house, account, is.id))) continue
    found.push({ draft: is.id, agent: is.agent, lane: laneOf(is.destination) })
  }
  return found
}

/** The longest name first: “Deploy Helper Two” is not “Deploy Helper”. */
async function agentsOf(house: House): Promise<readonly Agent[]> {
  const held = await house.record.list('agent', 'all', { limit: mostLooked })
  return held.map((one) => one.is).sort((a, b) => b.name.length - a.name.length)
}

function begins(words: string, name: string): boolean {
  return words.toLowerCase().startsWith(name.toLowerCase()) && !/^[\p{L}\p{N}]/u.test(words.slice(name.length))
}

/** Slack escapes three characters in what people type. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
