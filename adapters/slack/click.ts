// What a button or a form of ours asks for, read once: which draft, revision and fingerprint its maker was shown, and
// what they filled in. Whether they may is asked of the house.

import { z } from 'zod'
import { manners } from '../../src/draft/envelope.ts'
import type { Click } from '../../src/gateway/decision.ts'
import type { PostClick } from '../../src/gateway/reading.ts'
import { complaints } from '../../src/post/post.ts'
import type { Selector } from './selector.ts'

export type Filled = { readonly [name: string]: readonly string[] }

const reaches = ['here', 'agent', 'channel', 'all'] as const

const one = z.array(z.string()).max(10).default([])
const text = one.transform((said) => said.join('').slice(0, 20_000))
const maybe = text.transform((said) => (said.trim() === '' ? undefined : said))
const shape = z.object({
  ticked: one.pipe(z.array(z.coerce.number<string>().int().min(0))),
  did: one.transform(([first = 'read']) => first).pipe(z.enum(manners)),
  note: maybe,
  change: maybe,
  text,
  wants: one,
  words: text,
  reason: text,
  scope: one.transform(([first = 'here']) => first).pipe(z.enum(reaches)),
  confirm: one,
  to: text,
  act: one.transform(([first = 'will-run']) => first).pipe(z.enum(['will-run', 'ran'])),
  complaint: one.transform(([first = 'wrong']) => first).pipe(z.enum(complaints)),
})
export type Said = z.infer<typeof shape>

/** Undefined for what none of our forms could have sent. */
export function readSaid(filled: Filled): Said | undefined {
  const read = shape.safeParse(filled)
  return read.success ? read.data : undefined
}

export function draftClick(on: Extract<Selector, { on: 'draft' }>, said: Said): Click | undefined {
  const shown = { revision: on.revision, fingerprint: on.fingerprint }
  switch (on.act) {
    case 'approve': {
      const { ticked, did, note, change } = said
      return { do: 'approve', shown, ticked, did, note, change }
    }
    case 'edit':
      return { do: 'edit', shown, text: said.text }
    case 'revise':
      return { do: 'revise', shown, wants: said.wants, words: said.words }
    case 'reject':
    case 'veto':
      return { do: on.act, reason: said.reason }
    case 'keep':
    case 'retract':
    case 'try-again':
    case 'there':
    case 'not-there':
      return { do: on.act }
    // The rest is not decided on a draft: it is shown, or begins something else.
    case 'hand':
    case 'start-again':
    case 'review':
    case 'stop':
    case 'why':
    case 'reveal':
    case 'act':
    case 'report':
    case 'restore':
    case 'recall':
    case 'give':
    case 'second':
    case 'decline':
    case 'revoke':
      return undefined
  }
}

export function postClick(on: Extract<Selector, { on: 'post' }>, said: Said): PostClick | undefined {
  if (on.act === 'act') return { do: 'act', act: said.act }
  if (on.act === 'report') return { do: 'report', complaint: said.complaint, words: said.words }
  if (on.act === 'restore') return { do: 'restore' }
  if (on.act === 'recall') return { do: 'recall', reason: said.reason }
  return undefined
}
