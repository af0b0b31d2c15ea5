// A passphrase, from a file: never from the command line, where every user of the machine can read it.

import { readFileSync } from 'node:fs'

const shortest = 12

export function readPassphrase(path: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw new Error(`reading the passphrase from ${path}`, { cause })
  }
  if (text.length < shortest)
    throw new Error(`reading the passphrase from ${path}: it has less than ${shortest} letters`)
  return text
}
