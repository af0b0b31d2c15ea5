// What a person types beside a draft: a question, a reason, a note. A secret in it is taken out before anything is stored,
// with the same mark as in drafts. Pure, and quick enough to stand before a “no”: secretlint and the worker are not asked.

import { nothingDisclosed } from '../draft/disclosure.ts'
import type { Finding } from './finding.ts'
import { redact, removed } from './redact.ts'
import { guessedSecrets, secretShapes } from './secrets.ts'
import { variantsOf } from './variant.ts'

export type Found = { readonly text: string; readonly secrets: number }

/** The text as it may be kept, and how many secrets were in it. When in doubt, none of it is kept. */
export function lookThrough(text: string): Found {
  if (text.length > longest) return { text: removed('all of it'), secrets: 1 }
  try {
    const found = secretsIn(text)
    const clean = redact({ content: { text, tags: [] }, disclosure: nothingDisclosed }, found)
    return clean === undefined ? { text, secrets: 0 } : { text: clean.content.text, secrets: found.length }
  } catch {
    return { text: removed('all of it'), secrets: 1 }
  }
}

/** No door takes so much; it is what can be looked through while somebody waits for the answer. */
const longest = 50_000

/** In every way in which it could be read, as screening does. */
function secretsIn(text: string): readonly Finding[] {
  const found = new Map<string, Finding>()
  for (const variant of variantsOf(text)) {
    // Lines that are joined make neighbours of words that are none.
    const guessed = variant.kind === 'wrapped' || variant.kind === 'joined' ? [] : guessedSecrets(variant.text)
    for (const { sort, severity, says, from, to } of [...secretShapes(variant.text), ...guessed]) {
      const where = variant.place(from, to)
      found.set(`${sort} ${where.from} ${where.to}`, { check: 'secrets', sort, severity, says, where })
    }
  }
  return [...found.values()]
}

/** The private, plain line for the one who typed it. */
export const spokenRemoved =
  'A secret was in what you wrote. It was taken out before anything was stored or passed on. Please change that secret, and delete it where it still stands in the chat.'
