// Cases B2 and B3 through the whole house: Redis is killed while people and agents go on, and comes back, or begins
// again with nothing. The queue by itself is in test/redis.test.ts.

import { expectThat, many, openHouse, type Row, until } from './row.ts'
import type { Site } from './site.ts'

export const queueRows: readonly Row[] = [
  {
    name: 'B2',
    says: 'Redis is killed and away: drafts and decisions are taken, and published when it is back',
    on: [many],
    async play(site, people) {
      await openHouse(site)
      const ids = [await people.pending(), await people.pending()]
      const began = await killRedis(site)
      await until(async () => (await ready(site)) === 503)
      const taken = await people.submit(await people.ask(), 'while it is away')
      for (const id of ids) await people.approve(id)
      expectThat(site.server.platform.truth.length === 0, 'it was published by other ways')
      const pids = site.standing.map(({ member }) => member.pid)
      await site.redis.start()
      for (const id of ids) await people.published(id)
      await people.until(taken, 'pending')
      expectThat(pids.join() === site.standing.map(({ member }) => member.pid).join(), 'somebody was begun again')
      return `taken without Redis, published when it was back after ${Math.round(performance.now() - began)} ms, no restart`
    },
  },
  {
    name: 'B3',
    says: 'Redis is killed with rings in it and begins again with nothing',
    on: [many],
    async play(site, people) {
      await openHouse(site)
      const ids = await Promise.all(['one', 'two', 'three', 'four'].map((channel) => people.pending(channel)))
      for (const id of ids) await people.approve(id)
      await killRedis(site)
      await site.redis.throwAway()
      await site.redis.start()
      for (const id of ids) await people.published(id)
      return `${ids.length} drafts, each published once`
    },
  },
]

async function killRedis(site: Site): Promise<number> {
  const { redis, strikes } = site
  const pid = redis.pid()
  if (pid === undefined) throw new Error('Redis does not run')
  await redis.kill()
  strikes.push({ pid, signal: 'SIGKILL', at: 'Redis itself' })
  return performance.now()
}

/** What the worker says of itself. */
async function ready(site: Site): Promise<number> {
  const [worker] = site.workers()
  return worker === undefined ? 0 : (await fetch(`${worker.member.url}/readyz`)).status
}
