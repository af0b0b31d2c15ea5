// What the record needs of the keys: the body of a thing is sealed before it is written, so that the file alone says
// nothing. The keys themselves live outside the data folder (adapters/keys).

/** The context is bound in: what was sealed for one thing does not open as another. */
export type Sealer = {
  seal(text: string, context: string): string
  open(sealed: string, context: string): string
}
