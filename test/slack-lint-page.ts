// What must be true of pages and forms beside their structure: each way on a page is the one that was meant and no other,
// nothing that was to be said is left out, and nothing is chosen for anybody.

import type { Field, Form, Sheet, Words } from '../src/card/card.ts'
import type { Home } from '../src/card/home.ts'
import { spokenWords } from '../src/card/spoken.ts'
import type { Json } from '../src/json.ts'
import { type Row, rowOf } from './slack-row.ts'

export function wrongHome(view: Json, home: Home): readonly string[] {
  const buttons = rowsIn(view).filter((row) => row.type === 'button')
  const got = buttons.map((row) => `${row.value}`)
  const review = ({ draft, revision, fingerprint = '' }: Home['queues'][number]['rows'][number]['about']) =>
    `${draft}|${revision}|${fingerprint.slice(0, 8)}|review`
  const wanted = [
    ...(home.away === undefined ? [] : ['away|back']),
    ...home.queues.flatMap(({ rows }) => rows.map(({ about }) => review(about))),
    ...home.grants.flatMap(({ grant, revoke }) => (revoke === undefined ? [] : [`${grant}|revoke`])),
    ...home.stops.flatMap(({ stop, lift }) => (lift === undefined ? [] : [`${stop}|resume`])),
    ...home.agents.flatMap(({ agent, stop }) => (stop === undefined ? [] : [`${agent}|stop`])),
    ...home.actions.map(({ act }) => `all|${act}`),
  ]
  const said: readonly Words[] = [
    [home.headline],
    [home.says ?? ''],
    [home.more ?? ''],
    home.away?.words ?? [],
    ...home.queues.flatMap(({ title, rows }) => [[title], ...rows.map(({ words }) => words)]),
    ...(['grants', 'stops', 'agents'] as const).flatMap((part) =>
      home[part].length === 0 ? [] : [[home.titles[part]]],
    ),
    ...[...home.grants, ...home.stops, ...home.agents].map(({ words }) => words),
  ]
  const calm = buttons.some((row) => /\|stop$/.test(`${row.value}`) && row.style !== 'danger')
  return [
    ...(wanted.some((one) => !got.includes(one)) ? ['way-missing'] : []),
    ...(got.some((one) => !wanted.includes(one)) ? ['way-not-meant'] : []),
    ...(calm ? ['stop-looks-calm'] : []),
    ...(isSaid(view, said) ? [] : ['page-not-whole']),
  ]
}

export function wrongSheet(view: Json, { title, sections }: Sheet): readonly string[] {
  const said = sections.flatMap((section): readonly Words[] => {
    if (section.section === 'words') return [section.words]
    if (section.section === 'facts') return section.facts.flatMap(({ name, value }) => [[name], value])
    if (section.section === 'step') return [[section.says], [section.text ?? ''], [section.check ?? '']]
    return []
  })
  const asks = rowsIn(view).some((row) => row.type === 'input' || row.type === 'actions')
  return [...(asks ? ['sheet-asks'] : []), ...(isSaid(view, [[title], ...said]) ? [] : ['page-not-whole'])]
}

export function wrongForm(view: Json, { fields }: Form): readonly string[] {
  const inputs = rowsIn(view).filter((row) => row.type === 'input')
  const inputOf = ({ name }: Field) => inputs.filter((row) => `${row.block_id}`.split(':')[0] === name)
  return fields.flatMap((field) => {
    const [input] = inputOf(field)
    const element = rowOf(input?.element)
    const hint = 'hint' in field ? field.hint : undefined
    return [
      ...(hint !== undefined && !squash(textIn(input?.hint)).includes(squash(hint)) ? ['hint-missing'] : []),
      ...(squash(textIn(input?.label)).startsWith(squash(field.label)) ? [] : ['asks-something-else']),
      ...(field.field === 'choice' ? wrongChoice(element, field, `${rowOf(view).callback_id}`) : []),
      ...(field.field === 'person' && element.type !== 'users_select' ? ['asks-something-else'] : []),
      ...(field.field === 'place' && element.type !== 'conversations_select' ? ['asks-something-else'] : []),
      ...(field.field === 'text' && field.required && input?.optional !== false ? ['may-be-left-out'] : []),
    ]
  })
}

/** A stop must take no thought, so its nearest scope is chosen; else only what holds already. */
function wrongChoice(element: Row, field: Extract<Field, { field: 'choice' }>, callback: string): readonly string[] {
  const options = (Array.isArray(element.options) ? element.options : []).map((one) => `${rowOf(one).value}`)
  const chosen = element.initial_option === undefined ? undefined : `${rowOf(element.initial_option).value}`
  const meant = callback === 'cs:stop' ? field.options[0]?.value : field.value
  return [
    ...(options.join('|') === field.options.map(({ value }) => value).join('|') ? [] : ['choice-missing']),
    ...(chosen === meant ? [] : ['chosen-for-them']),
  ]
}

function isSaid(view: Json, said: readonly Words[]): boolean {
  const all = squash(textIn(view))
  return said.every((words) => all.includes(squash(spokenWords(words))))
}

function squash(text: string): string {
  return text.replace(/\s+/g, '')
}

function textIn(value: Json | undefined): string {
  if (Array.isArray(value)) return value.map(textIn).join('')
  return Object.entries(rowOf(value))
    .map(([name, inner]) =>
      (name === 'text' || name === 'fallback') && typeof inner === 'string' ? inner : textIn(inner),
    )
    .join('')
}

function rowsIn(value: Json | undefined): readonly Row[] {
  if (Array.isArray(value)) return value.flatMap(rowsIn)
  const row = rowOf(value)
  return [row, ...Object.values(row).flatMap(rowsIn)].filter((one) => Object.keys(one).length > 0)
}
