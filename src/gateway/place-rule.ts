// The rule of one place, looked at and set from a chat: whoever opens the form is asked who they are there and then, and
// what they typed becomes a change of the one book.

import type { Form } from '../card/card.ts'
import { ruleForm, ruleOfPlace, type Typed, withPlace } from '../card/rule-form.ts'
import type { Account, Destination } from '../place.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { emptyBook } from '../rule/rule.ts'
import { isSound } from '../rule/sound.ts'
import type { House } from './house.ts'
import { meet } from './meet.ts'
import { maySetRules, type Ruled, rulesNow, setRules } from './ruling.ts'
import { noteRefusal } from './watching.ts'

export type PlaceRule = { readonly version: number; readonly form: Form; readonly named: string | undefined }

export async function placeRule(house: House, at: Destination, placeName: string): Promise<PlaceRule> {
  const { version, book } = await rulesNow(house)
  const rule = ruleOfPlace(isSound(book) ? book : emptyBook, at)
  return { version, form: ruleForm(rule, placeName), named: rule?.name }
}

/** `version` is the one that the form was drawn from. */
export async function setPlaceRule(
  house: House,
  account: Account,
  at: Destination,
  typed: Typed,
  version: number,
): Promise<Ruled | Refusal | { readonly wrong: readonly string[] }> {
  const who = await meet(house, account, at)
  if (isRefusal(who)) return noteRefusal(house, 'rules', who)
  const refused = maySetRules(who)
  if (refused !== undefined) return noteRefusal(house, 'rules', refused, { kind: 'person', id: who.person })
  const now = await rulesNow(house)
  if (now.version !== version) return refuse('rules-changed')
  const changed = withPlace(isSound(now.book) ? now.book : emptyBook, at, typed)
  const typing = { ...house, typist: { account, at } }
  return 'wrong' in changed ? changed : setRules(typing, who, changed.rules, version)
}
