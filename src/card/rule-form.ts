// What an admin is asked before the rule of a place changes. The label and the approvers' names are not among it: nothing
// switches those off.

import { type Autonomy, autonomies, type Rule } from '../rule/rule.ts'
import { hour, minute, spokenSpan } from '../time.ts'
import type { Form } from './card.ts'

const says: Record<Autonomy, string> = {
  closed: 'Nothing: agents may not post here',
  shadow: 'Nothing: drafts are recorded and nobody is asked',
  'two-person': 'Drafts: two different people approve each one',
  draft: 'Drafts: the person who asked approves; two people at high risk',
  auto: 'Low risk by themselves inside a live grant, drafts otherwise',
}
const spans = [15 * minute, hour, 4 * hour, 24 * hour]

export function ruleForm(place: string, rule: Rule, version: number): Form {
  const offered = spans.includes(rule.expiresAfterMs) ? spans : [rule.expiresAfterMs, ...spans]
  const autonomy = [rule.autonomy, ...autonomies.filter((one) => one !== rule.autonomy)]
  const expiry = [rule.expiresAfterMs, ...offered.filter((span) => span !== rule.expiresAfterMs)]
  const now = (index: number) => (index === 0 ? ' (as now)' : '')
  return {
    title: 'Autonomy rule',
    warning: `The rule of ${place}, version ${version}. The AI label and the approvers’ names cannot be switched off.`,
    fields: [
      {
        field: 'choice',
        name: 'autonomy',
        label: 'What may agents do?',
        options: autonomy.map((value, index) => ({ value, label: says[value] + now(index) })),
      },
      {
        field: 'choice',
        name: 'expiry',
        label: 'A draft that nobody decides expires after',
        options: expiry.map((span, index) => ({ value: String(span), label: spokenSpan(span) + now(index) })),
      },
      { field: 'text', name: 'reason', label: 'Why this change? (kept in the ledger)', long: true, required: true },
    ],
    submit: 'Save rule',
  }
}
