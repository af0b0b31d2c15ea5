// How an attempt to publish can end. Three kinds that are never mixed: certainly sent, certainly not sent, unclear.
// What an answer of a platform means is the adapter's to say; what follows from it is decided in decide.ts.

export type Outcome =
  | { readonly ended: 'sent' }
  /** Certainly not sent, and worth another try: throttled, unreachable, or our own claim had grown old. */
  | { readonly ended: 'not-sent-yet'; readonly why: string }
  /** Certainly not sent until a person has cured something: not in the channel, archived. */
  | { readonly ended: 'blocked'; readonly why: string }
  /** Certainly not sent, and never will be. */
  | { readonly ended: 'failed'; readonly why: string }
  /** Nobody knows. It is looked for by its marker and never sent again blindly. */
  | { readonly ended: 'unclear'; readonly why: string }
