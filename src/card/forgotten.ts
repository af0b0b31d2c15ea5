// What a card says when the words of its draft were forgotten: that they are gone, and what is known still. An empty
// frame would look as if the agent had said nothing, and an empty name as if nobody had decided.

import type { Draft } from '../draft/draft.ts'
import type { Instant } from '../time.ts'
import type { Section } from './card.ts'

export function forgottenSections(draft: Draft, forgotten: Instant, placeNow?: string): readonly Section[] {
  const place = 'screened' in draft ? draft.screened.audience.name : (placeNow ?? draft.destination.channel)
  return [
    {
      section: 'words',
      words: [
        'Its words, and the names of people in it, were forgotten ',
        { time: forgotten },
        ', when their term was over. That it was decided, and by whom, stays on record without names.',
      ],
    },
    {
      section: 'facts',
      facts: [
        { name: 'Agent', value: [{ strong: draft.agent.name }, ' (AI agent)'] },
        { name: 'Place', value: [place] },
      ],
    },
  ]
}
