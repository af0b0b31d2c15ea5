// Every shape of a risky step that we know by itself, one table a kind of harm, and where in a text they stand as a
// step. What only mentions one is harmless.ts. Advice that has no such shape is weighed in advice/.

import type { Hit } from '../finding.ts'
import { access } from './access.ts'
import { checkOff } from './check-off.ts'
import { cluster } from './cluster.ts'
import { credential } from './credential.ts'
import { data } from './data.ts'
import { deletion } from './deletion.ts'
import { excuse } from './excuse.ts'
import { exposure } from './exposure.ts'
import { french } from './french.ts'
import { german } from './german.ts'
import { isHarmless } from './harmless.ts'
import { live } from './live.ts'
import { loosen } from './loosen.ts'
import { mainframe } from './mainframe.ts'
import { network } from './network.ts'
import { mayOccur, type Pattern, placesOf, vocabularyOf } from './pattern.ts'
import { production } from './production.ts'
import { reckless } from './reckless.ts'
import { setting } from './setting.ts'
import { signOff } from './sign-off.ts'
import { spanish } from './spanish.ts'
import { webPipe } from './web-pipe.ts'
import { windows } from './windows.ts'

export const riskyPatterns: readonly Pattern[] = [
  ...access,
  ...exposure,
  ...deletion,
  ...production,
  ...webPipe,
  ...checkOff,
  ...loosen,
  ...credential,
  ...signOff,
  ...live,
  ...windows,
  ...network,
  ...cluster,
  ...mainframe,
  ...setting,
  ...data,
  ...reckless,
  ...excuse,
  ...german,
  ...french,
  ...spanish,
]

/** A hostile text could be nothing else; past this many of one pattern, more say nothing new. */
const mostOfOne = 200

export function knownSteps(text: string): readonly Hit[] {
  const vocabulary = vocabularyOf(text)
  const found = riskyPatterns.flatMap((pattern): Hit[] => {
    if (!mayOccur(pattern, vocabulary)) return []
    const { sort, says } = pattern
    return placesOf(text, pattern, mostOfOne)
      .filter((place) => !isHarmless(text, place, sort))
      .map((place) => ({ sort, severity: 'high', says, ...place }))
  })
  return found.filter((hit, index) => !found.slice(0, index).some((first) => isWithin(hit, first)))
}

/** One step is said once, however many patterns know it. */
function isWithin(hit: Hit, first: Hit): boolean {
  return hit.sort === first.sort && hit.from < first.to && first.from < hit.to
}
