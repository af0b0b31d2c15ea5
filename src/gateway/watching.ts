// Leaves an entry for what was refused to somebody who should not have tried. Never in the way of the answer: a refusal
// is given whether or not it could be noted, and a failure to note it is logged.

import type { Actor } from '../ledger/entry.ts'
import type { Refusal, RefusalCode } from '../refusal.ts'
import { mostWatched } from '../safety/watch.ts'
import { commit } from './commit.ts'
import type { House } from './house.ts'
import { watchStep } from './watch-step.ts'

/** Refusals that a well-behaved client or person does not run into. */
const telling: ReadonlySet<RefusalCode> = new Set([
  'token-unknown',
  'out-of-scope',
  'invocation-foreign',
  'agent-not-live',
  'not-a-person',
  'not-here',
  'not-yours',
  'outsider',
  'unknown-draft',
  'unknown-person',
  'claim-code-wrong',
] as const)

export async function noteRefusal(
  house: House,
  about: string,
  refusal: Refusal,
  actor: Actor = { kind: 'system' },
): Promise<Refusal> {
  if (!telling.has(refusal.refused)) return refusal
  const id = `watch:${about}`
  try {
    await commit(house, { watch: { kind: 'watch', id } }, ({ now, seen }) => {
      if ((seen.watch?.is.refused ?? 0) >= mostWatched) return refusal
      const event = { type: 'attempt-refused', code: refusal.refused, at: now } as const
      return { steps: [watchStep(seen.watch, about, event, actor)], result: undefined }
    })
  } catch (cause) {
    house.log.fault('noting a refusal', cause, { about, code: refusal.refused })
  }
  return refusal
}
