// The words that stand round an agent's words, in every adapter: where they begin and end, how long text goes on in
// another part, and the few buttons that are the same on every form. Our own voice; nothing of a draft is in here.

/** Read aloud before and after the agent's text, and drawn there by platforms that have no frame of their own. */
export const frame = {
  begins: 'Draft text begins.',
  ends: 'Draft text ends.',
  stepBegins: 'Step text begins.',
  stepEnds: 'Step text ends.',
} as const

export const checkWords = 'Check that it worked:'

export const formWords = {
  cancel: 'Cancel',
  close: 'Close',
  /** Over what an agent wrote, in a form of ours. */
  theirs: 'In the agent’s words:',
  /** Where the agent's wording is too long for a tick: it stands above, numbered. */
  ticked: (number: number) => `I know that number ${number} is true`,
  /** A box takes only so much; they are put together again as they stand. */
  box: (label: string, number: number, of: number) => (of === 1 ? label : `${label} (box ${number} of ${of})`),
} as const

/** " · part 2 of 3"; nothing where there is one. */
export function spokenPart(part: number, parts: number): string {
  return parts === 1 ? '' : ` · part ${part} of ${parts}`
}

const ours = Object.values(frame).map(letters)

/** An agent's text read aloud: a line that says what only we say is named as the draft's. */
export function spokenFramed(text: string): string {
  return text
    .split('\n')
    .map((line) => (ours.some((one) => letters(line).includes(one)) ? `The draft says: ${line}` : line))
    .join('\n')
}

/** However it is spaced, cased or decorated. */
function letters(line: string): string {
  return line
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '')
}
