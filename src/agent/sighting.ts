// From where a token was used, as far as that is worth knowing: that it came from an address for the first time, or from
// two at once. The address itself is never kept: `mark` is a MAC of it under a key outside the data.

import type { Instant } from '../time.ts'

export type Sighting = {
  readonly kid: string
  readonly mark: string
  readonly how: 'new-address' | 'two-at-once'
  readonly at: Instant
}

/** Those that say something: where a token is used first is where it lives. */
export function oddSightings(sightings: readonly Sighting[]): readonly Sighting[] {
  return sightings.filter(
    (one, at) => one.how === 'two-at-once' || sightings.slice(0, at).some((before) => before.kid === one.kid),
  )
}
