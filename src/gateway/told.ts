// Who was told of a recall, kept beside the copies of cards: a recalled post is final, and nothing is entered after it.

import type { Told } from '../card/around.ts'
import type { PostId } from '../id.ts'
import { accountKey } from '../person/person.ts'
import type { Account } from '../place.ts'
import type { Followers } from '../port/channel.ts'
import type { House } from './house.ts'

type Found = Exclude<Followers, { afterMs: number }>

export async function toldAlready(house: House, id: PostId): Promise<ReadonlySet<string>> {
  return new Set((await house.record.copies(personsOf(id))).map((copy) => copy.account))
}

export function keepTold(house: House, id: PostId, account: Account): Promise<void> {
  return house.record.keepCopy({ draft: personsOf(id), account: accountKey(account), ref: 'told' })
}

/** All are told: what the platform let us see of it is kept. */
export function keepFound(house: House, id: PostId, { of, more }: Pick<Found, 'of' | 'more'>): Promise<void> {
  return house.record.keepCopy({ draft: foundOf(id), account: '', ref: [...of, ...(more ? ['more'] : [])].join(' ') })
}

/** Undefined for as long as they are being told. */
export async function toldOf(house: House, id: PostId): Promise<Told | undefined> {
  const [found] = await house.record.copies(foundOf(id))
  if (found === undefined) return undefined
  const words = found.ref.split(' ')
  const of = (['replies', 'reactions'] as const).filter((one) => words.includes(one))
  return { people: (await toldAlready(house, id)).size, of, more: words.includes('more') }
}

function personsOf(id: PostId): string {
  return `told:${id}`
}

function foundOf(id: PostId): string {
  return `found:${id}`
}
