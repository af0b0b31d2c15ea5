// “Why was this held?” and “How was this checked?”, folded up under a card until somebody asks.

import { html } from 'hono/html'
import type { Sheet } from '../../src/card/card.ts'
import { howChecked as checkedSheet, whyHeld as heldSheet } from '../../src/card/why.ts'
import type { Draft } from '../../src/draft/draft.ts'
import type { Post } from '../../src/post/post.ts'
import type { Html } from './blocks.ts'
import { drawSections } from './draw.ts'

export function whyHeld(draft: Draft): Html {
  return unfold(heldSheet(draft))
}

export function howChecked(post: Post): Html {
  return unfold(checkedSheet(post))
}

function unfold({ title, sections }: Sheet): Html {
  return html`<details class="do" data-key="why"><summary class="button plain">${title}</summary><div class="panel">${drawSections(sections)}</div></details>`
}
