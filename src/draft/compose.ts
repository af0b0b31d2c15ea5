// From a screened revision to its envelope: the risky passages taken out, the post drawn by its channel, and all of it
// bound in one fingerprint. Pure; the publisher sends what was composed here and never draws anything again.

import { part, proposedPost } from '../card/post-card.ts'
import type { Audience } from '../place.ts'
import type { Channel } from '../port/channel.ts'
import type { Verdict } from '../rule/judge.ts'
import type { Finding } from '../screening/finding.ts'
import { riskOf } from '../screening/screen.ts'
import type { DraftBase, Screened } from './draft.ts'
import { type Envelope, fingerprintOf, slotNames } from './envelope.ts'

export function compose(
  draft: DraftBase,
  findings: readonly Finding[],
  verdict: Verdict,
  audience: Audience,
  channel: Pick<Channel, 'draw' | 'drawnBy'>,
  nonce: string,
): Screened {
  const parted = part(draft, findings)
  const { people, outsiders, open } = audience
  const envelope: Envelope = {
    v: 1,
    draft: draft.id,
    revision: draft.revision.number,
    agent: draft.agent.id,
    destination: draft.destination,
    intent: draft.intent,
    label: `AI draft by ${draft.agent.name}`,
    payloads: channel.draw(proposedPost(draft, parted)),
    later: parted.later,
    slots: slotNames,
    drawnBy: channel.drawnBy,
    rule: { id: verdict.rule, version: verdict.version },
    audience: { people, outsiders, open },
    nonce,
  }
  const risk = riskOf(findings)
  return { findings, risk, verdict, audience, envelope, fingerprint: fingerprintOf(envelope) }
}
