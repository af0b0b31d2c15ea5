// A card as the practice chat posts it: the JSON of the card itself, with its slots left open. The page reads it back
// through the same shape, so that what readers see is what stands in the room and nothing that was worked out later.

import { z } from 'zod'
import type { Card, CardAct, Section, Word } from '../../src/card/card.ts'
import { cardNames } from '../../src/card/card.ts'
import type { Block } from '../../src/card/tree.ts'
import { draftActions } from '../../src/draft/approval.ts'
import { withSlots } from '../../src/draft/envelope.ts'
import { draftId, postId } from '../../src/id.ts'
import type { Json } from '../../src/json.ts'
import { postActions } from '../../src/post/post.ts'
import { idText } from './id-text.ts'

/** Pure: the same card gives the same payload for ever. */
export function payloadOf(card: Card): Json {
  const post = card.about.post ?? withSlots([{ slot: 'ref' }])
  const drawn = { ...card, about: { ...card.about, post }, sections: card.sections.map(sectionOf) }
  // Through text and back: what is undefined has no form in JSON and must not become null on the way out.
  const plain: Json = JSON.parse(JSON.stringify(drawn))
  return plain
}

export function cardOf(payload: Json | undefined): Card | undefined {
  const read = shape.safeParse(payload)
  return read.success ? read.data : undefined
}

function sectionOf(section: Section): object {
  if (section.section === 'words') return { ...section, words: section.words.map(wordOf) }
  if (section.section !== 'facts') return section
  return { ...section, facts: section.facts.map((fact) => ({ ...fact, value: fact.value.map(wordOf) })) }
}

function wordOf(word: Word): Word | Json {
  return typeof word !== 'string' && 'slot' in word ? withSlots([word]) : word
}

/** Before it is published there is none yet. */
const post = z.string().transform((text) => postId.parse(text))

const span = z.object({
  text: z.string(),
  style: z.enum(['strong', 'italic', 'code', 'struck']).optional(),
  href: z.string().optional(),
})
const block: z.ZodType<Block> = z.lazy(() =>
  z.discriminatedUnion('block', [
    z.object({ block: z.enum(['paragraph', 'heading']), spans: z.array(span) }),
    z.object({ block: z.literal('code'), text: z.string() }),
    z.object({ block: z.literal('quote'), blocks: z.array(block) }),
    z.object({
      block: z.literal('list'),
      first: z
        .number()
        .optional()
        .transform((first) => first),
      items: z.array(z.array(block)),
    }),
    z.object({ block: z.literal('table'), rows: z.array(z.array(z.array(span))) }),
    z.object({ block: z.literal('line') }),
    z.object({ block: z.literal('hidden'), step: z.string(), number: z.number() }),
  ]),
)

const words = z.array(
  z.union([
    z.string(),
    z.object({ strong: z.string() }),
    z.object({ code: z.string() }),
    z.object({ time: z.number() }),
  ]),
)
const section = z.discriminatedUnion('section', [
  z.object({ section: z.literal('facts'), facts: z.array(z.object({ name: z.string(), value: words })) }),
  z.object({ section: z.literal('words'), words, tone: z.enum(['warning', 'small']).optional() }),
  z.object({ section: z.literal('agent'), title: z.string().optional(), blocks: z.array(block) }),
  z.object({
    section: z.literal('step'),
    id: z.string(),
    number: z.number(),
    says: z.string(),
    whose: z.literal('ours').optional(),
  }),
  z.object({ section: z.literal('list'), title: z.string(), items: z.array(z.string()), numbered: z.boolean() }),
])

const option = z.object({ value: z.string(), label: z.string() })
const field = z.discriminatedUnion('field', [
  z.object({
    field: z.literal('ticks'),
    name: z.string(),
    label: z.string(),
    options: z.array(option),
    hint: z.string().optional(),
    all: z.boolean(),
    framed: z.boolean().optional(),
  }),
  z.object({ field: z.literal('choice'), name: z.string(), label: z.string(), options: z.array(option) }),
  z.object({
    field: z.literal('text'),
    name: z.string(),
    label: z.string(),
    value: z.string().optional(),
    hint: z.string().optional(),
    long: z.boolean(),
    required: z.boolean(),
  }),
])
const acts: readonly CardAct[] = [...draftActions, ...postActions, 'stop', 'why']
const shape = z.object({
  card: z.enum(cardNames),
  about: z.object({ draft: idText(draftId), revision: z.number(), fingerprint: z.string().optional(), post }),
  headline: z.string(),
  tone: z.enum(['ask', 'calm', 'good', 'bad']),
  sections: z.array(section),
  actions: z.array(
    z.object({
      act: z.enum(acts),
      label: z.string(),
      tone: z.enum(['primary', 'plain', 'danger']),
      form: z
        .object({
          title: z.string(),
          warning: z.string().optional(),
          framed: z.string().optional(),
          fields: z.array(field),
          submit: z.string(),
        })
        .optional(),
      step: z.string().optional(),
      more: z.boolean(),
    }),
  ),
})
