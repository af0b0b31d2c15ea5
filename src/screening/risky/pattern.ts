// How a risky step is told from a sentence that only mentions one: prose counts where somebody is told to do something.
// Every gap is bounded and stays within its sentence.

type Where = { readonly from: number; readonly to: number }

export type Tongue = 'french' | 'spanish' | 'german'

export type Pattern = {
  readonly sort: string
  readonly shape: RegExp
  readonly says: string
  /** Where an order can begin; a command counts wherever it stands. */
  readonly begins?: RegExp
  /** Only in a text that is written in it. */
  readonly tongue?: Tongue
  /** The first letters of its verbs: where no word begins with any of them, the text need not be looked through. */
  readonly stems?: ReadonlySet<string>
}

/** Where an order can begin: a sentence, a list item, a command; or after a word that makes it one. */
export const begins =
  /(?<=^|[\n.!?:;,(–—>→»›`"“*_$#/|-][ \t]{0,3}|\b(?:and|then|to|or|just|simply|please|can|could|should|must|may|might|will|would|let|lets|let['’]s|ll|d|go|also|first|now|next|finally|instead|temporarily|permanently|you|quickly|manually|safely|always|by|consider|try|suggests?|recommend(?:ed)?|fix(?:es)?|via|means|start|step \d{1,2}|simplest|easiest|best|only|need|help|ahead|either|completely|fully|directly|immediately|for now|but|so|fastest|solution|workaround|option|would|\d[.)])[ \t]{1,2}|(?:^|[\n.!?:;–—][ \t]{0,3}(?:\d{1,2}[.)] )?)(?:in|on|at|from|for|under|inside|within|with|until|during|after)[ \t][^\n.;!?,:]{1,60}[ \t]|\b(?:let|make|have)[ \t]{1,2}(?:the[ \t])?[\w.`-]{1,30}[ \t]|\d\. |\b(?:is|are|was|about|worth|against|helps|enough|of)[ \t](?=[\w-]{2,20}ing\b))/iy

/** Within one sentence, and never more than a breath of it. */
export const gap = (most: number) => `[^\\n.;!?]{0,${most}}?`

/** Somebody is told to do `verbs` to `objects`. */
export function order(sort: string, says: string, verbs: string, objects: string, most = 50): Pattern {
  const shape = new RegExp(`\\b(?:${verbs})\\b(?![/=(]|\\.\\w|_)${gap(most)}(?<![\\w-])(?:${objects})(?![\\w])`, 'gi')
  return { sort, says, shape, begins, stems: stemsOf(verbs) }
}

/** A command, a setting or a statement, wherever it stands. */
export function command(sort: string, says: string, shape: RegExp): Pattern {
  return { sort, says, shape }
}

/** Every place that the pattern means. Where no order can begin, the next verb is tried. */
export function placesOf(text: string, { shape, begins: allowed }: Pattern, most: number): Where[] {
  const found: Where[] = []
  shape.lastIndex = 0
  for (let match = shape.exec(text); match !== null && found.length < most; match = shape.exec(text)) {
    if (allowed !== undefined && !beginsAt(text, match.index, allowed)) shape.lastIndex = match.index + 1
    else found.push({ from: match.index, to: match.index + match[0].length })
  }
  return found
}

function beginsAt(text: string, at: number, allowed: RegExp): boolean {
  allowed.lastIndex = at
  return allowed.test(text)
}

const longestStem = 6

export type Vocabulary = { readonly stems: ReadonlySet<string>; readonly tongues: ReadonlySet<Tongue> }

/** Small words that only this language has; enough of them, or an accent and fewer, and it is spoken. */
const small: Readonly<Record<Tongue, readonly [number, string]>> = {
  french: [
    2,
    'le la les des du une un pour dans sur est et vous il tu que qui au avec en de ce ça ton ta votre tout pas',
  ],
  spanish: [2, 'el la los las un una de del que y en para por con se lo es al su tu todo más así ya sin'],
  german: [
    2,
    'der das und ist ein eine einen den dem nicht mit auf für im zu wird bitte kurz einfach dann mal schnell von vom beim doch ihr du wir alle kein keine gib gebt',
  ],
}
const germanVerb =
  /(?<!\p{L})(?:deaktivier|schalte|lösch|ignorier|formatier|kopier|exportier|umgeh|entfern|leere|setze|stelle|nimm)/iu

/** How the words of a text begin, and which languages they could be. */
export function vocabularyOf(text: string): Vocabulary {
  const words = new Set(text.toLowerCase().match(/[\p{L}\d_]+/gu))
  const stems = new Set<string>([''])
  for (const word of words)
    for (let length = 1; length <= longestStem && length <= word.length; length++) stems.add(word.slice(0, length))
  const tongues = new Set<Tongue>(germanVerb.test(text) ? ['german'] : [])
  const fewer = /[ß-ÿ]/i.test(text) ? 1 : 0
  for (const tongue of ['french', 'spanish', 'german'] as const) {
    const [least, list] = small[tongue]
    if (list.split(' ').filter((word) => words.has(word)).length >= least - fewer) tongues.add(tongue)
  }
  return { stems, tongues }
}

/** How the alternatives of `verbs` begin, as far as they are plain letters. */
export function stemsOf(verbs: string): ReadonlySet<string> {
  return new Set(
    alternatives(verbs).map((verb) => {
      const letters = /^[\p{L}\d_]*/u.exec(verb)?.[0].toLowerCase() ?? ''
      // The last one may be optional, as in “stopp?”.
      const sure = /[?*{]/.test(verb.charAt(letters.length)) ? letters.slice(0, -1) : letters
      return sure.slice(0, longestStem)
    }),
  )
}

/** `a(?:b|c)|d` has two alternatives. */
function alternatives(verbs: string): string[] {
  const found = ['']
  let depth = 0
  for (const letter of verbs) {
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    if (letter === '|' && depth === 0) found.push('')
    else found[found.length - 1] += letter
  }
  return found
}

export function mayOccur(pattern: Pattern, { stems, tongues }: Vocabulary): boolean {
  if (pattern.tongue !== undefined && !tongues.has(pattern.tongue)) return false
  if (pattern.stems === undefined) return true
  for (const stem of pattern.stems) if (stems.has(stem)) return true
  return false
}
