// The fake Slack against the facts: what it refuses and in which word, what readers of it really see, and that a person
// in it can only do what a person can. How it talks on the wire is in fake-slack-wire.test.ts.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../src/json.ts'
import { type Acme, openAcme } from './fakes/slack/acme.ts'
import type { Thing } from './fakes/slack/form.ts'
import { tokenOf } from './fakes/slack/oauth.ts'
import { call, field, messageOf, modal, post, rich, section } from './slack-desk.ts'

/** A trigger as a click of Ada gives it. */
function trigger(acme: Acme, at: number): string {
  const id = `trigger-${acme.slack.town.triggers.size}`
  acme.slack.town.triggers.set(id, { team: 'T0ACME', user: 'U0ADA', appId: acme.app.id, at, used: false })
  return id
}

describe('a request that Slack refuses is refused in the same word', () => {
  let acme: Acme
  let clock = 1_792_490_000_000
  const known: { [name: string]: string } = {}

  beforeAll(async () => {
    acme = await openAcme({ now: () => clock })
    const own = await post(acme, { text: 'ours', blocks: [rich({ type: 'text', text: 'ours' })] })
    const theirs = await post(acme, { text: 'theirs' }, tokenOf(acme.agents))
    const gone = await post(acme, { text: 'gone' })
    gone.gone = true
    const whisper = await call(acme, 'chat.postEphemeral', { channel: 'C0HELP', user: 'U0ADA', text: 'psst' })
    const buried = await acme.slack.person('U0SEC').says('C0BOARD', 'not for you')
    Object.assign(known, {
      own: own.ts,
      theirs: theirs.ts,
      gone: gone.ts,
      whisper: messageOf(acme, whisper).ts,
      buried: buried.ts,
      used: trigger(acme, clock),
      old: trigger(acme, clock - 3001),
    })
    const opened = await call(acme, 'views.open', {
      trigger_id: known.used,
      view: modal({ external_id: 'x1' }),
    })
    const view: Json | undefined = opened.view
    expect(opened.ok, JSON.stringify(view)).toBe(true)
    known.view = acme.slack.person('U0ADA').modal()?.id ?? ''
    clock += 1000
  })
  afterAll(async () => {
    await acme.slack[Symbol.asyncDispose]()
  })

  const say = (more: Thing): Thing => ({ channel: 'C0HELP', text: 'words', ...more })
  const many = (count: number): Json[] => Array.from({ length: count }, () => ({ type: 'divider' }))
  const fresh = (): string => trigger(acme, clock)

  type Row = readonly [what: string, method: string, values: () => Thing, error: string]
  const rows: readonly Row[] = [
    ['a method that does not exist', 'chat.shout', () => say({}), 'unknown_method'],
    ['a channel that does not exist', 'chat.postMessage', () => say({ channel: 'C0NONE' }), 'channel_not_found'],
    ['no channel at all', 'chat.postMessage', () => ({ text: 'words' }), 'channel_not_found'],
    ['a private channel without us', 'chat.postMessage', () => say({ channel: 'C0BOARD' }), 'channel_not_found'],
    ['a public channel without us', 'chat.postMessage', () => say({ channel: 'C0RANDOM' }), 'not_in_channel'],
    ['an archived channel', 'chat.postMessage', () => say({ channel: 'C0OLD' }), 'is_archived'],
    [
      'a read-only channel',
      'chat.postMessage',
      () => say({ channel: 'C0NEWS' }),
      'restricted_action_read_only_channel',
    ],
    ['a deactivated person', 'chat.postMessage', () => say({ channel: 'U0DEX' }), 'channel_not_found'],
    ['no words', 'chat.postMessage', () => say({ text: '' }), 'no_text'],
    ['a thread that does not exist', 'chat.postMessage', () => say({ thread_ts: '1.000001' }), 'thread_not_found'],
    ['a thread that was deleted', 'chat.postMessage', () => say({ thread_ts: known.gone }), 'thread_not_found'],
    [
      'a thread on a private note',
      'chat.postMessage',
      () => say({ thread_ts: known.whisper }),
      'cannot_reply_to_message',
    ],
    ['another name without the scope', 'chat.postMessage', () => say({ username: 'CEO' }), 'missing_scope'],
    ['Markdown beside text', 'chat.postMessage', () => say({ markdown_text: '# x' }), 'markdown_text_conflict'],
    [
      'too much Markdown',
      'chat.postMessage',
      () => ({ channel: 'C0HELP', markdown_text: 'x'.repeat(12_001) }),
      'msg_too_long',
    ],
    ['blocks that are no list', 'chat.postMessage', () => say({ blocks: '{"a":1}' }), 'invalid_blocks_format'],
    ['blocks that are no JSON', 'chat.postMessage', () => say({ blocks: '[{' }), 'invalid_blocks_format'],
    [
      'blocks of more than 13,200',
      'chat.postMessage',
      () => say({ blocks: [1, 2, 3, 4, 5].map(() => section('x'.repeat(2900))) }),
      'msg_blocks_too_long',
    ],
    ['metadata that is a word', 'chat.postMessage', () => say({ metadata: 'x' }), 'invalid_metadata_format'],
    [
      'metadata without a payload',
      'chat.postMessage',
      () => say({ metadata: { event_type: 'x' } }),
      'invalid_metadata_schema',
    ],
    [
      'metadata that is not flat',
      'chat.postMessage',
      () => say({ metadata: { event_type: 'x', event_payload: { a: { b: 1 } } } }),
      'invalid_metadata_schema',
    ],
    [
      'metadata without end',
      'chat.postMessage',
      () => say({ metadata: { event_type: 'x', event_payload: { a: 'x'.repeat(8001) } } }),
      'metadata_too_large',
    ],
    ['changing the message of another', 'chat.update', () => say({ ts: known.theirs }), 'cant_update_message'],
    ['changing a private note', 'chat.update', () => say({ ts: known.whisper }), 'message_not_found'],
    ['changing what is gone', 'chat.update', () => say({ ts: known.gone }), 'message_not_found'],
    ['changing rich text into plain', 'chat.update', () => say({ ts: known.own }), 'block_mismatch'],
    [
      'an update of 4,001',
      'chat.update',
      () => say({ ts: known.own, text: 'x'.repeat(4001), blocks: [rich({ type: 'text', text: 'x' })] }),
      'msg_too_long',
    ],
    ['deleting the message of another', 'chat.delete', () => say({ ts: known.theirs }), 'cant_delete_message'],
    ['deleting a private note', 'chat.delete', () => say({ ts: known.whisper }), 'message_not_found'],
    ['deleting twice', 'chat.delete', () => say({ ts: known.gone }), 'message_not_found'],
    ['a note to one who is not there', 'chat.postEphemeral', () => say({ user: 'U0XIA' }), 'user_not_in_channel'],
    ['a note to one who left the company', 'chat.postEphemeral', () => say({ user: 'U0DEX' }), 'user_not_in_channel'],
    [
      'a link to a private note',
      'chat.getPermalink',
      () => ({ channel: 'C0HELP', message_ts: known.whisper }),
      'message_not_found',
    ],
    ['a channel we may not know of', 'conversations.info', () => ({ channel: 'C0BOARD' }), 'channel_not_found'],
    ['the history without the scope', 'conversations.history', () => ({ channel: 'C0HELP' }), 'missing_scope'],
    ['joining a channel without the scope', 'conversations.join', () => ({ channel: 'C0RANDOM' }), 'missing_scope'],
    ['writing to nobody', 'conversations.open', () => ({}), 'users_list_not_supplied'],
    ['writing to one who left', 'conversations.open', () => ({ users: 'U0DEX' }), 'user_disabled'],
    ['writing to a bot', 'conversations.open', () => ({ users: acme.agents.botUser }), 'cannot_dm_bot'],
    ['writing to three without the scope', 'conversations.open', () => ({ users: 'U0ADA,U0BO' }), 'missing_scope'],
    ['a person who does not exist', 'users.info', () => ({ user: 'U0NONE' }), 'user_not_found'],
    ['a group that does not exist', 'usergroups.users.list', () => ({ usergroup: 'S0NONE' }), 'no_such_subteam'],
    ['a modal without a trigger', 'views.open', () => ({ view: modal() }), 'invalid_trigger_id'],
    [
      'a modal with a used trigger',
      'views.open',
      () => ({ trigger_id: known.used, view: modal() }),
      'exchanged_trigger_id',
    ],
    [
      'a modal after three seconds',
      'views.open',
      () => ({ trigger_id: known.old, view: modal() }),
      'expired_trigger_id',
    ],
    ['a modal that is no JSON', 'views.open', () => ({ trigger_id: fresh(), view: '{' }), 'invalid_arguments'],
    [
      'a modal title of 25',
      'views.open',
      () => ({ trigger_id: fresh(), view: modal({ title: { type: 'plain_text', text: 'x'.repeat(25) } }) }),
      'invalid_arguments',
    ],
    [
      'private metadata of 3,001',
      'views.open',
      () => ({ trigger_id: fresh(), view: modal({ private_metadata: 'x'.repeat(3001) }) }),
      'invalid_arguments',
    ],
    [
      'a field without a button to send it',
      'views.open',
      () => ({ trigger_id: fresh(), view: modal({ blocks: [field] }) }),
      'invalid_arguments',
    ],
    [
      '101 blocks in a modal',
      'views.open',
      () => ({ trigger_id: fresh(), view: modal({ blocks: many(101) }) }),
      'invalid_arguments',
    ],
    [
      'an external id that is taken',
      'views.open',
      () => ({ trigger_id: fresh(), view: modal({ external_id: 'x1' }) }),
      'duplicate_external_id',
    ],
    ['a view that does not exist', 'views.update', () => ({ view_id: 'V0NONE', view: modal() }), 'not_found'],
    [
      'a view that changed meanwhile',
      'views.update',
      () => ({ view_id: known.view, hash: '1.x', view: modal() }),
      'hash_conflict',
    ],
    ['a modal as the Home tab', 'views.publish', () => ({ user_id: 'U0ADA', view: modal() }), 'invalid_arguments'],
    [
      'the Home tab of a stranger',
      'views.publish',
      () => ({ user_id: 'U0XIA', view: { type: 'home', blocks: [section('x')] } }),
      'user_not_found',
    ],
    ['a socket with the token of a bot', 'apps.connections.open', () => ({}), 'not_allowed_token_type'],
    [
      'a code that nobody gave out',
      'oauth.v2.access',
      () => ({ client_id: acme.app.clientId, client_secret: acme.app.clientSecret, code: 'x' }),
      'invalid_code',
    ],
    [
      'an app that does not exist',
      'oauth.v2.access',
      () => ({ client_id: 'x', client_secret: 'x', code: 'x' }),
      'invalid_client_id',
    ],
    [
      'a wrong client secret',
      'oauth.v2.access',
      () => ({ client_id: acme.app.clientId, client_secret: 'x', code: 'x' }),
      'bad_client_secret',
    ],
    [
      'a refresh token that nobody gave out',
      'oauth.v2.access',
      () => ({
        client_id: acme.app.clientId,
        client_secret: acme.app.clientSecret,
        grant_type: 'refresh_token',
        refresh_token: 'x',
      }),
      'invalid_refresh_token',
    ],
  ]

  test.each(rows)('%s (%s)', async (_what, method, values, error) => {
    const before = acme.slack.truth.map((one) => [one.now, one.gone])
    expect(await call(acme, method, values())).toMatchObject({ ok: false, error })
    expect(acme.slack.truth.map((one) => [one.now, one.gone])).toEqual(before)
  })

  test.each([
    ['no token', '', 'not_authed'],
    ['a token of nobody', 'xoxb-none', 'invalid_auth'],
  ])('%s', async (_what, token, error) => {
    expect(await call(acme, 'auth.test', {}, token)).toMatchObject({ ok: false, error })
  })

  test('a token in a form or in the address will do, as other clients send it', async () => {
    const token = tokenOf(acme.ours)
    const form = new URLSearchParams({ token, channel: 'C0HELP', blocks: JSON.stringify([section('blocks only')]) })
    const posted = await fetch(`${acme.slack.apiUrl}chat.postMessage`, { method: 'POST', body: form })
    expect(await posted.json()).toMatchObject({ ok: true, message: { text: '', blocks: [{ type: 'section' }] } })
    const read = await fetch(`${acme.slack.apiUrl}users.info?token=${token}&user=U0ADA`)
    expect(await read.json()).toMatchObject({ ok: true, user: { id: 'U0ADA' } })
  })

  test('a token in the body of JSON is not looked for', async () => {
    const response = await fetch(`${acme.slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: tokenOf(acme.ours) }),
    })
    expect(await response.json()).toMatchObject({ ok: false, error: 'not_authed' })
  })

  test('a token that runs out, and a refresh token that works once', async () => {
    const rotating = acme.slack.app({ name: 'Rotating', scopes: ['chat:write'], rotates: true })
    const installed = acme.slack.install(rotating, 'T0ACME')
    const first = tokenOf(installed)
    const refresh = {
      client_id: rotating.clientId,
      client_secret: rotating.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: installed.refreshToken,
    }
    expect(await call(acme, 'oauth.v2.access', refresh)).toMatchObject({ ok: true, expires_in: 43_200 })
    expect(await call(acme, 'oauth.v2.access', refresh)).toMatchObject({ error: 'invalid_refresh_token' })
    const second = tokenOf(installed)
    expect(await call(acme, 'auth.test', {}, first)).toMatchObject({ ok: true })
    clock += 43_200_000
    expect(await call(acme, 'auth.test', {}, first)).toMatchObject({ error: 'token_expired' })
    expect(await call(acme, 'auth.test', {}, second)).toMatchObject({ error: 'token_expired' })
  })

  test('a code is exchanged once, and an uninstalled app has no token left', async () => {
    const other = acme.slack.app({ name: 'Other', scopes: ['chat:write'] })
    const code = acme.slack.consents(other, 'T0ACME', 'U0SEC')
    const exchange = { client_id: other.clientId, client_secret: other.clientSecret, code }
    const granted = await call(acme, 'oauth.v2.access', exchange)
    expect(granted).toMatchObject({
      ok: true,
      scope: 'chat:write',
      team: { id: 'T0ACME' },
      authed_user: { id: 'U0SEC' },
    })
    expect(await call(acme, 'oauth.v2.access', exchange)).toMatchObject({ error: 'code_already_used' })
    const installed = acme.slack.town.installations.find((one) => one.app === other)
    if (installed === undefined) throw new Error('it was not installed')
    await acme.slack.uninstalls(installed)
    expect(await call(acme, 'auth.test', {}, tokenOf(installed))).toMatchObject({ error: 'account_inactive' })
  })
})
