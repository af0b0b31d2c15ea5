// How a draft comes in: an agent submits it with its token, and leaves with an answer. What it may do with its draft
// afterwards is change.ts; nothing here can make an invocation or a decision.

import type { Agent } from '../agent/agent.ts'
import { maySubmit } from '../agent/agent.ts'
import { type Answer, answerOf } from '../agent/answer.ts'
import { mayAnswer } from '../agent/invocation.ts'
import { runEvent } from '../agent/run-name.ts'
import { looksLikeToken, tokenFor, tokenKey } from '../agent/token.ts'
import type { Disclosure, Run } from '../draft/disclosure.ts'
import type { DraftBase } from '../draft/draft.ts'
import type { Content, Intent } from '../draft/intent.ts'
import { type AgentId, type DraftId, draftId, type InvocationId, sure } from '../id.ts'
import { sha256 } from '../json.ts'
import { type Destination, sameDestination } from '../place.ts'
import type { Held, Tally } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { emptyBook, type RuleBook } from '../rule/rule.ts'
import { spokenRule } from '../rule/spoken.ts'
import { noStops, type StopBoard, stopOn } from '../safety/stop.ts'
import { runWithoutSecrets, saysASecret } from '../screening/redact.ts'
import { agentStep } from './agent-step.ts'
import { boards, commit, isTaken } from './commit.ts'
import { draftStep, openHere, openOf } from './draft-step.ts'
import type { House } from './house.ts'
import { invocationStep } from './invocation-step.ts'
import { makeId, makeSalt, onceKey } from './make.ts'
import { noteRefusal } from './watching.ts'

export type Submission = {
  readonly destination: Destination
  readonly intent: Intent
  readonly content: Content
  readonly disclosure: Disclosure
  readonly run: Run
  readonly invocation?: InvocationId | undefined
}

/** What the agent is told: its draft, and the rule of the place in words. */
export type Receipt = { readonly draft: Answer; readonly rule: string; readonly again: boolean }

export async function submit(
  house: House,
  secret: string,
  submission: Submission,
  key: string,
): Promise<Receipt | Refusal> {
  if (!looksLikeToken(secret)) return noteRefusal(house, 'door', refuse('token-unknown'))
  const invocation = submission.invocation
  const target =
    submission.intent.intent === 'edit' || submission.intent.intent === 'delete' ? submission.intent.post : undefined
  const glance = {
    ...boards,
    agent: { kind: 'agent', sole: tokenKey(secret) },
    invocation: invocation === undefined ? undefined : ({ kind: 'invocation', id: invocation } as const),
    target: target === undefined ? undefined : ({ kind: 'post', id: target } as const),
  } as const
  // The doors build it field by field, so the same words have the same letters.
  const note = sha256(JSON.stringify(submission))
  const tallies = openTallies(house, tokenKey(secret), submission.destination)
  let who: Held<Agent> | undefined
  let book: RuleBook = emptyBook
  const done = await commit(
    house,
    glance,
    ({ now, seen, tallied }) => {
      who = seen.agent
      book = seen.rules?.is ?? emptyBook
      const refused = mayStart(seen, secret, submission, now) ?? carried(house, submission) ?? full(tallies, tallied)
      if (refused !== undefined) return refused
      if (seen.agent === undefined) return refuse('token-unknown')
      if (invocation !== undefined && seen.invocation === undefined) return refuse('invocation-foreign')
      if (target !== undefined && !ownPost(seen.target?.is, seen.agent.is.id, submission.destination))
        return refuse('unknown-post')
      const asked =
        seen.invocation === undefined
          ? undefined
          : (mayAnswer(seen.invocation.is, seen.agent.is.id, now) ?? seen.invocation)
      if (asked !== undefined && isRefusal(asked)) return asked
      const { destination, intent, content, disclosure } = submission
      const run = runWithoutSecrets(submission.run)
      const token = tokenFor(seen.agent.is.tokens, secret, now)
      const named = token === undefined ? undefined : runEvent(seen.agent.is, token, run, now)
      const actor = { kind: 'agent', id: seen.agent.is.id } as const
      const told = named === undefined ? undefined : agentStep(seen.agent, named, actor, now)
      const id = makeId(draftId, now, house.chance)
      const base: DraftBase = {
        id,
        agent: { id: seen.agent.is.id, name: seen.agent.is.name },
        destination,
        intent,
        run,
        ...(asked === undefined ? {} : { invocation: asked.is.id, invoker: asked.is.invoker }),
        revision: {
          number: 1,
          author: { agent: seen.agent.is.id },
          content,
          disclosure,
          at: now,
          salt: makeSalt(house.chance),
        },
        earlier: [],
        received: now,
        // With the new run it came with: nobody has answered for that yet.
        shadowAgent: (told?.agent ?? seen.agent.is).state === 'shadow',
      }
      const soles = [{ name: onceKey(seen.agent.is.id, key), note }]
      const step = draftStep(undefined, { type: 'received', draft: base }, { actor, at: now, soles })
      const answered = asked === undefined ? [] : [invocationStep(asked, { type: 'answered', draft: id }, actor, now)]
      return { steps: [step, ...answered, ...(told === undefined ? [] : [told])], result: step.draft }
    },
    tallies,
  )
  if (isRefusal(done)) {
    // What was taken once stays taken: a retry that comes late gets its draft, whatever holds by now.
    const first = who === undefined ? undefined : await taken(house, secret, who.is, key, note, book)
    return first ?? noteRefusal(house, who?.id ?? 'door', done)
  }
  if (isTaken(done)) {
    if (done.note !== note) return refuse('key-reused')
    return firstReceipt(house, sure(draftId, done.by), book)
  }
  house.reach('submit.saved')
  const { result: draft } = done
  return { draft: answerOf(draft), rule: ruleTold(draft, book), again: false }
}

type Started = { readonly agent: Held<Agent> | undefined; readonly stops: Held<StopBoard> | undefined }

function mayStart(seen: Started, secret: string, submission: Submission, now: number): Refusal | undefined {
  const agent = seen.agent?.is
  const token = agent === undefined ? undefined : tokenFor(agent.tokens, secret, now)
  if (agent === undefined || token === undefined) return refuse('token-unknown')
  const stop = stopOn(seen.stops?.is ?? noStops, { agent, destination: submission.destination })
  // A stop of the agent itself suspends its tokens; under a wider one its draft is taken, and frozen.
  if (stop?.scope.over === 'agent' && stop.scope.lane === undefined) return refuse('stopped', { at: stop.from })
  return maySubmit(agent, token, submission.destination, now)
}

/** What waits for people already, of this agent. Those who submit in one moment may each be the last, so it is a little soft. */
function openTallies({ pace }: House, sole: string, at: Destination): readonly Tally[] {
  const limits = [
    { tag: openOf, sole, most: pace.mostOpen },
    { tag: openHere(at), sole, most: pace.mostOpenHere },
  ]
  return limits.filter(({ most }) => Number.isFinite(most))
}

function full(tallies: readonly Tally[], tallied: readonly number[]): Refusal | undefined {
  if (tallied.length !== tallies.length) throw new Error('taking a draft: what waits already was not counted')
  return tallies.some(({ most }, at) => (tallied[at] ?? most) >= most) ? refuse('too-many-drafts') : undefined
}

function carried(house: House, submission: Submission): Refusal | undefined {
  const channel = house.channels.get(submission.destination.platform)
  if (channel === undefined) return refuse('unknown-place')
  // The place stands in the entry of what was received, before anything is checked.
  const { workspace, channel: name, thread = '' } = submission.destination
  if (saysASecret(`${workspace}\n${name}\n${thread}`)) return refuse('unknown-place')
  return channel.carries.includes(submission.intent.intent) ? undefined : refuse('intent-not-carried')
}

function ownPost(post: { draft: DraftBase; state: string } | undefined, agent: AgentId, at: Destination): boolean {
  return (
    post !== undefined &&
    post.state === 'up' &&
    post.draft.agent.id === agent &&
    sameDestination(post.draft.destination, at)
  )
}

/** The draft that this key made already, for somebody whose token is live. */
async function taken(
  house: House,
  secret: string,
  agent: Agent,
  key: string,
  note: string,
  book: RuleBook,
): Promise<Receipt | Refusal | undefined> {
  const { now, seen } = await house.record.look({ before: { kind: 'draft', sole: onceKey(agent.id, key) } })
  if (seen.before === undefined || tokenFor(agent.tokens, secret, now) === undefined) return undefined
  return seen.before.note === note ? firstReceipt(house, seen.before.is.id, book) : refuse('key-reused')
}

async function firstReceipt(house: House, id: DraftId, book: RuleBook): Promise<Receipt | Refusal> {
  const { seen } = await house.record.look({ draft: { kind: 'draft', id } })
  if (seen.draft === undefined) return refuse('unknown-draft')
  const draft = seen.draft.is
  return { draft: answerOf(draft), rule: ruleTold(draft, book), again: true }
}

function ruleTold({ agent, destination }: DraftBase, book: RuleBook): string {
  return spokenRule(book, { agent: agent.id, agentName: agent.name, destination })
}
