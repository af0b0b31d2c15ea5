// A card read aloud: screen readers, notifications and the terminal get exactly this. The draft is in it word for word,
// framed by "begins" and "ends", so that no summary stands between a listener and what will be published.

import { spokenTime } from '../time.ts'
import type { Card, Section, Word, Words } from './card.ts'
import { spokenBlocks } from './tree.ts'

export function spokenCard(card: Pick<Card, 'headline' | 'sections'>): string {
  const lines = [card.headline, ...card.sections.flatMap(spokenSection)]
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

function spokenSection(section: Section): string[] {
  switch (section.section) {
    case 'facts':
      return section.facts.map((fact) => `${fact.name}: ${spokenWords(fact.value)}`)
    case 'words':
      return [spokenWords(section.words)]
    case 'agent':
      return ['Draft text begins.', section.title ?? '', spokenBlocks(section.blocks), 'Draft text ends.']
    case 'step':
      return [
        `Hidden step ${section.number}, high risk. ${section.says}`,
        section.text ?? '',
        section.check === undefined ? '' : `Check: ${section.check}`,
      ]
    case 'list':
      return [
        `${section.title}:`,
        ...section.items.map((item, index) => (section.numbered ? `${index + 1}. ${item}` : `- ${item}`)),
      ]
    case 'risk':
      return [`Risk: ${section.level}.`, ...section.reasons]
    case 'changes':
      return [`Changed since revision ${section.since}:`, ...section.lines.map((line) => `${line.sign} ${line.text}`)]
  }
}
