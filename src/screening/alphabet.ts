// Finds words that are not written in the letters they are read in: a Cyrillic letter within a Latin word, a sentence in
// the letters of mathematics. Who writes a language in its own script, or a formula, is left alone.

import { type Hit, hits } from './finding.ts'
import { plainLetter } from './invisible.ts'

const mixed = {
  sort: 'look-alike',
  severity: 'high',
  says: 'It contains a word with letters of another script that look like its own.',
} as const
const odd = {
  sort: 'alphabet',
  severity: 'high',
  says: 'It contains words in letters that are made for formulas, and that searches do not find.',
} as const

/** Letters of mathematics, in circles and boxes, small capitals: each run of three is a word. */
const oddWords =
  /(?:[\u{1D400}-\u{1D7CB}]{3,}|[\u24B6-\u24E9]{3,}|[\u{1F130}-\u{1F149}\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}]{3,}|[\u1D00-\u1D2B\u0262\u026A\u0274\u0280\u028F\u029C\u029F\uA730\uA731]{3,})/gu
const wide = /[\uFF21-\uFF3A\uFF41-\uFF5A]{3,}/gu
/** Where full-width letters are at home. */
const eastern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

export function alphabets(text: string): readonly Hit[] {
  if (!/[^\t\n\r -\u00FF]/.test(text)) return []
  const words = hits(text, oddWords, odd)
  const wideWords = eastern.test(text) ? [] : hits(text, wide, odd)
  return [...(isSentence(words) ? words : []), ...(isSentence(wideWords) ? wideWords : []), ...lookAlikes(text)]
}

/** One short word could be a name in a formula. */
function isSentence(words: readonly Hit[]): boolean {
  return words.length >= 2 || words.some((word) => word.to - word.from >= 8)
}

/** Words with look-alikes among Latin letters; or nothing but look-alikes, where nobody writes in that script. */
function lookAlikes(text: string): Hit[] {
  const foreign = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\u0251\u0261]/u
  if (!foreign.test(text)) return []
  const words = Array.from(text.matchAll(/\p{L}[\p{L}\p{M}]{1,60}/gu))
  const native = words.filter(([word]) => !/[A-Za-z]/.test(word) && !isAllAlike(word)).length
  return words.flatMap((match) => {
    const [word] = match
    if (!foreign.test(word) || isOfAddress(text, match.index, word) || !isDisguise(word, native > 1)) return []
    return [{ ...mixed, from: match.index, to: match.index + word.length }]
  })
}

/** Hosts are links.ts. */
function isOfAddress(text: string, at: number, word: string): boolean {
  const around = text.slice(Math.max(0, at - 60), at).match(/\S{0,60}$/)?.[0] + text.slice(at, at + word.length + 60)
  return /^\S{0,60}:\/\//.test(around) || /^\S{0,120}\.(?:com|net|org|[a-z]{2})(?![\w])/.test(around)
}

function isDisguise(word: string, native: boolean): boolean {
  if (!/[A-Za-z]/.test(word)) return !native && word.length >= 3 && isAllAlike(word)
  // An ending in the script of the writer hangs on a foreign name; within the name it has no business.
  if (native) return /[A-Za-z][^\s!-ɏ]+[A-Za-z]/u.test(word)
  const others = Array.from(word).filter((letter) => letter > '\u024F' && !/\p{M}/u.test(letter))
  return others.some((letter) => isAlike(letter)) && word.replace(/[^A-Za-z]/g, '').length >= 2
}

function isAllAlike(word: string): boolean {
  return Array.from(word).every(isAlike)
}

function isAlike(letter: string): boolean {
  return /^[A-Za-z]$/.test(plainLetter(letter))
}
