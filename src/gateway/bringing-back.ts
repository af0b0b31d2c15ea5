// Brings a record back from a backup, after its rows were loaded and before any gate opens it. What happened since the
// backup is on no record: a draft that was open then may have been decided, changed and posted. So each is marked, what
// was allowed or being sent becomes `unconfirmed`, live grants end, and a signed entry names the gap.

import { decide } from '../draft/decide.ts'
import type { Draft } from '../draft/draft.ts'
import { postId } from '../id.ts'
import { canonical } from '../json.ts'
import type { Chance } from '../port/chance.ts'
import type { Held, Record } from '../port/record.ts'
import type { Signing } from '../port/signer.ts'
import { isRefusal } from '../refusal.ts'
import { noGrants } from '../rule/grant.ts'
import type { Restore } from '../safety/upkeep.ts'
import type { Instant } from '../time.ts'
import { draftStep } from './draft-step.ts'
import { grantStep } from './grant-step.ts'
import { makeId, makeSalt } from './make.ts'
import { momentOf } from './moment.ts'
import { upkeepId, upkeepStep } from './upkeep-step.ts'
import type { Step } from './write.ts'

const system = { kind: 'system' } as const
const page = 100

export type Gap = {
  /** The backup, and the moment of which it tells. */
  readonly digest: string
  readonly from: Instant
  /** Who restores it. */
  readonly by: string
}

export async function bringBack(
  { record, signing, chance }: { readonly record: Record; readonly signing: Signing; readonly chance: Chance },
  gap: Gap,
): Promise<Restore> {
  const to = await record.now()
  const drafts = await markDrafts(record, chance, gap.from, to)
  for (let ended = true; ended; ) ended = await endOneGrant(record, to)
  const restore: Restore = { ...gap, to, drafts, salt: makeSalt(chance) }
  const { seen } = await record.look({ upkeep: { kind: 'upkeep', id: upkeepId } })
  const event = { type: 'restored', restore, at: to } as const
  await save(record, [upkeepStep(seen.upkeep, event, signing.sign(restoreWords(restore)))])
  return restore
}

/** What the house's key signs of a restore; whoever holds the public key can say it again from the entry. */
export function restoreWords({ digest, from, to, drafts }: Omit<Restore, 'by' | 'salt'>): string {
  return `countersign-restore-v1\n${canonical({ backup: digest, from, until: to, drafts })}`
}

async function markDrafts(record: Record, chance: Chance, from: Instant, to: Instant): Promise<number> {
  let marked = 0
  for (let before: string | undefined; ; ) {
    const held = await record.list('draft', 'open', { limit: page, before })
    const steps = held.flatMap((one) => broughtBack(one, chance, from, to))
    await save(record, steps)
    marked += steps.length
    before = held.at(-1)?.id
    if (held.length < page) return marked
  }
}

function broughtBack(held: Held<Draft>, chance: Chance, from: Instant, to: Instant): readonly Step[] {
  const draft = held.is
  const post = draft.intent.intent === 'delete' ? draft.intent.post : makeId(postId, to, chance)
  const moment = momentOf(undefined, { stops: undefined, rules: undefined, grants: undefined }, to)
  const event = decide(draft, { do: 'bring-back', from, post }, moment)
  return isRefusal(event) ? [] : [draftStep(held, event, { actor: system, at: to })]
}

/** What may have been revoked since must not let anything out without a person. */
async function endOneGrant(record: Record, at: Instant): Promise<boolean> {
  const { seen } = await record.look({ grants: { kind: 'grants', id: 'grants' } })
  const open = (seen.grants?.is ?? noGrants).grants.find(({ state }) => state === 'live' || state === 'beginning')
  if (open === undefined) return false
  await save(record, [grantStep(seen.grants, { type: 'ended', grant: open.id, at }, system)])
  return true
}

async function save(record: Record, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return
  const writes = steps.map(({ write }) => write)
  const saved = await record.save({ writes, unchanged: [], owed: steps.flatMap(({ owed }) => owed) })
  if (!saved.saved) throw new Error('bringing a record back: somebody else writes to it')
}
