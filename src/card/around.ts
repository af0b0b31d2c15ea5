// What a card says of the world round its draft: what was said in the thread since, and how the agent's earlier drafts
// ended. It is looked up when the card is drawn and shown to those who decide; no approval binds to it.

import type { Word } from './card.ts'

export type Around = {
  /** What people call the channel of a draft whose readers are not on record, or not any more. */
  readonly place?: string | undefined
  /** Missing where it cannot be known. */
  readonly newReplies?: NewReplies | undefined
  readonly track?: Track | undefined
  /** Of a recall; missing for as long as they are being told. */
  readonly told?: Told | undefined
}

/** Who was told of a recall. `of`: what the platform let us see besides our own book of readers. */
export type Told = {
  readonly people: number
  readonly of: readonly ('replies' | 'reactions')[]
  /** There were more than we look for. */
  readonly more: boolean
}

/** What was said in the thread of a draft since it was received. */
export type NewReplies = { readonly count: number; readonly more: boolean }

export const endings = [
  'as-written',
  'after-changes',
  'granted',
  'recalled',
  'reported',
  'kept',
  'rejected',
  'refused',
  'unanswered',
  'withdrawn',
] as const
/** How a draft ended, as it tells of its agent. */
export type Ending = (typeof endings)[number]

/** How the latest drafts of an agent ended, newest first: in this place, and wherever it writes. */
export type Track = { readonly here: readonly Ending[]; readonly all: readonly Ending[] }

export function spokenTold(told: Told | undefined): string {
  if (told === undefined) return 'Whoever opened a step, said that they ran it or reported it is being told.'
  const { people, of, more } = told
  const sees = (what: Told['of'][number]) => of.includes(what)
  const found = [
    'opened a step',
    'said that they ran it',
    'reported it',
    ...(sees('replies') ? ['replied'] : []),
    ...(sees('reactions') ? ['reacted'] : []),
  ]
  const lost = ['only read', ...(sees('replies') ? [] : ['replied']), ...(sees('reactions') ? [] : ['reacted'])]
  const rest = more ? ' There are more of them than could be looked for.' : ''
  return `Told in private: ${people === 1 ? '1 person' : `${people} people`}, of those who ${listed(found)}.${rest} Those who ${listed(lost)} cannot be found.`
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

export function aroundFacts({ newReplies, track }: Around): { name: string; value: Word[] }[] {
  return [
    ...(newReplies === undefined ? [] : [{ name: 'New replies', value: [spokenReplies(newReplies)] }]),
    ...(track === undefined ? [] : [{ name: 'Track record', value: [spokenTrack(track)] }]),
  ]
}

function spokenReplies({ count, more }: NewReplies): Word {
  if (count === 0) return 'none in the thread since the draft was received'
  const replies = `${more ? 'more than ' : ''}${count} new ${count === 1 ? 'reply' : 'replies'}`
  return {
    strong: `${replies} in the thread since the draft was received; read ${count === 1 ? 'it' : 'them'} before you approve`,
  }
}

function spokenTrack({ here, all }: Track): string {
  if (all.length === 0) return 'none yet; no draft of this agent has ended before'
  const inAll = `of its last ${drafts(all)} in all: ${spokenEndings(all)}`
  if (here.length === 0) return `none here yet; ${inAll}`
  const inPlace = `of its last ${drafts(here)} here: ${spokenEndings(here)}`
  // Where it writes nowhere else, once is enough.
  return spokenEndings(here) === spokenEndings(all) ? inPlace : `${inPlace}; ${inAll}`
}

function drafts(ended: readonly Ending[]): string {
  return ended.length === 1 ? '1 draft' : `${ended.length} drafts`
}

function spokenEndings(ended: readonly Ending[]): string {
  return endings
    .map((ending) => [ended.filter((one) => one === ending).length, spokenEnding[ending]] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ')
}

const spokenEnding: Record<Ending, string> = {
  'as-written': 'posted as written',
  'after-changes': 'posted after changes',
  granted: 'posted under a grant, unread',
  recalled: 'recalled',
  reported: 'reported by readers',
  kept: 'kept private',
  rejected: 'rejected',
  refused: 'refused by our checks or by rule',
  unanswered: 'left unanswered',
  withdrawn: 'withdrawn',
}
