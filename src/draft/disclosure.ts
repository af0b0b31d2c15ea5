// What an agent says of its own draft. It informs the person who decides and never lowers the friction:
// that is our own screening's to set. What an agent leaves out is shown as left out.

export const confidenceClasses = ['documented', 'observed', 'inferred', 'guess'] as const
export type ConfidenceClass = (typeof confidenceClasses)[number]

export type Source = { readonly title: string; readonly url?: string | undefined }

/** A step that is not in the post but behind a recorded reveal. */
export type Step = { readonly text: string; readonly risk: string; readonly check?: string | undefined }

export type Disclosure = {
  readonly confidence?: { readonly class: ConfidenceClass; readonly score?: number | undefined } | undefined
  readonly assumptions: readonly string[]
  readonly sources: readonly Source[]
  readonly alternative?: string | undefined
  readonly rollback?: string | undefined
  readonly affects: readonly string[]
  readonly steps: readonly Step[]
}

/** The agent's run, as it names it; a new model or prompt hash is a new agent until its owner confirms. */
export type Run = {
  readonly id?: string | undefined
  readonly model?: string | undefined
  readonly promptHash?: string | undefined
  readonly trace?: string | undefined
}

export const nothingDisclosed: Disclosure = { assumptions: [], sources: [], affects: [], steps: [] }

/** "inferred, cites 1 source (agent’s own estimate: 62 of 100)". An agent that states none counts as `guess`. */
export function spokenConfidence(disclosure: Disclosure): string {
  const stated = disclosure.confidence
  const count = disclosure.sources.length
  const cites = count === 0 ? 'cites no source' : `cites ${count} source${count === 1 ? '' : 's'}`
  if (stated === undefined) return `not stated, so it counts as a guess, ${cites}`
  const own = stated.score === undefined ? '' : ` (agent’s own estimate: ${Math.round(stated.score * 100)} of 100)`
  return `${stated.class}, ${cites}${own}`
}
