// Characters that a reader cannot see or that change what stands beside them, and letters that look like others. What is
// wrong with them is hidden-text.ts; here is only which they are, and how a text reads without them.

/** Bidirectional controls: they turn round the order in which letters are shown. */
export const bidi = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/u
/** Zero width: they part words for a machine and not for a reader. */
export const zeroWidth = /[\u200B\u2060-\u2064\uFEFF\u00AD\u180E\u206A-\u206F]|\u034F/u
/** Joiners are needed in emoji and in some scripts, and are zero width anywhere else. */
export const joiner = /[\u200C\u200D]/u
/** Blank letters: drawn as nothing, counted as something. */
export const filler = /[\u3164\u115F\u1160\uFFA0\u17B4\u17B5]/u
/** A whole second alphabet that nobody can see. */
export const tag = /[\u{E0000}-\u{E007F}]/u
export const variation = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\u180B-\u180D]/u

const invisible = [bidi, zeroWidth, joiner, filler, tag, variation]

export function isInvisible(letter: string): boolean {
  return letter > '\u00AC' && invisible.some((one) => one.test(letter))
}

/** The letter it is meant to be read as: its compatibility form, and Latin for what only looks Latin. */
export function plainLetter(letter: string): string {
  if (letter < '\u0080') return letter
  return lookalikes.get(letter) ?? letter.normalize('NFKC')
}

/** Shows what is hidden: U+202E becomes ⟨U+202E⟩. */
export function madeVisible(text: string): string {
  if (!/[^\t\n\r -~]/.test(text)) return text
  return Array.from(text, (letter) => (isInvisible(letter) && !joiner.test(letter) ? named(letter) : letter)).join('')
}

function named(letter: string): string {
  return `⟨U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`
}

const cyrillicAndGreek =
  'ӏlѵvԍGոnսuօoհhցgքpɑaɡgаaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwАAВBЕEКKМMНHОOРPСCТTХXІIЅSЈJοoαaΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX'
const lookalikes = new Map(
  Array.from({ length: cyrillicAndGreek.length / 2 }, (_, pair) => [
    cyrillicAndGreek.charAt(2 * pair),
    cyrillicAndGreek.charAt(2 * pair + 1),
  ]),
)
