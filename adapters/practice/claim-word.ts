// “claim CODE”, typed into the practice chat: whoever one is at that moment becomes admin of this gate. It is never said
// aloud in the channel. Sec is admin of the practice chat by its own word; a claim is for good, and holds in every place.

import { claim } from '../../src/gateway/claiming.ts'
import type { House } from '../../src/gateway/house.ts'
import { isRefusal, type Refusal } from '../../src/refusal.ts'
import { accountOf, residents } from './cast.ts'

const shape = /^\s*claim\s+([0-9a-z]{4}(?:-?[0-9a-z]{4}){3})\s*$/i

/** The code, where somebody typed one. */
export function claimWord(text: string): string | undefined {
  return shape.exec(text)?.[1]
}

export async function claimByWord(house: House, user: string, code: string): Promise<string | Refusal> {
  const name = residents.find((resident) => resident.user === user)?.name ?? user
  const done = await claim(house, { account: accountOf(user), name }, code)
  return isRefusal(done) ? done : 'You are an admin of this gate now, in every place, until somebody takes the role.'
}
