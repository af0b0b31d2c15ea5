// A drawn card as text, as a person sees it: `|` is the bar at the side of the agent's words, `( )` is small print,
// `[ ]` are buttons. Slots show their names.

import type { Json } from '../src/json.ts'
import { type Row, rowOf, rows, textOf } from './slack-row.ts'

export function pictureOf(drawn: readonly Json[]): string {
  return drawn.map((one, index) => (index === 0 ? '' : '\n--- next message ---\n') + picture(rowOf(one))).join('\n')
}

/** What is said of it without a picture. */
export function aloud(drawn: readonly Json[]): string {
  return drawn.map((one) => textOf(rowOf(one).text)).join('\n--- next message ---\n')
}

function picture(one: Row): string {
  const title = one.type === 'modal' ? [`[${label(one.title)}]`] : []
  const ends =
    one.type === 'modal'
      ? [`[ ${label(one.close)} ]${one.submit === undefined ? '' : ` [ ${label(one.submit)} ]`}`]
      : []
  return [...title, ...rows(one.blocks).flatMap(block), ...ends].join('\n')
}

function block(row: Row): readonly string[] {
  switch (row.type) {
    case 'header':
      return [`## ${label(row.text)}`]
    case 'divider':
      return ['----']
    case 'section':
      return [`**${label(row.text)}**`, `[ ${label(rowOf(row.accessory).text)} ]`]
    case 'context':
      return [
        `(${rows(row.elements)
          .map((one) => textOf(one.text))
          .join(' ')})`,
      ]
    case 'rich_text':
      return rows(row.elements).flatMap(rich)
    case 'actions':
      return [rows(row.elements).map(button).join(' ')]
    case 'input':
      return input(row)
    default:
      return [`?? ${JSON.stringify(row)}`]
  }
}

function rich(element: Row): readonly string[] {
  const bar = element.border === 1 || element.type === 'rich_text_quote' ? '| ' : ''
  if (element.type === 'rich_text_list') {
    const from = typeof element.offset === 'number' ? element.offset : 0
    const indent = '  '.repeat(typeof element.indent === 'number' ? element.indent : 0)
    return rows(element.elements).flatMap((item, index) => {
      const mark = element.style === 'ordered' ? `${from + index + 1}. ` : '• '
      return `${indent}${mark}${letters(item)}`.split('\n').map((line) => bar + line)
    })
  }
  const code = element.type === 'rich_text_preformatted' ? '    ' : ''
  return letters(element)
    .split('\n')
    .map((line) => bar + code + line)
}

function letters(element: Row): string {
  return rows(element.elements)
    .map((one) => {
      const text = textOf(one.text ?? one.fallback)
      const style = rowOf(one.style)
      if (one.type === 'link') return `<${text}>`
      if (style.code === true) return `\`${text}\``
      return style.bold === true && text.trim() !== ''
        ? `**${text.trimEnd()}**${text.slice(text.trimEnd().length)}`
        : text
    })
    .join('')
}

function button(element: Row): string {
  if (element.type === 'overflow')
    return `[ … ${rows(element.options)
      .map((one) => label(one.text))
      .join(' / ')} ]`
  const style = typeof element.style === 'string' ? ` (${element.style})` : ''
  return `[ ${label(element.text)}${style} ]`
}

function input(row: Row): readonly string[] {
  const element = rowOf(row.element)
  const optional = row.optional === true && element.type !== 'checkboxes' ? ' (optional)' : ''
  const mark = element.type === 'checkboxes' ? '[ ]' : '( )'
  const options = rows(element.options).map((one) => `  ${mark} ${label(one.text)}`)
  const text =
    element.type === 'plain_text_input'
      ? [`  <${textOf(element.initial_value) || (element.multiline === true ? 'long text' : 'text')}>`]
      : []
  const hint = row.hint === undefined ? [] : [`  hint: ${label(row.hint)}`]
  return [`${label(row.label)}${optional}`, ...options, ...text, ...hint]
}

function label(value: Json | undefined): string {
  return textOf(rowOf(value).text)
}
