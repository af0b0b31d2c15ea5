// Sets the rules. There is one book, changed as a whole under the version that was read, by an admin, with one entry in
// the ledger; every way to set rules ends here. What waits for people is redrawn after it, and ends earlier if it has to.

import { deadlineOf } from '../draft/approval.ts'
import type { Draft } from '../draft/draft.ts'
import { isSettled } from '../draft/draft.ts'
import { ruleId } from '../id.ts'
import { canonical, sha256 } from '../json.ts'
import type { Actor } from '../ledger/entry.ts'
import { has, mayDecide, type Standing } from '../person/person.ts'
import { laneOf } from '../place.ts'
import type { Held, NewOwed } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { emptyBook, type Rule, type RuleBook } from '../rule/rule.ts'
import { isSound, rolesOf } from '../rule/sound.ts'
import type { NamedRule, WrittenBook } from '../rule/written.ts'
import { noLists } from '../screening/house-list.ts'
import { boards, commit, isTaken } from './commit.ts'
import type { House } from './house.ts'
import { makeId, makeSalt } from './make.ts'
import { momentOf } from './moment.ts'
import { rulesStep } from './rules-step.ts'
import { rungFor } from './rung.ts'
import { lookedRules } from './typed.ts'
import { noteRefusal } from './watching.ts'

/** A person in a place, the holder of the admin token, or the operator's file as it was read at the start. */
export type RuleSetter = Standing | 'admin-token' | 'rules-file'

export type Ruled = { readonly version: number; readonly rules: readonly Rule[]; readonly changed: boolean }

export async function rulesNow(house: House): Promise<{ readonly version: number; readonly book: RuleBook }> {
  const { seen } = await house.record.look({ rules: boards.rules })
  return { version: seen.rules?.version ?? 0, book: seen.rules?.is ?? emptyBook }
}

export async function setRules(
  house: House,
  who: RuleSetter,
  said: readonly NamedRule[],
  expectedVersion: number,
  /** The lists and roles are left as they are where none are given. */
  more: Pick<WrittenBook, 'lists' | 'roles'> & { readonly file?: string } = {},
): Promise<Ruled | Refusal> {
  const actor: Actor = typeof who === 'string' ? { kind: 'system' } : { kind: 'person', id: who.person }
  const refused = maySetRules(who)
  if (refused !== undefined) return noteRefusal(house, 'rules', refused, actor)
  const [rules, typed] = lookedRules(said)
  let before: Held<RuleBook> | undefined
  const done = await commit(house, { rules: boards.rules }, ({ now, seen }) => {
    before = seen.rules
    const version = seen.rules?.version ?? 0
    if (version !== expectedVersion) return refuse('rules-changed', { state: `at version ${version}` })
    const old = isSound(seen.rules?.is) ? seen.rules.is : emptyBook
    const ids = new Map(old.rules.map((rule) => [rule.name, rule.id]))
    const named = rules.map((rule): Rule => ({ ...rule, id: ids.get(rule.name) ?? makeId(ruleId, now, house.chance) }))
    const from = more.file ?? seen.rules?.is.file
    const lists = more.lists ?? old.lists ?? noLists
    const roles = more.roles ?? old.roles ?? []
    const content = contentOf({ rules: named, lists, roles })
    const same = isSound(seen.rules?.is) && content === contentOf(old) && from === seen.rules.is.file
    if (same || (version === 0 && content === contentOf(emptyBook)))
      return { steps: [], result: { version, rules: named, changed: false } }
    const book = {
      rules: named,
      lists,
      roles,
      salt: makeSalt(house.chance),
      ...(from === undefined ? {} : { file: from }),
    }
    const as = typeof who === 'string' ? who : 'person'
    const step = rulesStep(seen.rules, book, { actor, at: now, as, typed })
    return { steps: [step], result: { version: version + 1, rules: named, changed: true } }
  })
  if (isRefusal(done)) return noteRefusal(house, 'rules', done, actor)
  if (isTaken(done)) throw new Error('setting the rules: a name is taken')
  if (done.result.changed) {
    house.log.info('the rules were set', { version: done.result.version, rules: rules.length })
    await followUp(house, before)
  }
  return done.result
}

/** Takes in the operator's file. One that was taken in before is not again: it would undo what people changed since. */
export async function takeInFile(
  house: House,
  { rules: said, lists = noLists, roles = [] }: WrittenBook,
): Promise<(Ruled & { readonly stale: boolean }) | Refusal> {
  const [rules] = lookedRules(said)
  const file = sha256(contentOf({ rules, lists, roles }))
  const { version, book } = await rulesNow(house)
  if (book.file === file && isSound(book)) {
    const named = book.rules.map(({ id: _, ...rule }) => rule)
    const same = contentOf({ ...book, rules: named }) === contentOf({ rules, lists, roles })
    return { version, rules: book.rules, changed: false, stale: !same }
  }
  const done = await setRules(house, 'rules-file', said, version, { file, lists, roles })
  return isRefusal(done) ? done : { ...done, stale: false }
}

type Content = Pick<RuleBook, 'lists' | 'roles'> & { readonly rules: readonly Omit<Rule, 'id'>[] }

/** Without roles it is spelled as it was before there were any: a file that was taken in stays the same file. */
function contentOf({ rules, lists = noLists, roles = [] }: Content): string {
  return canonical(roles.length === 0 ? [rules, lists] : [rules, lists, roles])
}

export function maySetRules(who: RuleSetter): Refusal | undefined {
  if (typeof who === 'string') return undefined
  return mayDecide(who) ?? (has(who, 'admin') ? undefined : refuse('not-yours'))
}

/** Cards say the rule and its end; a draft that now has less time is looked at when that is over. */
async function followUp(house: House, before: Held<RuleBook> | undefined): Promise<void> {
  const limit = 200
  const { book } = await rulesNow(house)
  // Who may do what is drawn on every card.
  const regrouped = canonical(rolesOf(before?.is)) !== canonical(rolesOf(book))
  for (let last: string | undefined; ; ) {
    const page = await house.record.list('draft', 'open', { limit, before: last })
    const { now, seen } = await house.record.look(boards)
    const owed = page.flatMap(({ id, is: draft }): NewOwed[] => {
      const moment = momentOf(draft, seen, now)
      const was = momentOf(draft, { ...seen, rules: before }, now)
      const differs = canonical({ ...was.verdict, version: 0 }) !== canonical({ ...moment.verdict, version: 0 })
      const about = { about: id, lane: laneOf(draft.destination) }
      const cards = differs || regrouped ? [{ errand: 'cards', ...about, dueAt: now } as const] : []
      if (!isTimed(draft) || deadlineOf(draft, moment) >= deadlineOf(draft, was)) return cards
      return [...cards, { errand: 'expire', ...about, dueAt: Math.max(now, deadlineOf(draft, moment)) }]
    })
    const saved = await house.record.save({ writes: [], unchanged: [], owed })
    if (saved.saved) house.queue.ring(rungFor(owed, saved.owed))
    last = page.at(-1)?.id
    if (page.length < limit) return
  }
}

function isTimed(draft: Draft): draft is Extract<Draft, { state: 'pending' | 'revising' | 'approved' | 'blocked' }> {
  return (
    !isSettled(draft) &&
    'deadline' in draft &&
    (draft.state === 'pending' || draft.state === 'revising' || draft.state === 'approved' || draft.state === 'blocked')
  )
}
