// Who of the agents may come in now. Each agent has a rate of its own, whatever it does to its own leaves the others
// theirs; where several are here at once, none has more than a few requests under way. Tokens that nobody knows are
// limited by the address they come from, and no flood of them keeps out one that is known. It decides nothing else: every
// request asks the record by itself whether its token works.

import { tokenKey } from '../../src/agent/token.ts'
import { workingTokens } from '../../src/gateway/agent-looking.ts'
import type { House } from '../../src/gateway/house.ts'
import { agentOf } from '../../src/gateway/own.ts'
import { markOf, noteSighting } from '../../src/gateway/sighting.ts'
import type { AgentId } from '../../src/id.ts'
import { isRefusal } from '../../src/refusal.ts'
import { callerOf } from './address.ts'
import { type Bucket, openBucket, type Rate } from './bucket.ts'
import { openLine } from './line.ts'
import { problem, refused } from './problem.ts'
import { openWatchpost } from './watchpost.ts'

export type Headers = { readonly [name: string]: string }
export type Passage = {
  /** What every answer to this agent says of its rate. */
  readonly headers: Headers
  /** It is answered. */
  leave(status: number): void
}
export type Turnstile = {
  enter(secret: string, from: string, isWork: boolean): Promise<Passage | Response>
}

export const usualRate: Rate = { perMinute: 600, burst: 100 }
/** Wrong tokens from one address: enough for a mistake in a configuration, too few for trying. */
const unknownRate: Rate = { perMinute: 30, burst: 30 }
const mostAddresses = 10_000
const mostKnown = 10_000
/** However many come with tokens that look right, the record is asked for all that work once in this time. */
const lookAgainMs = 1000

export function openTurnstile(house: House, rate: Rate = usualRate): Turnstile {
  const now = () => house.stopwatch()
  const known = new Map<string, AgentId>()
  const agents = new Map<AgentId, Bucket>()
  const addresses = new Map<string, Bucket>()
  const line = openLine(now)
  const watchpost = openWatchpost({
    now,
    markOf: (address) => markOf(house, address),
    note: (agent, sighting) => void noteSighting(house, agent, sighting),
  })
  const policy = `"agent";q=${rate.burst};w=${Math.ceil((rate.burst / rate.perMinute) * 60)}`
  let working: { readonly at: number; readonly tokens: ReturnType<typeof workingTokens> } | undefined

  const bucketOf = <Key>(of: Map<Key, Bucket>, key: Key, at: Rate) => {
    const held = of.get(key) ?? openBucket(at)
    of.set(key, held)
    return held
  }

  /** The agent of this token, or the answer to whoever brought it. */
  async function agentBehind(key: string, secret: string, address: string): Promise<AgentId | Response> {
    const before = known.get(key)
    if (before !== undefined) return before
    const strangers = bucketOf(addresses, address, unknownRate)
    if (strangers.left(now()) < 1) {
      // It may be one that works and has not been here since we started.
      if (working === undefined || now() - working.at > lookAgainMs)
        working = { at: now(), tokens: workingTokens(house) }
      const agent = (await working.tokens).get(key)
      if (agent === undefined) return tooMany(strangers, {})
      return remember(key, agent)
    }
    const agent = await agentOf(house, secret)
    if (!isRefusal(agent)) return remember(key, agent.id)
    strangers.take(now())
    forgetQuiet()
    return refused(agent)
  }

  function remember(key: string, agent: AgentId): AgentId {
    if (known.size >= mostKnown) known.clear()
    known.set(key, agent)
    return agent
  }

  /** Those who have all their chances back are as if they had never come. */
  function forgetQuiet(): void {
    if (addresses.size <= mostAddresses) return
    for (const [address, bucket] of addresses) if (bucket.fullMs(now()) === 0) addresses.delete(address)
    // So many at once are an attack from many places; they begin anew, and each is limited again.
    if (addresses.size > mostAddresses) addresses.clear()
  }

  function tooMany(bucket: Bucket, headers: Headers): Response {
    const seconds = Math.max(1, Math.ceil(bucket.waitMs(now()) / 1000))
    return problem('too-many-requests', { headers: { ...headers, 'retry-after': String(seconds) } })
  }

  function headersOf(bucket: Bucket): Headers {
    const left = `"agent";r=${bucket.left(now())};t=${Math.ceil(bucket.fullMs(now()) / 1000)}`
    return { 'ratelimit-policy': policy, ratelimit: left }
  }

  return {
    async enter(secret, from, isWork) {
      const address = callerOf(from)
      const key = tokenKey(secret)
      const agent = await agentBehind(key, secret, address)
      if (agent instanceof Response) return agent
      const bucket = bucketOf(agents, agent, rate)
      if (!bucket.take(now())) return tooMany(bucket, headersOf(bucket))
      const headers = headersOf(bucket)
      // A long wait holds nothing of the house; only what makes it work stands in line.
      const turn = isWork ? line.ask(agent) : undefined
      if (turn !== undefined) await turn
      return {
        headers,
        leave(status) {
          if (isWork) line.leave(agent)
          // Whoever is told 401 is known no more.
          if (status === 401) known.delete(key)
          else watchpost.saw(secret, agent, address)
        },
      }
    },
  }
}
