// One text in the ways in which it could be read: as written, without what is invisible, with its lines joined, as it
// will be drawn, and decoded. Each knows where its letters stood in what was written, or at least in which passage.

import { piecesOf, spokenBlocks } from '../card/tree.ts'
import { isInvisible, plainLetter } from './invisible.ts'

export type VariantKind = 'plain' | 'clean' | 'wrapped' | 'joined' | 'drawn' | 'decoded'
export type Span = { readonly from: number; readonly to: number }
export type Variant = { readonly kind: VariantKind; readonly text: string; place(from: number, to: number): Span }

/** Longer ones are cut where they would be decoded; a draft holds no more than this. */
const mostDecoded = 100

export function variantsOf(text: string): readonly Variant[] {
  const plain: Variant = { kind: 'plain', text, place: (from, to) => ({ from, to }) }
  const clean = cleaned(plain)
  const wrapped: Variant = { ...clean, kind: 'wrapped', text: unwrapped(clean.text) }
  const joined = joinedLines(clean)
  const drawn = drawnText(text)
  const read = drawn === undefined ? [] : [drawn, { ...cleaned(drawn), kind: 'drawn' } as const]
  const decoded = [clean, joined].flatMap((variant) => [...fromBase64(variant), ...fromUrl(variant)])
  const seen = new Set<string>()
  return [plain, clean, wrapped, joined, ...read, ...decoded].filter((variant) => {
    const known = seen.has(variant.text)
    seen.add(variant.text)
    return !known
  })
}

/** Without what is invisible, in compatibility form, with Latin letters for those that only look Latin. */
function cleaned(of: Variant): Variant {
  if (!/[^\t\n\r -~]/.test(of.text)) return { ...of, kind: 'clean' }
  const build = builder(of)
  let at = 0
  for (const letter of of.text) {
    if (!isInvisible(letter)) build.add(plainLetter(letter), at, at + letter.length)
    at += letter.length
  }
  return build.variant('clean')
}

/** A line that was only broken to fit goes on in the next; lists, blank lines, settings, traces and code keep theirs. */
function unwrapped(text: string): string {
  return text.replace(/([^\n.:;!?|`])\n(?=[^\n\s\-*+>|#`\d$])(?!\w{1,60}=|at\s\S{1,80}\s\()/g, '$1 ')
}

/** No line ends at all, nor what begins the next line: a token may have been cut into pieces. */
function joinedLines(of: Variant): Variant {
  if (!of.text.includes('\n')) return of
  const build = builder(of)
  let at = 0
  for (const line of of.text.split('\n')) {
    const kept = line.replace(/^[ \t>|]{1,20}/, '')
    const from = at + line.length - kept.length
    const words = kept.replace(/[\\ \t\r]{1,20}$/, '')
    for (let index = 0; index < words.length; index++) build.add(words.charAt(index), from + index, from + index + 1)
    if (!isCutOff(words)) build.add('\n', at + line.length, at + line.length + 1)
    at += line.length + 1
  }
  return build.variant('joined')
}

/** What could be the beginning of a token: not a word, which would only take the boundary from what follows it. */
function isCutOff(line: string): boolean {
  const last = /[\w+/=.%-]{2,200}$/.exec(line.slice(-200))?.[0] ?? ''
  return /\d|[_+/=-]|[a-z][A-Z]/.test(last)
}

/** As readers get it: Markdown read, its entities and escapes undone. A place in it is its whole passage. */
function drawnText(text: string): Variant | undefined {
  if (!/[\\&*_~`[\]<|]/.test(text)) return undefined
  const build = builder({ kind: 'plain', text, place: (from, to) => ({ from, to }) })
  for (const { block, from, to } of piecesOf(text)) {
    const spoken = spokenBlocks([block])
    // Whose words they are matters to some detectors.
    build.add(`${block.block === 'quote' ? spoken.replace(/^/gm, '> ') : spoken}\n\n`, from, to)
  }
  const drawn = build.variant('drawn')
  return {
    ...drawn,
    place(from, to) {
      const passage = drawn.place(from, to)
      const words = drawn.text.slice(from, to)
      // What Markdown left as it was has its own place.
      const at = text.indexOf(words, passage.from)
      return at === -1 || at + words.length > passage.to ? passage : { from: at, to: at + words.length }
    },
  }
}

function fromBase64(of: Variant): Variant[] {
  const runs = Array.from(of.text.matchAll(/[A-Za-z0-9+/_-]{20,8000}={0,2}/g)).slice(0, mostDecoded)
  return runs.flatMap((run) => {
    const text = Buffer.from(run[0], 'base64').toString('utf8')
    const place = () => of.place(run.index, run.index + run[0].length)
    return isWriting(text) ? [{ kind: 'decoded', text, place } as const] : []
  })
}

function fromUrl(of: Variant): Variant[] {
  if (!/%[0-9A-Fa-f]{2}/.test(of.text)) return []
  const build = builder(of)
  let at = 0
  for (const part of of.text.split(/((?:%[0-9A-Fa-f]{2})+)/)) {
    if (/^%[0-9A-Fa-f]{2}/.test(part))
      build.add(Buffer.from(part.replaceAll('%', ''), 'hex').toString('utf8'), at, at + part.length)
    else for (let index = 0; index < part.length; index++) build.add(part.charAt(index), at + index, at + index + 1)
    at += part.length
  }
  return [build.variant('decoded')]
}

/** Whether decoded bytes are something that somebody wrote. */
function isWriting(text: string): boolean {
  if (text.length < 8) return false
  let odd = 0
  for (const letter of text) if (letter === '\uFFFD' || (letter < ' ' && !'\t\n\r'.includes(letter))) odd++
  return odd === 0
}

function builder(of: Variant) {
  const pieces: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  return {
    add(letters: string, from: number, to: number) {
      pieces.push(letters)
      for (let index = 0; index < letters.length; index++) {
        starts.push(from)
        ends.push(to)
      }
    },
    variant(kind: VariantKind): Variant {
      const place = (from: number, to: number) =>
        of.place(starts[from] ?? of.text.length, ends[Math.max(from, to - 1)] ?? of.text.length)
      return { kind, text: pieces.join(''), place }
    },
  }
}
