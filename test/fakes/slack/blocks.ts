// Whether Slack takes these blocks in this place: a message, a modal or the Home tab. Answers in Slack's form, a
// sentence with a JSON pointer; the shape of each single block is in block.ts.

import type { z } from 'zod'
import type { Json } from '../../../src/json.ts'
import { block } from './block.ts'
import { isList, isThing, type Thing, word } from './form.ts'
import { type Refused, refuse } from './method.ts'

export type Surface = 'message' | 'modal' | 'home'

const most: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 }
const notHere: Readonly<Record<Surface, readonly string[]>> = {
  message: ['alert'],
  modal: ['markdown', 'context_actions', 'table'],
  home: ['alert', 'markdown', 'context_actions', 'table'],
}
/** No number is published; refusals were seen from about here (bolt-js#2509). */
export const blocksTooLong = 13_200

/** What is wrong with these blocks, each as Slack says it; nothing when they are taken. */
export function wrongBlocks(blocks: readonly Json[], surface: Surface, at = '/blocks'): string[] {
  const wrong: string[] = []
  if (blocks.length > most[surface]) wrong.push(`no more than ${most[surface]} items allowed [json-pointer:${at}]`)
  const ids = new Set<string>()
  let markdown = 0
  for (const [index, one] of blocks.entries()) {
    const here = `${at}/${index}`
    if (!isThing(one)) {
      wrong.push(`must provide an object [json-pointer:${here}]`)
      continue
    }
    if (notHere[surface].includes(word(one, 'type')))
      wrong.push(`unsupported type: ${word(one, 'type')} [json-pointer:${here}/type]`)
    const read = block.safeParse(one)
    if (!read.success) wrong.push(...read.error.issues.map((issue) => said(issue, here, one)))
    const id = word(one, 'block_id')
    if (id !== '' && ids.has(id))
      wrong.push(`\`block_id\` "${id}" already exists for another block [json-pointer:${here}/block_id]`)
    ids.add(id)
    wrong.push(...repeatedActions(one, here))
    if (one.type === 'markdown') markdown += word(one, 'text').length
  }
  if (markdown > 12_000) wrong.push(`must be less than 12001 characters [json-pointer:${at}]`)
  return wrong
}

/** The refusal as the Web API words it, with each thing that was wrong. */
export function refusedBlocks(error: string, wrong: readonly string[]): Refused {
  return refuse(error, { errors: wrong, response_metadata: { messages: wrong.map((one) => `[ERROR] ${one}`) } })
}

function repeatedActions(one: Thing, here: string): string[] {
  const elements = isList(one.elements) ? one.elements : []
  const seen = new Set<string>()
  return elements.flatMap((element, index) => {
    const id = isThing(element) ? word(element, 'action_id') : ''
    const again = id !== '' && seen.has(id)
    seen.add(id)
    return again
      ? [
          `\`action_id\` "${id}" already exists for another interactive component [json-pointer:${here}/elements/${index}/action_id]`,
        ]
      : []
  })
}

/** What the table found wrong, in Slack's sentence. */
export function said(issue: z.core.$ZodIssue, here: string, from: Thing): string {
  const at = `[json-pointer:${[here, ...issue.path.map(String)].join('/')}]`
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'array'
        ? `no more than ${issue.maximum} items allowed ${at}`
        : `must be less than ${Number(issue.maximum) + 1} characters ${at}`
    case 'too_small':
      return issue.origin === 'array'
        ? `no fewer than ${issue.minimum} items allowed ${at}`
        : `must be more than 0 characters ${at}`
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')} ${at}`
    case 'invalid_union':
      return `unsupported type: ${wordAt(from, issue.path)} ${at}`
    case 'invalid_type':
      return issue.message.endsWith('undefined')
        ? `missing required field: ${String(issue.path.at(-1) ?? '')} ${at}`
        : `must provide a ${issue.expected} ${at}`
    case 'invalid_value':
      return `value not among those allowed ${at}`
    case 'custom':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return `${issue.message} ${at}`
  }
}

function wordAt(from: Thing, path: readonly PropertyKey[]): string {
  let value: Json | undefined = from
  for (const step of path) {
    if (isList(value)) value = value[Number(step)]
    else if (isThing(value)) value = value[String(step)]
  }
  return isThing(value) ? word(value, 'type') : String(value)
}
