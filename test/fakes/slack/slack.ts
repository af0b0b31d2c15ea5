// A little Slack on a free port that keeps the truth: it speaks the Web API, Socket Mode and signed HTTP, refuses what
// Slack refuses, and fails by script. Time and the pace of its retries are arguments.

import { createServer } from 'node:http'
import type { FaultScript } from '../fault-script.ts'
import { type Delivery, openPost, type Pace, slacksPace } from './deliver.ts'
import { announce, announceToTeam, parcelOf } from './event.ts'
import { openFaults } from './fault.ts'
import type { Thing } from './form.ts'
import type { Happened } from './method.ts'
import { install } from './oauth.ts'
import { type Person, personIn } from './person.ts'
import { notifies } from './post.ts'
import { type Called, type Desk, serve } from './server.ts'
import type { SignedRequest } from './signed.ts'
import { type DisconnectReason, openSockets } from './socket.ts'
import {
  type App,
  type Channel,
  emptyTown,
  type Fetch,
  type Installation,
  type Message,
  nextId,
  type Team,
  type Town,
  type User,
  type UserGroup,
} from './town.ts'

export type FakeSlack = AsyncDisposable & {
  readonly url: string
  /** What a client is pointed at. */
  readonly apiUrl: string
  readonly town: Town
  /** Every message that was ever accepted, in order, as readers really see it. */
  readonly truth: readonly Message[]
  /** Every address Slack would have fetched for a preview or an image. */
  readonly fetched: readonly Fetch[]
  readonly calls: readonly Called[]
  readonly sent: readonly SignedRequest[]
  readonly delivered: readonly Delivery[]
  script(script: FaultScript): void
  notifies(message: Message): string[]

  team(id: string, name: string): Team
  user(team: string, id: string, name: string, kind?: User['kind']): User
  channel(team: string, id: string, name: string, more: Partial<Channel> & { readonly members: Set<string> }): Channel
  group(team: string, handle: string, users: string[]): UserGroup
  app(more: Partial<App> & { readonly name: string }): App
  install(app: App, team: string, scopes?: readonly string[]): Installation
  /** A person agrees to install the app: the code that their browser brings back. */
  consents(app: App, team: string, user: string): string
  person(user: string, before?: Installation): Person

  /** What admins and owners do, told to the apps that asked to hear of it. */
  deactivates(user: string): Promise<void>
  archives(channel: string): Promise<void>
  renames(channel: string, name: string): Promise<void>
  shares(channel: string, withTeam: string): Promise<void>
  unarchives(channel: string): Promise<void>
  makesPrivate(channel: string): Promise<void>
  /** As Slack does when a private channel is shared with another company: it is another channel from now on. */
  changesId(channel: string, to: string): Promise<void>
  /** An admin deletes anybody's message. */
  deletes(message: Message): Promise<void>
  removes(installation: Installation, channel: string): Promise<void>
  invites(installation: Installation, channel: string): Promise<void>
  uninstalls(installation: Installation): Promise<void>

  /** Tells the apps of this message once more, or only now. */
  tells(message: Message): Promise<void>

  connections(app: App): number
  /** Every connection of the app, or the one that was opened first. */
  disconnect(app: App, reason: DisconnectReason, which?: 'first'): void
  /** What was sent last comes once more, over the next connection. */
  repeats(): Promise<Delivery>
  /** When everything on its way to apps has arrived or was given up. */
  settled(): Promise<void>
  /** When this is true; looked at after each thing that happens. */
  until(isSo: () => boolean): Promise<void>
}

export async function openFakeSlack(
  settings: { readonly now?: () => number; readonly pace?: Pace } = {},
): Promise<FakeSlack> {
  const town = emptyTown(settings.now ?? (() => Date.now()))
  const faults = openFaults()
  const pending = new Set<() => void>()
  let watchers: { readonly isSo: () => boolean; readonly done: () => void }[] = []
  const stir = (): void => {
    const seen = watchers.filter((one) => one.isSo())
    watchers = watchers.filter((one) => !seen.includes(one))
    for (const one of seen) one.done()
  }
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer)
        pending.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      pending.add(end)
    })
  let url = ''
  const server = createServer((request, out) => {
    serve(desk, request, out).catch((error: unknown) => out.destroy(new Error('answering a call', { cause: error })))
  })
  const sockets = openSockets(server, stir)
  const post = openPost(town.now, settings.pace ?? slacksPace, faults, sockets, wait, stir)
  const tellOne = (by: Installation, parcel: Parameters<typeof post.deliver>[1]): Promise<Delivery> =>
    post.deliver(by.app, parcel)
  const tell = async (happened: Happened): Promise<void> => announce(town, happened, tellOne)
  const desk: Desk = {
    town,
    faults,
    sockets,
    calls: [],
    url: () => url,
    wait,
    stir,
    tell: (happened) => {
      tell(happened).catch((error: unknown) => server.emit('error', error))
    },
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('opening the fake Slack: it has no port')
  url = `http://127.0.0.1:${address.port}`

  const channelAt = (id: string): Channel => {
    const channel = town.channels.get(id)
    if (channel === undefined) throw new Error(`looking for ${id}: there is no such channel`)
    return channel
  }
  const userAt = (id: string): User => {
    const user = town.users.get(id)
    if (user === undefined) throw new Error(`looking for ${id}: there is no such user`)
    return user
  }
  const toTeam = (team: string, event: Thing): Promise<void> => announceToTeam(town, team, event, tellOne)

  return {
    url,
    apiUrl: `${url}/api/`,
    town,
    truth: town.truth,
    fetched: town.fetched,
    calls: desk.calls,
    sent: post.sent,
    delivered: post.delivered,
    script(script) {
      faults.script = script
    },
    notifies: (message) => notifies(message.now),
    team(id, name) {
      const team = { id, name, domain: name.toLowerCase() }
      town.teams.set(id, team)
      return team
    },
    user(team, id, name, kind = 'full') {
      const user: User = { id, team, name, kind, deactivated: false }
      town.users.set(id, user)
      return user
    },
    channel(team, id, name, more) {
      const channel: Channel = { id, team, name, kind: 'public', archived: false, sharedWith: new Set(), ...more }
      town.channels.set(id, channel)
      return channel
    },
    group(team, handle, users) {
      const group = { id: nextId(town, 'S'), team, handle, users }
      town.groups.set(group.id, group)
      return group
    },
    app(more) {
      const id = nextId(town, 'A')
      const app: App = {
        id,
        clientId: `${id}.client`,
        clientSecret: `${id}-client-secret`,
        signingSecret: `${id}-signing-secret`,
        appToken: `xapp-1-${id}-secret`,
        scopes: [],
        events: new Set(),
        metadata: [],
        socketMode: false,
        rotates: false,
        escapes: true,
        hearsOwnMetadata: true,
        ...more,
      }
      town.apps.set(id, app)
      return app
    },
    install: (app, team, scopes) => install(town, app, team, scopes),
    consents(app, team, user) {
      const code = nextId(town, 'code-')
      town.consents.set(code, { app, team, user, used: false })
      return code
    },
    person(id, before = town.installations[0]) {
      if (before === undefined) throw new Error(`seating ${id}: no app is installed`)
      const by = before
      const speaking = {
        town,
        deliver: (parcel: Parameters<typeof post.deliver>[1]) => post.deliver(by.app, parcel),
        announce: tell,
        tellApp: (event: Thing) => post.deliver(by.app, parcelOf(town, by, event)),
      }
      return personIn(speaking, { town, by, user: userAt(id), url })
    },
    async deactivates(id) {
      const user = userAt(id)
      user.deactivated = true
      await toTeam(user.team, { type: 'user_change', user: { id, deleted: true, team_id: user.team } })
    },
    async archives(id) {
      const channel = channelAt(id)
      channel.archived = true
      await toTeam(channel.team, {
        type: channel.kind === 'private' ? 'group_archive' : 'channel_archive',
        channel: id,
      })
    },
    async renames(id, name) {
      const channel = channelAt(id)
      channel.name = name
      await toTeam(channel.team, { type: 'channel_rename', channel: { id, name } })
    },
    async shares(id, withTeam) {
      const channel = channelAt(id)
      channel.sharedWith.add(withTeam)
      await toTeam(channel.team, { type: 'channel_shared', channel: id, connected_team_id: withTeam })
    },
    async unarchives(id) {
      const channel = channelAt(id)
      channel.archived = false
      await toTeam(channel.team, {
        type: channel.kind === 'private' ? 'group_unarchive' : 'channel_unarchive',
        channel: id,
      })
    },
    async makesPrivate(id) {
      const channel = channelAt(id)
      channel.kind = 'private'
      await toTeam(channel.team, { type: 'channel_convert_to_private', channel: id })
    },
    async changesId(id, to) {
      const channel = channelAt(id)
      town.channels.delete(id)
      town.channels.set(to, { ...channel, id: to })
      for (const message of town.truth) if (message.channel === id) message.channel = to
      await toTeam(channel.team, { type: 'channel_id_changed', old_channel_id: id, new_channel_id: to })
    },
    async deletes(message) {
      message.gone = true
      await tell({ what: 'deleted', message })
    },
    async removes(by, id) {
      const channel = channelAt(id)
      channel.members.delete(by.botUser)
      // Who is out of it hears of its own leaving and of nothing else there.
      const left = channel.kind === 'private' ? 'group_left' : 'channel_left'
      if (by.app.events.has(left)) await tellOne(by, parcelOf(town, by, { type: left, channel: id, actor_id: 'U0SEC' }))
      await tell({ what: 'left', user: by.botUser, channel })
    },
    async invites(by, id) {
      const channel = channelAt(id)
      channel.members.add(by.botUser)
      await tell({ what: 'joined', user: by.botUser, channel })
    },
    async uninstalls(by) {
      by.ended = 'account_inactive'
      for (const type of ['app_uninstalled', 'tokens_revoked'])
        if (by.app.events.has(type))
          await tellOne(by, parcelOf(town, by, { type, tokens: { oauth: [], bot: [by.botUser] } }))
    },
    tells: (message) => tell({ what: 'posted', message }),
    connections: (app) => sockets.count(app.id),
    disconnect: (app, reason, which) => sockets.disconnect(app.id, reason, which),
    repeats() {
      const last = post.parcels.at(-1)
      if (last === undefined) throw new Error('repeating what was sent: nothing was')
      return post.deliver(last.app, last.parcel)
    },
    settled: () => post.settled(),
    until: (isSo) => (isSo() ? Promise.resolve() : new Promise((done) => watchers.push({ isSo, done }))),
    async [Symbol.asyncDispose]() {
      for (const end of [...pending]) end()
      await sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
