// `countersign person`: who there is, with their accounts and roles; one more account; a role given or taken. Over the admin
// paths of the gate that runs.

import { z } from 'zod'
import { threeWords } from './account.ts'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { type Asking, callGate } from './gate.ts'
import { onePerson, spokenPeople, spokenPerson } from './person-words.ts'
import { aboutGate, type Common, codesOfExit, common, query, refusedBy, tell, wrongCall } from './tell.ts'

const options = { ...common, place: { type: 'string' }, before: { type: 'string' } } as const
const one = z.object({ person: onePerson })
const many = z.object({ people: z.array(onePerson), next: z.string().optional() })

export const person: Command = {
  says: 'list people, link accounts, give and take roles',
  help: `
countersign person list [--before ID]             everybody the gate has met, newest first
countersign person show WHO [--place PLACE]       one of them; how they stand in a place, and where each role comes from
countersign person link WHO ACCOUNT               the account is the same human's; whoever held it becomes that person
countersign person role WHO give ROLE             a role that holds everywhere: admin, moderator or security
countersign person role WHO take ROLE             the last admin stays

WHO is an id (u_…) or an account (slack/T1/U1). PLACE is slack/T1/C1.
What a platform or the rules give a group is taken there: docs/guides/rules.md.
${aboutGate}

${codesOfExit}`,
  async run(words) {
    const call = readCall(words, options)
    if (typeof call === 'string') return wrongCall('person', call)
    const { values: flags, positionals } = call
    const [act, who, ...rest] = positionals
    if (flags.place !== undefined && act !== 'show') return wrongCall('person', '--place goes with show')
    if (flags.before !== undefined && act !== 'list') return wrongCall('person', '--before goes with list')
    if (act === 'list')
      return who === undefined ? listed(flags, flags.before) : wrongCall('person', 'list takes nothing more')
    if (act === 'link') return linked(flags, who, rest)
    if (act === 'role') return changed(flags, who, rest)
    if (act !== 'show') return wrongCall('person', 'one of list, show, link, role')
    if (who === undefined || rest.length > 0) return wrongCall('person', 'show takes WHO')
    return about(flags, who, query({ place: flags.place }), {})
  },
}

function listed(flags: Common, before: string | undefined): Promise<number> {
  const path = `/v1/admin/people${query({ before })}`
  return tell({ command: 'person', flags, path, schema: many, words: ({ people, next }) => spokenPeople(people, next) })
}

async function linked(flags: Common, who: string | undefined, [text, ...more]: readonly string[]): Promise<number> {
  if (who === undefined || text === undefined || more.length > 0)
    return wrongCall('person', 'link takes WHO and ACCOUNT')
  const account = threeWords(text)
  if (account === undefined) return wrongCall('person', `“${text}” is not an account: slack/T1/U1`)
  const { platform, workspace, last: user } = account
  return about(flags, who, '/accounts', { method: 'POST', body: { platform, workspace, user } })
}

async function changed(flags: Common, who: string | undefined, words: readonly string[]): Promise<number> {
  const [how, role, ...more] = words
  if (who === undefined || role === undefined || more.length > 0)
    return wrongCall('person', 'role takes WHO, give or take, and ROLE')
  if (how !== 'give' && how !== 'take') return wrongCall('person', `“${how}” is neither give nor take`)
  return about(flags, who, `/roles/${encodeURIComponent(role)}`, { method: how === 'give' ? 'PUT' : 'DELETE' })
}

/** What is asked about one person, whose id is looked up first where an account was said. */
async function about(flags: Common, who: string, rest: string, ask: Asking): Promise<number> {
  let id = who
  if (who.includes('/')) {
    const answer = await callGate(flags.url)(`/v1/admin/people${query({ account: who })}`)
    const json: unknown = await answer.json().catch(() => undefined)
    if (!answer.ok) return refusedBy('person', flags, answer.status, json)
    const [found] = many.parse(json).people
    if (found === undefined) {
      process.stderr.write(`countersign person: nobody has used ${who} here yet\n`)
      return 1
    }
    id = found.id
  }
  const path = `/v1/admin/people/${encodeURIComponent(id)}${rest}`
  return tell({ command: 'person', flags, path, ask, schema: one, words: (read) => spokenPerson(read.person) })
}
