// Keys that the core may use but never sees: they live outside the data folder. `mac` makes markers; `sign` is for
// checkpoints of the ledger.

export type Purpose = 'marker'

export type Signer = {
  /** A key of our own for one purpose, derived; never written anywhere. */
  keyFor(purpose: Purpose): string
}
