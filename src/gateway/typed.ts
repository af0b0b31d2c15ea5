// Every text that a person types and that stands in a change, event by event. No change is saved without the word of this
// file that its texts were looked through for secrets: a new kind of event does not compile before it is said here what
// people can write in it. Those of drafts are in typed-draft.ts.

import type { AgentEvent } from '../agent/agent.ts'
import type { InvocationEvent } from '../agent/invocation.ts'
import type { DraftEvent } from '../draft/draft.ts'
import type { PostEvent } from '../post/post.ts'
import type { GrantEvent } from '../rule/grant-event.ts'
import type { Rule } from '../rule/rule.ts'
import type { StopEvent } from '../safety/stop.ts'
import { lookThrough } from '../screening/typed.ts'
import { inDraft, type Look } from './typed-draft.ts'

const mark: unique symbol = Symbol('looked through')
/** That every text of a person in a change was looked through, and what was found. Only this file can say so. */
export type Looked = { readonly [mark]: true; readonly secrets: number }

/** For events in which nobody can write anything. */
export const nothingTyped: Looked = { [mark]: true, secrets: 0 }

function looked<T>(change: (look: Look) => T): readonly [T, Looked] {
  let secrets = 0
  const clean = change((text) => {
    const found = lookThrough(text)
    secrets += found.secrets
    return found.text
  })
  return [clean, { [mark]: true, secrets }]
}

export function lookedDraft(event: DraftEvent): readonly [DraftEvent, Looked] {
  return looked((look) => inDraft(event, look))
}

export function lookedPost(event: PostEvent): readonly [PostEvent, Looked] {
  return looked((look): PostEvent => {
    switch (event.type) {
      case 'reported':
        return { ...event, report: { ...event.report, words: look(event.report.words) } }
      case 'recalled':
        return { ...event, reason: look(event.reason) }
      case 'posted':
      case 'revealed':
      case 'acted':
      case 'restored':
      case 'superseded':
      case 'lapsed':
      case 'not-redrawn':
      case 'redrawn':
        return event
    }
  })
}

export function lookedStop(event: StopEvent): readonly [StopEvent, Looked] {
  return looked((look): StopEvent => {
    switch (event.type) {
      case 'stopped':
        return { ...event, stop: { ...event.stop, reason: look(event.stop.reason) } }
      case 'resumed':
        return event
    }
  })
}

/** The agent’s own reason is one too. */
export function lookedGrant(event: GrantEvent): readonly [GrantEvent, Looked] {
  return looked((look): GrantEvent => {
    switch (event.type) {
      case 'asked': {
        const { base } = event
        return { ...event, base: { ...base, asked: { ...base.asked, why: look(base.asked.why) } } }
      }
      case 'given':
      case 'seconded':
      case 'declined':
      case 'began':
      case 'lapsed':
      case 'used':
      case 'revoked':
      case 'voided':
      case 'ended':
      case 'demoted':
      case 'confirmed':
        return event
    }
  })
}

export function lookedInvocation(event: InvocationEvent): readonly [InvocationEvent, Looked] {
  return looked((look): InvocationEvent => {
    switch (event.type) {
      case 'asked':
        return { ...event, invocation: { ...event.invocation, asked: look(event.invocation.asked) } }
      case 'answered':
      // Hashes alone; the messages themselves are looked through before there are any.
      case 'context-read':
        return event
    }
  })
}

export function lookedAgent(event: AgentEvent): readonly [AgentEvent, Looked] {
  return looked((look): AgentEvent => {
    switch (event.type) {
      case 'assessed':
        return { ...event, assessment: { ...event.assessment, words: look(event.assessment.words) } }
      case 'registered':
      case 'owner-named':
      case 'token-issued':
      case 'token-rotated':
      case 'token-revoked':
      case 'run-named':
      case 'run-changed':
      case 'run-confirmed':
      case 'seen-anew':
      case 'retired':
        return event
    }
  })
}

export function lookedRules<R extends Pick<Rule, 'instructions'>>(
  rules: readonly R[],
): readonly [readonly R[], Looked] {
  return looked((look) =>
    rules.map((rule) => (rule.instructions === undefined ? rule : { ...rule, instructions: look(rule.instructions) })),
  )
}
