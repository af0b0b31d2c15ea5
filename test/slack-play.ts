// Slack as it is played in several tests: the theatre, with the app that hears people and the workspace, over the socket or
// by signed requests. What was logged as a fault is kept, to be read.

import { expect } from 'vitest'
import type { Draft } from '../src/draft/draft.ts'
import type { DraftId } from '../src/id.ts'
import type { Message } from './fakes/slack/town.ts'
import { type SlackTheatre, type SlackTheatreOf, slackTheatre } from './journeys/slack.ts'
import { openWire, type Way } from './journeys/slack-wire.ts'

export type Play = SlackTheatre & {
  readonly faults: readonly string[]
  /** The messages of this draft that this person has before them. */
  cards(user: string, draft: DraftId): readonly Message[]
}

export async function openPlay(way: Way, of: Omit<SlackTheatreOf, 'log'> = {}): Promise<Play> {
  const faults: string[] = []
  const log = { info: () => undefined, fault: (what: string, cause: unknown) => void faults.push(`${what}: ${cause}`) }
  const at = await slackTheatre({ log, ...of })
  const { acme, now } = at
  const wire = await openWire(way, { acme, house: at.house(), workspaces: at.workspaces(), now, log })
  return {
    ...at,
    faults,
    cards: (user, draft) =>
      acme.slack
        .person(user)
        .reads()
        .filter((one) => JSON.stringify(one.now.blocks).includes(`"block_id":"${draft}:`)),
    async [Symbol.asyncDispose]() {
      await wire.close()
      await at[Symbol.asyncDispose]()
    },
  }
}

export async function held(at: Play, text = 'At 09:00 and 15:00 UTC.'): Promise<DraftId> {
  const draft = await at.submit(await at.ask('asker', 'when?'), { text, assumptions: ['you mean staging'] })
  await at.until(draft, 'pending')
  return draft
}

export async function draftCardOf(at: Play, user: string, draft: DraftId): Promise<Message> {
  await at.acme.slack.until(() => at.cards(user, draft).length > 0)
  const card = at.cards(user, draft).at(-1)
  if (card === undefined) throw new Error(`${user} has no card of ${draft}`)
  return card
}

export function nowText(message: Message): string {
  return `${message.now.text} ${JSON.stringify(message.now.blocks)}`
}

export async function stateOf(at: Play, id: DraftId): Promise<Draft> {
  const { seen } = await at.house().record.look({ draft: { kind: 'draft', id } })
  if (seen.draft === undefined) throw new Error(`${id} is not there`)
  return seen.draft.is
}

/** The events of one stream, in order. */
export async function entriesOf(at: Play, stream: string): Promise<readonly string[]> {
  const entries = await at.house().record.entries({ stream, limit: 500 })
  return entries.map(({ leaf }) => /"event":"([^"]+)"/.exec(leaf)?.[1] ?? '')
}

/** Until Slack is asked nothing any more. */
export async function quiet({ acme }: Play): Promise<void> {
  let before = -1
  const isSame = () => {
    const same = acme.slack.calls.length === before
    before = acme.slack.calls.length
    return same
  }
  await expect.poll(isSame, { interval: 400, timeout: 10_000 }).toBe(true)
}
