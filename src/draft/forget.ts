// What is left of a settled draft when its term is over: which agent, where, when, in which state, what it was judged
// and allowed by. Its words, and the names of people in it, are gone, and with the salt the ledger's commitments to them
// say nothing any more. The fingerprint stays: it names what was allowed, though nobody can say the words again.

import type { Finding } from '../screening/finding.ts'
import type { Instant } from '../time.ts'
import { nothingDisclosed } from './disclosure.ts'
import {
  type Allowed,
  type Approval,
  type Draft,
  type DraftBase,
  type Invoker,
  isSettled,
  type Revision,
  type Screened,
} from './draft.ts'

/** When it was settled; undefined while it is not. */
export function settledAt(draft: Draft): Instant | undefined {
  return isSettled(draft) ? draft.at : undefined
}

/** The draft without its words; undefined where there is nothing to forget: it is not settled, or has been forgotten. */
export function forgetDraft(draft: Draft, at: Instant): Draft | undefined {
  if (!isSettled(draft) || draft.forgotten !== undefined) return undefined
  const base = forgetBase(draft, at)
  switch (draft.state) {
    case 'refused':
      return { ...draft, ...base, findings: draft.findings.map(nothingSaid) }
    case 'shadowed':
      return { ...draft, ...base, screened: forgetScreened(draft.screened) }
    case 'published':
      return { ...draft, ...base, ...forgetAllowed(draft) }
    case 'rejected':
      return { ...draft, ...base, by: nameless(draft.by), reason: '' }
    case 'kept':
      return { ...draft, ...base, by: nameless(draft.by) }
    case 'failed':
    case 'expired':
    case 'withdrawn':
      return { ...draft, ...base }
  }
}

/** What a draft and its post have in common. */
export function forgetBase(of: DraftBase, at: Instant) {
  const { id, model, promptHash } = of.run
  return {
    revision: wordless(of.revision),
    earlier: of.earlier.map(wordless),
    run: { id, model, promptHash },
    ...(of.invoker === undefined ? {} : { invoker: nameless(of.invoker) }),
    ...(of.colleague === undefined
      ? {}
      : { colleague: { ...of.colleague, to: nameless(of.colleague.to), by: nameless(of.colleague.by) } }),
    ...(of.absence?.named === undefined ? {} : { absence: { ...of.absence, named: nameless(of.absence.named) } }),
    ...(of.handedOver === undefined ? {} : { handedOver: nameless(of.handedOver) }),
    forgotten: at,
  }
}

export function forgetAllowed({ screened, approvals, deadline, round, allowedAt }: Allowed): Allowed {
  return { screened: forgetScreened(screened), approvals: approvals.map(unspoken), deadline, round, allowedAt }
}

export function nameless({ person }: Invoker): Invoker {
  return { person, name: '' }
}

function wordless(revision: Revision): Revision {
  const { number, author, disclosure, at } = revision
  return {
    number,
    at,
    author: 'person' in author ? nameless(author) : author,
    content: { text: '', tags: [] },
    disclosure:
      disclosure.confidence === undefined
        ? nothingDisclosed
        : { ...nothingDisclosed, confidence: disclosure.confidence },
    salt: '',
  }
}

function forgetScreened(screened: Screened): Screened {
  const envelope = { ...screened.envelope, label: '', payloads: [], later: [] }
  return { ...screened, findings: screened.findings.map(nothingSaid), envelope }
}

function nothingSaid({ check, sort, severity }: Finding): Finding {
  return { check, sort, severity, says: '' }
}

function unspoken({ by, at, did, asked, fingerprint, seat }: Approval): Approval {
  return { by, at, did, asked, fingerprint, seat, name: '' }
}
