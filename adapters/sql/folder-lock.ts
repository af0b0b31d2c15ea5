// One gateway for one data folder. The lock is SQLite's own on an empty file, held for as long as the process lives: the
// system lets go of it even when the process is killed. Nothing else may open that file in this process, since closing
// it would let go of the lock; who holds it stands in a text file beside.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { isBusy } from './sqlite.ts'

/** For two that start in the same moment; a gateway that runs keeps it far longer. */
const patienceMs = 300

/** Rejects with a message for the terminal when somebody else works on this folder. */
export async function lockFolder(folder: string, who: string): Promise<AsyncDisposable> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const holder = join(folder, 'gateway.txt')
  const lock = new DatabaseSync(join(folder, 'gateway.lock'), { timeout: patienceMs })
  try {
    lock.exec('begin exclusive')
  } catch (cause) {
    lock.close()
    if (!isBusy(cause)) throw new Error(`locking the folder ${folder}`, { cause })
    const holds = await readFile(holder, 'utf8').catch(() => 'another process')
    throw new Error(`the folder ${folder} is in use by ${holds.trim()}; stop that first, or choose another folder`)
  }
  try {
    await writeFile(holder, `${who}, process ${process.pid}, since ${new Date().toISOString()}\n`)
  } catch (cause) {
    lock.close()
    throw new Error(`locking the folder ${folder}`, { cause })
  }
  return {
    async [Symbol.asyncDispose]() {
      // Before the lock goes: afterwards the text may be the next one's.
      await rm(holder, { force: true })
      lock.close()
    },
  }
}
