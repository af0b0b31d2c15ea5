// How we call Slack. What is posted goes through a client that never sends twice by itself; what may be repeated goes
// through one that tries again. Neither waits when Slack throttles, follows another address, or logs anything.

import { type Logger, LogLevel, WebClient } from '@slack/web-api'
import { errorName, isShutOut, named } from './outcome.ts'

export type Slack = {
  /** Once. A throw tells of this very call; `fateOf` says what it means. */
  once(method: string, values: Values): Promise<unknown>
  /** For what changes nothing by being done twice. */
  safely(method: string, values: Values): Promise<unknown>
}
export type Values = { readonly [name: string]: unknown }

/** What each call brings with it. */
export type Bearer = {
  token(): Promise<string>
  /** Slack does not take this token, and why: another one to try once, if there is one. */
  instead(token: string, error: string): Promise<string | undefined>
  /** The id that the channel has now, as far as we know. */
  channel(id: string): string
  /** What we know may be out of date. */
  again(): Promise<void>
}

export type Connection = {
  /** One token for good, or whatever is good now. */
  readonly token: string | Bearer
  /** Another server that speaks Slack's Web API; ends in a slash. */
  readonly apiUrl?: string | undefined
  readonly timeoutMs?: number | undefined
}

const timeoutMs = 10_000
/** A person who clicked waits for the answer. */
const hurriedMs = 2500

export function connect({ token, apiUrl, timeoutMs: given }: Connection): Slack {
  const common = {
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: quiet,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  }
  const bearer = typeof token === 'string' ? always(token) : token
  const once = new WebClient(undefined, { ...common, retryConfig: { retries: 0 }, timeout: given ?? timeoutMs })
  const safely = new WebClient(undefined, {
    ...common,
    retryConfig: { retries: 2, minTimeout: 100, factor: 2 },
    timeout: given ?? hurriedMs,
  })
  const through =
    (client: WebClient): Slack['once'] =>
    async (method, values) => {
      const held = await bearer.token()
      const call = (by: string) => client.apiCall(method, { ...placed(values), token: by })
      try {
        return await call(held)
      } catch (cause) {
        // Certainly refused, so that it may be called once more.
        const error = errorName(cause)
        if (error === 'channel_not_found' && (await isMoved(values))) return await call(held)
        const other = error === undefined || !isShutOut(error) ? undefined : await bearer.instead(held, error)
        if (other === undefined) throw named(cause)
        return await call(other).catch((again: unknown) => {
          throw named(again)
        })
      }
    }
  const placed = (values: Values): Values =>
    typeof values.channel === 'string' ? { ...values, channel: bearer.channel(values.channel) } : values
  const isMoved = async ({ channel }: Values): Promise<boolean> => {
    if (typeof channel !== 'string') return false
    const before = bearer.channel(channel)
    await bearer.again()
    return bearer.channel(channel) !== before
  }
  return { once: through(once), safely: through(safely) }
}

function always(token: string): Bearer {
  return {
    token: async () => token,
    instead: async () => undefined,
    channel: (id) => id,
    again: async () => undefined,
  }
}

/** Slack's packages write whole payloads to the log; what went wrong reaches us as an error anyway. */
export const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
}
