// What is told to those who watch over the house, the log and the figures: every change that is on disk, every refusal
// and every errand that ended. It is told once, from the one place each of them passes; nothing is asked back.

import type { Draft } from '../draft/draft.ts'
import type { RefusalCode } from '../refusal.ts'
import type { Errand, Write } from './record.ts'

/** On whose behalf: a request at a door, or something that was owed. Missing: a click, or ourselves. */
export type Cause = { readonly request: string } | { readonly errand: Errand; readonly row: string }

export type Change = {
  readonly write: Write
  /** What a draft was before. */
  readonly before?: Draft | undefined
}

export type Notice = {
  /** These were saved together. */
  changed(changes: readonly Change[], cause: Cause | undefined): void
  /** Nothing was changed, for this reason. */
  refused(code: RefusalCode, cause: Cause | undefined): void
  /** Somebody was faster; it is looked at again. */
  raced(): void
  delivered(errand: Errand, ended: 'done' | 'again' | 'failed', ms: number): void
}
