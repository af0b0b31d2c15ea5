// Reminds those whose approval is missing, at half of the time and near its end, and shows the draft to those whom the
// rule names for that when nobody has decided. Silent in the quiet hours of the rule; the deadline goes on meanwhile.

import { spokenEscalation, spokenReminder } from '../card/nudge.ts'
import { deadlineOf, guard, type Moment } from '../draft/approval.ts'
import type { Draft, DraftIn } from '../draft/draft.ts'
import { escalatesAt, holds, isEscalated } from '../draft/seat.ts'
import type { DraftId } from '../id.ts'
import { accountKey, isPerson } from '../person/person.ts'
import type { Delivered } from '../port/queue.ts'
import type { Reviewers } from '../port/reviewers.ts'
import { isQuiet, quietUntil } from '../rule/quiet.ts'
import type { Instant } from '../time.ts'
import { askedFor } from './asking.ts'
import { boards } from './commit.ts'
import { remindersOf } from './due.ts'
import type { House } from './house.ts'
import { momentOf } from './moment.ts'
import { showCards } from './showing.ts'

const done: Delivered = { delivered: 'done' }

export async function remind(house: House, id: DraftId): Promise<Delivered> {
  const { now, seen } = await house.record.look({ ...boards, draft: { kind: 'draft', id } })
  const draft = seen.draft?.is
  const reviewers = draft === undefined ? undefined : house.reviewers.get(draft.destination.platform)
  if (draft === undefined || reviewers === undefined || !mayWaitForPeople(draft)) return done
  const moment = momentOf(draft, seen, now)
  const { quiet, escalate } = holds(draft, moment.verdict)
  const end = deadlineOf(draft, moment)
  const times = remindersOf({ from: draft.deadline.from, at: end }, escalate)
  const next = times.find((at) => at > now)
  const later: Delivered = next === undefined ? done : { delivered: 'again', at: next }
  // A deadline that a stop has moved is not near yet; and what is approved waits for nobody, unless it comes back.
  if (now < (times[0] ?? now) || draft.state !== 'pending') return later
  if (quiet !== undefined && isQuiet(quiet, now)) {
    const morning = quietUntil(quiet, now)
    return morning < end ? { delivered: 'again', at: morning } : done
  }
  await tell(house, draft, reviewers, moment, end)
  if (now >= (escalatesAt(draft, moment.verdict) ?? Infinity)) await showCards(house, id)
  return later
}

async function tell(
  house: House,
  draft: DraftIn<'pending'>,
  reviewers: Reviewers,
  moment: Moment,
  end: Instant,
): Promise<void> {
  const copies = new Set((await house.record.copies(draft.id)).map((copy) => copy.account))
  const by = { agent: draft.agent.name, place: draft.screened.audience.name }
  for (const { account, who } of await askedFor(house, draft, reviewers, moment)) {
    // Whoever is away has said so.
    if (draft.absence?.back === undefined && draft.absence !== undefined && isPerson(who, draft.invoker?.person))
      continue
    if (guard('approve', draft, who, moment) === undefined)
      await reviewers.note(account, draft.destination, spokenReminder(by, end))
    else if (isEscalated(draft, who, moment.verdict, moment.at) && !copies.has(accountKey(account)))
      await reviewers.note(account, draft.destination, spokenEscalation(by, end))
  }
}

type Timed = DraftIn<'pending' | 'approved' | 'blocked'>

function mayWaitForPeople(draft: Draft): draft is Timed {
  return draft.state === 'pending' || draft.state === 'approved' || draft.state === 'blocked'
}
