// The admin token: from the settings, or made at the first start and kept in the data folder for the owner's eyes alone.
// Its value is shown on a terminal once; everywhere else only its path is.

import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export type AdminToken = {
  readonly token: string
  /** Where it is kept; missing when the settings brought it. */
  readonly path?: string | undefined
  readonly fresh: boolean
}

const adminTokenFile = 'admin-token'

export function ensureAdminToken(data: string, given: string | undefined): AdminToken {
  if (given !== undefined) return { token: given, fresh: false }
  const path = join(data, adminTokenFile)
  const token = `cs_admin_${randomBytes(32).toString('base64url')}`
  mkdirSync(data, { recursive: true, mode: 0o700 })
  let file: number
  try {
    // Of two that start at once one makes it.
    file = openSync(path, 'wx', 0o600)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'))
      throw new Error(`making the admin token in ${path}`, { cause })
    return { token: readAdminToken(data), path, fresh: false }
  }
  try {
    writeSync(file, `${token}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return { token, path, fresh: true }
}

export function readAdminToken(data: string): string {
  const path = join(data, adminTokenFile)
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new Error(`reading the admin token from ${path}: start the gate once, or set COUNTERSIGN_ADMIN_TOKEN`, {
      cause,
    })
  }
  if (text.length < 20)
    throw new Error(`reading the admin token from ${path}: it is too short; remove the file and start anew`)
  return text
}
