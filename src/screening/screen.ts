// Combines what the scanner found, what the agent stated and what was asked into one list and one risk.
// The agent's confidence is not among the inputs. A scanner that failed is itself a finding, and a high one.

import type { Disclosure } from '../draft/disclosure.ts'
import { type Audience, type DataClass, type Destination, rankOf, sameDestination } from '../place.ts'
import type { Finding, Risk } from './finding.ts'
import type { HouseLists } from './house-list.ts'
import { namedIn, type Read, sources } from './sources.ts'

export const unscreened: Finding = {
  check: 'unscreened',
  sort: 'scanner-failed',
  severity: 'high',
  says: 'Our own checks could not be completed, so nothing about its risk is known.',
}

export type Asked = { readonly destination: Destination; readonly draftsBefore: number }

/** What is known of a draft beside its words. */
export type Known = {
  readonly disclosure: Disclosure
  readonly destination: Destination
  readonly asked: Asked | undefined
  /** Undefined where nobody can see the place; nothing is posted there then. */
  readonly audience: Audience | undefined
  /** As the rule of the place says it; where none does, what outsiders read is public, and all else internal. */
  readonly placeClass: DataClass | undefined
  /** What the agent read through the gate. */
  readonly reads: readonly Read[]
  readonly lists: HouseLists
}

export function screen(scanned: readonly Finding[], known: Known): readonly Finding[] {
  const { disclosure, destination, asked } = known
  return [...scanned, ...statedRisk(disclosure), ...notWhatWasAsked(destination, asked), ...restsOn(known)]
}

export function riskOf(findings: readonly Finding[]): Risk {
  if (findings.some((finding) => finding.severity === 'forbidden')) return 'forbidden'
  return findings.some((finding) => finding.severity === 'high') ? 'high' : 'low'
}

function restsOn({ disclosure, audience, placeClass, reads, lists }: Known): readonly Finding[] {
  if (audience === undefined) return []
  return sources({
    reads,
    named: namedIn(disclosure.sources, lists),
    audience,
    class: rankOf(placeClass ?? usualClass(audience)),
  })
}

/** Where no rule says how a place is classed. */
export function usualClass({ outsiders }: Pick<Audience, 'outsiders'>): DataClass {
  return outsiders > 0 ? 'public' : 'internal'
}

/** A step that the agent itself calls risky is believed. */
function statedRisk(disclosure: Disclosure): Finding[] {
  return disclosure.steps.map((step, index) => ({
    check: 'stated-risk',
    sort: 'step',
    severity: 'high',
    where: { step: index, from: 0, to: step.text.length },
    says: 'The agent marks one of its steps as risky.',
  }))
}

/** An invocation opens one draft, in the place where it was made. */
function notWhatWasAsked(destination: Destination, asked: Asked | undefined): Finding[] {
  if (asked === undefined) return []
  const findings: Finding[] = []
  if (!sameDestination(asked.destination, destination)) {
    const says = 'It would be posted in another place than the one where the agent was asked.'
    findings.push({ check: 'not-what-was-asked', sort: 'other-place', severity: 'high', says })
  }
  if (asked.draftsBefore > 0) {
    const says = 'The agent already wrote a draft for this question; nobody asked for another.'
    findings.push({ check: 'not-what-was-asked', sort: 'second-draft', severity: 'high', says })
  }
  return findings
}
