// Keys that the core may use but never sees: they live outside the data folder. `keyFor` makes markers; `sign` is for
// what strangers verify: that a record was restored, and checkpoints of the ledger.

export type Purpose = 'marker'

export type Signer = {
  /** A key of our own for one purpose, derived; never written anywhere. */
  keyFor(purpose: Purpose): string
}

/** Ed25519 over the bytes of a text, in base64url, and the name of the key that verifies it. */
export type Signature = { readonly key: string; readonly signature: string }

export type Signing = { sign(text: string): Signature }
