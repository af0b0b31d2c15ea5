// From a book of rules to what is saved: the book and its one entry.

import { canonical } from '../json.ts'
import { type Actor, commit as commitTo } from '../ledger/entry.ts'
import type { Held } from '../port/record.ts'
import type { RuleBook } from '../rule/rule.ts'
import type { Instant } from '../time.ts'
import type { Looked } from './typed.ts'
import { chained, type Step } from './write.ts'

/** The whole book in one change. What the rules say stays out of the ledger; that it was exactly this can be shown. */
export function rulesStep(
  held: Held<RuleBook> | undefined,
  book: RuleBook & { readonly salt: string },
  by: {
    readonly actor: Actor
    readonly at: Instant
    readonly as: 'person' | 'admin-token' | 'rules-file'
    readonly typed: Looked
  },
): Step {
  const before = new Map((held?.is.rules ?? []).map((rule) => [rule.id, canonical(rule)]))
  const after = new Set(book.rules.map((rule) => rule.id))
  const roles = book.roles?.length ?? 0
  const facts = {
    by: by.as,
    rules: book.rules.length,
    ...(roles === 0 ? {} : { roles }),
    added: book.rules.filter((rule) => !before.has(rule.id)).map((rule) => rule.id),
    changed: book.rules
      .filter((rule) => before.has(rule.id) && before.get(rule.id) !== canonical(rule))
      .map((rule) => rule.id),
    removed: [...before.keys()].filter((id) => !after.has(id)),
  }
  const states = held === undefined ? { to: 'set' } : { from: 'set', to: 'set' }
  const commitments = {
    book: commitTo(book.salt, canonical([book.rules, book.lists ?? null, ...(roles === 0 ? [] : [book.roles ?? []])])),
  }
  const { actor, at, typed } = by
  const entry = chained(held, 'rules', { at, actor, event: 'rules-set', ...states, facts, commitments })
  const write = { kind: 'rules', id: 'rules', expected: held?.version ?? 0, is: book, entry, tags: [] } as const
  return { write, owed: [], typed }
}
