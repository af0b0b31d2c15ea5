// Finds what is pushed out of sight: a sentence below many empty lines, or far to the right, or overwritten by what
// comes after it on a terminal.

import { type Hit, hits } from './finding.ts'

const pushed = {
  sort: 'out-of-sight',
  severity: 'high',
  says: 'It contains a passage that blanks or empty lines push out of sight.',
} as const

/** Each begins behind something that can be seen, so that no passage is looked through twice. */
const below = /(?<=\S)(?:[^\S\n]{0,400}\n){16,}[^\S\n]{0,400}(?=\S)/gu
const aside =
  /(?<=\S)(?:[ \u00A0\u2000-\u200A\u3000\u202F\u205F]{80,}|\t{12,}|(?:[ \u00A0]{0,8}\t){12,}[ \u00A0]{0,8})(?=\S)/gu
const atTheSide = /(?:^|\n)(?:[ \u00A0\u2000-\u200A\u3000]{100,}|\t{20,})(?=\S)/gu

export function outOfSight(text: string): readonly Hit[] {
  return [below, aside, atTheSide].flatMap((shape) => hits(text, shape, pushed))
}
