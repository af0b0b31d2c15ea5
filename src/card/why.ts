// “Why was this held?” and “How was this checked?”: the rule, what was found, who allowed it, and the fingerprint that
// their approvals are bound to. Plain facts of the record, in our own voice.

import type { Draft, Screened } from '../draft/draft.ts'
import { short, spokenApprovers } from '../draft/envelope.ts'
import { spokenAudience } from '../place.ts'
import type { Post } from '../post/post.ts'
import { spokenTime } from '../time.ts'
import type { Sheet } from './card.ts'

export function whyHeld(draft: Draft): Sheet {
  const screened = 'screened' in draft ? draft.screened : undefined
  const approvals = 'approvals' in draft ? draft.approvals : []
  const given: Row[] = approvals.map((approval) => ['Approved', `${approval.name}, ${spokenTime(approval.at)}`])
  return sheet('Why was this held?', [
    ['Held because', 'every agent’s post is a draft until a person approves it'],
    ...(screened === undefined ? [] : checked(screened)),
    ...given,
    ['Received', spokenTime(draft.received)],
    ...ran(draft.run),
  ])
}

export function howChecked(post: Post): Sheet {
  const { screened, approvals, allowedAt } = post.allowed
  const readers = post.readers.filter((reader) => reader.opened.length > 0).map((reader) => reader.name)
  return sheet('How was this checked?', [
    ...checked(screened),
    ['Allowed by', `${spokenApprovers(approvals, screened.verdict.grant)}, ${spokenTime(allowedAt)}`],
    ['Hidden steps opened by', readers.length === 0 ? 'nobody' : readers.join(', ')],
    ['Draft', `${post.draft.id}, revision ${post.draft.revision.number}`],
    ...ran(post.draft.run),
  ])
}

type Row = readonly [name: string, value: string]

function checked({ verdict, findings, risk, fingerprint, audience }: Screened): Row[] {
  const found = [...new Set(findings.map((finding) => `${finding.says} (${finding.check}/${finding.sort})`))]
  return [
    ['Rule', `${verdict.name ?? verdict.rule}, version ${verdict.version}: ${verdict.reason}`],
    ['Risk', risk],
    ['Found by our checks', found.length === 0 ? 'nothing' : found.join(' ')],
    ['Shown to', spokenAudience(audience)],
    ['Fingerprint', `${short(fingerprint)} (SHA-256 ${fingerprint})`],
  ]
}

function ran(run: Draft['run']): Row[] {
  return run.model === undefined ? [] : [['Model, as the agent names it', run.model]]
}

function sheet(title: string, rows: readonly Row[]): Sheet {
  return { title, sections: [{ section: 'facts', facts: rows.map(([name, value]) => ({ name, value: [value] })) }] }
}
