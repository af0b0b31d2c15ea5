// Socket Mode: an app opens up to ten connections, each is greeted, and each payload goes to one of them in an envelope
// that has to be acknowledged. Slack may ask a connection to leave.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'
import type { Json } from '../../../src/json.ts'
import type { Fault } from '../fault-script.ts'
import { isThing, parsed, word } from './form.ts'
import type { Attempt, Deadline, Parcel } from './signed.ts'

const most = 10
const pingMs = 10_000
const goodbyeMs = 200

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets'
export type Sockets = {
  /** A ticket for one connection, as apps.connections.open gives it out. */
  ticket(appId: string): string
  count(appId: string): number
  send(
    appId: string,
    parcel: Parcel,
    fault: Fault | undefined,
    retry: Retry | undefined,
    deadline: Deadline,
  ): Promise<Attempt>
  /** Asks every open connection of this app to leave. */
  disconnect(appId: string, reason: DisconnectReason, which?: 'first'): void
  close(): Promise<void>
}
type Retry = { readonly num: number; readonly why: string }
type Link = { readonly appId: string; readonly socket: WebSocket }

const kinds: Readonly<Record<Parcel['kind'], string>> = {
  event: 'events_api',
  interactive: 'interactive',
  command: 'slash_commands',
}

export function openSockets(server: Server, stir: () => void): Sockets {
  const tickets = new Map<string, string>()
  const waiting = new Map<string, (answer: Json | undefined) => void>()
  const doors = new WebSocketServer({ noServer: true })
  let links: Link[] = []
  let turn = 0

  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'http://local').searchParams.get('ticket') ?? ''
    const appId = tickets.get(ticket)
    tickets.delete(ticket)
    if (appId === undefined) {
      socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
      return
    }
    doors.handleUpgrade(request, socket, head, (opened) => greet(opened, appId))
  })

  const greet = (socket: WebSocket, appId: string): void => {
    const link: Link = { appId, socket }
    links.push(link)
    const ping = setInterval(() => socket.ping(), pingMs)
    socket.on('close', () => {
      clearInterval(ping)
      links = links.filter((one) => one !== link)
      stir()
    })
    socket.on('message', (data) => {
      const said = parsed(String(data))
      if (!isThing(said)) return
      waiting.get(word(said, 'envelope_id'))?.(said.payload)
    })
    const open = links.filter((one) => one.appId === appId).length
    if (open > most) {
      say(socket, { type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'fake' } })
      socket.close()
      return
    }
    say(socket, {
      type: 'hello',
      num_connections: open,
      debug_info: { host: 'fake', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: appId },
    })
    stir()
  }

  return {
    ticket(appId) {
      const ticket = randomBytes(16).toString('hex')
      tickets.set(ticket, appId)
      return ticket
    },
    count: (appId) => links.filter((one) => one.appId === appId).length,
    async send(appId, parcel, fault, retry, deadline) {
      const open = links.filter((one) => one.appId === appId && one.socket.readyState === WebSocket.OPEN)
      const link = open[turn++ % Math.max(open.length, 1)]
      const unheard: Attempt = { heard: false, why: 'timeout', isFinal: false }
      if (link === undefined || fault?.fault === 'drop') {
        deadline.cancel()
        return unheard
      }
      const envelope = randomBytes(16).toString('hex')
      let lost = (): void => undefined
      const answered = new Promise<Attempt>((resolve) => {
        lost = () => resolve(unheard)
        waiting.set(envelope, (answer) => resolve({ heard: true, answer }))
        link.socket.once('close', lost)
        void deadline.up.then(lost)
      })
      say(link.socket, {
        envelope_id: envelope,
        type: kinds[parcel.kind],
        accepts_response_payload: parcel.kind !== 'event',
        payload: parcel.body,
        ...(parcel.kind === 'event' ? { retry_attempt: retry?.num ?? 0, retry_reason: retry?.why ?? '' } : {}),
      })
      const attempt = await answered
      deadline.cancel()
      link.socket.off('close', lost)
      waiting.delete(envelope)
      const isLost = fault !== undefined && fault.fault !== 'delay'
      return isLost ? unheard : attempt
    },
    disconnect(appId, reason, which) {
      const all = links.filter((one) => one.appId === appId)
      for (const { socket } of which === 'first' ? all.slice(0, 1) : all)
        say(socket, { type: 'disconnect', reason, debug_info: { host: 'fake' } })
    },
    async close() {
      const closing = links.map(async ({ socket }) => {
        const gone = once(socket, 'close')
        socket.close(1001)
        // A client that does not answer the goodbye is not waited for.
        const late = setTimeout(() => socket.terminate(), goodbyeMs)
        await gone
        clearTimeout(late)
      })
      await Promise.all(closing)
      doors.close()
    },
  }
}

function say(socket: WebSocket, what: Json): void {
  socket.send(JSON.stringify(what))
}
