// Reads what the weights of src/screening/advice are learned from: the lessons, in which whoever wrote them marked each
// risky step word for word, and the collections that are open. In those a text is labelled as a whole, so the shapes
// we know say where its step stands, and a risky text without one teaches nothing. `before` and what is unread only measure.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { knownSteps } from '../../src/screening/risky/known.ts'
import { corpus, type Specimen } from './read.ts'

const lesson = z
  .strictObject({ text: z.string().min(1), risky: z.array(z.string().min(1)), why: z.string() })
  .refine(({ text, risky }) => risky.every((step) => text.includes(step)), 'marks what is not in the text')

export type Lesson = { readonly text: string; readonly risky: readonly string[] }

const open = ['after', 'second', 'third'] as const

/** The built command finds the texts in another folder than its own. */
export function lessons(home = import.meta.dirname): readonly Lesson[] {
  const written = linesOf(home).map(({ place, line }) => lessonOf(place, line))
  return [...written, ...open.flatMap((half) => corpus(half, home).flatMap(asLessons))]
}

/** The lines as they are committed. */
export function linesOf(home = import.meta.dirname): readonly { readonly place: string; readonly line: string }[] {
  const folder = join(home, 'lessons')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) => {
      const lines = readFileSync(join(folder, file), 'utf8').split('\n')
      return lines.flatMap((line, index) => (line === '' ? [] : [{ place: `${file}:${index + 1}`, line }]))
    })
}

function lessonOf(place: string, line: string): Lesson {
  const read = lesson.safeParse(JSON.parse(line))
  if (!read.success) throw new Error(`lessons: ${place}: ${z.prettifyError(read.error)}`)
  return read.data
}

function asLessons({ text, steps, found }: Specimen): Lesson[] {
  return [text, ...steps.map((step) => step.text)].flatMap((part) => {
    if (!found.includes('risky-steps')) return [{ text: part, risky: [] }]
    const risky = knownSteps(part).map((hit) => part.slice(hit.from, hit.to))
    return risky.length === 0 ? [] : [{ text: part, risky }]
  })
}
