// The signs of a passage: which words stand in it, beside each other and one apart, how it looks, what stands before
// and behind it, and which shapes of a risky step it has. A sign is a number, made the same way when the weights are
// learned and when a draft is weighed; what a sign means for the reader is in the weights alone.

import { type Passage, wordsOf } from './passage.ts'

type Read = { readonly words: readonly number[]; readonly stems: readonly number[]; readonly looks: readonly number[] }

const stemLength = 5
/** How much of the neighbours counts. */
const mostOfNeighbour = 60

const kind = {
  word: 1,
  stem: 2,
  pair: 3,
  stemPair: 4,
  apart: 5,
  before: 6,
  behind: 7,
  look: 8,
  shape: 9,
} as const

const opening = numberOf('^')
const closing = numberOf('$')

/** The signs of each passage. `shapes` says which shapes of a risky step a passage has. */
export function signsOf(
  passages: readonly Passage[],
  shapes: (passage: Passage) => readonly string[],
): readonly ReadonlySet<number>[] {
  const read = passages.map(readPassage)
  return read.map((own, index) => {
    const signs = new Set<number>(own.looks)
    addWords(signs, own)
    addNeighbour(signs, kind.before, read[index - 1])
    addNeighbour(signs, kind.behind, read[index + 1])
    const passage = passages[index]
    for (const shape of passage === undefined ? [] : shapes(passage)) {
      signs.add(sign(kind.shape, numberOf('any')))
      signs.add(sign(kind.shape, numberOf(shape)))
    }
    return signs
  })
}

function readPassage(passage: Passage): Read {
  const written = wordsOf(passage.text)
  return {
    words: [opening, ...written.map(numberOf), closing],
    stems: [opening, ...written.map((word) => numberOf(stemOf(word))), closing],
    looks: looksOf(passage).map((look) => sign(kind.look, numberOf(look))),
  }
}

function addWords(signs: Set<number>, { words, stems }: Read): void {
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? 0
    const stem = stems[index] ?? 0
    if (index > 0 && index + 1 < words.length) {
      signs.add(sign(kind.word, word))
      signs.add(sign(kind.stem, stem))
    }
    if (index + 1 < words.length) {
      signs.add(sign(kind.pair, word, words[index + 1]))
      signs.add(sign(kind.stemPair, stem, stems[index + 1]))
    }
    if (index + 2 < words.length) signs.add(sign(kind.apart, stem, stems[index + 2]))
  }
}

function addNeighbour(signs: Set<number>, which: number, neighbour: Read | undefined): void {
  for (const stem of neighbour?.stems.slice(1, mostOfNeighbour) ?? []) signs.add(sign(which, stem))
}

function looksOf({ text, isCode, looksLikeCode }: Passage): string[] {
  const looks: string[] = []
  if (isCode) looks.push('code')
  if (/\?\s*$/.test(text)) looks.push('question')
  if (/^\s*(?:[-*]|\d+[.)])\s/.test(text)) looks.push('item')
  if (/^\s*\p{Lu}/u.test(text)) looks.push('capital')
  if (looksLikeCode && !isCode) looks.push('marks')
  return looks
}

function stemOf(word: string): string {
  return /^\p{L}/u.test(word) ? word.slice(0, stemLength) : word
}

/** FNV-1a over the letters. */
function numberOf(word: string): number {
  let number = 0x811c9dc5
  for (let index = 0; index < word.length; index++) number = Math.imul(number ^ word.charCodeAt(index), 0x01000193)
  return number >>> 0
}

function sign(of: number, one: number, other = 0): number {
  let number = Math.imul(one ^ Math.imul(of, 0x9e3779b1), 0x85ebca6b)
  number = Math.imul((number ^ (number >>> 13)) + other, 0xc2b2ae35)
  return (number ^ (number >>> 16)) >>> 0
}
