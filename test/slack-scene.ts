// What people do on Slack in a play, and what they have before them then: they mention, click, fill in and type in the
// fake, and read what came of it.

import type { Draft } from '../src/draft/draft.ts'
import { type DraftId, type InvocationId, invocationId, sure } from '../src/id.ts'
import type { Message, View } from './fakes/slack/town.ts'
import type { SlackTheatre } from './journeys/slack.ts'
import type { Way } from './journeys/slack-wire.ts'
import { openPlay as open } from './slack-play.ts'

const opened: (() => PromiseLike<unknown>)[] = []
/** After each test. */
export async function closePlays(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close()
}

export const ways: readonly Way[] = ['socket', 'http']
export const loosens =
  'It is a permissions problem.\n\nLoosen the access control lists on atlas so that everyone can read it.'

export async function openPlay(way: Way): Promise<SlackTheatre> {
  const at = await open(way)
  opened.push(() => at[Symbol.asyncDispose]())
  return at
}

export const person = (at: SlackTheatre, user: string) => at.acme.slack.person(user)
export const linesOf = (at: SlackTheatre, user: string): readonly string[] =>
  person(at, user)
    .reads()
    .filter((one) => one.onlyFor === user)
    .map((one) => one.now.text)
export const cardsOf = (at: SlackTheatre, user: string, draft: DraftId): readonly Message[] =>
  person(at, user)
    .reads()
    .filter((one) => JSON.stringify(one.now.blocks).includes(`"block_id":"${draft}:`))
export async function line(at: SlackTheatre, user: string, part: string): Promise<string> {
  const found = () => linesOf(at, user).find((one) => one.includes(part))
  await at.acme.slack.until(() => found() !== undefined)
  return found() ?? ''
}
export async function cardOf(at: SlackTheatre, user: string, draft: DraftId): Promise<Message> {
  await at.acme.slack.until(() => cardsOf(at, user, draft).length > 0)
  const card = cardsOf(at, user, draft).at(-1)
  if (card === undefined) throw new Error(`${user} has no card of ${draft}`)
  return card
}
export async function pageOf(at: SlackTheatre, user: string): Promise<View> {
  await at.acme.slack.until(() => person(at, user).modal() !== undefined)
  const page = person(at, user).modal()
  if (page === undefined) throw new Error(`${user} has no page before them`)
  return page
}
export async function asks(
  at: SlackTheatre,
  words = 'ask Deploy Helper when does staging deploy?',
): Promise<InvocationId> {
  await person(at, 'U0ADA').mentions('C0HELP', words)
  const told = await line(at, 'U0ADA', 'was asked, as inv_')
  return sure(invocationId, /inv_[0-9A-Z]+/.exec(told)?.[0] ?? '')
}
export const held = async (at: SlackTheatre, text = 'At 09:00 and 15:00 UTC.', assumptions = ['you mean staging']) =>
  at.submit(await at.ask('asker', 'when?'), { text, assumptions })
export async function stateOf(at: SlackTheatre, id: DraftId): Promise<Draft> {
  const { seen } = await at.house().record.look({ draft: { kind: 'draft', id } })
  if (seen.draft === undefined) throw new Error(`${id} is not there`)
  return seen.draft.is
}
/** How often this happened in the stream, or anywhere. */
export async function count(at: SlackTheatre, event: string, stream?: string): Promise<number> {
  const entries = await at.house().record.entries({ stream, limit: 500 })
  return entries.filter((entry) => entry.leaf.includes(`"event":"${event}"`)).length
}
/** The button of that name, or where there is none, the line of the menu. */
export async function presses(at: SlackTheatre, user: string, message: Message, act: string): Promise<void> {
  const drawn = JSON.stringify(message.now.blocks)
  if (drawn.includes(`"action_id":"cs:${act}"`)) await person(at, user).clicks(message, `cs:${act}`)
  else await person(at, user).clicks(message, 'cs:more', new RegExp(`"value":"([^"]*[|]${act})"`).exec(drawn)?.[1])
}
