// Cuts a text into passages, the pieces in which advice is given: a sentence, a clause behind a colon, a line of code.
// Each knows where it stands and the words it is made of. What a passage means is not asked here.

export type Passage = {
  readonly from: number
  readonly to: number
  readonly text: string
  /** It stands in a fence. */
  readonly isCode: boolean
  /** Or it has the marks of code, a setting or a command. */
  readonly looksLikeCode: boolean
}

/** A longer one is cut, so that nothing hides behind its sixtieth word. */
const mostWords = 60
const sentenceEnd = /[.!?;:]["'”»)`]?[ \t]+(?=\S)/g
/** A shorter one would be an abbreviation or the number of a list. */
const leastSentence = 12

export function passagesOf(text: string): readonly Passage[] {
  const passages: Passage[] = []
  let at = 0
  let isCode = false
  for (const line of text.split('\n')) {
    if (/^\s*```/.test(line)) isCode = !isCode
    else
      for (const [from, to] of isCode ? [[0, line.length] as const] : sentencesOf(line))
        for (const piece of shortEnough(line, from, to))
          if (line.slice(piece.from, piece.to).trim() !== '')
            passages.push(passageOf(line.slice(piece.from, piece.to), at + piece.from, isCode))
    at += line.length + 1
  }
  return passages
}

function passageOf(text: string, from: number, isCode: boolean): Passage {
  return { from, to: from + text.length, text, isCode, looksLikeCode: isCode || /[`$|=;{}<>]|--/.test(text) }
}

function sentencesOf(line: string): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = []
  let from = 0
  for (const end of line.matchAll(sentenceEnd)) {
    const to = end.index + end[0].length
    if (to - from <= leastSentence) continue
    found.push([from, to])
    from = to
  }
  return from < line.length ? [...found, [from, line.length]] : found
}

function shortEnough(line: string, from: number, to: number): { from: number; to: number }[] {
  const pieces: { from: number; to: number }[] = []
  let start = from
  let words = 0
  for (const space of line.slice(from, to).matchAll(/\s+/g)) {
    words += 1
    if (words < mostWords) continue
    pieces.push({ from: start, to: from + space.index })
    start = from + space.index
    words = 0
  }
  return [...pieces, { from: start, to }]
}

/** As they weigh: in lower case, numbers by their size, and what names one thing in the world by its kind. */
export function wordsOf(text: string): readonly string[] {
  const plain = text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,100}/g, ' ‹mail› ')
    .replace(/https?:\/\/[^\s)>\]"']+/g, ' ‹url› ')
    .replace(/[a-z0-9+/_=-]{16,}/g, (run) => (looksRandom(run) ? ' ‹key› ' : run))
  const words = plain.match(/‹\w+›|--?[a-z][\w-]*|\p{L}[\p{L}']*|\p{N}+|[^\s\p{L}\p{N}]/gu) ?? []
  return words.map((word) => (/^\p{N}{3,}$/u.test(word) ? '000' : word))
}

function looksRandom(run: string): boolean {
  return (run.match(/\d/g)?.length ?? 0) > 3 && /[a-z]/.test(run)
}
