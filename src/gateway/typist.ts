// Whoever typed a secret is told of it in private. After the change is saved, and nobody waits for it: whatever becomes of
// the line, what they did holds. What came with the admin token, or from a file, has nobody to tell; the log says it.

import type { Account, Destination } from '../place.ts'
import { spokenRemoved } from '../screening/typed.ts'
import type { House } from './house.ts'
import type { Step } from './write.ts'

/** Who is typing, and where. */
export type Typist = { readonly account: Account; readonly at: Destination }

export function tellTypist({ typist, reviewers, log }: House, steps: readonly Pick<Step, 'typed'>[]): void {
  if (steps.every(({ typed }) => typed.secrets === 0)) return
  log.info('a secret was taken out of what was typed')
  if (typist === undefined) return
  const { account, at } = typist
  const telling = reviewers.get(account.platform)?.note(account, at, spokenRemoved)
  telling?.catch((cause: unknown) => log.fault('telling somebody that a secret was taken out', cause))
}
