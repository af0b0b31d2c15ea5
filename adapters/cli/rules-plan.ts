// A plan of rules in words: what changes for whom, and what became of those drafts.

import { z } from 'zod'
import { fates } from '../../src/rule/backtest.ts'

const tally = { drafts: z.number(), recalled: z.number(), reported: z.number(), edited: z.number() }
const counts = z.record(z.enum(fates), z.object(tally))

const role = z.looseObject({ group: z.string(), gives: z.array(z.string()), where: z.looseObject({}).optional() })

export const plan = z.object({
  version: z.number(),
  added: z.array(z.string()),
  changed: z.array(z.string()),
  removed: z.array(z.string()),
  roles: z.object({ added: z.array(role), removed: z.array(role) }),
  more: z.boolean(),
  backtest: z.object({
    drafts: z.number(),
    before: counts,
    after: counts,
    changes: z.array(
      z.object({
        place: z.string(),
        agent: z.string(),
        from: z.enum(fates),
        to: z.enum(fates),
        reason: z.string(),
        ...tally,
      }),
    ),
  }),
})
export type Plan = z.infer<typeof plan>
type Tally = { readonly [name in keyof typeof tally]: number }

export function spokenPlan({ version, added, changed, removed, roles, more, backtest }: Plan): string {
  const { drafts, before, after, changes } = backtest
  const names = (word: string, list: readonly string[]) => (list.length === 0 ? [] : [`  ${word}: ${list.join(', ')}`])
  const edits = [...names('new', added), ...names('changed', changed), ...names('gone', removed)]
  const groups = [...spokenRoles('gives', roles.added), ...spokenRoles('gives no longer', roles.removed)]
  const rows = fates.map((fate) => {
    const [was, is] = [before[fate], after[fate]]
    return `  ${fate.padEnd(20)} ${String(was.drafts).padStart(6)} → ${String(is.drafts).padEnd(6)} ${spokenOutcome(is)}`
  })
  const places = changes.flatMap((change) => [
    `  ${change.place}, ${change.agent}: ${count(change.drafts)} from “${change.from}” to “${change.to}”`,
    `    ${change.reason}${outcome(change) === '' ? '' : `; ${outcome(change)}`}`,
  ])
  return `${[
    `Against version ${version}, which is in force. Nothing was changed.`,
    ...(edits.length === 0 ? ['The rules are the same.'] : ['Rules', ...edits]),
    ...(groups.length === 0 ? [] : ['Roles by group', ...groups]),
    '',
    `Of ${more ? 'the newest ' : ''}${count(drafts)} on record`,
    ...rows,
    '',
    ...(places.length === 0
      ? ['No draft on record would have fared otherwise.']
      : ['What changes for whom', ...places]),
    '',
    '“Without a human” is inside a live grant alone.',
  ].join('\n')}\n`
}

function spokenRoles(word: string, roles: Plan['roles']['added']): readonly string[] {
  return roles.map(({ group, gives, where = {} }) => {
    const places = Object.entries(where).map(([name, value]) => `${name} ${value}`)
    return `  ${group} ${word} ${gives.join(', ')}${places.length === 0 ? ', everywhere' : `, in ${places.join(', ')}`}`
  })
}

function spokenOutcome(tally: Tally): string {
  return outcome(tally) === '' ? '' : `(${outcome(tally)})`
}

/** What became of them, where it is not all well. */
function outcome({ recalled, reported, edited }: Tally): string {
  const all = [
    [recalled, 'later recalled'],
    [reported, 'reported'],
    [edited, 'edited by a person'],
  ] as const
  return all.flatMap(([some, word]) => (some === 0 ? [] : [`${some} ${word}`])).join(', ')
}

function count(drafts: number): string {
  return `${drafts} draft${drafts === 1 ? '' : 's'}`
}
