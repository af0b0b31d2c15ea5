// How a risky step is told from a sentence that only mentions one: prose counts where somebody is told to do something.
// Every gap is bounded and stays within its sentence.

type Where = { readonly from: number; readonly to: number }

export type Pattern = {
  readonly sort: string
  readonly shape: RegExp
  readonly says: string
  /** Counts only where an order can begin. */
  readonly order: boolean
}

/** Where an order can begin: a sentence, a list item, a command; or after a word that makes it one. */
const begins =
  /(?<=^|[\n.!?:;,(–—>`"“*_$#/|-][ \t]{0,3}|\b(?:and|then|to|or|just|simply|please|can|could|should|must|may|might|will|would|let|lets|let['’]s|ll|d|go|also|first|now|next|finally|instead|temporarily|permanently|you|we|I|quickly|manually|safely|always|by|consider|try|suggests?|recommend(?:ed)?|fix(?:es)?|via|means|start|step \d{1,2}|simplest|easiest|best|only|need|help|ahead|either|completely|fully|directly|immediately|for now|but|so|fastest|solution|workaround|option|\d[.)])[ \t]{1,2}|\b(?:let|make|have)[ \t]{1,2}(?:the[ \t])?[\w.`-]{1,30}[ \t]|\d\. )/iy

/** Within one sentence, and never more than a breath of it. */
export const gap = (most: number) => `[^\\n.;!?]{0,${most}}?`

/** Somebody is told to do `verbs` to `objects`. */
export function order(sort: string, says: string, verbs: string, objects: string, most = 50): Pattern {
  return {
    sort,
    says,
    order: true,
    shape: new RegExp(`\\b(?:${verbs})\\b${gap(most)}(?<![\\w-])(?:${objects})(?![\\w])`, 'gi'),
  }
}

/** A command, a setting or a statement, wherever it stands. */
export function command(sort: string, says: string, shape: RegExp): Pattern {
  return { sort, says, shape, order: false }
}

/** Every place that the pattern means. Where no order can begin, the next verb is tried. */
export function placesOf(text: string, { shape, order }: Pattern, most: number): Where[] {
  const found: Where[] = []
  shape.lastIndex = 0
  for (let match = shape.exec(text); match !== null && found.length < most; match = shape.exec(text)) {
    if (order && !beginsAt(text, match.index)) shape.lastIndex = match.index + 1
    else found.push({ from: match.index, to: match.index + match[0].length })
  }
  return found
}

function beginsAt(text: string, at: number): boolean {
  begins.lastIndex = at
  return begins.test(text)
}
