// What Slack is given beside the cards of drafts: the card of a grant in every state, what a channel is told of one, and
// every line that one person alone reads.

import { claimed } from '../adapters/slack/command.ts'
import { outOfDate } from '../adapters/slack/deciding.ts'
import { spokenAsked } from '../adapters/slack/wish.ts'
import { type GrantCard, grantCard } from '../src/card/grant-card.ts'
import { spokenBegin, spokenEnd } from '../src/card/grant-spoken.ts'
import { spokenEscalation, spokenRecalled, spokenReminder } from '../src/card/nudge.ts'
import { agentId, draftId, grantId, invocationId, type PersonId, personId, postId, sure } from '../src/id.ts'
import type { Standing } from '../src/person/person.ts'
import { refuse, spokenRefusal } from '../src/refusal.ts'
import { type Grant, type GrantBase, type GrantIn, type GrantState, noGrants } from '../src/rule/grant.ts'
import { hour, minute } from '../src/time.ts'
import { type Drawn, harmless, replica, storyOf } from './slack-cards.ts'

const noon = Date.UTC(2026, 9, 20, 12)
const place = '#platform-help'
const priya: Standing & { person: PersonId } = {
  person: sure(personId, 'u_01K7Q2M8AA0000000013'),
  name: 'Priya Nair',
  active: true,
  bot: false,
  member: 'full',
  roles: ['moderator'],
}
const by = { person: priya.person, name: priya.name }
const sam = { person: sure(personId, 'u_01K7Q2M8AA0000000012'), name: 'Sam Okafor' }
const post = sure(postId, 'p_01K7Q2M8AA0000000004')
const base: GrantBase = {
  id: sure(grantId, 'g_01K7Q2M8AA0000000007'),
  agent: { id: sure(agentId, 'a_01K7Q2M8AA0000000001'), name: 'Deploy Helper' },
  place: { platform: 'slack', workspace: 'T1', channel: 'C1' },
  lastsMs: 15 * minute,
  asked: { by: sam, why: '', at: noon },
  used: [],
}
const used = [{ draft: sure(draftId, 'd_01K7Q2M8AA0000000003'), post, at: noon + 4 * minute }]
const given = [by]
const until = noon + 15 * minute
const at = noon + 9 * minute

const states: Record<Grant['state'], readonly (GrantState & Partial<GrantBase>)[]> = {
  asked: [
    { state: 'asked', until: noon + hour },
    { state: 'asked', until: noon + hour, asked: { why: 'The release is tonight and many will ask.', at: noon } },
  ],
  seconding: [{ state: 'seconding', given: [sam], until: noon + hour, lastsMs: 4 * hour }],
  beginning: [{ state: 'beginning', given, until: noon + 5 * minute }],
  live: [{ state: 'live', given, from: noon, until, used }],
  declined: [{ state: 'declined', given: [], by, at }],
  lapsed: [
    { state: 'lapsed', given: [], why: 'unanswered', at },
    { state: 'lapsed', given, why: 'not-announced', at },
  ],
  ended: [{ state: 'ended', given, at: until, used }],
  revoked: [{ state: 'revoked', given, by: sam, at, used }],
  voided: [{ state: 'voided', given, by: sam, because: 'reported', post, at, used }],
}

const all: readonly Grant[] = Object.values(states).flatMap((some) =>
  some.map((state): Grant => ({ ...base, ...state })),
)
const names: Record<Grant['state'], readonly string[]> = {
  asked: ['grant asked for', 'grant asked for by the agent itself'],
  seconding: ['grant that needs a second person'],
  beginning: ['grant given'],
  live: ['grant that is on'],
  declined: ['grant declined'],
  lapsed: ['grant that nobody answered', 'grant that could not be announced'],
  ended: ['grant that is over'],
  revoked: ['grant revoked'],
  voided: ['grant that ended with a report'],
}

function cardOf(grant: Grant): GrantCard {
  return grantCard(grant, priya, { at: noon, autonomy: 'auto', book: noGrants }, place)
}

const beginning: GrantIn<'beginning'> = { ...base, state: 'beginning', given, until }

const announced: readonly (readonly [name: string, line: string | undefined])[] = [
  ['a grant begins', spokenBegin(beginning, until)],
  ...all.map((grant) => [`${nameOf(grant)}, announced`, spokenEnd(grant)] as const),
]

const about = { agent: 'Deploy Helper', place }
const nudges: readonly (readonly [name: string, line: string])[] = [
  ['reminder', spokenReminder(about, noon + 4 * hour)],
  ['shown because nobody decided', spokenEscalation(about, noon + 4 * hour)],
  [
    'recall, to those who may have followed it',
    spokenRecalled(about, 'Priya Nair', 'step 2 fails on PostgreSQL 12', 'You opened, ran or reported it'),
  ],
]

const refused: readonly (readonly [name: string, line: string])[] = [
  ['a late click', spokenRefusal(refuse('already-settled', { state: 'rejected', by: 'Sam Okafor', at: noon }))],
  ['a click after the time', spokenRefusal(refuse('expired', { at: noon }))],
  ['a click while a stop is on', spokenRefusal(refuse('stopped', { by: 'Priya Nair', at: noon }))],
  ['a click on what has changed', spokenRefusal(refuse('changed-since-shown'))],
  ['a click on an old button', outOfDate],
  ['a click of somebody else', spokenRefusal(refuse('not-yours'))],
  ['a click from outside', spokenRefusal(refuse('outsider'))],
  ['a click on what is being published', spokenRefusal(refuse('not-waiting', { state: 'publishing' }))],
  ['a second click', spokenRefusal(refuse('already-approved'))],
  ['a click too soon to have read it', spokenRefusal(refuse('read-first'))],
  ['a click on a step without ticks', spokenRefusal(refuse('confirm-first'))],
  ['claimed', claimed],
  ['a wrong claim code', spokenRefusal(refuse('claim-code-wrong'))],
  ['asked', spokenAsked({ agent: base.agent, invocation: { id: sure(invocationId, 'inv_01K7Q2M8AA0000000009') } })],
]

export const lines: readonly Drawn[] = [
  ...all.map((grant): Drawn => ({ what: 'grant', name: nameOf(grant), card: cardOf(grant) })),
  ...announced.flatMap(([name, line]): Drawn[] => (line === undefined ? [] : [{ what: 'line', name, line }])),
  ...[...nudges, ...refused].map(([name, line]): Drawn => ({ what: 'line', name, line })),
]

function nameOf(grant: Grant): string {
  const same = all.filter((one) => one.state === grant.state)
  return names[grant.state][same.indexOf(grant)] ?? grant.state
}

/** Each card, form, page and line once: what a person looks at to know all of Slack. */
export function everyPicture(): readonly Drawn[] {
  const low = storyOf(harmless).all.filter((one) => one.name === 'draft, low risk')
  const forms = new Set<string>()
  const shown = storyOf(replica).all.filter((one) => {
    if (one.what !== 'form') return one.name !== 'home of a busy moderator'
    const before = forms.has(one.form.title)
    forms.add(one.form.title)
    return !before
  })
  return [...low, ...shown, ...lines]
}
