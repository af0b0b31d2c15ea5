// What an agent is told of its own draft: the state, what was decided and what is wanted. No names of people, no place
// it could not read, no word of another's draft.

import type { Draft } from '../draft/draft.ts'
import { isSettled } from '../draft/draft.ts'
import { short } from '../draft/envelope.ts'
import type { Instant } from '../time.ts'

export type Answer = {
  readonly id: string
  readonly state: Draft['state']
  readonly settled: boolean
  readonly revision: number
  readonly received: Instant
  readonly fingerprint?: string
  readonly risk?: string
  readonly findings?: readonly { readonly check: string; readonly sort: string; readonly says: string }[]
  readonly rule?: string
  readonly expiresAt?: Instant
  readonly approvals?: number
  /** What a person wants of the next revision. */
  readonly revisionAsked?: { readonly wants: readonly string[]; readonly words: string }
  readonly reason?: string
  readonly post?: string
  readonly startedFrom?: string
}

export function answerOf(draft: Draft): Answer {
  const { id, state, received } = draft
  const base = { id, state, settled: isSettled(draft), revision: draft.revision.number, received }
  return {
    ...base,
    ...(draft.startedFrom === undefined ? {} : { startedFrom: draft.startedFrom }),
    ...('screened' in draft ? judged(draft.screened) : {}),
    ...('deadline' in draft && !isSettled(draft) ? { expiresAt: draft.deadline.at } : {}),
    ...('approvals' in draft ? { approvals: draft.approvals.length } : {}),
    ...(draft.state === 'revising' ? { revisionAsked: { wants: draft.asked.wants, words: draft.asked.words } } : {}),
    ...(draft.state === 'rejected' ? { reason: draft.reason } : {}),
    ...(draft.state === 'refused' ? { reason: draft.why, findings: draft.findings.map(told) } : {}),
    ...(draft.state === 'failed' || draft.state === 'blocked' ? { reason: draft.why } : {}),
    ...(draft.state === 'published' ? { post: draft.post } : {}),
  }
}

type Judged = Extract<Draft, { state: 'pending' }>['screened']

function judged(screened: Judged): Pick<Answer, 'fingerprint' | 'risk' | 'findings' | 'rule'> {
  const { fingerprint, risk, findings, verdict } = screened
  return { fingerprint: short(fingerprint), risk, rule: verdict.reason, findings: findings.map(told) }
}

function told(finding: Judged['findings'][number]): { check: string; sort: string; says: string } {
  return { check: finding.check, sort: finding.sort, says: finding.says }
}
