// What is asked and set in a channel by a form: a question to an agent, and the rule of the channel. Both name the place
// they were opened for; who sends them, and whether they may, the house asks.

import { askForm } from '../../src/card/ask-form.ts'
import type { ruleFields, Typed } from '../../src/card/rule-form.ts'
import { ask } from '../../src/gateway/ask.ts'
import { placeName } from '../../src/gateway/grant-moment.ts'
import { meet } from '../../src/gateway/meet.ts'
import { placeRule, setPlaceRule } from '../../src/gateway/place-rule.ts'
import { maySetRules, rulesNow } from '../../src/gateway/ruling.ts'
import { type AgentId, agentId } from '../../src/id.ts'
import type { Destination } from '../../src/place.ts'
import { isRefusal, spokenRefusal } from '../../src/refusal.ts'
import type { Filled } from './click.ts'
import { type Doing, outOfDate, type Told, told } from './deciding.ts'
import { drawForm, drawLine } from './form.ts'
import { limit } from './limit.ts'
import { spellSelector } from './selector.ts'
import { agentsOf, spokenAsked } from './wish.ts'

/** Which agent, and what. */
export async function askPage({ house }: Doing, at: Destination, chosen?: AgentId): Promise<Told> {
  const agents = (await agentsOf(house)).filter((one) => one.state === 'live' || one.state === 'shadow')
  if (agents.length === 0) return { line: 'No agent is registered here.' }
  const form = askForm(
    agents.slice(0, limit.selectOptions),
    await placeName(house, at),
    at.thread !== undefined,
    chosen,
  )
  return { page: drawForm(form, spellSelector({ on: 'ask', channel: at.channel, thread: at.thread }), 'ask') }
}

export async function askByForm({ house, account, key }: Doing, at: Destination, filled: Filled): Promise<Told> {
  const agent = agentId.parse(filled.agent?.[0] ?? '')
  const words = filled.words?.join('').trim() ?? ''
  if (agent === undefined || words === '') return { line: outOfDate }
  const asked = await ask(house, account, agent, at, words, key)
  return isRefusal(asked) ? told(asked) : { page: drawLine('Asked', spokenAsked(asked)) }
}

export async function rulePage({ house, account }: Doing, at: Destination): Promise<Told> {
  const who = await meet(house, account, at)
  if (isRefusal(who)) return told(who)
  const refused = maySetRules(who)
  if (refused !== undefined) return { line: 'Only an admin sets the rule of a channel. Nothing was changed.' }
  const { version, form } = await placeRule(house, at, await placeName(house, at))
  return { page: drawForm(form, spellSelector({ on: 'rule', channel: at.channel, version }), 'rule') }
}

export async function setRule(
  { house, account }: Doing,
  at: Destination,
  version: number,
  filled: Filled,
): Promise<Told> {
  const typed = typedOf(filled)
  const done = await setPlaceRule(house, account, at, typed, version)
  if (isRefusal(done)) return { line: spokenRefusal(done) }
  if ('wrong' in done) return { line: `This cannot be a rule: ${done.wrong.join('; ')}. Nothing was changed.` }
  const name = await placeName(house, at)
  if (!done.changed) return { page: drawLine('Rule', `The rule of ${name} is the same as before.`) }
  const { book } = await rulesNow(house)
  const file =
    book.file === undefined ? '' : ' The rules file does not say so yet: “countersign rules export” writes it.'
  const says = `The rule of ${name} is set, as version ${done.version} of the rules.${file}`
  return { page: drawLine('Rule', says) }
}

function typedOf(filled: Filled): Typed {
  const said = (field: (typeof ruleFields)[number]) => filled[field]?.join('') ?? ''
  return {
    autonomy: said('autonomy'),
    first: said('first'),
    second: said('second'),
    expires: said('expires'),
    unverified: said('unverified'),
    outsiders: said('outsiders'),
    instructions: said('instructions'),
  }
}
