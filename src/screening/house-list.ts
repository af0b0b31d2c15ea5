// What an organisation adds to our checks: words that matter to it, hosts it allows or denies, and how its documents are
// classed. Matched as literal words with `*` for any run of letters: nobody's pattern can make a check slow.

import { type DataClass, rankOf } from '../place.ts'
import type { Hit, Severity } from './finding.ts'
import { hostsIn } from './links.ts'

export type HouseLists = {
  /** Words or phrases, `*` standing for letters within a word: `Project Falcon`, `cust-*`. */
  readonly words: readonly {
    readonly name: string
    readonly like: readonly string[]
    readonly severity: Severity
  }[]
  /** `example.com` and everything under it. With any host allowed, all others are a finding. */
  readonly hosts: { readonly allowed: readonly string[]; readonly denied: readonly string[] }
  /** How documents are classed, by globs over their address or title. */
  readonly sources: readonly { readonly class: DataClass; readonly like: readonly string[] }[]
}

export const noLists: HouseLists = { words: [], hosts: { allowed: [], denied: [] }, sources: [] }

export function isEmpty({ words, hosts, sources }: HouseLists): boolean {
  return words.length + hosts.allowed.length + hosts.denied.length + sources.length === 0
}

export function houseListed(text: string, lists: HouseLists): readonly Hit[] {
  return [...words(text, lists), ...hosts(text, lists)]
}

/** The most protected class that these names of one document are listed under. */
export function classOfSource(names: readonly string[], lists: HouseLists): DataClass | undefined {
  const classes = lists.sources
    .filter(({ like }) => like.some((glob) => names.some((name) => isLike(name.toLowerCase(), glob.toLowerCase()))))
    .map((listed) => listed.class)
  return classes.sort((one, other) => rankOf(other) - rankOf(one))[0]
}

function words(text: string, lists: HouseLists): Hit[] {
  const low = text.toLowerCase()
  return lists.words.flatMap(({ name, like, severity }) => {
    const says = `It contains something that this organisation lists as “${name}”.`
    return like.flatMap((phrase) =>
      occurrences(low, phrase.toLowerCase()).map((span) => ({ sort: name, severity, says, ...span })),
    )
  })
}

function hosts(text: string, { hosts: { allowed, denied } }: HouseLists): Hit[] {
  if (allowed.length === 0 && denied.length === 0) return []
  return hostsIn(text).flatMap(({ host, from, to }): Hit[] => {
    if (denied.some((one) => isUnder(host, one)))
      return [{ sort: 'denied-host', severity: 'forbidden', says: deniedHost, from, to }]
    if (allowed.length === 0 || allowed.some((one) => isUnder(host, one))) return []
    return [{ sort: 'unlisted-host', severity: 'high', says: unlistedHost, from, to }]
  })
}

const deniedHost = 'It contains a link to a host that this organisation denies.'
const unlistedHost = 'It contains a link to a host that is not on this organisation’s list.'

function isUnder(host: string, listed: string): boolean {
  const name = listed.toLowerCase()
  return host === name || host.endsWith(`.${name}`)
}

/** Where the phrase stands as whole words. Pieces are looked for one after the other, so it never goes back far. */
function occurrences(text: string, phrase: string): { from: number; to: number }[] {
  const [first = '', ...rest] = phrase.split('*')
  const found: { from: number; to: number }[] = []
  if (phrase.replaceAll('*', '').trim() === '') return found
  const begin = first === '' ? (rest.find((piece) => piece !== '') ?? '') : first
  for (let at = text.indexOf(begin); at !== -1 && found.length < most; at = text.indexOf(begin, at + begin.length)) {
    const from = first === '' ? wordStart(text, at) : at
    const to = isLetter(text[from - 1]) ? undefined : endOf(text, from, phrase)
    if (to !== undefined) found.push({ from, to })
  }
  return found
}
const most = 50

/** Where the phrase that begins here ends; undefined when it does not stand here. A star stays within its word. */
function endOf(text: string, from: number, phrase: string): number | undefined {
  let at = from
  const pieces = phrase.split('*')
  for (const [index, piece] of pieces.entries()) {
    if (index === 0) {
      if (!text.startsWith(piece, at)) return undefined
      at += piece.length
      continue
    }
    const end = wordEnd(text, at)
    if (piece === '') {
      at = end
      continue
    }
    const next = text.slice(at, end + piece.length).indexOf(piece)
    if (next === -1) return undefined
    at += next + piece.length
  }
  return isLetter(text[at]) && isLetter(text[at - 1]) ? undefined : at
}

const longestWord = 200
function wordEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && at - from < longestWord && isLetter(text[at])) at++
  return at
}
function wordStart(text: string, from: number): number {
  let at = from
  while (at > 0 && from - at < longestWord && isLetter(text[at - 1])) at--
  return at
}

function isLetter(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}_-]/u.test(letter)
}

/** A whole name against a glob; each star is met once, from the left. */
function isLike(name: string, glob: string): boolean {
  const [first = '', ...rest] = glob.split('*')
  if (rest.length === 0) return name === glob
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const [index, piece] of rest.entries()) {
    if (index === rest.length - 1) return name.length - piece.length >= at && name.endsWith(piece)
    const next = name.indexOf(piece, at)
    if (next === -1) return false
    at = next + piece.length
  }
  return true
}
