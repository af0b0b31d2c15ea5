// A plan of other rules: what they would have meant for the newest drafts on record. Reads only; a bounded number of
// drafts, a page at a time, so that planning holds nobody up.

import type { Draft } from '../draft/draft.ts'
import { laneOf } from '../place.ts'
import { type Backtest, backtest, type Past } from '../rule/backtest.ts'
import type { RoleRule } from '../rule/role-rule.ts'
import type { RuleBook } from '../rule/rule.ts'
import { writtenRoleOf } from '../rule/spelled.ts'
import type { WrittenBook } from '../rule/written.ts'
import { riskOf } from '../screening/screen.ts'
import type { House } from './house.ts'
import { rulesNow } from './ruling.ts'

export type RulePlan = {
  /** The version it was compared with. */
  readonly version: number
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
  /** Roles of groups that would be given and no longer given, as they are written. */
  readonly roles: { readonly added: readonly object[]; readonly removed: readonly object[] }
  readonly backtest: Backtest
  /** There may be more drafts on record than were looked at. */
  readonly more: boolean
}

const mostDrafts = 2000
const page = 100

export async function planRules(house: House, { rules, roles = [] }: WrittenBook): Promise<RulePlan> {
  const { version, book } = await rulesNow(house)
  const after: RuleBook = { rules: rules.map((rule) => ({ ...rule, id: 'default' as const })) }
  const { drafts, more } = await newest(house)
  const was = new Map(book.rules.map(({ id: _, ...rule }) => [rule.name, JSON.stringify(sorted(rule))]))
  const is = new Map(rules.map((rule) => [rule.name, JSON.stringify(sorted(rule))]))
  const names = [...is.keys()]
  return {
    version,
    added: names.filter((name) => !was.has(name)),
    changed: names.filter((name) => was.has(name) && was.get(name) !== is.get(name)),
    removed: [...was.keys()].flatMap((name) => (name === undefined || is.has(name) ? [] : [name])),
    roles: { added: rolesBeyond(roles, book.roles ?? []), removed: rolesBeyond(book.roles ?? [], roles) },
    backtest: backtest(book, after, drafts),
    more,
  }
}

/** The newest drafts of every agent that our checks have seen, as they were judged, and what became of them. */
async function newest(house: House): Promise<{ readonly drafts: readonly Past[]; readonly more: boolean }> {
  const agents = await house.record.list('agent', 'all', { limit: mostDrafts })
  const drafts: Past[] = []
  let more = agents.length === mostDrafts
  for (const { id } of agents) {
    let left = Math.max(1, Math.floor(mostDrafts / agents.length))
    for (let before: string | undefined; ; ) {
      const held = await house.record.list('draft', `agent:${id}`, { limit: Math.min(page, left), before })
      for (const { is } of held) drafts.push(...(await pastOf(house, is)))
      before = held.at(-1)?.id
      left -= held.length
      more ||= left === 0
      if (left === 0 || held.length < page) break
    }
  }
  return { drafts, more }
}

async function pastOf(house: House, draft: Draft): Promise<readonly Past[]> {
  const { agent, destination, invoker, received } = draft
  const judged = 'screened' in draft ? draft.screened : undefined
  // One that was refused kept what was found in it, and nobody knows any more who could read the place.
  if (judged === undefined && draft.state !== 'refused') return []
  const risk = judged?.risk ?? (draft.state === 'refused' ? riskOf(draft.findings) : 'high')
  const audience = judged?.audience
  const post =
    draft.state === 'published'
      ? (await house.record.look({ post: { kind: 'post', id: draft.post } })).seen.post?.is
      : undefined
  const invoked = invoker !== undefined
  return [
    {
      of: { agent: agent.id, agentName: agent.name, destination, audience, invoked, risk, at: received },
      place: audience === undefined ? laneOf(destination) : `${audience.name} (${laneOf(destination)})`,
      agent: agent.name,
      recalled: post?.state === 'recalled',
      reported: (post?.reports.length ?? 0) > 0,
      edited: [draft.revision, ...draft.earlier].some((revision) => 'person' in revision.author),
    },
  ]
}

function rolesBeyond(these: readonly RoleRule[], those: readonly RoleRule[]): readonly object[] {
  const known = new Set(those.map((one) => JSON.stringify(sorted(one))))
  return these.filter((one) => !known.has(JSON.stringify(sorted(one)))).map(writtenRoleOf)
}

function sorted(rule: object): object {
  return Object.fromEntries(Object.entries(rule).sort(([a], [b]) => (a < b ? -1 : 1)))
}
