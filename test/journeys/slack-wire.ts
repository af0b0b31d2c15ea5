// How what people do on Slack comes to a house: over the socket, or by signed requests. It also knows when a house has
// said all that it had to say to a gesture, since Slack hears of the answer before the one line is written.

import { serve } from '../../adapters/http/serve.ts'
import { signedDoor, socketReceiver } from '../../adapters/slack/receiver.ts'
import { switchboard } from '../../adapters/slack/switchboard.ts'
import type { Workspaces } from '../../adapters/slack/workspace.ts'
import type { House } from '../../src/gateway/house.ts'
import type { Log } from '../../src/port/log.ts'
import type { Acme } from '../fakes/slack/acme.ts'

export type Way = 'socket' | 'http'
export type Wire = {
  readonly house: House
  /** Where Slack sends signed requests; none over the socket. */
  readonly address?: string
  /** When nothing that arrived is still being answered. */
  settled(): Promise<void>
  close(): Promise<void>
}
type WireOf = {
  readonly acme: Acme
  readonly house: House
  readonly workspaces: Workspaces
  readonly now: () => number
  readonly log: Log
}

export async function openWire(way: Way, { acme, house, workspaces, now, log }: WireOf): Promise<Wire> {
  const { app, slack } = acme
  const answering = new Set<Promise<void>>()
  const inner = switchboard(house, workspaces)
  const board: typeof inner = {
    async processEvent(event) {
      const done = inner.processEvent(event)
      const ended = done.then(
        () => undefined,
        () => undefined,
      )
      answering.add(ended)
      try {
        await done
      } finally {
        answering.delete(ended)
      }
    },
  }
  const settled = async (): Promise<void> => {
    while (answering.size > 0) await Promise.all(answering)
  }
  if (way === 'socket') {
    const socket = socketReceiver({ appToken: app.appToken, apiUrl: slack.apiUrl, log })
    socket.listen(board)
    await socket.start()
    return { house, settled, close: async () => void (await socket.stop()) }
  }
  const door = signedDoor({ secret: app.signingSecret, now, log })
  door.listen(board)
  const server = await serve(door, { host: '127.0.0.1', port: 0 })
  const address = `${server.url}/slack/events`
  app.requestUrl = address
  app.socketMode = false
  return { house, address, settled, close: () => Promise.resolve(server[Symbol.asyncDispose]()) }
}
