// How a risky step is told from a sentence that only mentions one: prose counts where somebody is told to do something.
// Every gap is bounded and stays within its sentence.

export type Pattern = { readonly sort: string; readonly shape: RegExp; readonly says: string }

/** Where an order can begin: a sentence, a list item, a command; or after a word that makes it one. */
const begins =
  '(?<=^|[\\n.!?:;,(–—>`"“*_$#/|-][ \\t]{0,3}|\\b(?:and|then|to|or|just|simply|please|can|could|should|must|may|might|will|would|let|lets|let[\'’]s|ll|go|also|first|now|next|finally|instead|temporarily|permanently|you|we|I|quickly|manually|safely|always|by|consider|try|suggests?|recommend(?:ed)?|fix(?:es)?|via|means|start|step \\d{1,2}|simplest|easiest|best|only|need|help|ahead|either|completely|fully|directly|immediately|for now|but|so|fastest|solution|workaround|option|\\d[.)])[ \\t]{1,2}|\\d\\. )'

/** Within one sentence, and never more than a breath of it. */
export const gap = (most: number) => `[^\\n.;!?]{0,${most}}?`

/** Somebody is told to do `verbs` to `objects`. */
export function order(sort: string, says: string, verbs: string, objects: string, most = 50): Pattern {
  return {
    sort,
    says,
    shape: new RegExp(`${begins}(?:${verbs})\\b${gap(most)}(?<![\\w-])(?:${objects})(?![\\w])`, 'gi'),
  }
}

/** A command, a setting or a statement, wherever it stands. */
export function command(sort: string, says: string, shape: RegExp): Pattern {
  return { sort, says, shape }
}
