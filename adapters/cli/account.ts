// An account or a place as people type it: three words with slashes.

import { platforms } from '../../src/place.ts'

export type Named = { readonly platform: string; readonly workspace: string; readonly last: string }

/** `slack/T1/U1` or `slack/T1/C1`; undefined when it is not like that. */
export function threeWords(text: string): Named | undefined {
  const [platform, workspace = '', last = '', ...more] = text.split('/')
  const known = platforms.find((one) => one === platform)
  return known === undefined || workspace === '' || last === '' || more.length > 0
    ? undefined
    : { platform: known, workspace, last }
}
