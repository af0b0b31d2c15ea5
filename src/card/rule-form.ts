// The rule of one place as a form: what a modal on any platform asks, and what was typed back into a rule. What is typed is
// read by the same schema as a file, so that no door knows another kind of rule.

import { type Destination, laneOf } from '../place.ts'
import {
  type Autonomy,
  firstSeats,
  type Reviewer,
  type Rule,
  type RuleBook,
  type Seats,
  secondSeats,
} from '../rule/rule.ts'
import { written } from '../rule/spelled.ts'
import { type NamedRule, writtenRule } from '../rule/written.ts'
import type { Field, Form } from './card.ts'

export const ruleFields = ['autonomy', 'first', 'second', 'expires', 'unverified', 'outsiders', 'instructions'] as const
/** What the fields of the form hold, as text. */
export type Typed = { readonly [field in (typeof ruleFields)[number]]: string }

const autonomyLabels: { readonly [autonomy in Autonomy]: string } = {
  closed: 'Closed: agents may not post here',
  shadow: 'Shadow: record drafts, ask nobody, post nothing',
  'two-person': 'Two people decide on every draft',
  draft: 'One person decides; two when the risk is high',
  auto: 'Auto: low risk goes out, but only inside a live grant',
}

export function ruleForm(rule: Rule | undefined, placeName: string): Form {
  const shown = typedOf(rule)
  const choice = (name: keyof Typed, label: string, options: { readonly [value: string]: string }): Field => ({
    field: 'choice',
    name,
    label,
    value: shown[name],
    options: Object.entries(options).map(([value, words]) => ({ value, label: words })),
  })
  const line = (name: keyof Typed, label: string, hint: string, long = false): Field => ({
    field: 'text',
    whose: 'ours',
    name,
    label,
    hint,
    value: shown[name],
    long,
    required: !long,
  })
  const seats =
    'invoker (who asked the agent), member (any full member of the channel), role:moderator, group:NAME, account:PLATFORM/WORKSPACE/USER; “2 of group:NAME” for two'
  return {
    title: `Rule for ${placeName}`,
    warning: 'It holds at once. For drafts that already wait it can only make things stricter.',
    fields: [
      choice('autonomy', 'What may agents do here?', autonomyLabels),
      line('first', 'Who decides first?', seats),
      line('second', 'Who is the second person?', `${seats}. Never the one who asked.`),
      line('expires', 'How long do people have?', '30m, 4h, 2d. No answer is a no.'),
      choice('unverified', 'A draft that nobody is known to have asked for', {
        reviewers: 'goes to those who decide first, or the moderators',
        refuse: 'is refused',
      }),
      choice('outsiders', 'While somebody from outside can read the place', {
        allow: 'nothing changes; the card says so',
        'two-person': 'two people decide',
        refuse: 'nothing is posted',
      }),
      line('instructions', 'What agents are told', 'With every question and every draft.', true),
    ],
    submit: 'Set the rule',
  }
}

/** The rules with this place's own one in it, or the lines that say what is wrong with it. */
export function withPlace(
  book: RuleBook,
  at: Destination,
  typed: Typed,
): { readonly rules: readonly NamedRule[] } | { readonly wrong: readonly string[] } {
  const before = ruleOfPlace(book, at)
  const known = book.rules.map((rule) => rule.name)
  const seats = { first: seatsOf(typed.first), second: seatsOf(typed.second) }
  const named = { platform: at.platform, workspace: at.workspace, channel: at.channel }
  const old = before === undefined ? {} : written(before)
  const read = writtenRule.safeParse({
    ...old,
    name: before?.name ?? nameFor(at, known),
    where: named,
    autonomy: typed.autonomy,
    expires: typed.expires.trim(),
    reviewers: {
      ...(same(seats.first, firstSeats) ? {} : { first: seats.first }),
      ...(same(seats.second, secondSeats)
        ? {}
        : { second: { ...seats.second, 'distinct-from': before?.distinctFrom ?? ['invoker'] } }),
    },
    unverified: typed.unverified,
    outsiders: typed.outsiders,
    instructions: typed.instructions.trim() === '' ? undefined : typed.instructions.trim(),
  })
  if (!read.success) return { wrong: read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) }
  const rules = book.rules.flatMap((rule) => (rule === before ? [read.data] : withName(rule)))
  return { rules: before === undefined ? [...rules, read.data] : rules }
}

/** The rule that names exactly this place and nothing else. */
export function ruleOfPlace(book: RuleBook, at: Destination): Rule | undefined {
  return book.rules.find(
    (rule) =>
      rule.platform === at.platform &&
      rule.workspace === at.workspace &&
      rule.channel === at.channel &&
      rule.agent === undefined &&
      rule.category === undefined &&
      rule.audience === undefined,
  )
}

function typedOf(rule: Rule | undefined): Typed {
  const shown = written(rule ?? { id: 'default', autonomy: 'draft', expiresAfterMs: 4 * 3_600_000 })
  return {
    autonomy: rule?.autonomy ?? 'draft',
    first: spelledSeats(rule?.first ?? firstSeats),
    second: spelledSeats(rule?.second ?? secondSeats),
    expires: 'expires' in shown ? String(shown.expires) : '',
    unverified: rule?.unverified ?? 'reviewers',
    outsiders: rule?.outsiders ?? 'allow',
    instructions: rule?.instructions ?? '',
  }
}

function spelledSeats({ from, count }: Seats): string {
  const words = from.map((one: Reviewer) =>
    typeof one === 'string'
      ? one
      : Object.entries(one)
          .map(([kind, name]) => `${kind}:${name}`)
          .join(''),
  )
  return `${count === 1 ? '' : `${count} of `}${words.join(', ')}`
}

/** “2 of group:dba, role:security”. What cannot be understood is left for the schema to refuse by name. */
function seatsOf(text: string): { readonly from: readonly unknown[]; readonly count: number } {
  const [, many, list = ''] = /^\s*(?:(\d)\s+of\s+)?(.*)$/s.exec(text) ?? []
  const from = list.split(',').map((part) => {
    const word = part.trim()
    const [kind = '', ...rest] = word.split(':')
    return rest.length === 0 ? word : { [kind.trim()]: rest.join(':').trim() }
  })
  return { from, count: Number(many ?? 1) }
}

function same(typed: ReturnType<typeof seatsOf>, usual: Seats): boolean {
  return JSON.stringify(typed) === JSON.stringify(usual)
}

function withName({ id: _, ...rule }: Rule): readonly NamedRule[] {
  const { name } = rule
  return name === undefined ? [] : [{ ...rule, name }]
}

function nameFor(at: Destination, known: readonly (string | undefined)[]): string {
  const plain = laneOf(at)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 55)
  for (let count = 1; ; count++) {
    const name = count === 1 ? plain : `${plain}-${count}`
    if (!known.includes(name)) return name
  }
}
