// Runs every detector over every part of a revision, in every way in which that part could be read, and says where in
// what was written each finding stands. Pure, and the same in the worker, in the tests and in the bench.

import { alphabets } from './alphabet.ts'
import { type Check, type Finding, type Hit, type Material, mostFindings } from './finding.ts'
import { hiddenLetters, hiddenMarkup } from './hidden-text.ts'
import { type HouseLists, houseListed, noLists } from './house-list.ts'
import { imitations } from './imitation.ts'
import { injections } from './injection.ts'
import { links } from './links.ts'
import { mentions, names } from './mentions.ts'
import { outOfSight } from './out-of-sight.ts'
import { type Part, partsOf, samePlace } from './part.ts'
import { personal } from './personal.ts'
import { advised, riskySteps, shapedSteps } from './risky-steps.ts'
import { guessedSecrets, secretShapes } from './secrets.ts'
import { type Variant, type VariantKind, variantsOf } from './variant.ts'

/** A detector: what it looks for in one text. `lists` are the organisation's own. */
type Detector = {
  readonly check: Check
  readonly over: readonly VariantKind[]
  find(text: string, lists: HouseLists): readonly Hit[]
}

const everyKind = ['plain', 'clean', 'wrapped', 'joined', 'drawn', 'decoded'] as const
const readKinds = ['plain', 'clean', 'wrapped', 'drawn', 'decoded'] as const

const detectors: readonly Detector[] = [
  { check: 'secrets', over: everyKind, find: secretShapes },
  { check: 'secrets', over: ['plain', 'clean', 'drawn', 'decoded'], find: guessedSecrets },
  { check: 'personal', over: ['plain', 'clean', 'drawn', 'decoded'], find: personal },
  { check: 'risky-steps', over: ['plain', 'clean', 'wrapped', 'decoded'], find: riskySteps },
  { check: 'risky-steps', over: ['drawn'], find: shapedSteps },
  { check: 'hidden-text', over: ['plain', 'drawn'], find: hiddenLetters },
  { check: 'hidden-text', over: ['plain'], find: alphabets },
  { check: 'hidden-text', over: ['plain'], find: outOfSight },
  // What Markdown draws of it is letters that everybody sees.
  { check: 'hidden-text', over: ['plain'], find: hiddenMarkup },
  { check: 'hidden-text', over: ['plain', 'clean', 'wrapped', 'drawn'], find: imitations },
  { check: 'mentions', over: ['plain', 'clean', 'drawn'], find: mentions },
  // What Markdown draws no longer tells code from words.
  { check: 'mentions', over: ['plain', 'clean'], find: names },
  { check: 'links', over: ['plain', 'clean'], find: links },
  { check: 'injection', over: readKinds, find: injections },
  { check: 'house-list', over: readKinds, find: houseListed },
]

/** Extra detectors of the world outside, such as secretlint; they get the same texts. */
export type Outside = (text: string) => Promise<readonly Hit[]>

export function detect(material: Material, lists: HouseLists = noLists): readonly Finding[] {
  return partsOf(material).flatMap((part) => {
    const found = variantsOf(part.text).flatMap((variant) => inVariant(part, variant, lists))
    return withoutRepeats(withoutGuesses(found))
  })
}

/** The same, with a detector from outside beside our own. */
export async function detectWith(material: Material, lists: HouseLists, outside: Outside): Promise<readonly Finding[]> {
  const all: Finding[] = []
  for (const part of partsOf(material)) {
    const found: Finding[] = []
    for (const variant of variantsOf(part.text)) {
      found.push(...inVariant(part, variant, lists))
      if (variant.text.trim() !== '') found.push(...placed(await outside(variant.text), 'secrets', part, variant))
    }
    all.push(...withoutRepeats(withoutGuesses(found)))
  }
  return all
}

function inVariant(part: Part, variant: Variant, lists: HouseLists): Finding[] {
  return detectors
    .filter((detector) => detector.over.includes(variant.kind))
    .flatMap((detector) => placed(detector.find(variant.text, lists), detector.check, part, variant))
}

function placed(found: readonly Hit[], check: Check, part: Part, variant: Variant): Finding[] {
  return found.map(({ sort, severity, says, from, to }) => {
    const where = { ...part.place, ...variant.place(from, to) }
    return { check, sort, severity, says, where }
  })
}

/** What holds a secret is refused as it is; what else it may advise is asked of the draft that comes without. */
function withoutGuesses(found: readonly Finding[]): readonly Finding[] {
  const isRefused = found.some((finding) => finding.check === 'secrets' && finding.severity === 'forbidden')
  return isRefused ? found.filter((finding) => finding.sort !== advised) : found
}

/**
 * The same thing is found again in each way of reading. The first one counts, being nearest to what was written; a
 * secret keeps them all, since all of it has to be removed.
 */
function withoutRepeats(found: readonly Finding[]): Finding[] {
  const kept: Finding[] = []
  for (const finding of found) {
    const before = kept.filter((one) => one.check === finding.check)
    if (before.length < mostFindings && !before.some((one) => isRepeat(finding, one))) kept.push(finding)
  }
  return kept
}

function isRepeat(finding: Finding, first: Finding): boolean {
  const { where } = finding
  if (first.sort !== finding.sort || first.where === undefined || where === undefined) return false
  if (!samePlace(first.where, where)) return false
  if (finding.check === 'secrets') return first.where.from <= where.from && where.to <= first.where.to
  return first.where.from < where.to && where.from < first.where.to
}
