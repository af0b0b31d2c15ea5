// Rules to begin with, shipped as files of the package: read, changed, checked and applied like any other.

import { readFileSync } from 'node:fs'

export const templates = ['cautious', 'support-forum', 'incident-channel', 'research'] as const

/** The text of one of them. */
export function readTemplate(name: string): string | undefined {
  if (!templates.some((one) => one === name)) return undefined
  // adapters/cli in the sources, dist/adapters/cli in an installation.
  for (const up of ['../../templates', '../../../templates']) {
    try {
      return readFileSync(new URL(`${up}/${name}.yaml`, import.meta.url), 'utf8')
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause
    }
  }
  throw new Error(`reading the template ${name}: the package has lost its templates folder`)
}
