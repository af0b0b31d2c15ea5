// What a person does with a post becomes an event or a refusal here. It knows no clock, no record and no platform.

import type { LaterPart } from '../draft/envelope.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import { type Post, type PostCommand, type PostEvent, postGuard, revealGate } from './post.ts'

/** Two people, not two reports. */
const reportsThatHide = 2

export function decidePost(post: Post | undefined, command: PostCommand, at: Instant): PostEvent | Refusal {
  if (post === undefined) return refuse('unknown-post')
  const refused = postGuard(command.do, post, command.who)
  if (refused !== undefined) return refused
  const by = { person: command.who.person, name: command.who.name }
  switch (command.do) {
    case 'reveal': {
      const step = post.allowed.screened.envelope.later.find(
        (later) => later.part === 'step' && later.id === command.step,
      )
      if (step === undefined) return refuse('unknown-post')
      const confirmed = revealGate.every((line) => command.ticked.includes(line))
      return confirmed ? { type: 'revealed', by, step: command.step, at } : refuse('confirm-first')
    }
    case 'act':
      return { type: 'acted', by, act: command.act, at }
    case 'report': {
      const { complaint, words } = command
      const before = new Set(post.reports.map((report) => report.by.person))
      const hides = post.state === 'up' && before.add(by.person).size >= reportsThatHide
      return { type: 'reported', report: { by, complaint, words, at }, hides }
    }
    case 'restore':
      return { type: 'restored', by, at }
    case 'recall':
      return command.reason.trim() === ''
        ? refuse('reason-needed')
        : { type: 'recalled', by, reason: command.reason, at }
  }
}

/** The step that was asked for, with its check. Only the shell calls this, after `revealed` is on record. */
export function stepOf(post: Post, step: string): Extract<LaterPart, { part: 'step' }> | undefined {
  for (const later of post.allowed.screened.envelope.later) if (later.part === 'step' && later.id === step) return later
  return undefined
}
