// What a draft rests on, against who will read it. What the agent read through the gate is known whether it says so or
// not; what it names counts too. Pure: the facts are given, and what nobody knows of a place is counted as protected.

import { type Audience, rankOf } from '../place.ts'
import type { Finding } from './finding.ts'
import { classOfSource, type HouseLists } from './house-list.ts'

/** A place or document that was read, as far as is known. */
export type Read = {
  readonly name: string
  /** Whether everyone in the destination's audience may read it; undefined when nobody knows. */
  readonly open: boolean | undefined
  /** How protected it is; 0 for what is in no class. */
  readonly class: number
}

export type SourceFacts = {
  /** Read through the gate by this agent, for this draft or shortly before it. */
  readonly reads: readonly Read[]
  /** Named by the agent as its sources. */
  readonly named: readonly Read[]
  readonly audience: Pick<Audience, 'outsiders' | 'open'>
  /** How protected the destination is. */
  readonly class: number
}

export function sources(facts: SourceFacts): readonly Finding[] {
  const all = [
    ...facts.reads.map((read) => ({ read, told: false })),
    ...facts.named.map((read) => ({ read, told: true })),
  ]
  const found = all.flatMap(({ read, told }) => judged(read, told, facts))
  return found.filter((finding, index) => !found.slice(0, index).some((first) => first.says === finding.says))
}

function judged(read: Read, told: boolean, facts: SourceFacts): Finding[] {
  const how = told ? 'The agent names' : 'The agent read'
  if (read.class > facts.class) {
    const says = `${how} something that is more protected than the place where this would be posted.`
    return [{ check: 'sources', sort: 'class', severity: 'high', says }]
  }
  // What an agent merely names, and nobody can look up, is not held against it; what it read is.
  if (read.open === false || (read.open === undefined && !told)) {
    const whom = facts.audience.outsiders > 0 ? 'people here, some of them from outside your company,' : 'people here'
    return [
      {
        check: 'sources',
        sort: 'audience',
        severity: 'high',
        says: `${how} something that ${whom} may not be able to read.`,
      },
    ]
  }
  return []
}

/** What the agent names in its disclosure: an address in a place that only some can reach is not open to all. */
export function namedIn(
  sourcesGiven: readonly { readonly title: string; readonly url?: string | undefined }[],
  lists: HouseLists,
): readonly Read[] {
  return sourcesGiven.map(({ title, url }) => {
    const closed =
      /\b(?:private channel|direct messages?|\bDMs?\b|confidential|restricted|need[- ]to[- ]know|internal only|secret)\b/i.test(
        title,
      )
    const inside =
      url !== undefined &&
      /^https?:\/\/(?:[^/]*\.slack\.com\/archives\/[DG][A-Z0-9]{5,}|discord\.com\/channels\/@me\/|mail\.google\.com\/|outlook\.)/i.test(
        url,
      )
    const listed = classOfSource(url === undefined ? [title] : [title, url], lists)
    return { name: title, open: closed || inside ? false : undefined, class: rankOf(listed) }
  })
}
