// A grant in words and buttons: the request before those who may give it, and what became of it. All of it is our
// own voice but the agent’s reason, which stands in its frame and is said nowhere else.

import { plain } from '../draft/envelope.ts'
import type { GrantId } from '../id.ts'
import type { Standing } from '../person/person.ts'
import { type GrantAction, type GrantMoment, grantActionsFor } from '../rule/giving.ts'
import { aloneUpToMs, type Grant, revokerName } from '../rule/grant.ts'
import type { Action, Card, Section, Word } from './card.ts'
import { named, spokenLength } from './grant-spoken.ts'

export type GrantCard = Pick<Card, 'headline' | 'tone' | 'sections' | 'actions'> & {
  readonly card: 'grant'
  readonly about: { readonly grant: GrantId }
}

/** `place` is the channel as people call it. */
export function grantCard(grant: Grant, who: Standing, moment: GrantMoment, place: string): GrantCard {
  const view = viewOf(grant, place)
  const why: Section[] =
    grant.asked.why.trim() === '' || grant.asked.by !== undefined
      ? []
      : [{ section: 'list', title: 'Why, in the agent’s words', items: [grant.asked.why], numbered: false }]
  return {
    card: 'grant',
    about: { grant: grant.id },
    headline: view.headline,
    tone: view.tone,
    sections: [{ section: 'words', words: view.says }, { section: 'facts', facts: facts(grant, place) }, ...why],
    actions: grantActionsFor(grant, who, moment).map((act) => ({ act, ...looks(act, grant), more: false })),
  }
}

function looks(act: GrantAction, { lastsMs }: Grant): Pick<Action, 'label' | 'tone'> {
  switch (act) {
    case 'give':
      return { label: `Give ${spokenLength(lastsMs)}`, tone: 'primary' }
    case 'second':
      return { label: `Give ${spokenLength(lastsMs)}, as the second`, tone: 'primary' }
    case 'decline':
      return { label: 'Decline', tone: 'plain' }
    case 'revoke':
      return { label: 'Revoke', tone: 'danger' }
  }
}

type View = { readonly headline: string; readonly tone: Card['tone']; readonly says: Word[] }

function viewOf(grant: Grant, place: string): View {
  const agent = `${plain(grant.agent.name)} (AI agent)`
  const length = spokenLength(grant.lastsMs)
  switch (grant.state) {
    case 'asked': {
      const by = grant.asked.by === undefined ? undefined : plain(grant.asked.by.name)
      const may = `post without a person for ${length} in ${place}?`
      const headline = by === undefined ? `${agent} asks: may it ${may}` : `${by} asks: may ${agent} ${may}`
      const two = grant.lastsMs > aloneUpToMs ? ' So long a time needs two people.' : ''
      return { headline, tone: 'ask', says: [`${meaning}${two}`] }
    }
    case 'seconding': {
      const says = [
        `${named(grant)} said yes. So long a time needs a second person; until then nothing is allowed. ${meaning}`,
      ]
      return { headline: `Second yes needed: ${agent}, ${length} without a person in ${place}`, tone: 'ask', says }
    }
    case 'beginning':
      return {
        headline: 'Given — the channel is being told',
        tone: 'calm',
        says: ['It begins once everybody in the channel can know. Until then nothing goes out without a person.'],
      }
    case 'live': {
      const says: Word[] = [
        `Given by ${named(grant)}, until `,
        { time: grant.until },
        '. Low-risk posts go out unread; “Revoke” ends that at once.',
      ]
      return { headline: `${agent} posts without a person in ${place}`, tone: 'calm', says }
    }
    case 'declined':
      return {
        headline: `Declined — ${asBefore}`,
        tone: 'bad',
        says: [`${plain(grant.by.name)} said no, `, { time: grant.at }, '.'],
      }
    case 'lapsed': {
      const says =
        grant.why === 'unanswered'
          ? 'Nobody answered in time. No answer counts as “no”.'
          : 'The channel could not be told for certain, so it did not begin.'
      return { headline: `Not given — ${asBefore}`, tone: 'calm', says: [says] }
    }
    case 'ended':
      return { headline: `Time over — ${again}`, tone: 'calm', says: ['It ended by itself, ', { time: grant.at }, '.'] }
    case 'revoked':
      return {
        headline: `Revoked — ${again}`,
        tone: 'bad',
        says: [`Revoked by ${plain(revokerName(grant.by))}, `, { time: grant.at }, '.'],
      }
    case 'voided': {
      const says = [
        `Post ${grant.post} was ${grant.because} by ${plain(revokerName(grant.by))}. Nothing goes out unread any more.`,
      ]
      return { headline: `Ended early — ${again}`, tone: 'bad', says }
    }
  }
}

const meaning =
  'For that time low-risk posts of this agent go out unread; what is riskier still waits for people. Everybody in the channel is told, and anybody there can end it.'
const asBefore = 'a person decides, as before'
const again = 'a person decides again'

function facts(grant: Grant, place: string): { name: string; value: Word[] }[] {
  const waits = grant.state === 'asked' || grant.state === 'seconding'
  const posts = grant.used.map((use) => use.post).join(', ')
  return [
    { name: 'Agent', value: [{ strong: plain(grant.agent.name) }, ' (AI agent)'] },
    { name: 'Where', value: [place] },
    { name: 'How long', value: [spokenLength(grant.lastsMs)] },
    { name: 'Asked by', value: [grant.asked.by === undefined ? 'the agent itself' : plain(grant.asked.by.name)] },
    ...(waits ? [{ name: 'Expires', value: [{ time: grant.until }, ' if nobody decides'] }] : []),
    ...(posts === '' ? [] : [{ name: 'Posted under it', value: [posts] }]),
  ]
}
