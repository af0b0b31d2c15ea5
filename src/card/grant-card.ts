// A grant in words and buttons: the request before those who may give it, and the sentences that a channel is told. All
// of it is our own voice but the agent's reason, which stands in its frame and is never announced.

import { plain } from '../draft/envelope.ts'
import type { GrantId } from '../id.ts'
import type { Standing } from '../person/person.ts'
import { type GrantAction, type GrantMoment, grantActionsFor } from '../rule/giving.ts'
import { aloneUpToMs, type Demotion, type Grant, type GrantIn, isCovered } from '../rule/grant.ts'
import { givenOf } from '../rule/grant-book.ts'
import type { Suggestion } from '../rule/promotion.ts'
import { hour, type Instant, minute, spokenSpan, spokenTime } from '../time.ts'
import type { Action, Card, Section, Word } from './card.ts'
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

/** A sentence to a channel names no more posts than can be read. */
const mostNamed = 10

/** What the channel is told before it lives. */
export function spokenBegin(grant: GrantIn<'beginning'>, until: Instant): string {
  const given = grant.given.map((human) => plain(human.name)).join(' and ')
  return `${plain(grant.agent.name)} (AI agent) may post low-risk answers in this channel without a person for ${spokenLength(grant.lastsMs)}, until ${spokenTime(until)}. Given by ${given}. Anybody here can revoke it.`
}

/** What the channel is told when it is over; nothing of a grant that was never to begin. */
export function spokenEnd(grant: Grant): string | undefined {
  if (!isCovered(grant.lastsMs, givenOf(grant))) return undefined
  const over = `${plain(grant.agent.name)} (AI agent) may no longer post in this channel without a person`
  switch (grant.state) {
    case 'asked':
    case 'seconding':
    case 'beginning':
    case 'live':
    case 'declined':
      return undefined
    case 'lapsed':
      return `${plain(grant.agent.name)} (AI agent) may not post in this channel without a person: its grant did not begin.`
    case 'ended':
      return `${over}: the time is over. ${spokenUses(grant)}`
    case 'revoked':
      return `${over}: ${plain(grant.by.name)} revoked it. ${spokenUses(grant)}`
    case 'voided':
      return `${over}: one of its posts was ${grant.because}. ${spokenUses(grant)}`
  }
}

/** Above the channel while it lives, for everybody in it. */
export function spokenLive(grant: GrantIn<'live'>, now: Instant): string {
  const left = spokenSpan(Math.max(0, grant.until - now))
  return `${plain(grant.agent.name)} (AI agent) may post low-risk answers here without a person: ${left} left, until ${spokenTime(grant.until)}. Given by ${named(grant)}. ${spokenUses(grant)}`
}

/** For those who may confirm. */
export function spokenDemotion({ agent, post, by, at }: Demotion): string {
  return `${plain(agent.name)} (AI agent): post ${post} was recalled by ${plain(by.name)}, ${spokenTime(at)}. It gets no grant here until a person has looked at that.`
}

/** For admins. Nothing follows from it by itself. */
export function spokenSuggestion(agent: Grant['agent'], { approved, days }: Suggestion): string {
  return `${plain(agent.name)} (AI agent): people approved ${approved} of its drafts here in ${days} days as they were, and nothing was rejected, reported or recalled. It could be given a grant, or the rule of the place could say auto. This is a suggestion; nothing follows from it by itself.`
}

/** "15 minutes", "1 hour", "90 minutes". */
export function spokenLength(ms: number): string {
  const [size, word] = ms % hour === 0 ? [hour, 'hour'] : [minute, 'minute']
  const count = Math.ceil(ms / size)
  return `${count} ${word}${count === 1 ? '' : 's'}`
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
        says: [`Revoked by ${plain(grant.by.name)}, `, { time: grant.at }, '.'],
      }
    case 'voided': {
      const says = [
        `Post ${grant.post} was ${grant.because} by ${plain(grant.by.name)}. Nothing goes out under it any more.`,
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

function named(grant: Grant): string {
  return givenOf(grant)
    .map((human) => plain(human.name))
    .join(' and ')
}

function spokenUses({ used }: Grant): string {
  if (used.length === 0) return 'Nothing was posted under it.'
  const named = used.slice(-mostNamed).map((use) => use.post)
  const more = used.length > named.length ? ` and ${used.length - named.length} before them` : ''
  return `Under it ${used.length === 1 ? '1 post' : `${used.length} posts`} went out: ${named.join(', ')}${more}.`
}
