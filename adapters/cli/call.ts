// What a command was called with, or why nobody can understand it. The flags are those that the command names.

import { type ParseArgsConfig, parseArgs } from 'node:util'

type Options = NonNullable<ParseArgsConfig['options']>

/** The flags and the words of a call. */
export function readCall<const Known extends Options>(words: readonly string[], options: Known) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true })
  } catch (cause) {
    return whyNot(cause)
  }
}

/** The flags of a call that takes nothing else. */
export function readFlags<const Known extends Options>(words: readonly string[], options: Known) {
  try {
    return parseArgs({ args: [...words], options }).values
  } catch (cause) {
    return whyNot(cause)
  }
}

function whyNot(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'not understood'
}
