// What the tests of the fake Slack say often: a raw call of the Web API, a post, and the blocks they post.

import { expect } from 'vitest'
import type { Acme } from './fakes/slack/acme.ts'
import { isThing, parsed, type Thing } from './fakes/slack/form.ts'
import { tokenOf } from './fakes/slack/oauth.ts'
import type { Message } from './fakes/slack/town.ts'

/** As a client of JSON sends it. A refusal is HTTP 200 like every answer. */
export async function call(acme: Acme, method: string, values: Thing, token = tokenOf(acme.ours)): Promise<Thing> {
  const response = await fetch(`${acme.slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(values),
  })
  expect(response.status).toBe(200)
  const answer = parsed(await response.text())
  if (!isThing(answer)) throw new Error(`calling ${method}: the answer is no object`)
  return answer
}

export function messageOf(acme: Acme, answer: Thing): Message {
  const found = acme.slack.truth.find((one) => one.ts === (answer.ts ?? answer.message_ts))
  if (found === undefined) throw new Error(`not in the truth: ${JSON.stringify(answer)}`)
  return found
}

export async function post(acme: Acme, values: Thing = {}, token?: string): Promise<Message> {
  return messageOf(acme, await call(acme, 'chat.postMessage', { channel: 'C0HELP', text: 'words', ...values }, token))
}

export const section = (text: string, more: Thing = {}): Thing => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim: true },
  ...more,
})
export const button = (id: string, more: Thing = {}): Thing => ({
  type: 'button',
  action_id: id,
  text: { type: 'plain_text', text: 'Approve' },
  ...more,
})
export const actions = (...elements: Thing[]): Thing => ({ type: 'actions', block_id: 'b', elements })
export const rich = (...elements: Thing[]): Thing => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_quote', elements }],
})
export const field: Thing = {
  type: 'input',
  block_id: 'reason',
  label: { type: 'plain_text', text: 'Reason' },
  element: { type: 'plain_text_input', action_id: 'v', max_length: 20 },
}
export const modal = (more: Thing = {}): Thing => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'Reject' },
  blocks: [section('Why?')],
  ...more,
})
