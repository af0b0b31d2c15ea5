// The next revision of a draft: by a person, by its agent, or with the same words before a wider audience.

import { type Refusal, refuse } from '../refusal.ts'
import type { Moment } from './approval.ts'
import type { Author, Draft, DraftEvent, Revision } from './draft.ts'

/** Past this many a person should talk to the agent's owner instead. */
const mostRevisions = 20

type NextWords = Pick<Revision, 'content' | 'disclosure' | 'salt'>

/** The event that makes revision n+1, whoever wrote it; it is screened again and every approval is void. */
export function nextRevision(
  draft: Draft,
  type: 'edited' | 'revised' | 'audience-widened',
  author: Author,
  words: NextWords,
  moment: Moment,
): DraftEvent | Refusal {
  if (draft.revision.number >= mostRevisions) return refuse('too-many-revisions')
  return { type, revision: { ...words, number: draft.revision.number + 1, author, at: moment.at } }
}
