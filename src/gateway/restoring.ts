// The end of a restore: everything that was in flight has been looked for by its marker, and about what was not found a
// person is asked. Only then may the gate send again.

import type { Delivered } from '../port/queue.ts'
import { isRefusal } from '../refusal.ts'
import { isRestoring } from '../safety/upkeep.ts'
import { commit } from './commit.ts'
import type { House } from './house.ts'
import { soon } from './soon.ts'
import { upkeepId, upkeepStep } from './upkeep-step.ts'

const done: Delivered = { delivered: 'done' }
const page = 100
const glance = { upkeep: { kind: 'upkeep', id: upkeepId } } as const

export async function endRestore(house: House): Promise<Delivered> {
  const { now, seen } = await house.record.look(glance)
  if (!isRestoring(seen.upkeep?.is)) return done
  const sought = await searched(house)
  if (sought === 'under way') return { delivered: 'again', at: now + house.pace.lookAgainMs }
  const over = await commit(house, glance, ({ now, seen }) => {
    if (!isRestoring(seen.upkeep?.is)) return { steps: [], result: undefined }
    const event = { type: 'restore-over', asked: sought.asked, at: now } as const
    return { steps: [upkeepStep(seen.upkeep, event)], result: undefined }
  })
  return isRefusal(over) ? soon(house) : done
}

async function searched(house: House): Promise<'under way' | { readonly asked: number }> {
  let asked = 0
  for (let before: string | undefined; ; ) {
    const held = await house.record.list('draft', 'open', { limit: page, before })
    for (const { is: draft } of held) {
      if (draft.broughtBack === undefined) continue
      if (draft.state === 'approved' || draft.state === 'publishing') return 'under way'
      if (draft.state !== 'unconfirmed') continue
      if (!draft.askPeople) return 'under way'
      asked += 1
    }
    before = held.at(-1)?.id
    if (held.length < page) return { asked }
  }
}
