// What was said in the thread before an agent was asked: read through the gate, so that it is known what the agent read.
// Only in a place that one of its tokens reaches; on record before the agent has it. Authors have no names in it.

import { type Agent, maySubmit } from '../agent/agent.ts'
import { type ContextRead, type Invocation, mostContextReads } from '../agent/invocation.ts'
import type { Draft } from '../draft/draft.ts'
import { canonical, type Json } from '../json.ts'
import { commit as commitTo } from '../ledger/entry.ts'
import { accountKey } from '../person/person.ts'
import { type Audience, laneOf, rankOf } from '../place.ts'
import type { Said } from '../port/channel.ts'
import { isRefusal } from '../refusal.ts'
import { noStops, stopOn } from '../safety/stop.ts'
import { usualClass } from '../screening/screen.ts'
import type { Read } from '../screening/sources.ts'
import { lookThrough } from '../screening/typed.ts'
import { hour, type Instant } from '../time.ts'
import { boards, commit } from './commit.ts'
import type { House } from './house.ts'
import { invocationStep } from './invocation-step.ts'
import { makeSalt } from './make.ts'
import { type Boards, verdictOf } from './moment.ts'

export const mostSaid = 30
const mostLetters = 16_000
const mostLettersEach = 4000
/** Looked through beyond the cut, so that no first half of a secret is told. */
const overhang = 1000

/** What the agent gets of it, or why it gets nothing. */
export type Context =
  | { readonly messages: readonly Told[]; readonly more: boolean }
  | { readonly withheld: Withheld; readonly afterMs?: number }
type Told = { readonly by: string; readonly at: Instant; readonly text: string }
type Withheld = 'out-of-scope' | 'not-readable' | 'read-often-enough' | 'stopped' | 'later'

export async function contextOf(
  house: House,
  { id, destination }: Invocation,
  via: ContextRead['via'],
): Promise<Context> {
  const { now, seen } = await house.record.look({ ...boards, invocation: { kind: 'invocation', id } })
  const invocation = seen.invocation?.is
  const agent = invocation === undefined ? undefined : await agentNow(house, invocation)
  if (invocation === undefined || agent === undefined || !isInScope(agent, invocation, now))
    return { withheld: 'out-of-scope' }
  if (stopOn(seen.stops?.is ?? noStops, { agent, destination }) !== undefined) return { withheld: 'stopped' }
  if ((invocation.reads ?? []).length >= mostContextReads) return { withheld: 'read-often-enough' }
  const channel = house.channels.get(destination.platform)
  const audience = await channel?.audience(destination)
  const read = audience === undefined ? undefined : await channel?.context?.(destination, mostSaid)
  if (audience === undefined || read === undefined || read.context === 'withheld') return { withheld: 'not-readable' }
  if (read.context === 'later') return { withheld: 'later', afterMs: read.afterMs }
  const { messages, cut } = await told(house, invocation, read.said)
  const noted = await note(house, invocation, audience, messages, via)
  return noted ? { messages, more: read.more || cut } : { withheld: 'read-often-enough' }
}

/** In scope is what it may also submit to. */
function isInScope(agent: Agent, { destination }: Invocation, now: Instant): boolean {
  return agent.tokens.some(
    (token) =>
      token.revoked === undefined && now < token.expires && maySubmit(agent, token, destination, now) === undefined,
  )
}

async function agentNow(house: House, { agent }: Invocation): Promise<Agent | undefined> {
  return (await house.record.look({ agent: { kind: 'agent', id: agent } })).seen.agent?.is
}

/** The newest are kept where it is too much. The one who asked is told from the others, and nobody is named. */
async function told(
  house: House,
  invocation: Invocation,
  said: readonly Said[],
): Promise<{ readonly messages: readonly Told[]; readonly cut: boolean }> {
  const { seen } = await house.record.look({ asker: { kind: 'person', id: invocation.invoker.person } })
  const names = new Map((seen.asker?.is.accounts ?? []).map((account) => [accountKey(account), 'asker']))
  let others = 0
  const nameOf = (account: Said['account']): string => {
    if (account === undefined) return 'bot'
    const key = accountKey(account)
    const known = names.get(key) ?? `person-${++others}`
    names.set(key, known)
    return known
  }
  const all = said.map(({ account, at, text, mentions }) => {
    const by = nameOf(account)
    const words = mentions.reduce((line, one) => line.replaceAll(one.as, `@${nameOf(one.account)}`), text)
    return { by, at, text: words.slice(0, mostLettersEach + overhang) }
  })
  let letters = 0
  const newest = all.toReversed().findIndex(({ text }) => {
    letters += Math.min(text.length, mostLettersEach)
    return letters > mostLetters
  })
  const kept = newest === -1 ? all : all.slice(all.length - newest)
  const messages = kept.map((one) => ({ ...one, text: lookThrough(one.text).text.slice(0, mostLettersEach) }))
  return { messages, cut: newest !== -1 }
}

/** The place, how much it was and a hash of each message: before anybody has it. */
async function note(
  house: House,
  { id }: Invocation,
  { open, outsiders }: Audience,
  messages: readonly Told[],
  via: ContextRead['via'],
): Promise<boolean> {
  const noted = await commit(house, { invocation: { kind: 'invocation', id } }, ({ now, seen }) => {
    if (seen.invocation === undefined || (seen.invocation.is.reads ?? []).length >= mostContextReads)
      return { steps: [], result: false }
    const { destination, agent } = seen.invocation.is
    const salt = makeSalt(house.chance)
    const read: ContextRead = {
      at: now,
      place: destination,
      audience: { open, outsiders },
      messages: messages.length,
      salt,
      via,
    }
    const hashes = messages.map((one, index) => [`m${index + 1}`, commitTo(salt, canonical({ ...one }))] as const)
    const step = invocationStep(
      seen.invocation,
      { type: 'context-read', read, hashes: Object.fromEntries(hashes) },
      { kind: 'agent', id: agent },
      now,
    )
    return { steps: [step], result: true }
  })
  if (isRefusal(noted)) throw new Error(`noting what was read for ${id}: ${noted.refused}`)
  if ('taken' in noted) throw new Error(`noting what was read for ${id}: a name is taken`)
  return noted.result
}

/** How long what was read elsewhere counts for what is written: as long as an invocation lasts. */
const countsForMs = hour
const mostLooked = 50

/** What the agent of this draft read for it, or elsewhere shortly before. The place itself hides nothing from its readers. */
export async function readsOf(house: House, draft: Draft): Promise<readonly ContextRead[]> {
  const now = await house.record.now()
  const held = await house.record.list('invocation', `reads:${draft.agent.id}`, { limit: mostLooked })
  return held
    .flatMap(({ is }) => (is.reads ?? []).filter((read) => is.id === draft.invocation || now - read.at < countsForMs))
    .filter((read) => laneOf(read.place) !== laneOf(draft.destination))
}

/** As screening asks it: may everyone who will read the draft read that too, and how is it classed now? */
export function asSource(
  read: ContextRead,
  draft: Draft,
  audience: Audience | undefined,
  seen: Boards,
  now: Instant,
): Read {
  const { place, audience: readers } = read
  const known = { ...readers, name: '', people: 0 }
  const { dataClass = usualClass(known) } = verdictOf({ ...draft, destination: place }, 'high', known, seen, now)
  const open = readers.open && (audience === undefined || audience.outsiders === 0)
  return { name: laneOf(place), open, class: rankOf(dataClass) }
}

/** For an answer: nothing in it that JSON has no form for. */
export function contextTold(context: Context): { readonly [name: string]: Json } {
  return 'withheld' in context
    ? { withheld: context.withheld }
    : { messages: context.messages.map((one) => ({ ...one })), more: context.more }
}
