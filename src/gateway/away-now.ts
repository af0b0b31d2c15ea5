// Who is away now, by the record's clock: looked up to be told, on their page and in answers.

import type { PersonId } from '../id.ts'
import { awayAt, type Gone, type Stand } from '../person/away.ts'
import type { House } from './house.ts'
import { personNow } from './meet.ts'

/** Whether this person is away, until when, and who decides for them. */
export async function awayNow(house: House, id: PersonId): Promise<Gone | undefined> {
  const person = (await personNow(house, id))?.is
  const away = person === undefined ? undefined : awayAt(person, await house.record.now())
  if (away === undefined) return undefined
  const to = away.to === undefined ? undefined : await standOf(house, away.to)
  return { until: away.until, ...(to === undefined ? {} : { to }) }
}

export async function standOf(house: House, id: PersonId): Promise<Stand | undefined> {
  const person = (await personNow(house, id))?.is
  if (person === undefined) return undefined
  const away = awayAt(person, await house.record.now())
  return { name: person.name, ...(away === undefined ? {} : { awayUntil: away.until }) }
}
