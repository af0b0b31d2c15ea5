// What somebody who goes away, or comes back, is told: until when, who decides meanwhile, and what that one may.

import { plain } from '../draft/envelope.ts'
import type { Gone } from '../person/away.ts'
import { spokenTime } from '../time.ts'
import type { Words } from './card.ts'

const others = 'are shown to those whom the rule of the place names, who can only say no'

export function spokenGone({ until, to }: Gone): string {
  const says = `You are away until ${spokenTime(until)}.`
  const back = 'Say “back” when you are back; you can decide all the while.'
  if (to === undefined) return `${says} You named nobody: drafts that wait for you ${others}. ${back}`
  if (to.awayUntil !== undefined)
    return `${says} ${to.name} is away too, until ${spokenTime(to.awayUntil)}: until then drafts that wait for you ${others}. ${back}`
  return `${says} Drafts that wait for you go to ${to.name}, wherever ${to.name} is a full member; others ${others}. ${back}`
}

export function spokenBack(gone: Gone | undefined): string {
  if (gone === undefined) return 'You are not away.'
  return gone.to === undefined
    ? 'Welcome back. Drafts wait for you again.'
    : `Welcome back. What ${gone.to.name} was asked to decide meanwhile, both of you may decide.`
}

/** On their own page. */
export function awayWords({ until, to }: Gone): Words {
  const whom = to === undefined ? 'You named nobody to decide for you.' : `${plain(to.name)} decides for you.`
  const since = to?.awayUntil === undefined ? whom : `${whom} They are away too.`
  return [{ strong: 'You are away' }, ' until ', { time: until }, `. ${since}`]
}
