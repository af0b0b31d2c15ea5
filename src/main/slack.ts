// Slack’s side: the workspaces that the house works in, and how Slack reaches us. Loaded when a plan has it.

import { isAdminToken } from '../../adapters/http/admin-token.ts'
import type { Door } from '../../adapters/http/door.ts'
import { type ManifestOf, type Profile, profiles, slackManifest } from '../../adapters/slack/manifest.ts'
import type { Oauth } from '../../adapters/slack/oauth.ts'
import type { Workspaces } from '../../adapters/slack/workspace.ts'
import type { House } from '../gateway/house.ts'
import type { Json } from '../json.ts'
import type { Instant } from '../time.ts'
import type { Plan, SlackPlan } from './plan.ts'

export type OnSlack = { readonly workspaces: Workspaces; readonly oauth: Oauth | undefined }

export async function connectSlack(
  { token, apiUrl, oauth: given }: SlackPlan,
  of: { readonly plan: Plan; readonly owner: string; readonly now: () => Instant; readonly inHouse: () => House },
) {
  const { openWorkspaces } = await import('../../adapters/slack/workspace.ts')
  const { connect } = await import('../../adapters/slack/client.ts')
  const { openOauth } = await import('../../adapters/slack/oauth.ts')
  const { installationCheck, slackCheck } = await import('../../adapters/slack/doctor.ts')
  const { plan, owner, now, inHouse: house } = of
  const oauth = given === undefined ? undefined : openOauth(given.client, apiUrl)
  const workspaces = openWorkspaces({ house, owner, setting: token, oauth, apiUrl, now, log: plan.log })
  const checks = [
    ...(token === undefined ? [] : [slackCheck(connect({ token, apiUrl }))]),
    installationCheck(house, oauth !== undefined),
  ]
  return { workspaces, oauth, checks }
}

/** The doors to mount, and how to let go. */
export type Reached = { readonly doors: readonly ({ readonly path: string } & Door)[]; stop(): Promise<void> }

export async function reachBySlack(
  plan: Plan,
  { house, slack: on }: { readonly house: House; readonly slack: OnSlack | undefined },
): Promise<Reached | undefined> {
  const { slack, log, url, adminToken } = plan
  if (slack === undefined || on === undefined) return undefined
  const now = plan.now ?? Date.now
  const { switchboard } = await import('../../adapters/slack/switchboard.ts')
  const { signedDoor, socketReceiver } = await import('../../adapters/slack/receiver.ts')
  const board = switchboard(house, on.workspaces)
  const doors: ({ readonly path: string } & Door)[] = []
  if (slack.oauth !== undefined && on.oauth !== undefined && url !== undefined) {
    const { installDoor } = await import('../../adapters/slack/install.ts')
    const isAdmin = (sent: string | undefined) => adminToken !== undefined && isAdminToken(adminToken, sent)
    const door = installDoor({ house, ...slack.oauth, oauth: on.oauth, url, isAdmin, now })
    for (const path of ['/slack/install', '/slack/oauth_redirect', '/slack/installations'])
      doors.push({ path, fetch: door.fetch })
  }
  if (slack.reach.by === 'http') {
    const door = signedDoor({ secret: slack.reach.secret, now, log })
    door.listen(board)
    return { doors: [...doors, { path: '/slack/events', fetch: door.fetch }], stop: async () => undefined }
  }
  const socket = socketReceiver({ appToken: slack.reach.appToken, apiUrl: slack.apiUrl, log })
  socket.listen(board)
  await socket.start()
  return {
    doors,
    async stop() {
      await socket.stop()
    },
  }
}

/** What the command line prints. */
export const slackProfiles = profiles
export function manifestFor(profile: Profile, how: ManifestOf): Json {
  return slackManifest(profile, how)
}
