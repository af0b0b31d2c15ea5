// "Try this again in a moment": the answer of an errand that lost too many races to have done its work.

import type { Delivered } from '../port/queue.ts'
import type { House } from './house.ts'

export async function soon(house: House): Promise<Delivered> {
  return { delivered: 'again', at: (await house.record.now()) + house.pace.frozenMs }
}
