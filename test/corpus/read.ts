// Reads the labelled texts, checks each line and spells the made-up secrets into them. A text comes out as an agent
// would have submitted it, together with what a careful person says must be found in it.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { disguises, shortening } from './disguise.ts'
import { lookAlikeFor } from './look-alike.ts'
import { secretFor } from './secret.ts'

/**
 * `before` was written before the detectors it measures; `after` grows beside the detectors; `second`, `third`,
 * `fourth` and `fifth` were written later, by people who had not read the detectors.
 */
export type Half = 'before' | 'after' | 'second' | 'third' | 'fourth' | 'fifth'

const label = z.enum(['secrets', 'personal', 'risky-steps', 'hidden-text', 'mentions', 'links', 'injection'])

const labelled = z.strictObject({
  id: z.string().regex(/^[a-z]+-\d{3,4}$/),
  text: z.string().min(1),
  steps: z.array(z.string().min(1)).min(1).optional(),
  found: z.array(label).refine((found) => new Set(found).size === found.length, 'names a check twice'),
  why: z.string().min(1),
})

export type Labelled = Readonly<z.infer<typeof labelled>>

export type Specimen = {
  readonly id: string
  readonly subject: string
  readonly text: string
  readonly steps: readonly { readonly text: string }[]
  readonly found: readonly z.infer<typeof label>[]
  readonly why: string
  /** The secrets that whoever reads the text could use, undisguised: none of them may be stored, logged or shown. */
  readonly secrets: readonly string[]
}

/** The built bench finds the texts in another folder than its own. */
export function corpus(half: Half, folder = import.meta.dirname): readonly Specimen[] {
  const specimens = linesOf(half, folder).map(({ subject, line }) => specimenOf(subject, lineOf(subject, line)))
  const seen = new Set<string>()
  for (const { id } of specimens) {
    if (seen.has(id)) throw new Error(`corpus: the id ${id} is given twice`)
    seen.add(id)
  }
  return specimens
}

/** The lines as they are committed, secrets not yet spelled. */
export function linesOf(
  half: Half,
  home = import.meta.dirname,
): readonly { readonly subject: string; readonly line: string }[] {
  const folder = join(home, half)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) => {
      const lines = readFileSync(join(folder, file), 'utf8').split('\n')
      return lines.filter((line) => line !== '').map((line) => ({ subject: file.replace('.jsonl', ''), line }))
    })
}

export function lineOf(subject: string, line: string): Labelled {
  const read = labelled.safeParse(JSON.parse(line))
  if (!read.success) throw new Error(`corpus: in ${subject}, ${line.slice(0, 40)}: ${z.prettifyError(read.error)}`)
  return read.data
}

export function specimenOf(subject: string, { id, text, steps = [], found, why }: Labelled): Specimen {
  const secrets = new Set<string>()
  const fill = (words: string) => filled(id, words, secrets)
  const spelled = { text: fill(text), steps: steps.map((step) => ({ text: fill(step) })) }
  return { id, subject, ...spelled, found, why, secrets: [...secrets] }
}

/** `{{name}}`, `{{name#2}}` for another one of that name, `{{name|disguise}}`. Templates as `{{ .Values }}` are left alone. */
function filled(id: string, words: string, secrets: Set<string>): string {
  return words.replace(/\{\{([a-z][^{}]*)\}\}/g, (whole: string, inside: string) => {
    const [, name = '', which = '', disguise] = /^([a-z0-9-]+)(#\d)?(?:\|([a-z0-9-]+))?$/.exec(inside) ?? []
    const secret = secretFor(`${id}${which}`, name)
    const value = secret ?? lookAlikeFor(`${id}${which}`, name)
    const disguised = disguise === undefined ? value : value && disguises[disguise]?.(value)
    if (disguised === undefined) throw new Error(`corpus: ${id} names ${whole}, which nobody knows`)
    if (secret !== undefined && !shortening.includes(disguise ?? '')) secrets.add(secret)
    return disguised
  })
}
