// Finds steps that could do harm when a reader follows them: changed access, exposure, routing, deletion, production,
// things run from the web, protections switched off. Two voices speak: the shapes that we know (risky/), and what the
// lessons taught of how people advise each other (advice/). Either can find a step; the second can overrule the first
// where a passage speaks clearly against it.

import { type Passage, passagesOf } from './advice/passage.ts'
import { weigh } from './advice/scale.ts'
import { signsOf } from './advice/sign.ts'
import { learned } from './advice/weights.ts'
import type { Hit } from './finding.ts'
import { knownSteps } from './risky/known.ts'

/** From here on a passage is a step though no shape of it is known. Code and settings say less of what they are for. */
const least = { prose: -0.2, code: 0.6 } as const
/** Below this a known shape is a report, a warning or a thing of one's own. */
const leastKnown = -1

const says = 'It reads like advice that could do harm when somebody follows it.'
/** The sort of a step that was told by how it is said, and not by its shape. */
export const advised = 'advice'

type Where = { readonly from: number; readonly to: number }

type Weighed = Passage & { readonly weight: number }

/** What is a step by its shape or by how it is said. */
export function riskySteps(text: string): readonly Hit[] {
  const known = knownSteps(text)
  const passages = weighed(text, known)
  const steps = known.filter((hit) => stands(hit, passages))
  const advice = passages.filter(
    ({ from, to, weight, looksLikeCode }) =>
      weight >= (looksLikeCode ? least.code : least.prose) && !steps.some((hit) => overlap(hit, { from, to })),
  )
  return [...steps, ...advice.map(({ from, to }): Hit => ({ sort: advised, severity: 'high', says, from, to }))]
}

/** What is a step by its shape: in a text that was put together from what is drawn nothing is said as it was written. */
export function shapedSteps(text: string): readonly Hit[] {
  const known = knownSteps(text)
  if (known.length === 0) return []
  const passages = weighed(text, known)
  return known.filter((hit) => stands(hit, passages))
}

function weighed(text: string, known: readonly Hit[]): readonly Weighed[] {
  const passages = passagesOf(text)
  const signs = signsOf(passages, (passage) => known.filter((hit) => overlap(hit, passage)).map((hit) => hit.sort))
  return passages.map((passage, index) => ({ ...passage, weight: weigh(signs[index] ?? new Set(), learned) }))
}

/** No passage that it stands in speaks clearly against it. */
function stands(hit: Hit, passages: readonly Weighed[]): boolean {
  const around = passages.filter((passage) => overlap(hit, passage))
  return around.length === 0 || around.some((passage) => passage.weight >= leastKnown)
}

function overlap(one: Where, other: Where): boolean {
  return one.from < other.to && other.from < one.to
}
