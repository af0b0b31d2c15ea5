// Who may open a file or folder, and whether we may write into it.

import { constants, type Stats } from 'node:fs'
import { access, stat } from 'node:fs/promises'

export async function statOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR'))
      return undefined
    throw cause
  })
}

/** Others than its owner may read or change it. */
export function isOpenToOthers({ mode }: Stats): boolean {
  return process.platform !== 'win32' && (mode & 0o077) !== 0
}

export async function mayWrite(path: string): Promise<boolean> {
  return access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}
