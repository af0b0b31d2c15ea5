// The workspaces that let us in, each with its own access, people, channel and reviewers: nothing of one is ever asked with
// the token of another. An access that was installed wins over the token of the settings for the same workspace.

import { z } from 'zod'
import type { House } from '../../src/gateway/house.ts'
import { install, installationOf } from '../../src/gateway/installing.ts'
import type { Channel } from '../../src/port/channel.ts'
import type { Log } from '../../src/port/log.ts'
import type { Reviewers } from '../../src/port/reviewers.ts'
import { type Access, openAccess } from './access.ts'
import { slackChannel } from './channel.ts'
import { connect, type Slack } from './client.ts'
import type { Oauth } from './oauth.ts'
import { openPeople, type People } from './people.ts'
import { drawnBy, drawPost } from './post.ts'
import { slackReviewers } from './reviewers.ts'

export type Workspace = {
  readonly team: string
  readonly slack: Slack
  readonly people: People
  readonly access: Access
  readonly channel: Channel
  readonly reviewers: Reviewers
}
export type Workspaces = {
  /** Undefined where nobody has let us in. */
  of(team: string): Promise<Workspace | undefined>
  /** All of them as one platform: each call goes to the workspace that it is about. */
  readonly channel: Channel
  readonly reviewers: Reviewers
}
export type WorkspacesOf = {
  /** There is one by the time that anything is called. */
  readonly house: () => House
  readonly owner: string
  /** A token for the one workspace of the settings. */
  readonly setting?: string | undefined
  readonly oauth?: Oauth | undefined
  readonly apiUrl?: string | undefined
  readonly now: () => number
  readonly log: Log
}

const whose = z.object({ team_id: z.string() })

export function openWorkspaces(parts: WorkspacesOf): Workspaces {
  const { house, setting, apiUrl, now, log } = parts
  const known = new Map<string, Workspace>()
  let settingIsOf: Promise<string> | undefined

  const teamOfSetting = async (): Promise<string | undefined> => {
    if (setting === undefined) return undefined
    settingIsOf ??= connect({ token: setting, apiUrl })
      .safely('auth.test', {})
      .then((answer) => whose.parse(answer).team_id)
    try {
      return await settingIsOf
    } catch (cause) {
      settingIsOf = undefined
      throw new Error('asking Slack whose token the settings bring', { cause })
    }
  }
  const opened = (team: string, own: string | undefined): Workspace => {
    const access = openAccess({ ...parts, team, setting: own })
    const slack = connect({ token: access, apiUrl })
    const people = openPeople(slack, now)
    const on = { slack, people }
    return {
      team,
      ...on,
      access,
      channel: slackChannel({ ...on, now }),
      reviewers: slackReviewers({ ...on, log }),
    }
  }
  const of = async (team: string): Promise<Workspace | undefined> => {
    const before = known.get(team)
    if (before !== undefined) return before
    const held = await installationOf(house(), { platform: 'slack', workspace: team })
    const isKept = held !== undefined && held.state !== 'out' && held.credential !== 'setting'
    const own = isKept || (await teamOfSetting()) !== team ? undefined : setting
    if (held === undefined && own === undefined) return undefined
    // The settings bring a token that Slack takes: we were let in again.
    if (held?.state === 'out' && own !== undefined)
      await install(house(), { of: { platform: 'slack', workspace: team, scopes: [] }, credential: 'setting' })
    const workspace = known.get(team) ?? opened(team, own)
    known.set(team, workspace)
    return workspace
  }
  return { of, channel: everyChannel(of), reviewers: everyReviewer(of) }
}

type Find = Workspaces['of']
const nowhere = { sent: 'no', why: 'we are not installed in that workspace', next: 'blocked' } as const

/** All that a workspace can do, so that nothing of it is lost on the way. */
function everyChannel(of: Find): Required<Channel> {
  const at = async ({ workspace }: { readonly workspace: string }) => (await of(workspace))?.channel
  return {
    platform: 'slack',
    drawnBy,
    carries: ['post', 'edit', 'delete'],
    draw: drawPost,
    send: async (sending) => (await at(sending.destination))?.send(sending) ?? nowhere,
    find: async (place, ...rest) => (await at(place))?.find(place, ...rest) ?? { found: 'unclear' },
    redraw: async (place, ref, card) => (await at(place))?.redraw(place, ref, card) ?? nowhere,
    announce: async (place, line) => (await at(place))?.announce(place, line) ?? nowhere,
    membership: async (account, place) => (await at(place))?.membership(account, place),
    context: async (place, limit) => (await at(place))?.context?.(place, limit) ?? { context: 'withheld' },
    newReplies: async (place, since) => (await at(place))?.newReplies?.(place, since),
    followers: async (place, ref) =>
      (await at(place))?.followers?.(place, ref) ?? { of: [], accounts: [], more: false },
    audience: async (place) => (await at(place))?.audience(place),
    obstacle: async (place) => (await at(place))?.obstacle?.(place),
  }
}

/** A card stands in the workspace whose place it is about: that is the one its account is named in. */
function everyReviewer(of: Find): Required<Reviewers> {
  const at = async ({ workspace }: { readonly workspace: string }): Promise<Reviewers> => {
    const found = await of(workspace)
    if (found === undefined) throw new Error(`asking somebody in ${workspace}: we are not installed there`)
    return found.reviewers
  }
  return {
    platform: 'slack',
    moderators: async (place) => (await of(place.workspace))?.reviewers.moderators(place) ?? [],
    seconds: async (place) => (await of(place.workspace))?.reviewers.seconds(place) ?? [],
    show: async (account, card, ref) => (await at(account)).show(account, card, ref),
    showGrant: async (account, card, ref) => (await at(account)).showGrant(account, card, ref),
    point: async (account, place, pointer, ref) => (await at(place)).point?.(account, place, pointer, ref),
    showHome: async (account, home) => (await of(account.workspace))?.reviewers.showHome?.(account, home),
    note: async (account, place, line) => (await at(place)).note(account, place, line),
  }
}
