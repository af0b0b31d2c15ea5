// Signed HTTP, as Slack sends it: `v0:timestamp:body` under the app's signing secret. One attempt; when to try again is
// decided in deliver.ts.

import { createHmac } from 'node:crypto'
import type { Json } from '../../../src/json.ts'
import type { Fault } from '../fault-script.ts'
import { parsed, type Thing, word } from './form.ts'
import type { App } from './town.ts'

export type Parcel = {
  /** What a fault script calls it: `app_mention`, `block_actions`, `/countersign`. */
  readonly name: string
  readonly kind: 'event' | 'interactive' | 'command'
  readonly body: Thing
}
/** One attempt: heard with the app's answer, or why not, in Slack's word for the retry header. */
export type Attempt =
  | { readonly heard: true; readonly answer: Json | undefined }
  | { readonly heard: false; readonly why: string; readonly isFinal: boolean }

/** Until when an answer counts. */
export type Deadline = { readonly up: Promise<void>; cancel(): void }

export type SignedRequest = {
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

export function signedRequest(
  app: Pick<App, 'signingSecret' | 'requestUrl'>,
  parcel: Parcel,
  nowMs: number,
  retry?: { readonly num: number; readonly why: string },
): SignedRequest {
  if (app.requestUrl === undefined) throw new Error(`sending ${parcel.name}: the app has no request URL`)
  const body = bodyOf(parcel)
  const timestamp = String(Math.floor(nowMs / 1000))
  return {
    url: app.requestUrl,
    headers: {
      'content-type': parcel.kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${createHmac('sha256', app.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
      ...(retry === undefined ? {} : { 'x-slack-retry-num': String(retry.num), 'x-slack-retry-reason': retry.why }),
    },
    body,
  }
}

export async function send(request: SignedRequest, fault: Fault | undefined, deadline: Deadline): Promise<Attempt> {
  switch (fault?.fault) {
    case 'drop':
      return { heard: false, why: 'connection_failed', isFinal: false }
    case 'alter':
      return post({ ...request, body: request.body.replace(/.$/, ' ') }, deadline)
    case 'accept-then-drop':
    case 'error-after-accept':
    case 'truncate-answer':
      await post(request, deadline)
      return { heard: false, why: 'http_timeout', isFinal: false }
    case undefined:
    case 'delay':
      return post(request, deadline)
    case 'throttle':
    case 'lag':
    case 'refuse':
      throw new Error(`delivering ${fault.on}: the fault ${fault.fault} means nothing on the way to an app`)
  }
}

async function post(request: SignedRequest, deadline: Deadline): Promise<Attempt> {
  const late = new AbortController()
  void deadline.up.then(() => late.abort())
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: late.signal,
    })
    const text = await response.text()
    if (response.ok) return { heard: true, answer: text === '' ? undefined : (parsed(text) ?? text) }
    return { heard: false, why: 'http_error', isFinal: response.headers.get('x-slack-no-retry') === '1' }
  } catch {
    // No answer in time, or nobody there: to Slack that is one more attempt that was not heard.
    return { heard: false, why: late.signal.aborted ? 'http_timeout' : 'connection_failed', isFinal: false }
  } finally {
    deadline.cancel()
  }
}

function bodyOf({ kind, body }: Parcel): string {
  switch (kind) {
    case 'event':
      return JSON.stringify(body)
    case 'interactive':
      return new URLSearchParams({ payload: JSON.stringify(body) }).toString()
    case 'command':
      return new URLSearchParams(
        Object.fromEntries(Object.keys(body).map((name) => [name, word(body, name)])),
      ).toString()
  }
}
