// What is logged: a short sentence of ours with ids, codes and numbers. Never a token, never a word of a draft.

export type Fact = string | number | undefined | { readonly [name: string]: string | undefined }
export type Facts = { readonly [name: string]: Fact }

export type Log = {
  info(what: string, facts?: Facts): void
  fault(what: string, cause: unknown, facts?: Facts): void
  /** For whoever looks for a fault: every answer and the like. Written only when it is asked for. */
  detail?(what: string, facts?: Facts): void
}
