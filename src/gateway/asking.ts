// Who is to be asked about a draft, as accounts of its platform: those in first place, after the first approval those in
// second, and those whom the rule tells when nobody decides. What each of them may do is asked again for every click.

import { isAsked, type Moment } from '../draft/approval.ts'
import { type Draft, isSettled } from '../draft/draft.ts'
import { escalatesAt, holds, isEscalated } from '../draft/seat.ts'
import { accountKey, type Standing } from '../person/person.ts'
import type { Account } from '../place.ts'
import type { Reviewers } from '../port/reviewers.ts'
import { isRefusal } from '../refusal.ts'
import { usualAsks } from '../rule/judge.ts'
import type { House } from './house.ts'
import { meet, personNow } from './meet.ts'

export type Asked = { readonly account: Account; readonly who: Standing }

/** Everybody who is asked now, as they stand now; once it is settled, whoever was asked has a copy to be redrawn. */
export async function askedFor(
  house: House,
  draft: Draft,
  reviewers: Reviewers,
  moment: Moment,
): Promise<readonly Asked[]> {
  const { destination, invoker } = draft
  const colleague = draft.colleague === undefined ? [] : await accountsOf(house, draft, draft.colleague.to.person)
  const asker =
    invoker === undefined
      ? await reviewers.moderators(destination)
      : [...(await accountsOf(house, draft, invoker.person)), ...colleague]
  const kept = new Set((await house.record.copies(draft.id)).map((copy) => copy.account))
  const askers = new Set(asker.map(accountKey))
  const others =
    asksOthers(draft, moment) || [...kept].some((key) => !askers.has(key)) ? await reviewers.seconds(destination) : []
  const moderators = others.length === 0 ? [] : await reviewers.moderators(destination)
  const all = new Map([...asker, ...others, ...moderators].map((account) => [accountKey(account), account]))
  const asked: Asked[] = []
  for (const [key, account] of all) {
    const first = askers.has(key)
    // Nobody new is asked about what is settled: whoever has no card of it need not be looked up.
    if (isSettled(draft) && !first && !kept.has(key)) continue
    const who = await meet(house, account, destination)
    if (isRefusal(who)) continue
    const now = !isSettled(draft) && (isAsked(draft, who, moment.verdict) || isTold(draft, who, moment))
    if (first || now || kept.has(key)) asked.push({ account, who })
  }
  return asked
}

function isTold(draft: Draft, who: Standing, moment: Moment): boolean {
  return isEscalated(draft, who, moment.verdict, moment.at)
}

/** Whether anybody but the one who asked has to be looked for among the members. */
function asksOthers(draft: Draft, { verdict, at }: Moment): boolean {
  if (draft.state !== 'pending') return false
  const { asks = usualAsks } = holds(draft, verdict)
  const others = asks.first.oneOfEach.flat().some((reviewer) => reviewer !== 'invoker')
  const told = escalatesAt(draft, verdict)
  return others || (told !== undefined && at >= told) || draft.approvals.length > 0
}

async function accountsOf(house: House, draft: Draft, person: string): Promise<readonly Account[]> {
  const known = await personNow(house, person)
  const { platform, workspace } = draft.destination
  return (known?.is.accounts ?? []).filter(
    (account) => account.platform === platform && account.workspace === workspace,
  )
}
