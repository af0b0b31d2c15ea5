// Slack as it is played in several tests: the theatre, with the app that hears people and the workspace, over the socket or
// by signed requests. What was logged as a fault is kept, to be read.

import { expect } from 'vitest'
import { serve } from '../adapters/http/serve.ts'
import { signedDoor, socketReceiver } from '../adapters/slack/receiver.ts'
import { switchboard } from '../adapters/slack/switchboard.ts'
import type { Draft } from '../src/draft/draft.ts'
import type { DraftId } from '../src/id.ts'
import type { Message } from './fakes/slack/town.ts'
import { type SlackTheatre, type SlackTheatreOf, slackTheatre } from './journeys/slack.ts'

export type Way = 'socket' | 'http'
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
  const board = switchboard(at.house(), at.workspaces())
  const closes: (() => PromiseLike<unknown>)[] = [() => at[Symbol.asyncDispose]()]
  if (way === 'socket') {
    const socket = socketReceiver({ appToken: acme.app.appToken, apiUrl: acme.slack.apiUrl, log })
    socket.listen(board)
    await socket.start()
    closes.push(async () => socket.stop())
  } else {
    const door = signedDoor({ secret: acme.app.signingSecret, now, log })
    door.listen(board)
    const server = await serve(door, { host: '127.0.0.1', port: 0 })
    closes.push(() => server[Symbol.asyncDispose]())
    acme.app.requestUrl = `${server.url}/slack/events`
    acme.app.socketMode = false
  }
  return {
    ...at,
    faults,
    cards: (user, draft) =>
      acme.slack
        .person(user)
        .reads()
        .filter((one) => JSON.stringify(one.now.blocks).includes(`"block_id":"${draft}:`)),
    async [Symbol.asyncDispose]() {
      for (const close of closes.reverse()) await close()
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
