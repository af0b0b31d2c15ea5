// What one person has before them, from every channel: the drafts that wait, the agents, the stops that are on, and a
// stop for all. Which drafts concern them is asked elsewhere; here is only what is said of them.

import type { Agent } from '../agent/agent.ts'
import type { AgentId, StopId } from '../id.ts'
import { type Stop, spokenScope } from '../safety/stop.ts'
import type { Card, Form, Words } from './card.ts'

export type Home = {
  readonly headline: string
  readonly waiting: readonly { readonly about: Card['about']; readonly words: Words; readonly open: string }[]
  /** What is left out, said. */
  readonly more?: string | undefined
  readonly stops: readonly { readonly stop: StopId; readonly words: Words; readonly lift: string }[]
  readonly agents: readonly {
    readonly agent: AgentId
    readonly words: Words
    readonly stop: string
    readonly form: Form
  }[]
  readonly titles: { readonly stops: string; readonly agents: string }
  readonly actions: readonly { readonly act: 'stop' | 'rule'; readonly label: string; readonly form?: Form }[]
}

export type HomeOf = {
  /** Open cards that this person can decide on or has a part in, oldest first. */
  readonly cards: readonly Card[]
  readonly agents: readonly Pick<Agent, 'id' | 'name' | 'state'>[]
  /** The stops that are on. */
  readonly stops: readonly Stop[]
  /** As many of each as are shown. */
  readonly most: number
}

export function homeOf({ cards, agents, stops, most }: HomeOf): Home {
  const asking = cards.filter((card) => card.tone === 'ask').length
  const left = [
    cards.length > most ? `${cards.length - most} more drafts` : '',
    agents.length > most ? `${agents.length - most} more agents` : '',
    stops.length > most ? `${stops.length - most} more stops` : '',
  ].filter((one) => one !== '')
  return {
    headline: asking === 0 ? 'Nothing waits for you' : `Waiting for you: ${asking} draft${asking === 1 ? '' : 's'}`,
    waiting: cards.slice(0, most).map((card) => ({ about: card.about, words: inShort(card), open: 'Review' })),
    ...(left.length === 0 ? {} : { more: `Not shown here: ${left.join(', ')}.` }),
    stops: stops.slice(0, most).map((stop) => ({ stop: stop.id, words: spokenStop(stop, agents), lift: 'Resume…' })),
    agents: agents.slice(0, most).map(({ id, name, state }) => ({
      agent: id,
      words: [{ strong: name }, ` (AI agent): ${state}`],
      stop: 'Stop…',
      form: stopAgentForm(name),
    })),
    titles: { stops: 'Stopped now', agents: 'Agents' },
    actions: [
      { act: 'stop', label: 'Stop all agents…', form: stopAllForm },
      { act: 'rule', label: 'Autonomy rules…' },
    ],
  }
}

const reason: Form['fields'] = [{ field: 'text', name: 'reason', label: 'Reason', long: false, required: true }]

function stopAgentForm(name: string): Form {
  return {
    title: 'Stop agent',
    warning: `${name} will not be able to post anywhere. Drafts already waiting are frozen, not deleted.`,
    fields: reason,
    submit: 'Stop now',
  }
}

const stopAllForm: Form = {
  title: 'Stop all agents',
  warning:
    'No agent can post anywhere until an admin lifts it. Drafts already waiting are frozen, not deleted. Nothing approved goes out any more.',
  fields: reason,
  submit: 'Stop all now',
}

/** Headline and the facts one chooses by; the draft itself is read on its card. */
function inShort(card: Card): Words {
  const facts = card.sections.flatMap((section) => (section.section === 'facts' ? section.facts : []))
  const risk = card.sections.find((section) => section.section === 'risk')
  const told = facts.filter((fact) => chosenBy.includes(fact.name))
  return [
    { strong: card.headline },
    ...told.flatMap((fact): Words => [` · ${fact.name}: `, ...fact.value]),
    ...(risk === undefined ? [] : [` · Risk: ${risk.level}`]),
  ]
}

const chosenBy = ['Agent', 'Will be posted to', 'Will replace its post in', 'Will take down its post in', 'Expires']

function spokenStop({ scope, by, reason, from }: Stop, agents: HomeOf['agents']): Words {
  const agent = scope.over === 'agent' ? agents.find((one) => one.id === scope.agent) : undefined
  const whom: Words =
    agent === undefined ? [{ strong: spokenScope(scope) }] : [{ strong: agent.name }, `: ${spokenScope(scope)}`]
  return [...whom, `. By ${by === 'admin-token' ? 'an admin' : by.name}, `, { time: from }, `. Reason: ${reason}`]
}
