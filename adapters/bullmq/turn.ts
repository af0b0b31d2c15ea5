// Turns in a lane among several processes: one publish at a time, a common pace, and a hold that all of them respect.
// They live in Redis and are a courtesy to the platform: if Redis scripts them, two may publish side by side for a
// moment, and no draft is sent twice, since the record holds each by lease and claim. All moments are of the record.

import { createHash, randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Others } from '../../src/delivery/delivery.ts'
import type { LanePace } from '../../src/delivery/lane.ts'
import type { Owed } from '../../src/port/record.ts'

export type TurnPace = LanePace & {
  /** A turn ends by itself after this long, if its process died with it. */
  readonly leaseMs: number
  /** How soon somebody whose lane is taken by another process asks again. */
  readonly turnAgainMs: number
}

/** held: until when the lane is left alone · full: when its bucket is full · last: the last moment given out · who, until: its turn */
const words = `
local function keep(key, now, ...)
  local latest = now
  for _, moment in ipairs({...}) do latest = math.max(latest, moment) end
  redis.call('PEXPIRE', key, math.ceil(latest - now) + 60000)
end
local function number(text) return tonumber(text or '0') or 0 end
local function text(moment) return string.format('%.0f', moment) end
`

const enter = `${words}
local lane = redis.call('HMGET', KEYS[1], 'held', 'full', 'last', 'who', 'until')
local held, full, last, who, ends = number(lane[1]), number(lane[2]), number(lane[3]), lane[4], number(lane[5])
local now, errand, mine = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local leaseMs, againMs, burst, everyMs = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
if held > now then return text(held) end
if errand == 'redraw' then return '0' end
if who and who ~= mine and ends > now then return text(math.min(ends, now + againMs)) end
local tokenAt = math.max(full, now) - (burst - 1) * everyMs
if tokenAt > now then
  last = math.max(tokenAt, last + everyMs)
  redis.call('HSET', KEYS[1], 'last', text(last))
  keep(KEYS[1], now, held, full, last, ends)
  return text(last)
end
redis.call('HSET', KEYS[1], 'who', mine, 'until', text(now + leaseMs))
keep(KEYS[1], now, held, full, last, now + leaseMs)
return '0'
`

const leave = `${words}
local lane = redis.call('HMGET', KEYS[1], 'held', 'full', 'last', 'who')
local held, full, last, who = number(lane[1]), number(lane[2]), number(lane[3]), lane[4]
local now, mine, spent, heldUntil, everyMs = tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
if who == mine then redis.call('HDEL', KEYS[1], 'who', 'until') end
if spent == '1' then full = math.max(full, now) + everyMs end
held = math.max(held, heldUntil)
redis.call('HSET', KEYS[1], 'held', text(held), 'full', text(full))
keep(KEYS[1], now, held, full, last)
return '0'
`

export function openTurns(redis: Redis, prefix: string, pace: TurnPace): Others {
  // The name of a place is nobody's business in Redis.
  const key = ({ lane }: Owed) => `${prefix}:lane:${createHash('sha256').update(lane).digest('hex').slice(0, 32)}`
  const here = randomUUID()
  const holder = ({ id }: Owed) => `${here}-${id}`
  const { leaseMs, turnAgainMs, publishBurst, publishEveryMs } = pace
  return {
    async enter(owed, now) {
      if (owed.errand !== 'publish' && owed.errand !== 'redraw') return 0
      const asked = [now, owed.errand, holder(owed), leaseMs, turnAgainMs, publishBurst, publishEveryMs]
      return Number(await redis.eval(enter, 1, key(owed), ...asked))
    },
    async leave(owed, { at, spent, heldUntil }) {
      const isTurn = owed.errand === 'publish'
      if (!isTurn && heldUntil === 0) return
      const left = [at, holder(owed), isTurn && spent ? 1 : 0, heldUntil, publishEveryMs]
      await redis.eval(leave, 1, key(owed), ...left)
    },
  }
}
