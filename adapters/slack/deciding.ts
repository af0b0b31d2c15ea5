// From a click or a form to what is asked of the house, and what its maker is told or shown. Who they are, and whether
// it still holds, the house asks for itself, each time.

import type { ModalView } from '@slack/types'
import type { Action, Card } from '../../src/card/card.ts'
import { revealedSheet } from '../../src/card/reveal.ts'
import { howChecked, whyHeld } from '../../src/card/why.ts'
import { short } from '../../src/draft/envelope.ts'
import { askColleague, decideDraft, startAgain } from '../../src/gateway/decision.ts'
import { declineGrant, giveGrant, revokeGrant, secondGrant } from '../../src/gateway/granting.ts'
import type { House } from '../../src/gateway/house.ts'
import { bareCardFor, postFor } from '../../src/gateway/looking.ts'
import { meet } from '../../src/gateway/meet.ts'
import { reveal, touchPost } from '../../src/gateway/reading.ts'
import { maySetRules } from '../../src/gateway/ruling.ts'
import { stopFromCard } from '../../src/gateway/stopping.ts'
import type { Account } from '../../src/place.ts'
import { isRefusal, type Refusal, refuse, spokenRefusal } from '../../src/refusal.ts'
import type { GrantAction } from '../../src/rule/giving.ts'
import { draftClick, postClick, type Said } from './click.ts'
import type { Slack } from './client.ts'
import { drawForm, drawSheet, type Leads } from './form.ts'
import type { People } from './people.ts'
import { type Selector, spellSelector } from './selector.ts'

/** Who makes a gesture, and its name: one that arrives twice is one. */
export type Doing = {
  readonly house: House
  readonly slack: Slack
  readonly people: People
  readonly account: Account
  readonly key: string
}
/** A line for them alone, a page to open, or neither: then the card says what came of it. */
export type Told = { readonly line?: string | undefined; readonly page?: ModalView | undefined }
export type Decidable = Extract<Selector, { on: 'draft' | 'post' | 'grant' }>

export const outOfDate = 'This button is out of date. Nothing was changed.'

const grantClicks: Record<GrantAction, typeof giveGrant> = {
  give: giveGrant,
  second: secondGrant,
  decline: declineGrant,
  revoke: revokeGrant,
}

/** The page that is asked first, if the card offers this action with one, or what is shown instead of doing anything. */
export async function pageFor(house: House, account: Account, on: Decidable, value: string): Promise<Told | undefined> {
  if (on.on === 'grant') return undefined
  const found = on.on === 'draft' ? await bareCardFor(house, account, on.draft) : await postFor(house, account, on.post)
  if (isRefusal(found)) return told(found)
  if (on.act === 'why') return { page: drawSheet(await why(house, on), await toRule(house, account, on)) }
  const card = 'post' in found ? found.card : found
  const action = actionOf(card, on)
  if (action?.form === undefined) return undefined
  if (on.on === 'draft' && !isShown(card, on)) return told(refuse('changed-since-shown'))
  return { page: drawForm(action.form, value, on.act) }
}

/** `key` names the gesture, so that one which arrives twice is one decision. */
export async function decide(house: House, account: Account, on: Decidable, said: Said, key: string): Promise<Told> {
  switch (on.on) {
    case 'draft': {
      if (on.act === 'stop') return told(await stopFromCard(house, account, on.draft, said.scope, said.reason))
      if (on.act === 'hand')
        return told(await askColleague(house, account, on.draft, { ...account, user: said.to }, key))
      if (on.act === 'start-again') return told(await startAgain(house, account, on.draft))
      const click = draftClick(on, said)
      return click === undefined ? { line: outOfDate } : told(await decideDraft(house, account, on.draft, click, key))
    }
    case 'post': {
      if (on.act === 'reveal' && on.step !== undefined) {
        const revealed = await reveal(house, account, on.post, on.step, said.confirm)
        return isRefusal(revealed) ? told(revealed) : { page: drawSheet(revealedSheet(on.step, revealed)) }
      }
      const click = postClick(on, said)
      return click === undefined ? { line: outOfDate } : told(await touchPost(house, account, on.post, click))
    }
    case 'grant':
      return told(await grantClicks[on.act](house, account, on.grant))
  }
}

export function told(done: object | Refusal): Told {
  return isRefusal(done) ? { line: spokenRefusal(done) } : {}
}

/** From the explanation of a rule to the rule itself, for those who may set it. */
async function toRule(
  house: House,
  account: Account,
  on: Extract<Selector, { on: 'draft' | 'post' }>,
): Promise<Leads | undefined> {
  if (on.on === 'post') return undefined
  const { seen } = await house.record.look({ draft: { kind: 'draft', id: on.draft } })
  const at = seen.draft?.is.destination
  const who = at === undefined ? undefined : await meet(house, account, at)
  if (at === undefined || who === undefined || isRefusal(who) || maySetRules(who) !== undefined) return undefined
  return { selector: spellSelector({ on: 'rule', channel: at.channel }), label: 'Change the rule…' }
}

async function why(house: House, on: Extract<Selector, { on: 'draft' | 'post' }>) {
  if (on.on === 'post') {
    const { seen } = await house.record.look({ post: { kind: 'post', id: on.post } })
    if (seen.post === undefined) throw new Error(`explaining ${on.post}: it is not there any more`)
    return howChecked(seen.post.is)
  }
  const { seen } = await house.record.look({ draft: { kind: 'draft', id: on.draft } })
  if (seen.draft === undefined) throw new Error(`explaining ${on.draft}: it is not there any more`)
  return whyHeld(seen.draft.is)
}

function actionOf(card: Card, on: Extract<Selector, { on: 'draft' | 'post' }>): Action | undefined {
  const step = on.on === 'post' ? on.step : undefined
  return card.actions.find((action) => action.act === on.act && action.step === step)
}

function isShown({ about }: Card, on: Extract<Selector, { on: 'draft' }>): boolean {
  const { revision, fingerprint } = about
  return revision === on.revision && (fingerprint === undefined ? '' : short(fingerprint)) === on.fingerprint
}
