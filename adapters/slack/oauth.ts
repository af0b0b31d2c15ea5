// The two exchanges of Slack's OAuth: a code for our access to a workspace, and a refresh token for the next token. Neither
// is ever sent twice by itself: each works once, and what became of a lost answer cannot be asked.

import { WebAPIPlatformError, WebClient } from '@slack/web-api'
import { z } from 'zod'
import type { Credential } from '../../src/installation/installation.ts'
import type { Instant } from '../../src/time.ts'
import { second } from '../../src/time.ts'
import { quiet } from './client.ts'

export type Client = { readonly id: string; readonly secret: string }
export type Granted = {
  readonly team: string
  readonly enterprise: string | undefined
  readonly scopes: readonly string[]
  readonly credential: (now: Instant) => Credential
}
export type Oauth = {
  /** A code that a person's browser brought. Slack's own word where it says no. */
  exchange(code: string, redirect: string): Promise<Granted | { readonly refused: string }>
  refresh(token: string): Promise<
    | { readonly came: 'granted'; readonly credential: (now: Instant) => Credential }
    | { readonly came: 'refused' }
    /** Nobody knows whether the refresh token was taken. */
    | { readonly came: 'unclear'; readonly cause: unknown }
  >
}

const given = z.object({
  access_token: z.string().min(1),
  token_type: z.literal('bot'),
  scope: z.string().default(''),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.number().positive().optional(),
  team: z.object({ id: z.string().min(1) }),
  enterprise: z.object({ id: z.string().min(1) }).nullish(),
  is_enterprise_install: z.boolean().default(false),
})
const timeoutMs = 10_000
/** The refresh token itself is not taken any more; any other word is about the app or the moment. */
const spent: readonly string[] = ['invalid_refresh_token', 'invalid_grant', 'token_revoked', 'authorization_not_found']

export function openOauth(client: Client, apiUrl?: string | undefined): Oauth {
  const web = new WebClient(undefined, {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    timeout: timeoutMs,
    logger: quiet,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  })
  const who = { client_id: client.id, client_secret: client.secret }
  return {
    async exchange(code, redirect) {
      let answer: unknown
      try {
        answer = await web.apiCall('oauth.v2.access', { ...who, code, redirect_uri: redirect })
      } catch (cause) {
        if (cause instanceof WebAPIPlatformError) return { refused: named(cause.data.error) }
        throw unnamed('exchanging a code of Slack', cause)
      }
      const read = given.safeParse(answer)
      if (!read.success) return { refused: 'not_understood' }
      const { team, enterprise, scope, is_enterprise_install } = read.data
      // One token for every workspace of an organisation is another thing: nobody of each workspace has agreed.
      if (is_enterprise_install) return { refused: 'organisation_wide' }
      const scopes = scope.split(',').filter((one) => one !== '')
      return { team: team.id, enterprise: enterprise?.id, scopes, credential: credentialOf(read.data) }
    },
    async refresh(token) {
      try {
        const answer = await web.apiCall('oauth.v2.access', {
          ...who,
          grant_type: 'refresh_token',
          refresh_token: token,
        })
        const read = given.safeParse(answer)
        if (read.success && read.data.refresh_token !== undefined)
          return { came: 'granted', credential: credentialOf(read.data) }
        return { came: 'unclear', cause: new Error('refreshing a token of Slack: the answer cannot be read') }
      } catch (cause) {
        if (cause instanceof WebAPIPlatformError && spent.includes(cause.data.error)) return { came: 'refused' }
        return { came: 'unclear', cause: unnamed('refreshing a token of Slack', cause) }
      }
    },
  }
}

function credentialOf(of: z.infer<typeof given>): (now: Instant) => Credential {
  const { access_token: token, refresh_token: refresh, expires_in } = of
  return (now) => ({
    token,
    ...(refresh === undefined ? {} : { refresh }),
    ...(expires_in === undefined ? {} : { endsAt: now + expires_in * second }),
  })
}

function named(error: string): string {
  return /^[a-z_]{1,60}$/.test(error) ? error : 'not_understood'
}

/** An error of the client may hold what was sent; only its kind is told. */
function unnamed(doing: string, cause: unknown): Error {
  const kind = cause instanceof WebAPIPlatformError ? named(cause.data.error) : cause instanceof Error ? cause.name : ''
  return new Error(`${doing}: ${kind}`)
}
