// Takes detected secrets out of a revision: what is left says that something was removed, and of which kind. This runs
// before a draft is shown or stored as screened, so that a secret stands on no card, in no envelope and in no entry.

import type { Run } from '../draft/disclosure.ts'
import { type Finding, type Material, mostFindings } from './finding.ts'
import { eachPart, type Place, samePlace } from './part.ts'
import { secretShapes } from './secrets.ts'

export const removed = (sort: string) => `[secret removed: ${sort}]`

/** The revision without its secrets; undefined when there are none. */
export function redact(material: Material, findings: readonly Finding[]): Material | undefined {
  const secrets = findings.filter((finding) => finding.check === 'secrets')
  if (secrets.length === 0) return undefined
  return eachPart(material, (text, place) => without(text, place, secrets))
}

type Cut = { readonly from: number; readonly to: number; readonly sort: string }

function without(text: string, place: Place, secrets: readonly Finding[]): string {
  const here = secrets.filter((finding) => finding.where === undefined || samePlace(finding.where, place))
  if (here.length === 0) return text
  // So many that some may not have been counted: nothing of this part is kept.
  if (here.length >= mostFindings) return removed('all of it')
  let kept = ''
  let at = 0
  for (const cut of merged(here, text)) {
    kept += text.slice(at, cut.from) + removed(cut.sort)
    at = cut.to
  }
  return kept + text.slice(at)
}

/** Cuts that touch are one, so that no letter between two findings is left over. */
function merged(here: readonly Finding[], text: string): Cut[] {
  const cuts = here
    .map((finding) => ({ from: finding.where?.from ?? 0, to: finding.where?.to ?? text.length, sort: finding.sort }))
    .sort((a, b) => a.from - b.from)
  const merged: Cut[] = []
  for (const cut of cuts) {
    const last = merged.at(-1)
    if (last === undefined || cut.from > last.to) merged.push(cut)
    else merged[merged.length - 1] = { ...last, to: Math.max(last.to, cut.to) }
  }
  return merged
}

/** Whether it has the shape of a secret; for the few words that go on record before a draft is checked. */
export function saysASecret(text: string): boolean {
  return text.length >= shortestSecret && secretShapes(text).length > 0
}
const shortestSecret = 16

/** An agent names its own model and run, and these are on record at once. */
export function runWithoutSecrets(run: Run): Run {
  const clean = (text: string | undefined) => (text !== undefined && saysASecret(text) ? removed('run') : text)
  const { id, model, promptHash, trace } = run
  if (!saysASecret([id, model, promptHash, trace].join('\n'))) return run
  return { id: clean(id), model: clean(model), promptHash: clean(promptHash), trace: clean(trace) }
}

/** Findings after the words were taken out: the places of those parts are no longer what they were. */
export function afterRedaction(findings: readonly Finding[]): readonly Finding[] {
  const parts = findings.flatMap((finding) =>
    finding.check === 'secrets' && finding.where !== undefined ? [finding.where] : [],
  )
  return findings.map((finding) => {
    const { where, ...rest } = finding
    return where === undefined || !parts.some((part) => samePlace(part, where)) ? finding : rest
  })
}
