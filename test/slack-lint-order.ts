// What must be true of the order of a card, and of its words: what is risky is read before the text that it is about, the
// button that takes away is not the first one met, and what is over neither promises nor threatens anything.

import type { Action, Card } from '../src/card/card.ts'
import { frame } from '../src/card/frame.ts'
import type { GrantCard } from '../src/card/grant-card.ts'
import type { Row } from './slack-row.ts'

/** One part of a message: the lines that it shows in order, ours apart from the agent's, and what is read aloud. */
export type Read = { readonly shown: readonly string[]; readonly aloud: string; readonly actions: readonly Row[] }

const over: ReadonlySet<Card['card']> = new Set([
  'rejected',
  'kept',
  'expired',
  'withdrawn',
  'refused',
  'shadowed',
  'failed',
  'published',
  'recalled',
] as const)

export function wrongOrder(read: readonly Read[], card: Card): readonly string[] {
  const shown = read.flatMap((one) => one.shown)
  const aloud = read.flatMap((one) => one.aloud.split('\n'))
  const hasRisk = card.sections.some((section) => section.section === 'risk')
  const isOver = over.has(card.card)
  const promises =
    isOver && shown.some((line) => /\bwill (?:be posted|replace|take down|see it)\b|if nobody/i.test(line))
  const threatens = isOver && read.some((one) => one.actions.some((row) => row.style === 'danger'))
  return [
    ...(hasRisk && (isLate(shown) || isLate(aloud)) ? ['risk-after-the-text'] : []),
    ...(promises ? ['promises-what-is-over'] : []),
    ...(threatens ? ['danger-in-sight'] : []),
    ...wrongButtons(read),
    ...wrongWords(shown),
  ]
}

/** A request, and what became of it: it begins with its headline, its buttons are those of the card and no other. */
export function wrongGrant(read: readonly Read[], card: GrantCard): readonly string[] {
  const shown = read.flatMap((one) => one.shown)
  const aloud = read.map((one) => one.aloud).join('\n')
  const spelled = ({ act, label }: Action) => `${label} ${card.about.grant}|${act}`
  const got = read.flatMap((one) => one.actions).map((row) => `${labelOf(row)} ${row.value}`)
  return [
    ...(shown[0] === card.headline && aloud.startsWith(card.headline) ? [] : ['label-not-first']),
    ...(got.join('\n') === card.actions.map(spelled).join('\n') ? [] : ['button-missing']),
    ...(card.headline.includes('(AI agent)') || / — a person decides| — the channel/.test(card.headline)
      ? []
      : ['headline-says-nothing']),
    ...wrongButtons(read),
    ...wrongWords(shown),
  ]
}

export function wrongLine(read: readonly Read[], line: string): readonly string[] {
  const shown = read.flatMap((one) => one.shown).join('\n')
  const aloud = read.map((one) => one.aloud).join('\n')
  return [...(shown === line && aloud === line ? [] : ['line-not-whole']), ...wrongWords([line])]
}

/** What is asked for is met first; what takes away from others stands behind every other answer. */
function wrongButtons(read: readonly Read[]): readonly string[] {
  const buttons = read.flatMap((one) => one.actions)
  const danger = buttons.findIndex((row) => row.style === 'danger')
  const behind = danger < 0 ? [] : buttons.slice(danger)
  const answers = behind.some((row) => row.style !== 'danger' && !/\|why$/.test(`${row.value}`))
  return [
    ...(answers ? ['danger-before-an-answer'] : []),
    ...(buttons.some((row, index) => index > 0 && row.style === 'primary') ? ['asked-for-not-first'] : []),
  ]
}

/** Our own words are for people; a state, a vendor or a program has no name there. */
function wrongWords(shown: readonly string[]): readonly string[] {
  const jargon =
    /\b(?:undefined|null|NaN|payload|envelope|invoker|webhook|JSON|Slack|lapse[sd]?|void)\b|\[object|\.\.(?!\.)|[.!?]”\./
  return shown.some((line) => jargon.test(line)) ? ['not-plain-words'] : []
}

function isLate(lines: readonly string[]): boolean {
  const risk = lines.findIndex((line) => /^Risk: [A-Za-z]+\./.test(line))
  const text = lines.indexOf(frame.begins)
  return risk < 0 || (text >= 0 && text < risk)
}

function labelOf(row: Row): string {
  const text = row.text
  return typeof text === 'object' && text !== null && 'text' in text ? `${text.text}` : ''
}
