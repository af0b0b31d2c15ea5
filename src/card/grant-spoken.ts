// What is said of a grant where everybody reads it: its beginning, its life, its end; and to those who answer for the
// place, what a recall and good outcomes mean. Our own words, and names with nothing but letters left in them.

import { plain } from '../draft/envelope.ts'
import { type Demotion, type Grant, type GrantIn, isCovered, revokerName } from '../rule/grant.ts'
import { givenOf } from '../rule/grant-book.ts'
import type { Suggestion } from '../rule/promotion.ts'
import { hour, type Instant, minute, spokenSpan, spokenTime } from '../time.ts'

/** A sentence to a channel names no more posts than can be read. */
const mostNamed = 10

/** What the channel is told before it lives. */
export function spokenBegin(grant: GrantIn<'beginning'>, until: Instant): string {
  const given = named(grant)
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
      return `${over}: ${plain(revokerName(grant.by))} revoked it. ${spokenUses(grant)}`
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
  return `${plain(agent.name)} (AI agent): post ${post} was recalled by ${plain(revokerName(by))}, ${spokenTime(at)}. It gets no grant here until a person has looked at that.`
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

/** Those who said yes so far. */
export function named(grant: Grant): string {
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
