// Installing by link: who may begin, who may come back, what is kept, and that each workspace is served with its own access.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readSettings } from '../adapters/cli/settings.ts'
import { scopesOf } from '../adapters/slack/manifest.ts'
import { type Listening, listen } from '../src/main.ts'
import { type Acme, openAcme } from './fakes/slack/acme.ts'
import { tokenOf } from './fakes/slack/oauth.ts'

const open: (() => PromiseLike<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})
const adminToken = 'cs_admin_for_the_tests_of_installing'
type Gate = {
  readonly acme: Acme
  readonly gate: Listening
  readonly folder: string
  readonly said: string[]
  readonly clock: { ahead: number }
}

async function openGate(more: { readonly token?: boolean; readonly scopes?: readonly string[] } = {}): Promise<Gate> {
  const acme = await openAcme({ pace: { answerMs: 3000, retryMs: [] } })
  open.push(() => acme.slack[Symbol.asyncDispose]())
  acme.app.scopes = more.scopes ?? scopesOf('core')
  const folder = await mkdtemp(join(tmpdir(), 'countersign-install-'))
  open.push(() => rm(folder, { recursive: true, force: true }))
  const settings = readSettings(
    {
      COUNTERSIGN_URL: 'http://localhost',
      COUNTERSIGN_ADMIN_TOKEN: adminToken,
      SLACK_CLIENT_ID: acme.app.clientId,
      SLACK_CLIENT_SECRET: acme.app.clientSecret,
      SLACK_STATE_SECRET: 's'.repeat(32),
      SLACK_SIGNING_SECRET: acme.app.signingSecret,
      SLACK_API_URL: acme.slack.apiUrl,
      ...(more.token === true ? { SLACK_BOT_TOKEN: tokenOf(acme.ours) } : {}),
    },
    { practice: false },
  )
  if ('wrong' in settings) throw new Error(settings.wrong.join())
  const said: string[] = []
  const clock = { ahead: 0 }
  const gate = await listen(
    {
      version: '0',
      data: join(folder, 'data'),
      keys: join(folder, 'keys'),
      practice: false,
      url: 'http://localhost',
      adminToken,
      slack: settings.slack,
      now: () => Date.now() + clock.ahead,
      log: {
        info: (what: string, facts) => void said.push(what, JSON.stringify(facts)),
        fault: (what: string, cause: unknown) => void said.push(what, String(cause)),
      },
    },
    { host: '127.0.0.1', port: 0 },
  )
  open.push(() => gate[Symbol.asyncDispose]())
  acme.app.requestUrl = `${gate.url}/slack/events`
  acme.app.socketMode = false
  return { acme, gate, folder, said, clock }
}

const admin = { authorization: `Bearer ${adminToken}` }
async function linkFrom({ gate }: Gate, profile = 'core'): Promise<string> {
  const made = await fetch(`${gate.url}/slack/install?profile=${profile}`, { method: 'POST', headers: admin })
  const { url } = z.object({ url: z.string() }).parse(await made.json())
  return url.replace('http://localhost', gate.url)
}
async function begins(link: string): Promise<{ readonly to: URL; readonly cookie: string }> {
  const response = await fetch(link, { redirect: 'manual' })
  expect(response.status).toBe(302)
  const cookie = response.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/HttpOnly; SameSite=Lax; Max-Age=600/)
  return { to: new URL(response.headers.get('location') ?? ''), cookie: cookie.split(';')[0] ?? '' }
}
async function comesBack({ gate }: Gate, code: string, state: string, cookie: string): Promise<Response> {
  const query = new URLSearchParams({ code, state })
  return fetch(`${gate.url}/slack/oauth_redirect?${query}`, { headers: { cookie } })
}
async function installs(on: Gate, team: string, user: string): Promise<Response> {
  const { to, cookie } = await begins(await linkFrom(on))
  const code = on.acme.slack.consents(on.acme.app, team, user)
  return comesBack(on, code, to.searchParams.get('state') ?? '', cookie)
}
const listed = async ({ gate }: Gate) => (await fetch(`${gate.url}/slack/installations`, { headers: admin })).json()

describe('an install link', () => {
  test('is made for the holder of the admin token alone, and asks for the scopes of its profile', async () => {
    const on = await openGate()
    const { url } = on.gate
    expect((await fetch(`${url}/slack/install`, { method: 'POST' })).status).toBe(401)
    expect((await fetch(`${url}/slack/install`)).status).toBe(403)
    expect((await fetch(`${url}/slack/install?link=x~core~99999999999999~x`)).status).toBe(403)
    expect((await fetch(`${url}/slack/installations`)).status).toBe(401)
    const { to } = await begins(await linkFrom(on, 'readers'))
    expect(to.origin + to.pathname).toBe('https://slack.com/oauth/v2/authorize')
    expect(to.searchParams.get('scope')?.split(',')).toEqual(scopesOf('readers'))
    expect(to.searchParams.get('redirect_uri')).toBe('http://localhost/slack/oauth_redirect')
  })

  test('installs once: the access is kept sealed, and stands in no log, entry or answer', async () => {
    const on = await openGate()
    const link = await linkFrom(on)
    const { to, cookie } = await begins(link)
    const state = to.searchParams.get('state') ?? ''
    const done = await comesBack(on, on.acme.slack.consents(on.acme.app, 'T0PART', 'U0XIA'), state, cookie)
    expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('installed in T0PART')])
    expect(await listed(on)).toMatchObject({ installations: [{ workspace: 'T0PART', state: 'live', by: 'oauth' }] })
    const again = await comesBack(on, on.acme.slack.consents(on.acme.app, 'T0ACME', 'U0SEC'), state, cookie)
    expect(again.status).toBe(403)
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(403)
    expect(await listed(on)).toMatchObject({ installations: [{ workspace: 'T0PART' }] })
    const theirs = on.acme.slack.town.installations.find((one) => one.team === 'T0PART')
    const token = theirs?.tokens[0]?.value ?? 'none'
    const entries = await on.gate.open.house.record.entries({ limit: 500 })
    const files = await Promise.all(
      ['record.db', 'record.db-wal'].map((name) => readFile(join(on.folder, 'data', name), 'latin1').catch(() => '')),
    )
    const all = [...on.said, ...entries.map(({ leaf }) => leaf), ...files, JSON.stringify(await listed(on))].join('\n')
    expect(all.length).toBeGreaterThan(1000)
    for (const secret of [token, on.acme.app.clientSecret, adminToken]) expect(all).not.toContain(secret)
  })

  test('comes back to the browser that began, and to no other, and not after ten minutes', async () => {
    const on = await openGate()
    const { to, cookie } = await begins(await linkFrom(on))
    const state = to.searchParams.get('state') ?? ''
    const code = () => on.acme.slack.consents(on.acme.app, 'T0PART', 'U0XIA')
    expect((await comesBack(on, code(), state, '')).status).toBe(403)
    expect((await comesBack(on, code(), state, `cs_slack_install=${'0'.repeat(32)}`)).status).toBe(403)
    expect((await comesBack(on, code(), state.replace('~core~', '~watch~'), cookie)).status).toBe(403)
    on.clock.ahead = 11 * 60_000
    expect((await comesBack(on, code(), state, cookie)).status).toBe(403)
    // Who writes a later hour into it has not our secret.
    const later = state.replace(/~\d+~/, `~${Date.now() + 3_600_000}~`)
    expect(later).not.toBe(state)
    expect((await comesBack(on, code(), later, cookie)).status).toBe(403)
    on.clock.ahead = 0
    expect((await comesBack(on, 'code-of-nobody', state, cookie)).status).toBe(403)
    expect(await listed(on)).toEqual({ installations: [] })
    expect((await comesBack(on, code(), state, cookie)).status).toBe(200)
  })

  test('refuses what lacks a scope of the profile, and keeps nothing of it', async () => {
    const on = await openGate({ scopes: scopesOf('core').filter((scope) => scope !== 'im:history') })
    const done = await installs(on, 'T0PART', 'U0XIA')
    expect([done.status, await done.text()]).toEqual([403, expect.stringContaining('lacks im:history')])
    expect(await listed(on)).toEqual({ installations: [] })
  })
})

describe('several workspaces on one gate', () => {
  test('each is heard and answered with its own access, over one door', async () => {
    const on = await openGate()
    const { slack, app } = on.acme
    expect((await installs(on, 'T0ACME', 'U0SEC')).status).toBe(200)
    expect((await installs(on, 'T0PART', 'U0XIA')).status).toBe(200)
    const theirs = slack.town.installations.find((one) => one.app === app && one.team === 'T0PART')
    if (theirs === undefined) throw new Error('not installed')
    slack.channel('T0PART', 'C0THEIRS', 'theirs', { members: new Set(['U0XIA', theirs.botUser]) })
    const xia = slack.person('U0XIA', theirs)
    await xia.mentions('C0THEIRS', 'ask anybody why')
    const toXia = () => xia.reads('C0THEIRS').filter((one) => one.onlyFor === 'U0XIA')
    await slack.until(() => toXia().length > 0)
    expect(toXia()[0]).toMatchObject({ team: 'T0PART', user: theirs.botUser })
    const ada = slack.person('U0ADA', on.acme.ours)
    await ada.mentions('C0HELP', 'ask anybody why')
    const toAda = () => ada.reads('C0HELP').filter((one) => one.onlyFor === 'U0ADA')
    await slack.until(() => toAda().length > 0)
    expect(toAda()[0]).toMatchObject({ team: 'T0ACME', user: on.acme.ours.botUser })
    // One of them goes; the other is served as before.
    await slack.uninstalls(theirs)
    expect(await listed(on)).toMatchObject({
      installations: expect.arrayContaining([
        expect.objectContaining({ workspace: 'T0PART', state: 'out', why: 'uninstalled' }),
        expect.objectContaining({ workspace: 'T0ACME', state: 'live' }),
      ]),
    })
    await ada.mentions('C0HELP', 'ask anybody why')
    await slack.until(() => toAda().length > 1)
  })

  test('an installed access wins over the token of the settings for the same workspace', async () => {
    const on = await openGate({ token: true })
    const [first] = on.acme.ours.tokens
    if (first === undefined) throw new Error('the settings brought no token')
    expect((await installs(on, 'T0ACME', 'U0SEC')).status).toBe(200)
    // What the settings brought is taken away; nobody notices.
    const at = on.acme.ours.tokens.indexOf(first)
    on.acme.ours.tokens.splice(at, 1)
    const ada = on.acme.slack.person('U0ADA', on.acme.ours)
    await ada.mentions('C0HELP', 'ask anybody why')
    const toAda = () => ada.reads('C0HELP').filter((one) => one.onlyFor === 'U0ADA')
    await on.acme.slack.until(() => toAda().length > 0)
  })
})
