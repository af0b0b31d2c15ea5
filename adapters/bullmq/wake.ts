// Wake-ups across processes: at once within this one, and by Redis to all others. A message is the id of what changed;
// a lost one costs the wait of whoever would have heard it, and a forged one a look into the record.

import { randomUUID } from 'node:crypto'
import { hangBell } from '../../src/delivery/bell.ts'
import type { Log } from '../../src/port/log.ts'
import type { Wake } from '../../src/port/wake.ts'
import { second } from '../../src/time.ts'
import { connectToRing, prefixOf, type RedisAt } from './connection.ts'

export type RedisWakeParts = {
  readonly redis: RedisAt
  readonly log: Log
  /** Those who wait in this process. */
  readonly here: Wake
  readonly pace?: Partial<{ readonly pulseMs: number; readonly answerMs: number }>
}

export type RedisWake = Wake & AsyncDisposable

export function openRedisWake({ redis: at, log, here, pace: given }: RedisWakeParts): RedisWake {
  const pace = { pulseMs: 2 * second, answerMs: 2 * second, ...given }
  const channel = `${prefixOf(at)}:wake`
  const origin = randomUUID()
  const speaking = connectToRing(at, pace.answerMs)
  const hearing = connectToRing(at, pace.answerMs)
  const bell = hangBell()
  let ending = false
  let subscribed = false
  let silent = false

  speaking.on('error', lost)
  hearing.on('error', lost)
  hearing.on('ready', () => {
    subscribed = false
    bell.ring()
  })
  hearing.on('message', (_channel: string, message: string) => {
    const [from, topic, ...rest] = message.split(' ')
    if (from !== origin && topic !== undefined && rest.length === 0) here.wake(topic)
  })

  /** Said once, until it works again. */
  function lost(cause: unknown): void {
    if (!silent && !ending) log.fault('waking other processes', cause)
    silent = true
  }

  /** A connection on which nobody answers is given up; so it has to be asked now and then. */
  async function keepHearing(): Promise<void> {
    while (!ending) {
      if (hearing.status === 'ready') {
        try {
          if (subscribed) await hearing.ping()
          else await hearing.subscribe(channel)
          subscribed = true
          if (silent) log.info('other processes can be woken again')
          silent = false
        } catch (cause) {
          lost(cause)
        }
      }
      await bell.heard(pace.pulseMs)
    }
  }
  const keeping = keepHearing()

  return {
    wake(topic) {
      here.wake(topic)
      if (speaking.status === 'ready') speaking.publish(channel, `${origin} ${topic}`).catch(lost)
    },
    wait: (topic, ms) => here.wait(topic, ms),
    async [Symbol.asyncDispose]() {
      ending = true
      bell.ring()
      speaking.disconnect()
      hearing.disconnect()
      await keeping
    },
  }
}
