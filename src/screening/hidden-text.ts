// Finds what a reader cannot see: letters of no width, turned directions, a second alphabet, piled-up marks, comments.
// And what a reader would take for ours: an imitation of our label or card. What emoji and scripts need is left alone.

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
const imitation = hidden(
  'imitation',
  'It imitates our own label or card. Only the line outside the agent’s frame is ours.',
)

/** England, Scotland and Wales: a black flag, letters and an end. */
const flag = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{2,6}\u{E007F}/gu
const needJoiners =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}\p{Script=Tibetan}\p{Script=Thai}\p{Script=Lao}\p{M}]/u
const emoji = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\u{FE0F}|\u{20E3}/u
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u
/** What may be followed by one selector: it asks for the text or the emoji form of it. */
const selectable = /[\p{Emoji}\p{Script=Han}\p{Script=Mongolian}\p{Sm}\p{So}\u{200D}]/u

export function hiddenLetters(text: string): readonly Hit[] {
  if (
    !/[^\t\n\r -~]|<!--|<\/?(?:span|div|p|font|details|template|style|script|noscript|input|svg|iframe)\b/i.test(text)
  )
    return []
  return [...letters(text), ...runs(text)]
}

function runs(text: string): Hit[] {
  return [
    ...hits(text, /<!--[\s\S]{0,4000}?(?:-->|$)|\[\/\/\]:\s{0,3}#|\[comment\]:\s{0,3}</gi, comment),
    ...hits(
      text,
      /<[a-z]{1,12}\s[^>\n]{0,200}(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0|opacity\s{0,3}:\s{0,3}0(?![.\d])|\shidden[\s>]|color\s{0,3}:\s{0,3}(?:white|transparent|#fff))/gi,
      comment,
    ),
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
  const found: Hit[] = []
  const all = Array.from(text)
  let at = 0
  all.forEach((letter, index) => {
    const from = at
    at += letter.length
    const as = sortOf(letter, all, index)
    if (as === undefined || (as === tags && flags.some((one) => one.from <= from && from < one.to))) return
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
    return isMark(letter) && (rightToLeft.test(before) || rightToLeft.test(after)) ? undefined : turned
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

function joins(letter: string, before: string, after: string): boolean {
  if (needJoiners.test(before)) return true
  return letter === '\u200D' && emoji.test(before) && emoji.test(after)
}

/** A single mark beside a word that runs from right to left belongs to that word. */
function isMark(letter: string): boolean {
  return letter === '\u200E' || letter === '\u200F' || letter === '\u061C'
}

const ours: readonly RegExp[] = [
  /\bAI (?:draft|post|answer|reply)\b[^\n]{0,30}?\b(?:allowed|approved|checked|countersigned|signed off|verified)\s{1,3}by\b/gi,
  /\b(?:allowed|approved|countersigned|verified|signed off)\s{1,3}by\s{1,3}(?:@|the\s{1,3}(?:ceo|cto|ciso|security|moderators?|admins?)\b|countersign\b|[A-Z][a-z]{1,20}(?:\s[A-Z][a-z]{1,20})?\s{0,2}\((?:asked|read|checked|ran))/gi,
  /\bapprovers?\s{0,2}:\s{0,3}\S/gi,
  /\b(?:ref\s{1,3}p_[0-9A-Z]{6}|draft\s{1,3}`?d_[0-9A-Z]{6}|revision\s{1,3}\d{1,3}\s{0,2}·\s{0,2}fingerprint)/gi,
  /\bfingerprint\s{0,3}:?\s{0,3}`?[0-9a-f]{8}\b[^\n]{0,60}\b(?:approv|allow|countersign|revision)|\b(?:approv|allow|countersign)\w{0,6}[^\n]{0,60}\bfingerprint\s{0,3}:?\s{0,3}`?[0-9a-f]{8}\b/gi,
  /\bcountersign(?:ed)?\b\s{0,3}(?:[:·|—-]\s{0,3})?(?:✅|✔|☑|🔏|verified|approved|allowed)|(?:✅|✔️?|☑️?)\s{0,3}(?:countersign(?:ed)?|approved\s{1,3}by|verified\s{1,3}by|human[- ]approved)/giu,
  /<button\b|\[\s{0,2}(?:Approve(?: & publish| \(\d of \d\))?|Reject…?|Keep private|Show hidden step \d{0,2}…?|Edit & approve…?)\s{0,2}\](?!\()/gi,
  /\b(?:Risk|Findings?)\s{0,2}:\s{0,3}(?:\*\*)?(?:low|none)\b[^\n]{0,40}(?:approv|publish|screen|check|countersign)/gi,
  /\b(?:Hidden step \d{1,2}, high risk|AI draft — (?:not published|recalled|hidden)|Draft text (?:begins|ends)\.|Confidence: (?:documented|observed|inferred|guess), cites)/gi,
  /\b(?:this (?:message|post|answer|reply|draft) (?:has been|was|is) (?:already )?(?:approved|countersigned|allowed|verified|reviewed)\b|pre-?approved by|no (?:further )?(?:human )?(?:approval|review) (?:is )?(?:needed|required|necessary)|human[- ]verified|official(?:ly)? (?:approved|verified) by)/gi,
]

/** Our label and card in the agent's mouth. */
export function imitations(text: string): readonly Hit[] {
  return ours.flatMap((shape) => hits(text, shape, imitation))
}
