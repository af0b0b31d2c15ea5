// An append-only file of lines. What `append` has answered is on disk; a kill in the middle leaves at most one torn line
// at the end, which nobody was told of and which reading skips.

import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Json } from '../../src/json.ts'

export type Journal = {
  append(line: Json): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Reads every whole line, oldest first, then opens the file for more. */
export async function openJournal(path: string, read: (line: unknown) => void): Promise<Journal> {
  const file = await open(path, 'a+', 0o600)
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const whole = parsed(line)
    if (whole !== undefined) read(whole)
  }
  return writing(file, await isTorn(file))
}

/** Lines that come while the disk is busy go together with the next flush, and share its outcome. */
function writing(file: FileHandle, torn: boolean): Journal {
  let broken = torn
  let last: Promise<void> = Promise.resolve()
  let next: { readonly lines: string[]; readonly written: Promise<void> } | undefined

  const flush = async (lines: readonly string[]): Promise<void> => {
    // Whatever was left half written ends here, so that it does not swallow the next line.
    const before = broken ? '\n' : ''
    broken = true
    await file.appendFile(before + lines.join(''))
    await file.datasync()
    broken = false
  }
  const begin = () => {
    const lines: string[] = []
    const written = last
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return flush(lines)
      })
    last = written
    return { lines, written }
  }

  return {
    append(line) {
      next ??= begin()
      next.lines.push(`${JSON.stringify(line)}\n`)
      return next.written
    },
    async [Symbol.asyncDispose]() {
      await last.catch(() => undefined)
      await file.close()
    },
  }
}

async function isTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  if (size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer.toString() !== '\n'
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
