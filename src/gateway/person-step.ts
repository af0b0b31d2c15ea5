// From what changes a person, or the code by which the first admin claims the house, to what is saved. The entry holds
// ids, roles and counts: no name, no account, no code.

import type { Actor, Leaf } from '../ledger/entry.ts'
import { type ClaimCode, type ClaimCodeEvent, evolveClaimCode } from '../person/claim-code.ts'
import { evolvePerson, type PersonEvent } from '../person/known.ts'
import { accountKey, type Person } from '../person/person.ts'
import type { Held, NewOwed } from '../port/record.ts'
import { nothingTyped } from './typed.ts'
import { chained, type Step } from './write.ts'

export function personStep(
  held: Held<Person> | undefined,
  event: PersonEvent,
  actor: Actor,
): Step & { readonly person: Person } {
  const person = evolvePerson(held?.is, event)
  const to = stateOf(person)
  const states = held === undefined ? { to } : { from: stateOf(held.is), to }
  const facts = factsOf(event, person)
  const entry = chained(held, person.id, { at: event.at, actor, event: event.type, ...states, facts, commitments: {} })
  const fresh = event.type === 'met' ? person.accounts : event.type === 'account-linked' ? [event.account] : []
  const soles = fresh.map((account) => ({ name: accountKey(account) }))
  const tags = ['all', ...person.roles.map((role) => `role:${role}`)]
  const write = { kind: 'person', id: person.id, expected: held?.version ?? 0, is: person, entry, tags, soles } as const
  return { write, owed: owedAfter(event, person), typed: nothingTyped, person }
}

export function claimCodeStep(held: Held<ClaimCode> | undefined, event: ClaimCodeEvent, actor: Actor): Step {
  const code = evolveClaimCode(held?.is, event)
  const states = held === undefined ? { to: code.state } : { from: held.is.state, to: code.state }
  const by = event.type === 'claimed' ? { by: event.by } : {}
  const facts = { until: code.until, wrong: code.wrong, ...by }
  const entry = chained(held, 'claim', { at: event.at, actor, event: event.type, ...states, facts, commitments: {} })
  const write = { kind: 'claim', id: 'claim', expected: held?.version ?? 0, is: code, entry, tags: [] } as const
  return { write, owed: [], typed: nothingTyped }
}

/** Those whom it concerns are asked at once; and when the time is over, it is noted. */
function owedAfter(event: PersonEvent, { id }: Person): readonly NewOwed[] {
  const away = { errand: 'away', about: id, lane: `person/${id}` } as const
  if (event.type === 'went-away')
    return [
      { ...away, dueAt: event.at },
      { ...away, dueAt: event.away.until },
    ]
  return event.type === 'came-back' ? [{ ...away, dueAt: event.at }] : []
}

function stateOf(person: Person): string {
  return person.joined === undefined ? 'known' : 'joined'
}

function factsOf(event: PersonEvent, person: Person): Leaf['facts'] {
  const accounts = person.accounts.length
  switch (event.type) {
    case 'met':
      return { roles: person.roles, accounts, by: person.given?.[0]?.by }
    case 'role-given':
    case 'role-taken':
      return { role: event.role, by: event.by }
    case 'went-away':
      return { until: event.away.until, to: event.away.to }
    case 'came-back':
      return { early: event.early }
    case 'account-linked':
      return { accounts, by: event.by }
    case 'person-joined':
      return { other: event.other.id, accounts, by: event.by }
    case 'joined':
      return { as: event.as, by: event.by }
  }
}
