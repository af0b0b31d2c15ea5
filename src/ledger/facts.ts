// What of an event goes into its ledger entry: ids, numbers, codes and hashes as facts; every text as a commitment under
// the salt of its revision, so that erasing the salt erases the meaning and the chain still verifies.

import type { Draft, DraftEvent } from '../draft/draft.ts'
import type { Post, PostEvent } from '../post/post.ts'
import { commit, type Leaf } from './entry.ts'

type Said = Pick<Leaf, 'facts' | 'commitments'>

export function draftFacts(draft: Draft, event: DraftEvent): Said {
  const { revision } = draft
  const text = (value: string) => commit(revision.salt, value)
  const base = { revision: revision.number }
  switch (event.type) {
    case 'received': {
      const { platform, workspace, channel, thread } = draft.destination
      const facts = {
        ...base,
        agent: draft.agent.id,
        intent: draft.intent.intent,
        invocation: draft.invocation,
        startedFrom: draft.startedFrom,
      }
      return {
        facts: {
          ...facts,
          destination: { platform, workspace, channel, thread },
          model: draft.run.model,
          promptHash: draft.run.promptHash,
        },
        commitments: { text: text(revision.content.text) },
      }
    }
    case 'edited':
    case 'revised':
    case 'audience-widened':
      return { facts: base, commitments: { text: text(revision.content.text) } }
    case 'held':
    case 'granted':
    case 'shadowed': {
      const { fingerprint, risk, verdict, findings, audience } = event.screened
      const found = findings.map((finding) => `${finding.check}/${finding.sort}`)
      const by = {
        rule: verdict.rule,
        ruleVersion: verdict.version,
        autonomy: verdict.autonomy,
        people: verdict.people,
        grant: verdict.grant,
      }
      const seenBy = { people: audience.people, outsiders: audience.outsiders, open: audience.open }
      return { facts: { ...base, fingerprint, risk, found, audience: seenBy, ...by }, commitments: {} }
    }
    case 'refused':
      return {
        facts: {
          ...base,
          why: event.why,
          found: event.findings.map((finding) => `${finding.check}/${finding.sort}`),
          removed:
            event.words === undefined ? undefined : event.findings.filter((one) => one.check === 'secrets').length,
        },
        // What is kept of it; the salt of what was received went with the secret.
        commitments: event.words === undefined ? {} : { text: text(revision.content.text) },
      }
    case 'approval-given':
    case 'approved': {
      const { by, did, asked, fingerprint, note, change } = event.approval
      return {
        facts: { ...base, by, did, asked, fingerprint },
        commitments: {
          ...(note === undefined ? {} : { note: text(note) }),
          ...(change === undefined ? {} : { change: text(change) }),
        },
      }
    }
    case 'revision-asked':
      return {
        facts: { ...base, by: event.wish.by.person, wants: event.wish.wants.length },
        commitments: { words: text(event.wish.words) },
      }
    case 'rejected':
    case 'vetoed':
      return { facts: { ...base, by: event.by.person }, commitments: { reason: text(event.reason) } }
    case 'colleague-asked':
      return { facts: { ...base, by: event.by.person, to: event.to.person }, commitments: {} }
    case 'invoker-went-away': {
      const { until, instead, named } = event.absence
      return { facts: { ...base, from: draft.invoker?.person, until, instead, to: named?.person }, commitments: {} }
    }
    case 'kept':
    case 'retracted':
    case 'unblocked':
    case 'not-there':
      return { facts: { ...base, by: event.by.person }, commitments: {} }
    case 'claimed':
    case 'went-on': {
      const { owner, until, post } = event.claim
      return { facts: { ...base, owner, until, post }, commitments: {} }
    }
    case 'part-seen':
      return { facts: { ...base, part: event.part.part, ref: event.part.ref }, commitments: {} }
    case 'published':
      return { facts: { ...base, post: event.post, by: event.by?.person }, commitments: {} }
    case 'returned':
      return { facts: { ...base, why: event.why, approvals: event.approvals.length }, commitments: {} }
    case 'released':
    case 'blocked':
    case 'lost-sight':
    case 'failed':
      return { facts: { ...base, why: event.why }, commitments: {} }
    case 'place-changed': {
      const { people, outsiders, open } = event.audience
      return { facts: { ...base, audience: { people, outsiders, open } }, commitments: {} }
    }
    case 'place-lost':
      return { facts: { ...base, why: event.why }, commitments: {} }
    case 'handed-over':
      return { facts: { ...base, from: draft.handedOver?.person }, commitments: {} }
    case 'brought-back':
      return { facts: { ...base, backup: event.from }, commitments: {} }
    case 'invoker-came-back':
    case 'screening-began':
    case 'withdrawn':
    case 'expired':
    case 'not-found':
      return { facts: base, commitments: {} }
  }
}

export function postFacts(post: Post, event: PostEvent): Said {
  const text = (value: string) => commit(post.draft.revision.salt, value)
  switch (event.type) {
    case 'posted': {
      const { screened } = post.allowed
      const facts = { draft: post.draft.id, revision: post.draft.revision.number, fingerprint: screened.fingerprint }
      return { facts: { ...facts, ref: post.ref, altered: post.altered, supersedes: post.supersedes }, commitments: {} }
    }
    case 'revealed':
      return { facts: { by: event.by.person, step: event.step }, commitments: {} }
    case 'acted':
      return { facts: { by: event.by.person, act: event.act }, commitments: {} }
    case 'reported': {
      const { by, complaint, words } = event.report
      return { facts: { by: by.person, complaint, hides: event.hides }, commitments: { words: text(words) } }
    }
    case 'restored':
      return { facts: { by: event.by.person }, commitments: {} }
    case 'superseded':
      return { facts: { with: event.with }, commitments: {} }
    case 'lapsed':
    case 'redrawn':
      return { facts: {}, commitments: {} }
    case 'not-redrawn':
      return { facts: { why: event.why }, commitments: {} }
    case 'recalled':
      return {
        facts: { by: event.by === 'admin-token' ? event.by : event.by.person },
        commitments: { reason: text(event.reason) },
      }
  }
}
