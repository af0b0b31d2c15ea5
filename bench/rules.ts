// How long it takes to judge by a book of a thousand rules: the best case for a rule that names the place, and the worst,
// in which every rule applies and has to be compared.

import { agentId, ruleId, sure } from '../src/id.ts'
import { type Case, judge } from '../src/rule/judge.ts'
import type { Rule, RuleBook } from '../src/rule/rule.ts'
import { hour } from '../src/time.ts'
import { say } from './figure.ts'
import { quantile } from './pair.ts'

const limitMs = 1
const id = sure(ruleId, 'r_01K7Q2M8AA0000000001')
const of: Case = {
  agent: sure(agentId, 'a_01K7Q2M8AA0000000001'),
  agentName: 'Careful Clara',
  destination: { platform: 'slack', workspace: 'T1', channel: 'C0500' },
  audience: { name: '#inc-2026-11', people: 30, outsiders: 0, open: true, category: 'Incidents' },
  invoked: true,
  risk: 'low',
  at: 0,
}

export async function onRules(): Promise<void> {
  say('\njudging by a book of 1,000 rules')
  const rule = (index: number, more: Partial<Rule>): Rule => ({
    id,
    name: `rule-${index}`,
    autonomy: 'draft',
    expiresAfterMs: hour,
    second: { from: [{ group: `group-${index}` }], count: 1 },
    ...more,
  })
  const books: readonly (readonly [string, RuleBook])[] = [
    ['a channel each', { rules: each((index) => rule(index, { channel: `C${String(index).padStart(4, '0')}` })) }],
    ['a pattern each, none of which fits', { rules: each((index) => rule(index, { channel: `#*a*${index}*z` })) }],
    ['every one applies', { rules: each((index) => rule(index, { channel: '#inc-*', agent: 'C*', category: 'I*' })) }],
  ]
  for (const [name, book] of books) {
    const took: number[] = []
    for (let turn = 0; turn < 500; turn++) {
      const began = performance.now()
      judge(book, 1, { grants: [] }, of)
      took.push(performance.now() - began)
    }
    const [half, most] = [quantile(took, 0.5), quantile(took, 0.99)]
    const over = half > limitMs ? '  OVER' : ''
    say(`  ${name}: p50 ${half.toFixed(3)} ms, p99 ${most.toFixed(3)} ms (limit ${limitMs} ms)${over}`)
  }
}

function each(make: (index: number) => Rule): readonly Rule[] {
  return Array.from({ length: 1000 }, (_, index) => make(index))
}
