// What every command of the command line is: one line for the list, a page for --help, and an exit code.

export type Command = {
  readonly says: string
  readonly help: string
  /** Resolves to the exit code: 0 done, 1 no, 2 a call that cannot be understood. */
  run(words: readonly string[]): Promise<number>
}
