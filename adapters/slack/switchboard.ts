// Puts what arrives through to the app of the workspace that it is about. One road for the socket and for signed requests;
// each workspace has an app of its own, so that none can answer for another.

import type { App, Receiver } from '@slack/bolt'
import { z } from 'zod'
import type { House } from '../../src/gateway/house.ts'
import { openSlackApp } from './app.ts'
import { hearHappenings } from './happening.ts'
import { hearOwnPosts } from './own-post.ts'
import type { Workspace, Workspaces } from './workspace.ts'

const id = z.string().min(1).max(255)
const maybe = id.nullish().catch(undefined)
const about = z.looseObject({
  authorizations: z
    .array(z.looseObject({ team_id: maybe }))
    .optional()
    .catch(undefined),
  context_team_id: maybe,
  view: z.looseObject({ app_installed_team_id: maybe }).nullish().catch(undefined),
  team: z.looseObject({ id: maybe }).nullish().catch(undefined),
  team_id: maybe,
})

export function switchboard(house: House, workspaces: Workspaces): Pick<App, 'processEvent'> {
  const apps = new Map<string, App>()
  const appOf = (workspace: Workspace): App => {
    const known = apps.get(workspace.team)
    if (known !== undefined) return known
    const { team, slack, people, access } = workspace
    const app = openSlackApp({ house, slack, people, receiver: silentReceiver })
    hearHappenings(app, {
      house,
      team: async () => team,
      bot: async () => (await people.us()).user,
      shutOut: (why) => access.lost(why),
      moved: (from, to) => access.moved(from, to),
    })
    hearOwnPosts(app, { house, us: people.us })
    apps.set(team, app)
    return app
  }
  return {
    async processEvent(event) {
      for (const team of teamsIn(event.body)) {
        const workspace = await workspaces.of(team)
        if (workspace !== undefined) return appOf(workspace).processEvent(event)
      }
      // Of a workspace that is not ours, or not any more: heard, and nothing done.
      await event.ack()
    },
  }
}

/** The workspace that we are installed in comes first; in a shared channel, who acts may be of another. */
export function teamsIn(body: unknown): readonly string[] {
  const read = about.safeParse(body)
  if (!read.success) return []
  const { authorizations = [], context_team_id, view, team, team_id } = read.data
  const named = [
    ...(authorizations ?? []).map((one) => one.team_id),
    context_team_id,
    view?.app_installed_team_id,
    team?.id,
    team_id,
  ]
  return [...new Set(named.filter((one) => typeof one === 'string'))]
}

/** What arrives is brought by the switchboard. */
const silentReceiver: Receiver = {
  init: () => undefined,
  start: async () => undefined,
  stop: async () => undefined,
}
