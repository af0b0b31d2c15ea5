// The private line in a thread that leads to a draft's card: that there is one, that nothing is published, and where.

import type { DraftBase } from '../draft/draft.ts'

export type Pointer = { readonly headline: string; readonly says: string; readonly open: string }

export function pointerTo(draft: Pick<DraftBase, 'agent'>): Pointer {
  return {
    headline: 'AI draft ready — not published',
    says: `${draft.agent.name} (AI agent) wrote a draft for this thread. Only you can see this note.`,
    open: 'Review draft',
  }
}
