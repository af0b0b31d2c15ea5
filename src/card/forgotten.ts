// What a card says when the words of its draft were forgotten: that they are gone, and what is known still. An empty
// frame would look as if the agent had said nothing, and an empty name as if nobody had decided.

import { spokenConfidence } from '../draft/disclosure.ts'
import type { Draft } from '../draft/draft.ts'
import type { Instant } from '../time.ts'
import type { Section } from './card.ts'

export function forgottenSections(draft: Draft, forgotten: Instant): readonly Section[] {
  const place = 'screened' in draft ? draft.screened.audience.name : draft.destination.channel
  return [
    {
      section: 'words',
      words: [
        'Its words, and the names of people in it, were forgotten ',
        { time: forgotten },
        ', when their term was over. Who decided what stays in the ledger, by ids.',
      ],
    },
    {
      section: 'facts',
      facts: [
        { name: 'Agent', value: [{ strong: draft.agent.name }, ' (AI agent)'] },
        { name: 'Place', value: [place] },
        { name: 'Confidence', value: [spokenConfidence(draft.revision.disclosure)] },
      ],
    },
  ]
}
