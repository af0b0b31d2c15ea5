// A card read aloud: screen readers, notifications and the terminal get exactly this. The draft is in it word for word,
// framed by "begins" and "ends", so that no summary stands between a listener and what will be published. A line of the
// agent's that says what only we say is named as the draft's.

import { spokenTime } from '../time.ts'
import type { Card, Section, Word, Words } from './card.ts'
import { checkWords, frame, spokenFramed } from './frame.ts'
import { spokenBlocks } from './tree.ts'

export function spokenCard(card: Pick<Card, 'headline' | 'sections'>): string {
  const lines = [card.headline, ...card.sections.flatMap(spokenSection).map(spokenWords)]
  return lines.filter((line) => line !== '').join('\n')
}

export function spokenWords(words: Words): string {
  return words.map(spokenWord).join('')
}

function spokenWord(word: Word): string {
  if (typeof word === 'string') return word
  if ('strong' in word) return word.strong
  if ('code' in word) return word.code
  return 'time' in word ? spokenTime(word.time) : '(named when it is approved)'
}

/** Line by line; only lines of our own voice have slots in them. */
function spokenSection(section: Section): readonly Words[] {
  switch (section.section) {
    case 'facts':
      return section.facts.map((fact) => [`${fact.name}: `, ...fact.value])
    case 'words':
      return [section.words]
    case 'agent':
      return [
        [frame.begins],
        [spokenFramed(section.title ?? '')],
        [spokenFramed(spokenBlocks(section.blocks))],
        [frame.ends],
      ]
    case 'step':
      return [
        [spokenStep(section.number), ' ', spokenItem(section.says)],
        ...(section.text === undefined ? [] : [[frame.stepBegins], [spokenFramed(section.text)], [frame.stepEnds]]),
        ...(section.check === undefined
          ? []
          : [[checkWords], [frame.stepBegins], [spokenFramed(section.check)], [frame.stepEnds]]),
      ]
    case 'list':
      return [
        [`${section.title}:`],
        ...section.items.map((item, index) => [`${section.numbered ? `${index + 1}.` : '-'} ${spokenItem(item)}`]),
      ]
    case 'risk':
      return [[spokenRisk(section.level)], ...section.reasons.map((reason) => [reason])]
    case 'changes':
      return [[spokenSince(section.since)], ...section.lines.map((line) => [`${line.sign} ${spokenFramed(line.text)}`])]
  }
}

export function spokenStep(number: number): string {
  return `Hidden step ${number}, high risk.`
}

export function spokenRisk(level: Extract<Section, { section: 'risk' }>['level']): string {
  return level === 'low' ? 'Risk: low.' : `Risk: ${level.toUpperCase()}.`
}

export function spokenSince(revision: number): string {
  return `Changed since revision ${revision} (+ added, - removed):`
}

/** One item is one line, so that it cannot go on as if it were ours. */
export function spokenItem(item: string): string {
  return spokenFramed(item.replace(/\s*[\n\r\u2028\u2029]\s*/g, ' / '))
}

/** What a person wrote, as theirs: in one line and in quotes, so that it is not taken for our own voice. */
export function quoted(text: string): string {
  return `“${spokenItem(text.trim())}”`
}

/** The same at the end of a sentence, which ends once. */
export function quotedLast(text: string): string {
  return /[.!?…]\s*$/.test(text) ? quoted(text) : `${quoted(text)}.`
}
