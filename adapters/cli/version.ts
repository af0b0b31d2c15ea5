// Our own version, from the package itself.

import { readFileSync } from 'node:fs'

/** Read from the package itself: dist/adapters/cli in an installation, adapters/cli in the sources. */
export function versionOf(): string {
  for (const up of ['../../package.json', '../../../package.json']) {
    try {
      const read: unknown = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8'))
      if (typeof read === 'object' && read !== null && 'version' in read) return String(read.version)
    } catch (cause) {
      // The other place, then; a package without either has lost its own description.
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause
    }
  }
  throw new Error('reading our own version: package.json is missing')
}
