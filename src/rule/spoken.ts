// The rule in words: to an agent with every invocation and submission, and to people on cards and in reports.

import { spokenSpan } from '../time.ts'
import { surely, type Where } from './choose.ts'
import { type Reviewer, type Rule, type RuleBook, type Seats, secondSeats } from './rule.ts'
import { isSound } from './sound.ts'

/** The sentences an agent is told. Who reads the place may not be known when they are said; then that is said too. */
export function spokenRule(book: RuleBook, where: Where): string {
  if (!isSound(book))
    return 'The rules of this place cannot be read now. Every post is held until two people approve it.'
  const { chosen, more } = surely(book.rules, where)
  const { rule, applying } = chosen
  const open = rule.autonomy !== 'closed' && rule.autonomy !== 'shadow'
  const lines = [
    autonomyLine(rule),
    ...(open ? [`A draft that nobody decides on expires after ${spokenSpan(rule.expiresAfterMs)}.`] : []),
    ...(open && applying.some((one) => one.unverified === 'refuse')
      ? ['Drafts without an invocation are refused here.']
      : []),
    ...(open ? outsidersLine(applying) : []),
    ...(open && rule.privateAnswers === true
      ? [
          'What is only for the person who asked may be submitted too: they read it first and can keep it private, without a post.',
        ]
      : []),
    ...(rule.dataClass === undefined ? [] : [`This place is classed ${rule.dataClass}: nothing classed higher.`]),
    ...(more ? ['Stricter rules may hold, depending on who can read the place when your draft is checked.'] : []),
    ...(rule.instructions === undefined ? [] : [`Instructions for agents here: ${rule.instructions}`]),
  ]
  return lines.join(' ')
}

/** What the rule of the place tells agents to do there, by itself. */
export function spokenInstructions(book: RuleBook, where: Where): string | undefined {
  return isSound(book) ? surely(book.rules, where).chosen.rule.instructions : undefined
}

function autonomyLine(rule: Rule): string {
  const first = rule.first === undefined ? 'the person who asked approves it' : `${seats(rule.first)} approve`
  const second = rule.second === undefined ? 'a second person' : seats(rule.second)
  switch (rule.autonomy) {
    case 'closed':
      return 'Agents may not post in this place. Do not submit drafts for it.'
    case 'shadow':
      return 'Agents are being watched in this place. Drafts are recorded, nobody is asked, nothing is posted.'
    case 'two-person':
      return rule.first === undefined && rule.second === undefined
        ? 'Every post here is held as a draft until two different people approve it.'
        : `Every post here is held as a draft until different people approve it: ${seats(rule.first)}, then ${seats(rule.second ?? secondSeats)}.`
    case 'draft':
      return `Every post here is held as a draft until ${first}; high risk needs ${second}.`
    case 'auto':
      return 'Low-risk posts may go out by themselves, but only while a grant is live; otherwise a person approves.'
  }
}

function outsidersLine(applying: readonly Rule[]): readonly string[] {
  if (applying.some((rule) => rule.outsiders === 'refuse'))
    return ['While outsiders read the place, nothing is posted.']
  if (applying.some((rule) => rule.outsiders === 'two-person'))
    return ['While outsiders read the place, a second person approves as well.']
  return []
}

/** "the person who asked decides", "two of the group data-owners decide". */
export function spokenSeats(of: Seats): string {
  return `${seats(of)} ${of.count === 1 ? 'decides' : 'decide'}`
}

function seats(of: Seats | undefined): string {
  if (of === undefined) return 'the person who asked'
  const who = [...new Set(of.from.map(spokenReviewer))].join(' or ')
  return of.count === 1 ? who : `${of.count} people (each ${who})`
}

export function spokenReviewer(of: Reviewer): string {
  if (of === 'invoker') return 'the person who asked'
  if (of === 'member') return 'a full member of the place'
  if ('role' in of)
    return of.role === 'admin' ? 'an admin' : `a ${of.role === 'security' ? 'security person' : of.role}`
  if ('group' in of) return `somebody of ${of.group}`
  return 'a named person'
}
