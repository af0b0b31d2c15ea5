// People that tests of the admin door name: met through no chat, with roles that hold everywhere.

import { commit } from '../src/gateway/commit.ts'
import type { House } from '../src/gateway/house.ts'
import { personStep } from '../src/gateway/person-step.ts'
import { type PersonId, personId, spell, sure } from '../src/id.ts'
import type { Role } from '../src/person/person.ts'

/** Known as `slack/T1/USER`. */
export async function known(house: House, user: string, roles: readonly Role[] = []): Promise<PersonId> {
  const now = await house.record.now()
  const id = sure(personId, `u_${spell(now, house.chance.bytes(10))}`)
  const accounts = [{ platform: 'slack', workspace: 'T1', user }] as const
  const person = { id, name: user, accounts, roles, since: now }
  const met = { type: 'met', person, at: now } as const
  await commit(house, {}, () => ({ steps: [personStep(undefined, met, { kind: 'system' })], result: undefined }))
  return id
}
