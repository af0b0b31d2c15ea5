// Installing an app: a person consents, the code is exchanged once for a token, and with rotation a refresh token is
// exchanged once for the next. What a token may do is decided by its installation.

import { randomBytes } from 'node:crypto'
import { type Thing, word } from './form.ts'
import { refuse } from './method.ts'
import { type App, type Installation, nextId, type Town } from './town.ts'

const tokenMs = 12 * 60 * 60 * 1000

export function install(town: Town, app: App, team: string, scopes: readonly string[] = app.scopes): Installation {
  const known = town.installations.find((one) => one.app === app && one.team === team)
  if (known !== undefined) {
    known.scopes = new Set(scopes)
    delete known.ended
    issue(town, known)
    return known
  }
  const botUser = nextId(town, 'U')
  town.users.set(botUser, { id: botUser, team, name: app.name, kind: 'bot', deactivated: false })
  const made: Installation = { app, team, botUser, botId: nextId(town, 'B'), tokens: [], scopes: new Set(scopes) }
  town.installations.push(made)
  issue(town, made)
  return made
}

export function tokenOf(installation: Installation): string {
  const token = installation.tokens.at(-1)
  if (token === undefined) throw new Error(`reading the token of ${installation.app.id}: none was ever given`)
  return token.value
}

/** oauth.v2.access: the client shows who it is in a header or in the form. */
export function exchange(town: Town, values: Thing, authorization: string | undefined): Thing {
  const basic =
    authorization?.startsWith('Basic ') === true ? Buffer.from(authorization.slice(6), 'base64').toString() : ''
  const [id = '', secret = ''] =
    basic === '' ? [word(values, 'client_id'), word(values, 'client_secret')] : basic.split(':')
  const app = [...town.apps.values()].find((one) => one.clientId === id)
  if (app === undefined) return refuse('invalid_client_id')
  if (app.clientSecret !== secret) return refuse('bad_client_secret')
  if (word(values, 'grant_type') === 'refresh_token') {
    const refresh = word(values, 'refresh_token')
    const found = town.installations.find((one) => one.app === app && one.refreshToken === refresh && refresh !== '')
    if (found === undefined || found.ended !== undefined) return refuse('invalid_refresh_token')
    issue(town, found)
    return granted(town, found)
  }
  const consent = town.consents.get(word(values, 'code'))
  if (consent === undefined || consent.app !== app) return refuse('invalid_code')
  if (consent.used) return refuse('code_already_used')
  consent.used = true
  return { ...granted(town, install(town, app, consent.team)), authed_user: { id: consent.user } }
}

function issue(town: Town, installation: Installation): void {
  const secret = randomBytes(12).toString('hex')
  if (!installation.app.rotates) {
    installation.tokens.push({ value: `xoxb-${installation.team}-${secret}` })
    return
  }
  installation.tokens.push({ value: `xoxe.xoxb-1-${secret}`, endsAt: town.now() + tokenMs })
  installation.refreshToken = `xoxe-1-${randomBytes(12).toString('hex')}`
}

function granted(town: Town, installation: Installation): Thing {
  return {
    ok: true,
    app_id: installation.app.id,
    scope: [...installation.scopes].join(','),
    token_type: 'bot',
    access_token: tokenOf(installation),
    bot_user_id: installation.botUser,
    team: { id: installation.team, name: town.teams.get(installation.team)?.name },
    enterprise: null,
    is_enterprise_install: false,
    ...(installation.refreshToken === undefined
      ? {}
      : { refresh_token: installation.refreshToken, expires_in: tokenMs / 1000 }),
  }
}
