// A channel that fails by script, in front of a real one: what the script says happens between us and it.

import type { Channel, Sent } from '../../src/port/channel.ts'
import type { Fault, FaultScript } from '../fakes/fault-script.ts'

export function faulty(channel: Channel, script: () => FaultScript): Channel {
  const calls = new Map<string, number>()
  const fault = (on: string): Fault | undefined => {
    const nth = (calls.get(on) ?? 0) + 1
    calls.set(on, nth)
    return script().find((one) => one.on === on && (one.nth === undefined || one.nth === nth))
  }
  return {
    ...channel,
    async send(sending): Promise<Sent> {
      const broken = fault('send')
      switch (broken?.fault) {
        case undefined:
        case 'delay':
        case 'lag':
          return channel.send(sending)
        case 'alter': {
          const sent = await channel.send(sending)
          return sent.sent === 'yes' ? { ...sent, altered: true } : sent
        }
        case 'accept-then-drop':
        case 'error-after-accept':
        case 'truncate-answer':
          await channel.send(sending)
          return { sent: 'unclear', why: broken.fault }
        case 'drop':
          return { sent: 'unclear', why: broken.fault }
        case 'throttle':
          return { sent: 'no', why: 'throttled', next: 'again', afterMs: broken.ms ?? 1000, holdLane: true }
        case 'refuse':
          return { sent: 'no', why: broken.why ?? 'refused', next: 'blocked' }
      }
    },
    async find(destination, marker, since, payloads) {
      return fault('find') === undefined ? channel.find(destination, marker, since, payloads) : { found: 'unclear' }
    },
  }
}
