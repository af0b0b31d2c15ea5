// A grant in words and buttons: the request before those who may give it, and what became of it. All of it is our
// own voice but the agent’s reason, which stands in its frame and is said nowhere else.

import { plain } from '../draft/envelope.ts'
import type { GrantId } from '../id.ts'
import type { Standing } from '../person/person.ts'
import { type GrantAction, type GrantMoment, grantActionsFor } from '../rule/giving.ts'
import { aloneUpToMs, type Grant, revokerName } from '../rule/grant.ts'
import type { Action, Card, Section, Word } from './card.ts'
import { named, spokenLength } from './grant-spoken.ts'
import { piecesOf } from './tree.ts'

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
      : [
          {
            section: 'agent',
            title: 'Why, in its words',
            blocks: piecesOf(grant.asked.why).map((piece) => piece.block),
          },
        ]
  return {
    card: 'grant',
    about: { grant: grant.id },
    headline: view.headline,
    tone: view.tone,
    sections: [{ section: 'words', words: view.says }, { section: 'facts', facts: facts(grant, place) }, ...why],
    actions: grantActionsFor(grant, who, moment).map((act) => ({ act, ...looks[act], more: false })),
  }
}

const looks: Record<GrantAction, Pick<Action, 'label' | 'tone'>> = {
  give: { label: 'Give', tone: 'primary' },
  second: { label: 'Give, as the second', tone: 'primary' },
  decline: { label: 'Decline', tone: 'plain' },
  revoke: { label: 'Revoke', tone: 'danger' },
}

type View = { readonly headline: string; readonly tone: Card['tone']; readonly says: Word[] }

function viewOf(grant: Grant, place: string): View {
  const agent = plain(grant.agent.name)
  const length = spokenLength(grant.lastsMs)
  switch (grant.state) {
    case 'asked': {
      const by = grant.asked.by === undefined ? agent : `${plain(grant.asked.by.name)}, for ${agent},`
      const two = grant.lastsMs > aloneUpToMs ? ' So long a time needs two people.' : ''
      const says = `While it lives, low-risk posts of this agent go out without a person; everybody in the channel is told, and anybody there can revoke it.${two}`
      return { headline: `${by} asks to post without a person for ${length} in ${place}`, tone: 'ask', says: [says] }
    }
    case 'seconding': {
      const says = [`${named(grant)} said yes. So long a time needs a second person; until then nothing is allowed.`]
      return { headline: `A second person is needed: ${agent}, ${length} in ${place}`, tone: 'ask', says }
    }
    case 'beginning':
      return { headline: 'Given — the channel is being told', tone: 'calm', says: ['It lives once the channel knows.'] }
    case 'live': {
      const says: Word[] = [`Given by ${named(grant)}, until `, { time: grant.until }, '.']
      return { headline: `${agent} posts without a person in ${place}`, tone: 'calm', says }
    }
    case 'declined':
      return { headline: 'Declined', tone: 'bad', says: [`${plain(grant.by.name)} said no.`] }
    case 'lapsed': {
      const says =
        grant.why === 'unanswered'
          ? 'Nobody answered in time. No answer counts as “no”.'
          : 'The channel could not be told for certain, so it did not begin.'
      return { headline: 'It did not begin', tone: 'calm', says: [says] }
    }
    case 'ended':
      return { headline: 'Over', tone: 'calm', says: ['The time is over, ', { time: grant.at }, '.'] }
    case 'revoked':
      return {
        headline: 'Revoked',
        tone: 'bad',
        says: [`Revoked by ${plain(revokerName(grant.by))}, `, { time: grant.at }, '.'],
      }
    case 'voided': {
      const says = [
        `Post ${grant.post} was ${grant.because} by ${plain(revokerName(grant.by))}. Nothing goes out under it any more.`,
      ]
      return { headline: 'Void', tone: 'bad', says }
    }
  }
}

function facts(grant: Grant, place: string): { name: string; value: Word[] }[] {
  const waits = grant.state === 'asked' || grant.state === 'seconding'
  const posts = grant.used.map((use) => use.post).join(', ')
  return [
    { name: 'Agent', value: [{ strong: plain(grant.agent.name) }, ' (AI agent)'] },
    { name: 'Where', value: [place] },
    { name: 'For', value: [spokenLength(grant.lastsMs)] },
    { name: 'Asked by', value: [grant.asked.by === undefined ? 'the agent itself' : plain(grant.asked.by.name)] },
    ...(waits ? [{ name: 'Lapses', value: [{ time: grant.until }, ' if nobody decides'] }] : []),
    ...(posts === '' ? [] : [{ name: 'Posted under it', value: [posts] }]),
  ]
}
