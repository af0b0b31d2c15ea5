// What is asked before an action, as a modal, and what is shown on request. The agent's wording stands above its ticks in
// a frame, never as the text of a tick; long text to edit stands in as many boxes as it needs, and is read back whole.

import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import type { Field, Form, Option, Sheet } from '../../src/card/card.ts'
import { cutText } from '../../src/card/cut.ts'
import { formWords } from '../../src/card/frame.ts'
import { inRows, plainText } from './button.ts'
import { named } from './draw.ts'
import { box, limit } from './limit.ts'
import { blocksOf, type Piece } from './long-text.ts'
import { closed } from './open.ts'
import { framedItem, framedText } from './rich-text.ts'
import { drawSection, paragraph } from './section.ts'

/** `selector` comes back with the submission, as `callback_id` and `private_metadata` do. */
export function drawForm(form: Form, selector: string, act: string): ModalView {
  const said: readonly Piece[] = [
    ...(form.warning === undefined ? [] : paragraph([form.warning])),
    ...(form.framed === undefined ? [] : framedText(form.framed, undefined)),
  ]
  const fields = form.fields.flatMap((field) => drawField(field, act))
  return {
    type: 'modal',
    callback_id: `cs:${act}`,
    private_metadata: selector,
    title: plainText(form.title),
    submit: plainText(form.submit),
    close: plainText(formWords.cancel),
    blocks: [...closed(named(blocksOf(said), 'said')), ...fields],
  }
}

/** Shown to one person. There is nothing to submit, unless it leads on to another page. */
export function drawSheet({ title, sections }: Sheet, leads?: Leads): ModalView {
  const pieces = sections.flatMap((section) => drawSection(section, []))
  const onward =
    leads === undefined
      ? {}
      : { callback_id: 'cs:onward', private_metadata: leads.selector, submit: plainText(leads.label) }
  return {
    type: 'modal',
    title: plainText(title),
    close: plainText(formWords.close),
    ...onward,
    blocks: closed(named(blocksOf(pieces), 'said')),
  }
}
export type Leads = { readonly selector: string; readonly label: string }

/** That something was done, or why it was not: one line, and nothing to do with it. */
export function drawLine(title: string, line: string): ModalView {
  return drawSheet({ title, sections: [{ section: 'words', words: [line] }] })
}

/** What was filled in, by the names of the form's fields; boxes of one text are one text again. */
export function readForm(values: Filled): { readonly [name: string]: readonly string[] } {
  const read = new Map<string, readonly string[]>()
  const place = (block: string) => Number(block.split(':')[1] ?? 0)
  for (const [block, actions] of Object.entries(values).sort(([a], [b]) => place(a) - place(b))) {
    const [name = '', box] = block.split(':')
    const said = Object.values(actions).flatMap(answersOf)
    const before = read.get(name) ?? []
    const isText = Object.values(actions).some((one) => one.type === 'plain_text_input')
    read.set(name, isText && box !== undefined ? [[...before, ...said].join('')] : [...before, ...said])
  }
  return Object.fromEntries(read)
}

/** `view.state.values`, as much of it as our forms make. */
export type Filled = {
  readonly [block: string]: {
    readonly [action: string]: {
      readonly type: string
      readonly value?: string | null | undefined
      readonly selected_option?: { readonly value: string } | null | undefined
      readonly selected_options?: readonly { readonly value: string }[] | undefined
      readonly selected_user?: string | null | undefined
      readonly selected_conversation?: string | null | undefined
    }
  }
}

function answersOf(one: Filled[string][string]): readonly string[] {
  if (one.selected_options !== undefined) return one.selected_options.map((option) => option.value)
  const said = one.selected_option?.value ?? one.selected_user ?? one.selected_conversation ?? one.value
  return said === undefined || said === null ? [] : [said]
}

function drawField(field: Field, act: string): readonly KnownBlock[] {
  switch (field.field) {
    case 'ticks':
      return drawTicks(field)
    case 'choice':
      return [input(field.name, field.label, drawChoice(field, act), false)]
    case 'place':
      return [
        input(
          field.name,
          field.label,
          {
            type: 'conversations_select',
            action_id: field.name,
            filter: { include: ['public', 'private'], exclude_bot_users: true },
          },
          false,
        ),
      ]
    case 'person':
      return [input(field.name, field.label, { type: 'users_select', action_id: field.name }, false, field.hint)]
    case 'text': {
      const { name, label, long, required, hint } = field
      const boxes = cutText(field.value ?? '', box)
      return boxes.map((value, index): InputBlock => {
        const id = boxes.length === 1 ? name : `${name}:${index + 1}`
        const element: InputBlock['element'] = {
          type: 'plain_text_input',
          action_id: id,
          multiline: long,
          max_length: limit.input,
          ...(value === '' ? {} : { initial_value: value }),
        }
        return input(id, formWords.box(label, index + 1, boxes.length), element, !required, hint)
      })
    }
  }
}

function drawTicks({
  name,
  label,
  options,
  hint,
  all,
  framed,
}: Extract<Field, { field: 'ticks' }>): readonly KnownBlock[] {
  const shown = framed === true ? closed(named(blocksOf(theirs(options)), `${name}-said`)) : []
  const ticks = options.map((one, index) => ({
    value: one.value,
    text: plainText(framed === true ? formWords.ticked(index + 1) : one.label),
  }))
  const rows = inRows(ticks, limit.options)
  const asked = rows.map((few, index): InputBlock => {
    const id = rows.length === 1 ? name : `${name}:${index + 1}`
    const element: InputBlock['element'] = { type: 'checkboxes', action_id: id, options: [...few] }
    return input(id, formWords.box(label, index + 1, rows.length), element, !all, hint)
  })
  return [...shown, ...asked]
}

function theirs(options: readonly Option[]): readonly Piece[] {
  const items = options.flatMap((one, index) => framedItem(one.label, index + 1))
  return [...paragraph([{ strong: formWords.theirs }]), ...items]
}

function drawChoice(
  { name, options: choices, value }: Extract<Field, { field: 'choice' }>,
  act: string,
): InputBlock['element'] {
  const options = choices.map((one: Option) => ({ value: one.value, text: plainText(one.label) }))
  // Stopping must take no thought: the nearest scope is chosen already. Nothing else is chosen for anybody, but what holds.
  const first = act === 'stop' ? options[0] : options.find((one) => one.value === value)
  const chosen = first === undefined ? {} : { initial_option: first }
  return options.length > limit.options
    ? { type: 'static_select', action_id: name, options, ...chosen }
    : { type: 'radio_buttons', action_id: name, options, ...chosen }
}

function input(
  id: string,
  label: string,
  element: InputBlock['element'],
  optional: boolean,
  hint?: string,
): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plainText(label),
    optional,
    ...(hint === undefined ? {} : { hint: plainText(hint) }),
    element,
  }
}
