// Runs our own checks on the current revision, off everybody's request path, and places the draft. A scanner that fails
// or is too slow does not stop the draft: it becomes the finding `unscreened`, and two people look.

import { compose } from '../draft/compose.ts'
import { decide, refused } from '../draft/decide.ts'
import type { CleanWords, Draft, DraftEvent } from '../draft/draft.ts'
import type { DraftId } from '../id.ts'
import type { Audience } from '../place.ts'
import { type Channel, outOfReach } from '../port/channel.ts'
import type { Delivered } from '../port/queue.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import type { RuleBook } from '../rule/rule.ts'
import { isSound } from '../rule/sound.ts'
import { type Finding, readFindings } from '../screening/finding.ts'
import { type HouseLists, noLists } from '../screening/house-list.ts'
import { afterRedaction, redact } from '../screening/redact.ts'
import { riskOf, screen, unscreened } from '../screening/screen.ts'
import { boards, commit } from './commit.ts'
import { asSource, readsOf } from './context.ts'
import { draftStep } from './draft-step.ts'
import type { House } from './house.ts'
import { makeSalt } from './make.ts'
import { momentOf, verdictOf } from './moment.ts'
import { soon } from './soon.ts'

const system = { kind: 'system' } as const
const done: Delivered = { delivered: 'done' }

export async function screenDraft(house: House, id: DraftId): Promise<Delivered> {
  const { draft, lists } = await begin(house, id)
  if (draft === undefined || draft.state !== 'screening') return done
  const scanned = await scan(house, draft, lists)
  const channel = house.channels.get(draft.destination.platform)
  const audience = await channel?.audience(draft.destination).catch((cause: unknown) => {
    if (outOfReach(cause) === undefined) throw cause
    return undefined
  })
  const read = await readsOf(house, draft)
  house.reach('screen.done')
  const placed = await commit(house, finishGlance(draft), ({ now, seen }) => {
    const asked = seen.invocation?.is
    const before = asked?.drafts.indexOf(draft.id) ?? 0
    const context =
      asked === undefined ? undefined : { destination: asked.destination, draftsBefore: Math.max(0, before) }
    const { content, disclosure } = draft.revision
    const found = screen(scanned, {
      disclosure,
      destination: draft.destination,
      asked: context,
      audience,
      reads: read.map((one) => asSource(one, draft, audience, seen, now)),
      placeClass: verdictOf(draft, 'high', audience, seen, now).dataClass,
      lists: listsOf(seen.rules?.is),
    })
    const clean = redact({ content, disclosure }, found)
    const findings = clean === undefined ? found : afterRedaction(found)
    // With its own salt: the old one would let somebody try words against the entry of what was received.
    const words = clean === undefined ? undefined : { ...clean, salt: makeSalt(house.chance) }
    const verdict = verdictOf(draft, riskOf(findings), audience, seen, now)
    const moment = { ...momentOf(seen.draft?.is, seen, now), verdict }
    const event = place(draft, findings, audience, channel, {
      seen: seen.draft?.is,
      words,
      moment,
      nonce: makeSalt(house.chance),
    })
    if (isRefusal(event)) return event
    const actor = event.type === 'granted' ? ({ kind: 'rule', id: verdict.rule } as const) : system
    return { steps: [draftStep(seen.draft, event, { actor, at: now })], result: undefined }
  })
  return isRefusal(placed) && placed.refused === 'busy' ? soon(house) : done
}

type Placing = {
  seen: Draft | undefined
  words: CleanWords | undefined
  moment: ReturnType<typeof momentOf>
  nonce: string
}

function place(
  draft: Draft,
  findings: readonly Finding[],
  audience: Audience | undefined,
  channel: Channel | undefined,
  of: Placing,
): DraftEvent | Refusal {
  // A place that we cannot see is one in which nobody could be shown who will read it.
  if (audience === undefined || channel === undefined) {
    return refused('unknown-place', findings, of.words, of.moment.at)
  }
  const shown = of.words === undefined ? draft : { ...draft, revision: { ...draft.revision, ...of.words } }
  const screened = compose(shown, findings, of.moment.verdict, audience, channel, of.nonce)
  return decide(
    of.seen,
    { do: 'finish-screening', revision: draft.revision.number, screened, words: of.words },
    of.moment,
  )
}

/** Moves `received` on; a draft that a dead process left in `screening` is simply screened again. */
async function begin(
  house: House,
  id: DraftId,
): Promise<{ readonly draft: Draft | undefined; readonly lists: HouseLists }> {
  const glance = { ...boards, draft: { kind: 'draft', id } } as const
  const began = await commit(house, glance, ({ now, seen }) => {
    const event = decide(seen.draft?.is, { do: 'begin-screening' }, momentOf(seen.draft?.is, seen, now))
    if (isRefusal(event)) return event
    const step = draftStep(seen.draft, event, { actor: system, at: now })
    return { steps: [step], result: { draft: step.draft, lists: listsOf(seen.rules?.is) } }
  })
  if ('result' in began) return began.result
  const { seen } = await house.record.look({ ...boards, draft: { kind: 'draft', id } })
  return { draft: seen.draft?.is, lists: listsOf(seen.rules?.is) }
}

/** Under a book that cannot be read two people decide, whatever is on its lists. */
function listsOf(book: RuleBook | undefined): HouseLists {
  return (isSound(book) ? book.lists : undefined) ?? noLists
}

async function scan(house: House, draft: Draft, lists: HouseLists): Promise<readonly Finding[]> {
  const { content, disclosure } = draft.revision
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, tooLate) => {
    timer = setTimeout(() => tooLate(new Error(`scanning ${draft.id}: over its time`)), house.pace.scanMs)
  })
  try {
    const found = readFindings(await Promise.race([house.scanner.scan({ content, disclosure }, lists), limit]))
    if (found === undefined) throw new Error(`scanning ${draft.id}: the answer holds no findings`)
    return found
  } catch (cause) {
    house.log.fault('scanning a draft', cause, { draft: draft.id })
    return [unscreened]
  } finally {
    clearTimeout(timer)
  }
}

function finishGlance(draft: Draft) {
  const invocation =
    draft.invocation === undefined ? undefined : ({ kind: 'invocation', id: draft.invocation } as const)
  return { ...boards, draft: { kind: 'draft', id: draft.id } as const, invocation }
}
