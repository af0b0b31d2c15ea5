// How an admin lets us into a workspace: a link that works once and that only the holder of the admin token can make, the
// page of Slack, and the way back. The way back is taken only by the browser that began, within minutes.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { House } from '../../src/gateway/house.ts'
import { install, installations, isUsed } from '../../src/gateway/installing.ts'
import { workspaceChanged } from '../../src/gateway/place-change.ts'
import { isRefusal } from '../../src/refusal.ts'
import { hour, minute, second } from '../../src/time.ts'
import { profiles, scopesOf } from './manifest.ts'
import type { Client, Oauth } from './oauth.ts'

export type InstallDoorOf = {
  readonly house: House
  readonly oauth: Oauth
  readonly client: Client
  readonly stateSecret: string
  /** Where Slack sends the browser back to. */
  readonly url: string
  /** Where people say yes; Slack's own, unless a test has another. */
  readonly authorizeUrl?: string | undefined
  /** Whether a request carries the admin token. */
  readonly isAdmin: (authorization: string | undefined) => boolean
  readonly now: () => number
}
export type InstallDoor = { fetch(request: Request): Promise<Response> }

const linkMs = hour
const stateMs = 10 * minute
const cookie = 'cs_slack_install'
const slacksPage = 'https://slack.com/oauth/v2/authorize'

export function installDoor(of: InstallDoorOf): InstallDoor {
  const { house, oauth, client, now } = of
  const redirect = new URL('/slack/oauth_redirect', of.url).href
  const seal = sealing(of.stateSecret, now)

  const link = async (request: Request): Promise<Response> => {
    const wanted = new URL(request.url).searchParams.get('profile') ?? 'core'
    const profile = profiles.find((one) => one === wanted)
    if (profile === undefined) return said(400, `There is no profile “${wanted}”; there is ${profiles.join(', ')}.`)
    const at = new URL('/slack/install', of.url)
    at.searchParams.set('link', seal.write('link', [randomBytes(16).toString('hex'), profile], linkMs))
    return Response.json({ url: at.href, expiresAt: new Date(now() + linkMs).toISOString() })
  }
  const begin = async (request: Request): Promise<Response> => {
    const [permit, wanted] = seal.read('link', new URL(request.url).searchParams.get('link') ?? '') ?? []
    const profile = profiles.find((one) => one === wanted)
    if (permit === undefined || profile === undefined || (await isUsed(house, permitName(permit))))
      return said(403, 'This link is used up or too old. “countersign slack install” prints a new one.')
    const browser = randomBytes(16).toString('hex')
    const to = new URL(of.authorizeUrl ?? slacksPage)
    to.searchParams.set('client_id', client.id)
    to.searchParams.set('scope', scopesOf(profile).join(','))
    to.searchParams.set('redirect_uri', redirect)
    to.searchParams.set('state', seal.write('state', [permit, profile, seal.mark(browser)], stateMs))
    const secure = redirect.startsWith('https:') ? '; Secure' : ''
    const kept = `${cookie}=${browser}; Path=/slack; HttpOnly; SameSite=Lax; Max-Age=${stateMs / second}${secure}`
    return new Response(null, { status: 302, headers: { location: to.href, 'set-cookie': kept } })
  }
  const finish = async (request: Request): Promise<Response> => {
    const query = new URL(request.url).searchParams
    const [permit, wanted, mark] = seal.read('state', query.get('state') ?? '') ?? []
    const profile = profiles.find((one) => one === wanted)
    const browser = new RegExp(`(?:^|; )${cookie}=([0-9a-f]{32})(?:;|$)`).exec(request.headers.get('cookie') ?? '')?.[1]
    if (permit === undefined || profile === undefined || browser === undefined || mark !== seal.mark(browser))
      return said(403, 'This did not begin in this browser, or too long ago. Nothing was installed.')
    if (await isUsed(house, permitName(permit))) return said(403, 'This link is used up. Nothing was installed.')
    const code = query.get('code')
    if (code === null) return said(403, 'Slack was told no. Nothing was installed.')
    const granted = await oauth.exchange(code, redirect)
    if ('refused' in granted) return said(403, `Slack refused (${granted.refused}). Nothing was installed.`)
    const missing = scopesOf(profile).filter((scope) => !granted.scopes.includes(scope))
    if (missing.length > 0)
      return said(403, `It lacks ${missing.join(', ')} of the profile “${profile}”. Nothing was installed.`)
    const { team: workspace, enterprise, scopes } = granted
    const at = await house.record.now()
    const done = await install(
      house,
      { of: { platform: 'slack', workspace, enterprise, scopes }, credential: granted.credential(at) },
      { name: permitName(permit) },
    )
    if (isRefusal(done)) return said(403, 'This link is used up. Nothing was installed.')
    house.log.info('installed in a workspace of Slack', { team: workspace })
    await workspaceChanged(house, 'slack', workspace)
    return said(
      200,
      `Countersign is installed in ${workspace}. Invite it to a channel with /invite, and ask an agent there.`,
    )
  }
  const list = async (): Promise<Response> =>
    Response.json({
      installations: (await installations(house)).map((held) => ({
        workspace: held.workspace,
        state: held.state,
        since: new Date(held.since).toISOString(),
        scopes: held.scopes,
        by: held.state === 'live' && held.credential === 'setting' ? 'setting' : 'oauth',
        ...(held.state === 'ending' ? { next: 'reinstall needed: countersign slack install' } : {}),
        ...(held.state === 'out' ? { why: held.why, next: 'countersign slack install' } : {}),
      })),
    })

  return {
    async fetch(request) {
      const { pathname } = new URL(request.url)
      const isAdmin = of.isAdmin(request.headers.get('authorization') ?? undefined)
      if (pathname === '/slack/installations')
        return request.method !== 'GET' ? said(405, 'GET') : isAdmin ? list() : said(401, 'The admin token is needed.')
      if (pathname === '/slack/oauth_redirect') return request.method === 'GET' ? finish(request) : said(405, 'GET')
      if (request.method === 'POST') return isAdmin ? link(request) : said(401, 'The admin token is needed.')
      return request.method === 'GET' ? begin(request) : said(405, 'GET, POST')
    },
  }
}

function permitName(permit: string): string {
  return `slack-install:${permit}`
}

/** Words that we wrote, and until when they hold. */
function sealing(secret: string, now: () => number) {
  const mac = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  return {
    write(kind: string, words: readonly string[], forMs: number): string {
      const text = [...words, now() + forMs].join('~')
      return `${text}~${mac(`${kind}~${text}`)}`
    },
    read(kind: string, sealed: string): readonly string[] | undefined {
      const words = sealed.split('~')
      const given = Buffer.from(words.pop() ?? '')
      const expected = Buffer.from(mac(`${kind}~${words.join('~')}`))
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
      const until = Number(words.pop())
      return now() < until ? words : undefined
    },
    /** Of what the browser keeps; it is not in the state itself. */
    mark: (browser: string) => mac(`browser~${browser}`),
  }
}

function said(status: number, words: string): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'referrer-policy': 'no-referrer' }
  return new Response(`${words}\n`, { status, headers })
}
