// The practice chat as a channel. The room is in the same process, so an answer is nearly always certain: it is sent when
// the room's file has it.

import type { Audience, Destination } from '../../src/place.ts'
import type { Channel, Found, Sent } from '../../src/port/channel.ts'
import { audienceOf, membershipOf, placeAt } from './cast.ts'
import { contextIn } from './context.ts'
import { payloadOf } from './payload.ts'
import type { Room } from './room.ts'

export function practiceChannel(room: Room): Channel {
  return {
    platform: 'practice',
    drawnBy: 'practice/3',
    carries: ['post', 'edit', 'delete'],
    draw: (card) => [payloadOf(card)],

    async send({ destination, intent, payloads, marker, target }): Promise<Sent> {
      const place = placeAt(destination)
      if (place === undefined) return { sent: 'no', why: 'there is no such channel', next: 'blocked' }
      const { channel } = place
      if (intent === 'post') return sentAt(await room.post(channel, marker, payloads))
      if (target === undefined) return { sent: 'no', why: 'it names no post to change', next: 'failed' }
      if (intent === 'edit') await room.redraw(channel, target, payloads, marker)
      else if (intent === 'delete') await room.takeDown(channel, target, marker)
      else return { sent: 'no', why: 'the practice chat carries no files', next: 'failed' }
      return sentAt(target)
    },
    async find(destination, marker): Promise<Found> {
      const [ref] = room.find(destination.channel, marker)
      return ref === undefined ? { found: 'no' } : { found: 'yes', ref, altered: false }
    },
    async redraw(destination, ref, card) {
      await room.redraw(destination.channel, ref, [payloadOf(card)])
      return sentAt(ref)
    },
    async announce(destination, line) {
      const place = placeAt(destination)
      if (place === undefined) return { sent: 'no', why: 'there is no such channel', next: 'blocked' }
      return sentAt(await room.announce(place.channel, line))
    },
    membership: async (account, destination) => membershipOf(account, destination),
    context: async (destination, limit) => contextIn(room, destination, limit),
    audience: async (destination: Destination): Promise<Audience | undefined> => audienceOf(destination),
  }
}

function sentAt(ref: string): Sent {
  return { sent: 'yes', ref, altered: false }
}
