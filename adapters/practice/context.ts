// What was last said in a channel of the practice chat, as an agent that was asked there gets to read it: what everybody
// there sees, and no line that is for one person's eyes.

import { spokenCard } from '../../src/card/spoken.ts'
import type { Destination } from '../../src/place.ts'
import type { Context, Said } from '../../src/port/channel.ts'
import { accountOf, placeAt, residents } from './cast.ts'
import { cardOf } from './payload.ts'
import type { Message, Room } from './room.ts'

/** Nobody's eyes: a line for one person is for somebody else. */
const nobody = ''

export function contextIn(room: Room, destination: Destination, limit: number): Context {
  const place = placeAt(destination)
  if (place === undefined) return { context: 'withheld' }
  const all = room.messages(place.channel, nobody).flatMap((message) => saidIn(message) ?? [])
  return { context: 'read', said: all.slice(-limit), more: all.length > limit }
}

function saidIn(message: Message): Said | undefined {
  const { at } = message
  switch (message.kind) {
    case 'said': {
      const isPerson = residents.some((one) => one.user === message.by)
      return { account: isPerson ? accountOf(message.by) : undefined, at, text: message.text, mentions: [] }
    }
    case 'posted': {
      const text = message.payloads.flatMap((payload) => cardOf(payload) ?? []).map(spokenCard)
      return { account: undefined, at, text: text.join('\n'), mentions: [] }
    }
    case 'announced':
      return { account: undefined, at, text: message.text, mentions: [] }
    case 'note':
    case 'gone':
      return undefined
  }
}
