// The practice platform keeps its own truth: in a file that a kill may tear at its end, and doubles where it was told to
// post twice.

import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { practiceChannel } from '../adapters/practice/channel.ts'
import { openRoom, type Room, roomFile } from '../adapters/practice/room.ts'
import { help, noon } from './people.ts'

let folder: string
let room: Room
const open = () => openRoom({ folder, now: () => noon })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-room-'))
  room = await open()
})
afterEach(async () => {
  await room[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function reopen() {
  await room[Symbol.asyncDispose]()
  room = await open()
}

describe('a room that was closed', () => {
  test('opens again with what was said, posted and noted', async () => {
    await room.say('random', 'ada', 'Good morning')
    await room.post('random', 'marker-1', [{ text: 'an answer' }])
    await room.note('random', 'bo', 'Only for Bo')
    await reopen()
    expect(room.messages('random', 'bo').map((message) => message.kind)).toEqual(['said', 'posted', 'note'])
    expect(room.messages('random', 'ada').map((message) => message.kind)).toEqual(['said', 'posted'])
  })

  test('does not give the name of an old message to a new one', async () => {
    const before = await room.say('random', 'ada', 'one')
    await reopen()
    expect(await room.say('random', 'ada', 'two')).not.toBe(before)
  })

  test('remembers where a post stands, and how it was redrawn last', async () => {
    const ref = await room.post('random', 'marker-1', [{ text: 'first' }])
    await room.redraw('random', ref, [{ text: 'recalled' }])
    await reopen()
    expect(room.find('random', 'marker-1')).toEqual([ref])
    expect(room.messages('random', 'ada')).toEqual([
      { kind: 'posted', id: ref, channel: 'random', at: noon, payloads: [{ text: 'recalled' }] },
    ])
  })
})

describe('a file that a kill has torn', () => {
  test('opens without the torn line, and keeps every line that comes after it', async () => {
    await room.say('random', 'ada', 'whole')
    await room[Symbol.asyncDispose]()
    await appendFile(join(folder, roomFile), '{"line":"posted","id":"m00000002","channel":"random","mar')
    room = await open()
    expect(room.find('random', 'marker-1')).toEqual([])
    await room.say('random', 'bo', 'after')
    await reopen()
    const said = room
      .messages('random', 'ada')
      .map((message) => (message.kind === 'said' ? message.text : message.kind))
    expect(said).toEqual(['whole', 'after'])
  })
})

describe('the practice channel', () => {
  const mayGoOn = async () => 'yes' as const
  const sending = {
    destination: help,
    intent: 'post',
    payloads: [{ text: 'an answer' }],
    marker: 'marker-1',
    mayGoOn,
  } as const

  test('posts twice when it is told twice, and both can be seen', async () => {
    const channel = practiceChannel(room)
    await channel.send(sending)
    await channel.send(sending)
    expect(room.messages(help.channel, 'ada')).toHaveLength(2)
    expect(room.find(help.channel, 'marker-1')).toHaveLength(2)
  })

  test('has a post on disk before it says that it was sent', async () => {
    await practiceChannel(room).send(sending)
    expect(await readFile(join(folder, roomFile), 'utf8')).toContain('marker-1')
  })

  test('finds a post by its marker in its own channel alone', async () => {
    const channel = practiceChannel(room)
    const sent = await channel.send(sending)
    expect(sent).toMatchObject({ sent: 'yes' })
    expect(await channel.find(help, 'marker-1', noon)).toMatchObject({ found: 'yes' })
    expect(await channel.find({ ...help, channel: 'random' }, 'marker-1', noon)).toEqual({ found: 'no' })
    expect(await channel.find(help, 'another', noon)).toEqual({ found: 'no' })
  })

  test('replaces a post in its place, and leaves a notice where one was taken down', async () => {
    const channel = practiceChannel(room)
    const ref = await room.post(help.channel, 'marker-1', [{ text: 'old' }])
    await room.say(help.channel, 'bo', 'thanks')
    await channel.send({ ...sending, intent: 'edit', payloads: [{ text: 'new' }], marker: 'marker-2', target: ref })
    expect(room.messages(help.channel, 'ada')[0]).toMatchObject({ id: ref, payloads: [{ text: 'new' }] })
    expect(room.find(help.channel, 'marker-2')).toEqual([ref])
    await channel.send({ ...sending, intent: 'delete', marker: 'marker-3', target: ref })
    expect(room.messages(help.channel, 'ada')[0]).toMatchObject({ kind: 'gone', id: ref })
  })

  test('knows nobody in a place that does not exist', async () => {
    const channel = practiceChannel(room)
    const nowhere = { ...help, channel: 'nowhere' }
    expect(await channel.send({ ...sending, destination: nowhere })).toMatchObject({ sent: 'no', next: 'blocked' })
    expect(await channel.audience(nowhere)).toBeUndefined()
    expect(await channel.membership({ platform: 'practice', workspace: 'practice', user: 'eve' }, help)).toBeUndefined()
  })

  test('keeps guests out of the private channel', async () => {
    const channel = practiceChannel(room)
    const gus = { platform: 'practice', workspace: 'practice', user: 'gus' } as const
    expect(await channel.membership(gus, help)).toMatchObject({ member: 'guest' })
    expect(await channel.membership(gus, { ...help, channel: 'access-requests' })).toMatchObject({ member: 'none' })
  })
})

describe('a busy channel', () => {
  test('keeps the latest 200 messages in memory, and still finds the first post', async () => {
    const ref = await room.post('random', 'the-first', [{ text: 'first' }])
    for (let count = 0; count < 201; count++) await room.say('random', 'ada', `line ${count}`)
    expect(room.messages('random', 'ada')).toHaveLength(200)
    expect(room.find('random', 'the-first')).toEqual([ref])
  })
})
