// `countersign slack`: what an admin pastes into Slack to make the app, the link that installs it in a workspace, and the
// workspaces that it is installed in. A link is made by the gate that runs.

import { z } from 'zod'
import { manifestFor, slackProfiles } from '../../src/main/slack.ts'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { callGate } from './gate.ts'
import { readSettings } from './settings.ts'

export const slack: Command = {
  says: 'print the manifest of the Slack app, install it in a workspace, list where it is',
  help: `
countersign slack manifest [--profile core|readers|watch] [--socket] [--rotate]
countersign slack install [--profile core|readers|watch] [--url URL]
countersign slack list [--json] [--url URL]

manifest  prints the manifest of the app as JSON, for “Create an app from a manifest”
install   prints a link that installs the app in one workspace; it works once, for an hour, for whoever opens it
list      the workspaces it is installed in, and where that is over
--profile core      what it takes to ask, decide, publish and recall (the default)
--profile readers   also reads the channels it is in, so that a post whose fate nobody knows is found again
--profile watch     also hears what is said there, so that bots that post without being registered are seen
--socket            no public address: Slack is reached over a socket that we open
--rotate            tokens end after 12 hours and are refreshed; then install by link, since a refresh needs the client id
--json              data instead of words
--url               the gate to talk to (else COUNTERSIGN_URL, else COUNTERSIGN_HOST and COUNTERSIGN_PORT)

Without --socket COUNTERSIGN_URL has to be set; Slack calls it. Installing by link needs SLACK_CLIENT_ID,
SLACK_CLIENT_SECRET, SLACK_STATE_SECRET and COUNTERSIGN_URL.
Exit codes: 0 done, 1 the gate said no or does not answer, 2 a wrong call or setting.`,
  async run(words) {
    const call = callOf(words)
    if (typeof call === 'string') return no(call, 2)
    if (call.verb === 'manifest') return manifest(call)
    try {
      return call.verb === 'install' ? await link(call) : await list(call)
    } catch (cause) {
      return no(cause instanceof Error ? cause.message : 'not understood', 1)
    }
  },
}

const verbs = ['manifest', 'install', 'list'] as const
type Call = {
  readonly verb: (typeof verbs)[number]
  readonly profile: (typeof slackProfiles)[number]
  readonly socket: boolean
  readonly rotate: boolean
  readonly json: boolean
  readonly url?: string | undefined
}

function callOf(words: readonly string[]): Call | string {
  const call = readCall(words, {
    profile: { type: 'string', default: 'core' },
    socket: { type: 'boolean', default: false },
    rotate: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    url: { type: 'string' },
  })
  if (typeof call === 'string') return call
  const { values, positionals } = call
  const verb = verbs.find((one) => one === positionals.join(' '))
  if (verb === undefined) return `say one of ${verbs.map((one) => `“slack ${one}”`).join(', ')}; --help says more`
  const profile = slackProfiles.find((one) => one === values.profile)
  if (profile === undefined) return `there is no profile “${values.profile}”; there is ${slackProfiles.join(', ')}`
  return { ...values, verb, profile }
}

function manifest({ profile, socket, rotate }: Call): number {
  const settings = readSettings(process.env, { practice: false })
  if ('wrong' in settings) return no(`the setting ${settings.wrong.join('; ')}`, 2)
  if (!socket && settings.url === undefined)
    return no('set COUNTERSIGN_URL to the address that Slack can call, or say --socket', 2)
  const made = manifestFor(profile, { url: settings.url, socket, rotate })
  process.stdout.write(`${JSON.stringify(made, null, 2)}\n`)
  return 0
}

async function link({ profile, url }: Call): Promise<number> {
  const answer = await callGate(url)(`/slack/install?profile=${profile}`, { method: 'POST' })
  if (!answer.ok) return no(`${await whyNot(answer)}`, 1)
  const read = z.object({ url: z.string(), expiresAt: z.string() }).parse(await answer.json())
  process.stdout.write(`${read.url}\n\nWhoever opens it can install the app once, until ${read.expiresAt}.\n`)
  return 0
}

const listed = z.object({
  installations: z.array(
    z.looseObject({ workspace: z.string(), state: z.string(), since: z.string(), next: z.string().optional() }),
  ),
})

async function list({ url, json }: Call): Promise<number> {
  const answer = await callGate(url)('/slack/installations')
  if (!answer.ok) return no(`${await whyNot(answer)}`, 1)
  const { installations } = listed.parse(await answer.json())
  const lines = installations.map(
    ({ workspace, state, since, next }) =>
      `${workspace}  ${state}  since ${since}${next === undefined ? '' : `  → ${next}`}`,
  )
  const spoken = lines.length === 0 ? 'It is installed in no workspace by link.' : lines.join('\n')
  process.stdout.write(json ? `${JSON.stringify({ installations })}\n` : `${spoken}\n`)
  return 0
}

async function whyNot(answer: Response): Promise<string> {
  if (answer.status === 404) return 'the gate installs nothing by link; set SLACK_CLIENT_ID and what goes with it'
  return answer.status === 401 ? 'the gate does not take this admin token' : (await answer.text()).trim()
}

function no(why: string, code: number): number {
  process.stderr.write(`countersign slack: ${why}\n`)
  return code
}
