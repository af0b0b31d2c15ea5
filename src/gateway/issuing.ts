// Tokens of agents: issuing one, putting one in the place of another, taking one away. The secret leaves here once, to
// the one who asked; the record keeps its hash. What is taken away works no more from the next request on, in every
// process, since every request asks the record.

import type { Agent } from '../agent/agent.ts'
import { isUsable, longestTokenMs, type Token, usualGraceMs } from '../agent/token.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { agentBy } from './agent-looking.ts'
import type { House } from './house.ts'
import { changeAgent, type Issued, makeToken } from './registering.ts'

/** Where people read, a token says in which places it is for. */
export type TokenAsked = { readonly lastsMs?: number | undefined } & (
  | { readonly sort: 'sandbox'; readonly scopes?: readonly string[] | undefined }
  | { readonly sort: 'live'; readonly scopes: readonly string[] }
)

export async function issueToken(house: House, agent: string, asked: TokenAsked): Promise<Issued | Refusal> {
  const made = await fresh(house, asked)
  const changed = await changeAgent(house, agent, { do: 'issue', token: made.token })
  return isRefusal(changed) ? changed : issued(changed, made)
}

/** The new one has the sort and the scopes of the old one, and as long to live. */
export async function rotateToken(
  house: House,
  agent: string,
  of: {
    readonly kid?: string | undefined
    readonly graceMs?: number | undefined
    readonly lastsMs?: number | undefined
  },
): Promise<(Issued & { readonly old: string; readonly oldUntil: number }) | Refusal> {
  const found = await agentBy(house, agent)
  if (isRefusal(found)) return found
  const old = rotating(found.agent, of.kid, found.now)
  if (isRefusal(old)) return old
  const { sort, scopes } = old
  const made = await fresh(house, { sort, scopes, lastsMs: of.lastsMs })
  const { graceMs = usualGraceMs } = of
  const changed = await changeAgent(house, agent, { do: 'rotate', token: made.token, old: old.kid, graceMs })
  if (isRefusal(changed)) return changed
  const oldUntil = changed.tokens.find((token) => token.kid === old.kid)?.expires ?? 0
  return { ...issued(changed, made), old: old.kid, oldUntil }
}

/** One of them, or, without a name, all that work. */
export async function revokeTokens(
  house: House,
  agent: string,
  kid: string | undefined,
): Promise<{ readonly revoked: readonly string[] } | Refusal> {
  const found = await agentBy(house, agent)
  if (isRefusal(found)) return found
  const wanted =
    kid === undefined
      ? found.agent.tokens.filter((token) => isUsable(token, found.now)).map((token) => token.kid)
      : [kid]
  for (const one of wanted) {
    const changed = await changeAgent(house, agent, { do: 'revoke', kid: one })
    if (isRefusal(changed)) return changed
  }
  return { revoked: wanted }
}

/** The one that is named; else the newest, of the live ones if there are any. */
function rotating(agent: Agent, kid: string | undefined, now: number): Token | Refusal {
  const working = agent.tokens.filter((token) => isUsable(token, now))
  const newest = working.findLast((token) => token.sort === 'live') ?? working.at(-1)
  return (kid === undefined ? newest : working.find((token) => token.kid === kid)) ?? refuse('unknown-token')
}

type Fresh = Pick<Token, 'sort' | 'scopes'> & { readonly lastsMs?: number | undefined }

async function fresh(house: House, { sort, scopes, lastsMs = longestTokenMs }: Fresh) {
  return makeToken(house, { sort, scopes, lastsMs }, await house.record.now())
}

function issued(agent: Agent, { token, secret }: Pick<Issued, 'token' | 'secret'>): Issued {
  return { agent, token: agent.tokens.find((held) => held.kid === token.kid) ?? token, secret }
}
