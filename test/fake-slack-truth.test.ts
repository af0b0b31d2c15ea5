// The truth that the fake Slack keeps: what each reader really has before them, what an app can and cannot find out, and
// what Slack itself would have fetched or whom it would have notified.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Acme, openAcme, readerScopes } from './fakes/slack/acme.ts'
import type { Thing } from './fakes/slack/form.ts'
import { tokenOf } from './fakes/slack/oauth.ts'
import { actions, button, call, field, messageOf, modal, post, rich, section } from './slack-desk.ts'

let acme: Acme
beforeEach(async () => {
  acme = await openAcme({ scopes: readerScopes, pace: { answerMs: 100, retryMs: [] } })
})
afterEach(async () => {
  await acme.slack[Symbol.asyncDispose]()
})

const texts = (user: string): string[] =>
  acme.slack
    .person(user)
    .reads('C0HELP')
    .map((one) => one.now.text)
const words = (answer: Thing): unknown =>
  Array.isArray(answer.messages) ? answer.messages.map((one: Thing) => one.text) : answer

describe('a note to one person', () => {
  test('is before that person and before nobody else', async () => {
    await call(acme, 'chat.postEphemeral', { channel: 'C0HELP', user: 'U0ADA', text: 'only you' })
    expect(texts('U0ADA')).toEqual(['only you'])
    expect(texts('U0BO')).toEqual([])
  })

  test('is in no history and no thread, and cannot be reacted to or linked', async () => {
    const parent = await post(acme)
    const said = { channel: 'C0HELP', user: 'U0ADA', text: 'only you', thread_ts: parent.ts }
    const note = messageOf(acme, await call(acme, 'chat.postEphemeral', said))
    expect(words(await call(acme, 'conversations.history', { channel: 'C0HELP' }))).toEqual(['words'])
    expect(words(await call(acme, 'conversations.replies', { channel: 'C0HELP', ts: parent.ts }))).toEqual(['words'])
    expect(await call(acme, 'conversations.replies', { channel: 'C0HELP', ts: note.ts })).toMatchObject({
      error: 'thread_not_found',
    })
    expect(await call(acme, 'reactions.get', { channel: 'C0HELP', timestamp: note.ts })).toMatchObject({
      error: 'message_not_found',
    })
  })

  test('changes only through the address that a click on it gave, five times', async () => {
    const said = { channel: 'C0HELP', user: 'U0ADA', text: 'only you', blocks: [actions(button('go'))] }
    const note = messageOf(acme, await call(acme, 'chat.postEphemeral', said))
    await acme.slack.person('U0ADA').clicks(note, 'go')
    const [address] = [...acme.slack.town.replies.keys()]
    const answer = async (body: Thing): Promise<number> =>
      (await fetch(`${acme.slack.url}/response/${address}`, { method: 'POST', body: JSON.stringify(body) })).status
    expect(await answer({ replace_original: true, text: 'done' })).toBe(200)
    expect(texts('U0ADA')).toEqual(['done'])
    for (let use = 2; use <= 5; use += 1) expect(await answer({ text: `note ${use}` })).toBe(200)
    expect(await answer({ text: 'once more' })).toBe(404)
    expect(texts('U0ADA')).toEqual(['done', 'note 2', 'note 3', 'note 4', 'note 5'])
    expect(texts('U0BO')).toEqual([])
  })

  test('cannot be clicked by another, nor after it changed', async () => {
    const said = { channel: 'C0HELP', user: 'U0ADA', text: 'only you', blocks: [actions(button('go'))] }
    const note = messageOf(acme, await call(acme, 'chat.postEphemeral', said))
    expect(() => acme.slack.person('U0BO').clicks(note, 'go')).toThrow('does not see')
  })
})

describe('a message', () => {
  test('keeps every wording it ever had, and is gone for readers when it is deleted', async () => {
    const message = await post(acme, { text: 'first' })
    await call(acme, 'chat.update', { channel: 'C0HELP', ts: message.ts, text: 'second' })
    expect(texts('U0BO')).toEqual(['second'])
    await call(acme, 'chat.delete', { channel: 'C0HELP', ts: message.ts })
    expect(texts('U0BO')).toEqual([])
    expect(acme.slack.truth.map((one) => one.versions.map((version) => version.text))).toEqual([['first', 'second']])
  })

  test('keeps its metadata through a change, and shows it only to those who ask', async () => {
    const metadata = { event_type: 'countersign_post', event_payload: { ref: 'p1' } }
    const message = await post(acme, { metadata })
    await call(acme, 'chat.update', { channel: 'C0HELP', ts: message.ts, text: 'changed' })
    const read = (more: Thing): Promise<Thing> => call(acme, 'conversations.history', { channel: 'C0HELP', ...more })
    expect(await read({ include_all_metadata: true })).toMatchObject({ messages: [{ text: 'changed', metadata }] })
    expect(JSON.stringify(await read({}))).not.toContain('countersign_post')
  })

  test('of more than 40,000 characters is cut, and says so', async () => {
    const answer = await call(acme, 'chat.postMessage', { channel: 'C0HELP', text: 'x'.repeat(40_001) })
    expect(answer).toMatchObject({ ok: true, warning: 'message_truncated' })
    expect(messageOf(acme, answer).now.text).toHaveLength(40_000)
  })

  test('comes back with what Slack adds to it', async () => {
    const text = 'see https://wiki.example/12 & <this>'
    const message = await post(acme, { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x' } }] })
    expect(message.now.text).toBe('see <https://wiki.example/12> &amp; &lt;this>')
    expect(message.now.blocks).toEqual([
      { type: 'section', block_id: expect.any(String), text: { type: 'mrkdwn', text: 'x', verbatim: false } },
    ])
  })

  test('reaches a person through their direct messages, and stays between the two', async () => {
    const message = await post(acme, { channel: 'U0ADA', text: 'your draft' })
    const ada = acme.slack.person('U0ADA')
    expect(ada.reads(message.channel).map((one) => one.now.text)).toEqual(['your draft'])
    expect(acme.slack.person('U0SEC').reads()).toEqual([])
    expect(await call(acme, 'conversations.history', { channel: message.channel }, tokenOf(acme.agents))).toMatchObject(
      {
        ok: false,
      },
    )
  })
})

describe('what Slack does of its own accord', () => {
  test('it looks behind links unless both switches are off, and fetches every image', async () => {
    const quiet = { unfurl_links: false, unfurl_media: false }
    await post(acme, { ...quiet, text: 'https://internal.example/?key=s3cret' })
    await post(acme, { ...quiet, blocks: [rich({ type: 'link', url: 'https://internal.example/a' })] })
    expect(acme.slack.fetched).toEqual([])
    await post(acme, { unfurl_links: false, text: 'https://internal.example/b' })
    await post(acme, { ...quiet, blocks: [{ type: 'image', image_url: 'https://internal.example/c', alt_text: 'c' }] })
    expect(acme.slack.fetched.map(({ url, why }) => [url, why])).toEqual([
      ['https://internal.example/b', 'link'],
      ['https://internal.example/c', 'image'],
    ])
  })

  test.each<readonly [string, Thing, readonly string[]]>([
    ['escaped', { text: '&lt;!channel&gt; &lt;@U0BO&gt;' }, []],
    [
      'as they are',
      { text: '<!channel> <!here|here> <@U0BO> <!subteam^S1>' },
      ['!channel', '!here', '@U0BO', '!subteam^S1'],
    ],
    ['in verbatim Markdown', { blocks: [section('<!everyone>')] }, ['!everyone']],
    ['as rich text that only looks like it', { blocks: [rich({ type: 'text', text: '<!channel> @here' })] }, []],
    ['as a broadcast element', { blocks: [rich({ type: 'broadcast', range: 'channel' })] }, ['!channel']],
    ['only in the text for screen readers', { text: '<!channel>', blocks: [section('quiet')] }, ['!channel']],
  ])('mentions %s notify whom they notify', async (_how, values, notified) => {
    expect(acme.slack.notifies(await post(acme, values))).toEqual(notified)
  })
})

describe('what an app can find out', () => {
  test('a guest, one who left, an admin, a bot and a stranger are told apart', async () => {
    const person = async (user: string): Promise<unknown> => (await call(acme, 'users.info', { user })).user
    expect(await person('U0GUS')).toMatchObject({ is_restricted: true, is_bot: false, deleted: false })
    expect(await person('U0DEX')).toMatchObject({ deleted: true })
    expect(await person('U0SEC')).toMatchObject({ is_admin: true })
    expect(await person(acme.agents.botUser)).toMatchObject({ is_bot: true })
    expect(await person('U0XIA')).toMatchObject({ team_id: 'T0PART', is_stranger: false })
    await acme.slack.removes(acme.ours, 'C0JOINT')
    expect(await person('U0XIA')).toMatchObject({ team_id: 'T0PART', is_stranger: true })
  })

  test('the places it lists are those it may know of, page by page', async () => {
    const names: unknown[] = []
    let cursor = ''
    do {
      const types = 'public_channel,private_channel'
      const page = await call(acme, 'conversations.list', { types, limit: 2, cursor, exclude_archived: true })
      names.push(...(Array.isArray(page.channels) ? page.channels.map((one: Thing) => one.name) : []))
      const { response_metadata: more } = page
      cursor = typeof more === 'object' && more !== null && 'next_cursor' in more ? String(more.next_cursor) : ''
    } while (cursor !== '')
    expect(names).toEqual(['help', 'random', 'ops', 'news', 'joint'])
  })

  test('a channel says that outsiders are in it', async () => {
    expect(await call(acme, 'conversations.info', { channel: 'C0JOINT' })).toMatchObject({
      channel: { is_ext_shared: true, is_private: false, connected_team_ids: ['T0PART'] },
    })
    expect(await call(acme, 'conversations.members', { channel: 'C0OPS' })).toMatchObject({
      members: ['U0ADA', 'U0BO', acme.ours.botUser],
    })
  })

  test('a group of reviewers is its active people', async () => {
    const { usergroups } = await call(acme, 'usergroups.list', {})
    expect(usergroups).toMatchObject([{ handle: 'reviewers' }])
    const [group] = acme.slack.town.groups.keys()
    expect(await call(acme, 'usergroups.users.list', { usergroup: group })).toMatchObject({ users: ['U0MIA'] })
  })

  test('who reacted is read from the message', async () => {
    const message = await post(acme)
    await acme.slack.person('U0BO').reacts(message, 'eyes')
    expect(await call(acme, 'reactions.get', { channel: 'C0HELP', timestamp: message.ts })).toMatchObject({
      message: { reactions: [{ name: 'eyes', users: ['U0BO'], count: 1 }] },
    })
  })
})

describe('modals', () => {
  const show = (method: string, more: Thing = {}): Promise<Thing> => {
    const id = `t${acme.slack.town.triggers.size}`
    acme.slack.town.triggers.set(id, { team: 'T0ACME', user: 'U0ADA', appId: acme.app.id, at: Date.now(), used: false })
    return call(acme, method, { trigger_id: id, view: modal(more) })
  }

  test('stack three deep, and opening anew clears the pile', async () => {
    expect(await show('views.push')).toMatchObject({ error: 'not_found' })
    await show('views.open')
    await show('views.push')
    await show('views.push')
    expect(await show('views.push')).toMatchObject({ error: 'push_limit_reached' })
    await show('views.open', { callback_id: 'anew' })
    expect(acme.slack.town.views.filter((one) => !one.closed).map((one) => one.view.callback_id)).toEqual(['anew'])
  })

  test('change under the hash that was shown, once', async () => {
    await show('views.open')
    const page = acme.slack.person('U0ADA').modal()
    if (page === undefined) throw new Error('no modal is open')
    const change = { view_id: page.id, hash: page.hash, view: modal({ callback_id: 'second' }) }
    expect(await call(acme, 'views.update', change)).toMatchObject({ ok: true, view: { callback_id: 'second' } })
    expect(await call(acme, 'views.update', change)).toMatchObject({ error: 'hash_conflict' })
  })

  test('are no business of another app', async () => {
    await show('views.open')
    const page = acme.slack.person('U0ADA').modal()
    const change = { view_id: page?.id ?? '', view: modal({ callback_id: 'theirs' }) }
    expect(await call(acme, 'views.update', change, tokenOf(acme.agents))).toMatchObject({ error: 'not_found' })
  })

  test('the Home tab of a person is drawn again in its place', async () => {
    for (const text of ['one draft waits', 'nothing waits'])
      await call(acme, 'views.publish', { user_id: 'U0ADA', view: { type: 'home', blocks: [section(text)] } })
    expect(acme.slack.person('U0ADA').home()?.view.blocks).toMatchObject([{ text: { text: 'nothing waits' } }])
    expect(acme.slack.person('U0BO').home()).toBeUndefined()
    expect(acme.slack.town.views).toHaveLength(1)
  })
})

describe('a person', () => {
  test('clicks only what is in the newest version of what they see', async () => {
    const card = await post(acme, { blocks: [actions(button('approve'), button('reject'))] })
    await call(acme, 'chat.update', { channel: 'C0HELP', ts: card.ts, text: 'x', blocks: [actions(button('reject'))] })
    const ada = acme.slack.person('U0ADA')
    expect(() => ada.clicks(card, 'approve')).toThrow('sees nothing called approve')
    await ada.leaves('C0HELP')
    expect(() => ada.clicks(card, 'reject')).toThrow('does not see')
    expect(() => acme.slack.person('U0XIA').clicks(card, 'reject')).toThrow('does not see')
  })

  test('types commands in no thread, and none in the house of another company', async () => {
    await expect(acme.slack.person('U0XIA').types('/countersign queue', 'C0JOINT')).rejects.toThrow('another company')
  })

  test('sends no modal with an empty field or too much in it', async () => {
    acme.slack.town.triggers.set('t', {
      team: 'T0ACME',
      user: 'U0ADA',
      appId: acme.app.id,
      at: Date.now(),
      used: false,
    })
    const view = modal({ blocks: [field], submit: { type: 'plain_text', text: 'Send' } })
    expect(await call(acme, 'views.open', { trigger_id: 't', view })).toMatchObject({ ok: true })
    const ada = acme.slack.person('U0ADA')
    const open = ada.modal()
    if (open === undefined) throw new Error('no modal is open')
    await expect(ada.submits(open)).rejects.toThrow('must be filled in')
    await expect(ada.submits(open, { reason: { v: 'x'.repeat(21) } })).rejects.toThrow('longer than the 20')
    await expect(acme.slack.person('U0BO').submits(open, { reason: { v: 'no' } })).rejects.toThrow('does not have')
  })

  test('changes and deletes only their own words, an admin deletes any', async () => {
    const bo = acme.slack.person('U0BO')
    const message = await acme.slack.person('U0ADA').says('C0HELP', 'mine')
    await expect(bo.edits(message, 'yours')).rejects.toThrow('did not write')
    await expect(bo.deletes(message)).rejects.toThrow('may not delete')
    await acme.slack.person('U0SEC').deletes(message)
    expect(texts('U0BO')).toEqual([])
  })
})
