// Finds what a reader cannot see: letters of no width, turned directions, a second alphabet, piled-up marks, comments.
// What emoji and scripts need is left alone, and so is what stands in code, where everybody sees it.

import { type Block, piecesOf } from '../card/tree.ts'
import { type Hit, hits } from './finding.ts'
import { bidi, filler, joiner, tag, variation, zeroWidth } from './invisible.ts'

type Hidden = Pick<Hit, 'sort' | 'severity' | 'says'>
const hidden = (sort: string, says: string): Hidden => ({ sort, severity: 'high', says })

const turned = hidden('bidi', 'It contains control characters that turn round the order in which letters are shown.')
const noWidth = hidden('zero-width', 'It contains characters that nobody can see.')
const blank = hidden('filler', 'It contains letters that are drawn as nothing.')
const tags = hidden('tag', 'It contains a message in letters that nobody can see.')
const control = hidden('control', 'It contains control characters of terminals.')
const selectors = hidden('variation', 'It contains a run of invisible selectors, in which a message can be hidden.')
const piled = hidden('combining', 'It piles so many marks on a letter that what stands near it cannot be read.')
const half = hidden('surrogate', 'It contains half of a character.')
const comment = hidden('comment', 'It contains a comment that is not meant to be seen by readers.')

/** England, Scotland and Wales: a black flag, letters and an end. */
const flag = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{2,6}\u{E007F}/gu
/** A name that runs from right to left, isolated from the sentence round it, as the standard has it. */
const isolated =
  /[\u2066-\u2068](?=[^\n\u2066-\u2069\u202A-\u202E]{0,80}[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}])[^\n\u2066-\u2069\u202A-\u202E]{1,120}\u2069|(?<=[\p{Script=Hebrew}\p{Script=Arabic}][ :،]{0,3})[\u2066\u2068][^\n\u2066-\u2069\u202A-\u202E]{1,80}\u2069/gu
/** Where a long word may be broken: syllables, and no single letters. */
const softened = /(?<![\p{L}\u00AD])(?=[\p{L}\u00AD]{11})\p{L}{3,30}(?:\u00AD\p{L}{3,30}){1,8}(?![\p{L}\u00AD])/gu
const needJoiners =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}\p{Script=Tibetan}\p{Script=Thai}\p{Script=Lao}\p{M}]/u
const emoji = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\u{FE0F}|\u{20E3}/u
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u
/** What may be followed by one selector: it asks for the text or the emoji form of it. */
const selectable = /[\p{Emoji}\p{Script=Han}\p{Script=Mongolian}\p{Sm}\p{So}\u{200D}]/u

export function hiddenLetters(text: string): readonly Hit[] {
  const back = hits(text, /[\u2028\u2029\u0085]|[\uFFF9-\uFFFB]|\r(?!\n)(?=[^\n]{0,400}\S)/g, control)
  return /[^\t\n\r -~]/.test(text) ? [...back, ...letters(text), ...runs(text)] : back
}

/** A short note in source that is shown with its tags: whoever sees the tags sees the note. */
const ofTemplate = /(?<=^|\n)[ \t]{0,20}<!--[^\n>]{1,80}-->[ \t]{0,4}(?=\n[ \t]{0,20}<(?!!)[a-z])/gi

/** Comments, and passages styled so that they are not drawn. What stands in code is drawn, and hides nothing. */
export function hiddenMarkup(text: string): readonly Hit[] {
  const found = [
    ...hits(text, /<!--[\s\S]{0,4000}?(?:-->|$)|\[\/\/\]:\s{0,3}#|\[comment\]:\s{0,3}</gi, comment),
    ...hits(
      text,
      /<[a-z]{1,12}\s[^>\n]{0,200}(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|(?:font-size|opacity)\s{0,3}:\s{0,3}0(?:\.0{1,9})?(?![.\d])|\shidden[\s>]|color\s{0,3}:\s{0,3}(?:white|transparent|#fff))/gi,
      comment,
    ),
  ]
  if (found.length === 0) return found
  const source = hits(text, ofTemplate, comment)
  const shown = piecesOf(text).flatMap((piece) => codeIn(piece.block))
  return found.filter(
    (hit) =>
      !source.some((one) => one.from <= hit.from && hit.to <= one.to) &&
      !shown.some((code) => code.includes(text.slice(hit.from, hit.to))),
  )
}

function codeIn(block: Block): string[] {
  switch (block.block) {
    case 'paragraph':
    case 'heading':
      return block.spans.flatMap((span) => (span.style === 'code' ? [span.text] : []))
    case 'code':
      return [block.text]
    case 'quote':
      return block.blocks.flatMap(codeIn)
    case 'list':
      return block.items.flat().flatMap(codeIn)
    case 'table':
      return block.rows.flat(2).flatMap((span) => (span.style === 'code' ? [span.text] : []))
    case 'line':
    case 'hidden':
      return []
  }
}

function runs(text: string): Hit[] {
  return [
    ...hits(text, /\p{M}{5,}/gu, piled).filter(
      (hit) => !/\p{Script=Thai}|\p{Script=Tibetan}/u.test(text.slice(hit.from, hit.to)),
    ),
    ...hits(text, /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]{2,}/gu, selectors),
    ...hits(text, /\u2800{2,}/g, blank),
    ...hits(text, /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, half),
  ]
}

/** Runs of the same sort are one finding. */
function letters(text: string): Hit[] {
  const flags = hits(text, flag, tags)
  const fair = [...hits(text, isolated, turned), ...hits(text, softened, noWidth)]
  const found: Hit[] = []
  const all = Array.from(text)
  let at = 0
  all.forEach((letter, index) => {
    const from = at
    at += letter.length
    const as = sortOf(letter, all, index)
    if (as === undefined || (as === tags && flags.some((one) => one.from <= from && from < one.to))) return
    if (fair.some((one) => one.from <= from && from < one.to && one.sort === as.sort)) return
    const last = found.at(-1)
    if (last !== undefined && last.sort === as.sort && from - last.to <= 2)
      found[found.length - 1] = { ...last, to: at }
    else found.push({ ...as, from, to: at })
  })
  return found
}

function sortOf(letter: string, all: readonly string[], index: number): Hidden | undefined {
  if ((letter >= ' ' && letter <= '~') || letter === '\n' || letter === '\t' || letter === '\r') return undefined
  if (letter < ' ' || (letter >= '\u007F' && letter <= '\u009F')) return control
  const before = all[index - 1] ?? ''
  const after = all[index + 1] ?? ''
  if (bidi.test(letter))
    return isMark(letter) && (rightToLeft.test(before) || rightToLeft.test(after) || rightToLeft.test(near(all, index)))
      ? undefined
      : turned
  // At the very beginning it only says how the bytes are ordered.
  if (letter === '\uFEFF' && index === 0) return undefined
  if (letter === '\u00AD' || zeroWidth.test(letter)) return noWidth
  if (joiner.test(letter)) return joins(letter, before, after) ? undefined : noWidth
  if (filler.test(letter)) return blank
  if (tag.test(letter)) return tags
  return variation.test(letter) && !selectable.test(before) && !/[\u1800-\u18AF\u4E00-\u9FFF]/.test(before)
    ? selectors
    : undefined
}

/** What stands a few signs before: a mark may end a bracket, or a number. */
function near(all: readonly string[], index: number): string {
  return all.slice(Math.max(0, index - 8), index + 3).join('')
}

function joins(letter: string, before: string, after: string): boolean {
  if (needJoiners.test(before)) return true
  return letter === '\u200D' && emoji.test(before) && emoji.test(after)
}

/** A single mark beside a word that runs from right to left belongs to that word. */
function isMark(letter: string): boolean {
  return letter === '\u200E' || letter === '\u200F' || letter === '\u061C'
}
