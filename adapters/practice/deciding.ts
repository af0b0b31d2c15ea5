// From a form that was sent to what is asked of the house.

import { askColleague, decideDraft, startAgain } from '../../src/gateway/decision.ts'
import { declineGrant, giveGrant, revokeGrant, secondGrant } from '../../src/gateway/granting.ts'
import type { House } from '../../src/gateway/house.ts'
import { type Revealed, reveal, touchPost } from '../../src/gateway/reading.ts'
import { stopFromCard } from '../../src/gateway/stopping.ts'
import type { GrantId } from '../../src/id.ts'
import type { Account } from '../../src/place.ts'
import { isRefusal, type Refusal } from '../../src/refusal.ts'
import type { GrantAction } from '../../src/rule/giving.ts'
import { accountOf } from './cast.ts'
import type { DraftClick, PostClick } from './click.ts'

const grantClicks: Record<GrantAction, typeof giveGrant> = {
  give: giveGrant,
  second: secondGrant,
  decline: declineGrant,
  revoke: revokeGrant,
}

export function clickGrant(house: House, account: Account, click: { do: GrantAction; grant: GrantId }) {
  return grantClicks[click.do](house, account, click.grant)
}

export async function clickDraft(house: House, account: Account, click: DraftClick): Promise<object | Refusal> {
  switch (click.do) {
    case 'stop':
      return stopFromCard(house, account, click.draft, click.scope, click.reason)
    case 'hand':
      return askColleague(house, account, click.draft, accountOf(click.to))
    case 'start-again':
      return startAgain(house, account, click.draft)
    case 'approve': {
      const { ticked, did, note, change } = click
      const shown = { revision: click.revision, fingerprint: click.fingerprint }
      return decideDraft(house, account, click.draft, { do: 'approve', shown, ticked, did, note, change })
    }
    case 'edit': {
      const shown = { revision: click.revision, fingerprint: click.fingerprint }
      return decideDraft(house, account, click.draft, { do: 'edit', shown, text: click.text })
    }
    case 'revise': {
      const { wants, words } = click
      const shown = { revision: click.revision, fingerprint: click.fingerprint }
      return decideDraft(house, account, click.draft, { do: 'revise', shown, wants, words })
    }
    case 'reject':
    case 'veto':
      return decideDraft(house, account, click.draft, { do: click.do, reason: click.reason })
    case 'keep':
    case 'retract':
    case 'try-again':
    case 'there':
    case 'not-there':
      return decideDraft(house, account, click.draft, { do: click.do })
  }
}

export async function clickPost(
  house: House,
  account: Account,
  click: PostClick,
): Promise<{ readonly revealed: Revealed } | object | Refusal> {
  switch (click.do) {
    case 'reveal': {
      const revealed = await reveal(house, account, click.post, click.step, click.confirm)
      return isRefusal(revealed) ? revealed : { revealed }
    }
    case 'act':
      return touchPost(house, account, click.post, { do: 'act', act: click.act })
    case 'report':
      return touchPost(house, account, click.post, { do: 'report', complaint: click.complaint, words: click.words })
    case 'restore':
      return touchPost(house, account, click.post, { do: 'restore' })
    case 'recall':
      return touchPost(house, account, click.post, { do: 'recall', reason: click.reason })
  }
}
