// Counts what passes: every change from the one place where changes are saved, every refusal and errand, and every answer
// of a door. Labels are words of ours from closed lists; no id, no name, no text and no token is ever one.

import type { Draft } from '../../src/draft/draft.ts'
import type { Teller, Told } from '../../src/gateway/telling.ts'
import { checks } from '../../src/screening/finding.ts'
import { counter, histogram } from './series.ts'

/** One answer of a door. */
export type Answered = {
  readonly method: string
  /** The pattern of the path, never the path. */
  readonly route: string
  readonly status: number
  /** The code of a problem. */
  readonly code?: string | undefined
  readonly ms: number
}
export type Meter = Teller & { answered(answer: Answered): void; page(): string }

const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
/** Seconds, from what a machine does to what people take. */
const shortly = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const humanly = [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400]

export function openMeter(): Meter {
  const changes = counter('countersign_changes_total', 'Changes on record, by what changed, how, and who is behind it.')
  const states = counter('countersign_drafts_total', 'Drafts that came into a state.')
  const decisions = counter('countersign_decisions_total', 'What people decided on drafts.')
  const findings = counter('countersign_findings_total', 'What our checks found in drafts.')
  const screening = histogram('countersign_screening_seconds', 'From received to screened.', shortly)
  const deciding = histogram('countersign_deciding_seconds', 'From shown to people to decided, or expired.', humanly)
  const publishing = histogram('countersign_publishing_seconds', 'From allowed to published.', shortly)
  const refusals = counter('countersign_refusals_total', 'What was refused to people, agents and admins.')
  const races = counter('countersign_races_lost_total', 'Decisions that were made again since somebody was faster.')
  const claims = counter('countersign_claims_lost_total', 'Claims to publish that another process had.')
  const errands = counter('countersign_errands_total', 'Errands that ended: done, to be tried again, or failed.')
  const errandTimes = histogram('countersign_errand_seconds', 'How long errands took.', shortly)
  const answers = counter('countersign_http_answers_total', 'Answers of the doors.')
  const answerTimes = histogram('countersign_http_seconds', 'From request to answer.', shortly)
  const problems = counter('countersign_http_problems_total', 'Problems that the doors answered with.')
  const all = [changes, states, decisions, findings, screening, deciding, publishing, refusals, races, claims, errands]

  function tellDraft({ leaf, before }: Told, draft: Draft): void {
    const { platform } = draft.destination
    const { event, from, to, actor, at } = leaf
    if (from !== to) states.add({ platform, state: to })
    if (actor.kind === 'person') decisions.add({ platform, decision: event })
    if (before?.state === 'screening' && to !== 'screening') {
      screening.observe({ platform }, (at - draft.revision.at) / 1000)
      const found = Array.isArray(leaf.facts.found) ? leaf.facts.found : []
      for (const one of found) {
        const check = checks.find((name) => String(one).startsWith(`${name}/`))
        if (check !== undefined) findings.add({ check })
      }
    }
    if (before?.state === 'pending' && to !== 'pending')
      deciding.observe({ platform }, (at - before.deadline.from) / 1000)
    if (draft.state === 'published') publishing.observe({ platform }, (at - draft.allowedAt) / 1000)
  }

  return {
    told(told) {
      for (const one of told) {
        const { write, leaf } = one
        changes.add({ thing: write.kind, event: leaf.event, actor: leaf.actor.kind })
        if (write.kind === 'draft') tellDraft(one, write.is)
      }
    },
    refused(code, cause) {
      // What an errand finds out of date is no refusal to anybody.
      if (cause === undefined || 'request' in cause) refusals.add({ code })
      else if (code === 'lost-claim') claims.add({})
    },
    raced: () => races.add({}),
    delivered(errand, ended, ms) {
      errands.add({ errand, ended })
      errandTimes.observe({ errand }, ms / 1000)
    },
    answered({ method, route, status, code, ms }) {
      answers.add({ method: methods.includes(method) ? method : 'other', route, status })
      answerTimes.observe({ route }, ms / 1000)
      if (code !== undefined) problems.add({ code })
    },
    page: () => [...all, errandTimes, answers, answerTimes, problems].map((one) => one.page()).join(''),
  }
}
