// What a detector says of a draft: how bad, where in the text, and a sentence a person understands.
// A finding never repeats the words it found; `where` points at them.

export type Severity = 'note' | 'high' | 'forbidden'

/** The text, or step number `step` of the disclosure, counted from 0; from and to are offsets in it. */
export type Where = { readonly step?: number | undefined; readonly from: number; readonly to: number }

export type Finding = {
  readonly check: 'risky-steps' | 'stated-risk' | 'not-what-was-asked' | 'unscreened'
  /** The sort within the check, for lists and KPIs: `access`, `other-place` … */
  readonly sort: string
  readonly severity: Severity
  readonly where?: Where | undefined
  readonly says: string
}

export type Risk = 'low' | 'high' | 'forbidden'

/** What is screened: the words of one revision, and what was asked for. */
export type Material = {
  readonly text: string
  readonly title?: string | undefined
  readonly steps: readonly { readonly text: string }[]
}
