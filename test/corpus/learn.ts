// Learns the weights from the lessons: logistic regression over the signs of each passage, by AdaGrad, always in the
// same order and from the same beginning, so that the same lessons give the same weights on every machine.

import { type Passage, passagesOf } from '../../src/screening/advice/passage.ts'
import type { Scale } from '../../src/screening/advice/scale.ts'
import { signsOf } from '../../src/screening/advice/sign.ts'
import { knownSteps } from '../../src/screening/risky/known.ts'
import type { Lesson } from './lesson.ts'

const rounds = 20
const pace = 0.1
const decay = 1e-5
/** A sign that fewer texts have would be learned by heart. */
const leastTexts = 3
/** Beside a marked step, what else a risky text says is harmless with less certainty. */
const unmarked = 0.5
const leastOverlap = 8
/** What a passage weighs of which nothing is known: it is harmless, as most are. */
const bias = -2

type Example = { readonly signs: Uint32Array; readonly isRisky: boolean; readonly counts: number; readonly by: number }

export function learn(texts: readonly Lesson[]): Scale {
  const read = texts.map(passagesRead)
  const known = commonSigns(read)
  const places = new Map(Array.from(known, (sign, index) => [sign, index]))
  const examples = read.flatMap((passages) =>
    passages.map(({ signs, isRisky, counts }): Example => {
      const here = Array.from(signs).flatMap((sign) => places.get(sign) ?? [])
      return { signs: Uint32Array.from(here), isRisky, counts, by: 1 / Math.sqrt(signs.size) }
    }),
  )
  return rounded(known, fitted(examples, known.length))
}

type Marked = { readonly signs: ReadonlySet<number>; readonly isRisky: boolean; readonly counts: number }

function passagesRead({ text, risky }: Lesson): Marked[] {
  const passages = passagesOf(text)
  const shapes = knownSteps(text)
  const within = (passage: Passage) =>
    shapes.filter((shape) => shape.from < passage.to && passage.from < shape.to).map((shape) => shape.sort)
  const steps = risky.map((step) => ({ from: text.indexOf(step), to: text.indexOf(step) + step.length }))
  return signsOf(passages, within).map((signs, index) => {
    const passage = passages[index]
    const isRisky = passage !== undefined && steps.some((step) => isMarked(passage, step))
    return { signs, isRisky, counts: isRisky || risky.length === 0 ? 1 : unmarked }
  })
}

function isMarked(passage: Passage, step: { from: number; to: number }): boolean {
  const shared = Math.min(passage.to, step.to) - Math.max(passage.from, step.from)
  return shared > Math.min(leastOverlap, (step.to - step.from) / 2)
}

function commonSigns(texts: readonly (readonly Marked[])[]): Uint32Array {
  const counts = new Map<number, number>()
  for (const passages of texts) {
    const here = new Set(passages.flatMap(({ signs }) => Array.from(signs)))
    for (const sign of here) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  }
  return Uint32Array.from(Array.from(counts).flatMap(([sign, count]) => (count >= leastTexts ? sign : []))).sort()
}

function fitted(examples: readonly Example[], size: number): Float64Array {
  const weights = new Float64Array(size)
  const seen = new Float64Array(size).fill(1e-8)
  const order = examples.slice()
  const next = chance(7)
  for (let round = 0; round < rounds; round++) {
    shuffle(order, next)
    for (const { signs, isRisky, counts, by } of order) {
      let sum = bias
      for (const sign of signs) sum += (weights[sign] ?? 0) * by
      const slope = (1 / (1 + Math.exp(-sum)) - (isRisky ? 1 : 0)) * counts
      for (const sign of signs) {
        const weight = weights[sign] ?? 0
        const pull = slope * by + decay * weight
        const before = (seen[sign] ?? 0) + pull * pull
        seen[sign] = before
        weights[sign] = weight - (pace * pull) / Math.sqrt(before)
      }
    }
  }
  return weights
}

/** In steps that fit a byte; what rounds to nothing is left out. */
function rounded(known: Uint32Array, exact: Float64Array): Scale {
  const unit = exact.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127
  const kept = Array.from(known.keys()).filter((index) => Math.round((exact[index] ?? 0) / unit) !== 0)
  return {
    bias,
    unit,
    signs: Uint32Array.from(kept, (index) => known[index] ?? 0),
    weights: Int8Array.from(kept, (index) => Math.round((exact[index] ?? 0) / unit)),
  }
}

function shuffle<Item>(items: Item[], next: () => number): void {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.floor(next() * (index + 1))
    const [one, two] = [items[index], items[other]]
    if (one === undefined || two === undefined) continue
    items[index] = two
    items[other] = one
  }
}

function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}
