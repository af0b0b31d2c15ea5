// The practice agents as the record knows them: registered, live, each with a sandbox token that reaches this chat alone.
// Their secrets stand in a file of their own, written before the record hears of them, so that a start which died in the
// middle is simply finished by the next one.

import { open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { looksLikeToken, spellToken, tokenFor, tokenKey, tokenOf } from '../../src/agent/token.ts'
import { agentStep } from '../../src/gateway/agent-step.ts'
import { commit } from '../../src/gateway/commit.ts'
import type { House } from '../../src/gateway/house.ts'
import { makeId } from '../../src/gateway/make.ts'
import { meet } from '../../src/gateway/meet.ts'
import { type AgentId, agentId, type PersonId, spell } from '../../src/id.ts'
import { isRefusal } from '../../src/refusal.ts'
import { hour, type Instant } from '../../src/time.ts'
import { accountOf, bots, destinationOf, residents } from './cast.ts'

/** One agent of the practice chat, and the secret it submits with. */
export type Seat = {
  readonly user: string
  readonly name: string
  readonly agent: AgentId
  readonly secret: string
}

export const tokensFile = 'practice-tokens.json'
const tokenLastsMs = 90 * 24 * hour

const file = z.array(z.object({ user: z.string(), agent: z.string(), secret: z.string() }))

export async function seedPractice(house: House, folder: string): Promise<readonly Seat[]> {
  const owner = await settleIn(house)
  const now = await house.record.now()
  const before = await readTokens(join(folder, tokensFile))
  const seats = await Promise.all(bots.map((bot) => seatFor(house, bot, before, now)))
  if (seats.some((seat) => !before.some((held) => held.secret === seat.secret)))
    await writeTokens(join(folder, tokensFile), seats)
  for (const seat of seats) await register(house, seat, owner)
  return seats
}

/** Meets everybody once, so that they are known by name; the security lead answers for the sample agents. */
async function settleIn(house: House): Promise<PersonId | undefined> {
  let owner: PersonId | undefined
  for (const resident of residents) {
    const who = await meet(house, accountOf(resident.user), destinationOf('platform-help'))
    if (isRefusal(who)) throw new Error(`meeting ${resident.name} of the practice chat: ${who.refused}`)
    if (who.roles.includes('admin')) owner = who.person
  }
  return owner
}

async function seatFor(
  house: House,
  bot: (typeof bots)[number],
  before: z.infer<typeof file>,
  now: Instant,
): Promise<Seat> {
  const held = before.find((one) => one.user === bot.user)
  const known = held === undefined ? undefined : agentId.parse(held.agent)
  const agent = known ?? makeId(agentId, now, house.chance)
  const usable = held !== undefined && looksLikeToken(held.secret) && !(await isOver(house, held.secret, now))
  const kid = spell(now, house.chance.bytes(10)).slice(-8)
  const secret = usable ? held.secret : spellToken('sandbox', kid, house.chance.bytes(32))
  return { ...bot, agent, secret }
}

/** Expired by the record. One that was revoked stays what it is: somebody meant that. */
async function isOver(house: House, secret: string, now: Instant): Promise<boolean> {
  const { seen } = await house.record.look({ agent: { kind: 'agent', sole: tokenKey(secret) } })
  const tokens = seen.agent?.is.tokens.filter((token) => token.revoked === undefined) ?? []
  return tokens.length > 0 && tokenFor(tokens, secret, now) === undefined
}

async function register(house: House, seat: Seat, owner: PersonId | undefined): Promise<void> {
  const glance = {
    agent: { kind: 'agent', id: seat.agent },
    holder: { kind: 'agent', sole: tokenKey(seat.secret) },
  } as const
  const system = { kind: 'system' } as const
  const done = await commit(house, glance, ({ now, seen }) => {
    if (seen.holder !== undefined) return { steps: [], result: undefined }
    const kid = seat.secret.split('_')[2] ?? ''
    const token = tokenOf(seat.secret, 'sandbox', kid, now, now + tokenLastsMs)
    if (seen.agent !== undefined)
      return {
        steps: [agentStep(seen.agent, { type: 'token-issued', token, at: now }, system, now)],
        result: undefined,
      }
    const { agent: id, name } = seat
    const agent = { id, name, owner, tokens: [token], since: now, state: 'live' } as const
    return { steps: [agentStep(undefined, { type: 'registered', agent }, system, now)], result: undefined }
  })
  if (isRefusal(done)) throw new Error(`registering the practice agent ${seat.agent}: ${done.refused}`)
}

async function readTokens(path: string): Promise<z.infer<typeof file>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return []
  }
  const read = file.safeParse(JSON.parse(text))
  if (!read.success) throw new Error(`reading ${path}: it is not a list of practice tokens; move it away to begin anew`)
  return read.data
}

/** Whole or not at all: written beside, then renamed over. */
async function writeTokens(path: string, seats: readonly Seat[]): Promise<void> {
  const beside = `${path}.new`
  const written = await open(beside, 'w', 0o600)
  try {
    const kept = seats.map(({ user, agent, secret }) => ({ user, agent, secret }))
    await written.writeFile(`${JSON.stringify(kept, null, 2)}\n`)
    await written.sync()
  } finally {
    await written.close()
  }
  await rename(beside, path)
  const folder = await open(dirname(path))
  await folder.sync().finally(() => folder.close())
}
