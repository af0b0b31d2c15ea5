// The gate before a risky step, and what it opens to: shown to one reader, after it is on record that they opened it.

import { revealGate } from '../post/post.ts'
import type { Form, Sheet } from './card.ts'

const gateLines: { readonly [line in (typeof revealGate)[number]]: string } = {
  allowed: 'I am allowed to change what this changes',
  know: 'I know that an AI wrote it and that it may be wrong',
}

/** Every reader ticks these before a risky step is shown to them, and that is recorded. */
export function revealForm(risk: string): Form {
  const options = revealGate.map((value) => ({ value, label: gateLines[value] }))
  const label = 'Before you see it'
  return {
    title: 'High-risk step',
    warning: 'This step is not part of the answer, since it is high risk. An AI wrote it.',
    framed: risk,
    fields: [{ field: 'ticks', name: 'confirm', label, options, hint: 'Tick all. The reveal is recorded.', all: true }],
    submit: 'Show me the step',
  }
}

type Revealed = { readonly text: string; readonly risk: string; readonly check?: string | undefined }

export function revealedSheet(id: string, { text, risk, check }: Revealed): Sheet {
  const number = Number(id.slice(1))
  return {
    title: 'High-risk step',
    sections: [
      {
        section: 'words',
        words: ['Shown only to you. It is recorded that you opened it. An AI wrote it.'],
        tone: 'warning',
      },
      { section: 'step', id, number, says: risk, text, check },
    ],
  }
}
