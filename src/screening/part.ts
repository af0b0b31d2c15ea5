// The parts of a revision, each a text of its own: what is screened and what is redacted are the same walk, so that
// nothing can be read by people that the detectors did not see.

import type { Field, Material, Where } from './finding.ts'

export type Place = Pick<Where, 'step' | 'field' | 'item'>
export type Part = { readonly text: string; readonly place: Place }

export function partsOf(material: Material): readonly Part[] {
  const parts: Part[] = []
  eachPart(material, (text, place) => {
    parts.push({ text, place })
    return text
  })
  return parts
}

/** The same revision with every part put through `change`. */
export function eachPart(material: Material, change: (text: string, place: Place) => string): Material {
  const { content, disclosure } = material
  const one = (text: string, field: Field, item?: number) =>
    change(text, item === undefined ? { field } : { field, item })
  const maybe = <Name extends string>(name: Name, text: string | undefined, field: Field, item?: number) =>
    text === undefined ? {} : { [name]: one(text, field, item) }
  const all = (texts: readonly string[], field: Field) => texts.map((text, item) => one(text, field, item))
  return {
    content: {
      ...content,
      text: change(content.text, {}),
      tags: all(content.tags, 'tag'),
      ...maybe('title', content.title, 'title'),
    },
    disclosure: {
      ...disclosure,
      assumptions: all(disclosure.assumptions, 'assumption'),
      affects: all(disclosure.affects, 'affects'),
      sources: disclosure.sources.map((source, item) => ({
        title: one(source.title, 'source', item),
        ...maybe('url', source.url, 'address', item),
      })),
      steps: disclosure.steps.map((step, item) => ({
        text: change(step.text, { step: item }),
        risk: one(step.risk, 'step-risk', item),
        ...maybe('check', step.check, 'step-check', item),
      })),
      ...maybe('alternative', disclosure.alternative, 'alternative'),
      ...maybe('rollback', disclosure.rollback, 'rollback'),
    },
  }
}

export function samePlace(a: Place, b: Place): boolean {
  return a.step === b.step && a.field === b.field && a.item === b.item
}
