// How we call Slack. What is posted goes through a client that never sends twice by itself; what may be repeated goes
// through one that tries again. Neither waits when Slack throttles, follows another address, or logs anything.

import { type Logger, LogLevel, WebClient } from '@slack/web-api'
import { named } from './outcome.ts'

export type Slack = {
  /** Once. A throw tells of this very call; `fateOf` says what it means. */
  once(method: string, values: Values): Promise<unknown>
  /** For what changes nothing by being done twice. */
  safely(method: string, values: Values): Promise<unknown>
}
export type Values = { readonly [name: string]: unknown }

export type Connection = {
  readonly token: string
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
  const once = new WebClient(token, { ...common, retryConfig: { retries: 0 }, timeout: given ?? timeoutMs })
  const safely = new WebClient(token, {
    ...common,
    retryConfig: { retries: 2, minTimeout: 100, factor: 2 },
    timeout: given ?? hurriedMs,
  })
  const through =
    (client: WebClient): Slack['once'] =>
    (method, values) =>
      client.apiCall(method, values).catch((cause: unknown) => {
        throw named(cause)
      })
  return { once: through(once), safely: through(safely) }
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
