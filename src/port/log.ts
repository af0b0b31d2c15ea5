// What is logged: a short sentence of ours with ids, codes and numbers. Never a token, never a word of a draft.

export type Log = {
  info(what: string, facts?: { readonly [name: string]: string | number | undefined }): void
  fault(what: string, cause: unknown, facts?: { readonly [name: string]: string | number | undefined }): void
}
