// Finds steps that could do harm when a reader follows them: changed access, exposure, routing, deletion, production,
// things run from the web, protections switched off. It reads prose as well as code, since the advice that was followed
// was prose. Which words these are stands in risky/, one table a kind of harm; what only mentions them is harmless.ts.

import type { Hit } from './finding.ts'
import { access } from './risky/access.ts'
import { checkOff } from './risky/check-off.ts'
import { cluster } from './risky/cluster.ts'
import { credential } from './risky/credential.ts'
import { data } from './risky/data.ts'
import { deletion } from './risky/deletion.ts'
import { excuse } from './risky/excuse.ts'
import { exposure } from './risky/exposure.ts'
import { french } from './risky/french.ts'
import { german } from './risky/german.ts'
import { isHarmless } from './risky/harmless.ts'
import { live } from './risky/live.ts'
import { loosen } from './risky/loosen.ts'
import { mainframe } from './risky/mainframe.ts'
import { network } from './risky/network.ts'
import { mayOccur, type Pattern, placesOf, vocabularyOf } from './risky/pattern.ts'
import { production } from './risky/production.ts'
import { reckless } from './risky/reckless.ts'
import { setting } from './risky/setting.ts'
import { signOff } from './risky/sign-off.ts'
import { spanish } from './risky/spanish.ts'
import { webPipe } from './risky/web-pipe.ts'
import { windows } from './risky/windows.ts'

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

export function riskySteps(text: string): readonly Hit[] {
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
