// What one person has before them, from every channel: the drafts that wait, the grants, the stops that are on, and a
// stop of their own. Which of them concern this person is asked elsewhere; here is only what is said of them.

import type { Agent } from '../agent/agent.ts'
import { plain } from '../draft/envelope.ts'
import type { AgentId, GrantId, StopId } from '../id.ts'
import type { Gone } from '../person/away.ts'
import type { GrantIn } from '../rule/grant.ts'
import { type Stop, spokenScope } from '../safety/stop.ts'
import { awayWords } from './away-spoken.ts'
import type { Card, Form, Words } from './card.ts'
import { named } from './grant-spoken.ts'
import { quoted } from './spoken.ts'

/** Why a draft is on the page of this person. */
export const parts = ['asker', 'reviewer', 'moderator'] as const
export type Part = (typeof parts)[number]

export type Home = {
  readonly headline: string
  /** In one sentence, where nothing else stands on the page. */
  readonly says?: string | undefined
  /** That they are away, and the button that ends it. */
  readonly away?: { readonly words: Words; readonly back: string } | undefined
  readonly queues: readonly {
    readonly title: string
    readonly rows: readonly { readonly about: Card['about']; readonly words: Words; readonly open: string }[]
  }[]
  /** What is left out, said. */
  readonly more?: string | undefined
  readonly grants: readonly { readonly grant: GrantId; readonly words: Words; readonly revoke?: string | undefined }[]
  readonly stops: readonly { readonly stop: StopId; readonly words: Words; readonly lift?: string | undefined }[]
  readonly agents: readonly {
    readonly agent: AgentId
    readonly words: Words
    /** None for one that is stopped everywhere already. */
    readonly stop?: string | undefined
    readonly form: Form
  }[]
  /** What their own stop reaches. */
  readonly stopping: 'mine' | 'all'
  readonly titles: { readonly grants: string; readonly stops: string; readonly agents: string }
  readonly actions: readonly { readonly act: 'stop' | 'rule'; readonly label: string; readonly form: Form }[]
}

export type HomeOf = {
  /** Open drafts that this person can decide on or has a part in, oldest first. */
  readonly waiting: readonly { readonly card: Card; readonly part: Part }[]
  readonly grants: readonly {
    readonly grant: GrantIn<'live'>
    readonly place: string
    readonly mayRevoke: boolean
  }[]
  /** For those who may stop any of them. */
  readonly agents: readonly Pick<Agent, 'id' | 'name' | 'state'>[]
  /** The stops that are on, with the channel of those that hold in one, and the agent of those that hold for one. */
  readonly stops: readonly {
    readonly stop: Stop
    readonly place?: string | undefined
    readonly agent?: string | undefined
    readonly mayLift: boolean
  }[]
  /** What their own stop reaches: the agents they asked, or every one. */
  readonly stopping: 'mine' | 'all'
  readonly mayRule: boolean
  readonly away?: Gone | undefined
  readonly most: Most
}

/** As many of each as are shown. */
export type Most = { readonly drafts: number; readonly grants: number; readonly stops: number; readonly agents: number }

export function homeOf({ waiting, grants, agents, stops, stopping, mayRule, away, most }: HomeOf): Home {
  const asking = waiting.filter(({ card, part }) => card.tone === 'ask' && part !== 'moderator').length
  const shown = waiting.slice(0, most.drafts)
  const left = [
    over(waiting.length, most.drafts, 'draft'),
    over(grants.length, most.grants, 'grant'),
    over(agents.length, most.agents, 'agent'),
    over(stops.length, most.stops, 'stop'),
  ].filter((one) => one !== '')
  const isQuiet = waiting.length + grants.length + stops.length === 0
  return {
    headline: asking === 0 ? 'Nothing waits for you' : `Waiting for you: ${asking} draft${asking === 1 ? '' : 's'}`,
    ...(isQuiet
      ? { says: 'Drafts of AI agents that you asked for, or are asked to review, stand here until somebody decides.' }
      : {}),
    ...(away === undefined ? {} : { away: { words: awayWords(away), back: 'I am back' } }),
    queues: parts.flatMap((part) => {
      const rows = shown.filter((one) => one.part === part)
      return rows.length === 0
        ? []
        : [
            {
              title: titleOf[part],
              rows: rows.map(({ card }) => ({ about: card.about, words: inShort(card), open: 'Review' })),
            },
          ]
    }),
    ...(left.length === 0 ? {} : { more: `Not shown here: ${left.join(', ')}.` }),
    grants: grants.slice(0, most.grants).map(({ grant, place, mayRevoke }) => ({
      grant: grant.id,
      words: [
        { strong: plain(grant.agent.name) },
        ` (AI agent) posts without a person in ${place}, until `,
        { time: grant.until },
        `. Given by ${named(grant)}.`,
      ],
      ...(mayRevoke ? { revoke: 'Revoke' } : {}),
    })),
    stops: stops.slice(0, most.stops).map(({ stop, place, agent, mayLift }) => ({
      stop: stop.id,
      words: spokenStop(stop, place, agent),
      ...(mayLift ? { lift: 'Lift this stop' } : {}),
    })),
    agents: agents.slice(0, most.agents).map(({ id, name, state }) => ({
      agent: id,
      words: [{ strong: plain(name) }, ` (AI agent): ${isStopped(id, stops) ? 'stopped' : state}`],
      ...(isStopped(id, stops) ? {} : { stop: 'Stop everywhere…' }),
      form: stopAgentForm(plain(name)),
    })),
    stopping,
    titles: { grants: 'Posting without a person now', stops: 'Stopped now', agents: 'Agents' },
    actions: [
      stopping === 'all'
        ? { act: 'stop', label: 'Stop all agents…', form: stopAllForm }
        : { act: 'stop', label: 'Stop the agents I asked…', form: stopMineForm },
      ...(mayRule ? [{ act: 'rule', label: 'Autonomy rules…', form: rulePlaceForm } as const] : []),
    ],
  }
}

/** Everywhere; a stop in one channel leaves it at work in others. */
function isStopped(agent: AgentId, stops: HomeOf['stops']): boolean {
  return stops.some(({ stop: { scope } }) =>
    scope.over === 'agent' ? scope.agent === agent && scope.lane === undefined : scope.over !== 'channel',
  )
}

const titleOf: Record<Part, string> = {
  asker: 'You asked for these',
  reviewer: 'You are asked to review these',
  moderator: 'Also waiting where you moderate',
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

const stopMineForm: Form = {
  title: 'Stop my agents',
  warning:
    'Every agent that you asked for something still open is stopped in that channel. Its drafts are frozen, not deleted, until a moderator lifts it.',
  fields: reason,
  submit: 'Stop them now',
}

const rulePlaceForm: Form = {
  title: 'Autonomy rules',
  fields: [{ field: 'place', name: 'place', label: 'The rule of which channel?' }],
  submit: 'Show its rule',
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

function spokenStop({ scope, by, reason, from }: Stop, place: string | undefined, agent: string | undefined): Words {
  const spoken = place === undefined ? spokenScope(scope) : spokenScope(scope).replace('this channel', place)
  const whom: Words =
    agent === undefined ? [{ strong: spoken }] : [{ strong: plain(agent) }, spoken.replace(/^the agent/, ' (AI agent)')]
  return [
    ...whom,
    `. By ${by === 'admin-token' ? 'an admin' : by.name}, `,
    { time: from },
    `. Reason: ${quoted(reason)}`,
  ]
}

function over(count: number, most: number, word: string): string {
  const more = count - most
  return more <= 0 ? '' : `${more} more ${word}${more === 1 ? '' : 's'}`
}
