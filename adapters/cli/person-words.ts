// People in words for a terminal.

import { z } from 'zod'

export const onePerson = z.object({
  id: z.string(),
  name: z.string(),
  accounts: z.array(z.string()),
  roles: z.array(z.object({ role: z.string(), from: z.string(), at: z.number().optional() })),
  formerly: z.array(z.string()),
  here: z
    .array(
      z.object({
        place: z.string(),
        account: z.string(),
        member: z.string(),
        active: z.boolean(),
        roles: z.array(z.object({ role: z.string(), from: z.string() })),
      }),
    )
    .optional(),
})
export type OnePerson = z.infer<typeof onePerson>

export function spokenPeople(people: readonly OnePerson[], next: string | undefined): string {
  const more = next === undefined ? '' : `There are more: --before ${next}\n`
  return people.length === 0 ? 'Nobody.\n' : `${people.map(line).join('')}${more}`
}

function line({ id, name, accounts, roles }: OnePerson): string {
  const held = roles.map(({ role, from }) => `${role} (${from})`)
  return `${id}  ${name}  ${accounts.join(', ') || 'no account'}${held.length === 0 ? '' : `  ${held.join(', ')}`}\n`
}

export function spokenPerson(person: OnePerson): string {
  const { id, name, accounts, roles, formerly, here } = person
  const rows: (readonly [string, string])[] = [
    ['Person', `${name}, ${id}`],
    ['Accounts', accounts.join(', ') || 'none'],
    [
      'Roles',
      roles.map(({ role, from }) => `${role} everywhere (from ${from})`).join(', ') || 'none that hold everywhere',
    ],
    ...(formerly.length === 0 ? [] : [['Formerly', formerly.join(', ')] as const]),
  ]
  const places = (here ?? []).map(({ place, account, member, active, roles: held }) => {
    const standing = active ? `member: ${member}` : 'not active any more'
    const theirs = held.map(({ role, from }) => `${role} (from ${from})`).join(', ')
    return [`In ${place}`, `as ${account}: ${standing}${theirs === '' ? '' : `; ${theirs}`}`] as const
  })
  const nowhere = here !== undefined && here.length === 0 ? [['There', 'no account of theirs is known'] as const] : []
  const all = [...rows, ...places, ...nowhere]
  const width = Math.max(...all.map(([label]) => label.length))
  return all.map(([label, value]) => `${label.padEnd(width)}  ${value}\n`).join('')
}
