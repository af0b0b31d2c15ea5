// The people, as the holder of the admin token lists them, links their accounts and gives or takes their roles; and the
// claim of the first admin from a terminal. Names stand here and in the record, beside the log.

import type { Hono } from 'hono'
import { z } from 'zod'
import { claim } from '../../src/gateway/claiming.ts'
import type { House } from '../../src/gateway/house.ts'
import { personBehind, personNow } from '../../src/gateway/meet.ts'
import { allPeople, giveRole, type Here, linkAccount, standingsIn, takeRole } from '../../src/gateway/people.ts'
import { personId } from '../../src/id.ts'
import { accountName, type Person, roles } from '../../src/person/person.ts'
import { type Account, type Destination, platforms } from '../../src/place.ts'
import { isRefusal, refuse } from '../../src/refusal.ts'
import { answers, asAdmin, body, byAdmin, type Described, idInPath, queries, reading } from './described.ts'
import { problem, refused, wrongs } from './problem.ts'
import { readJson } from './read.ts'

const part = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/\s]+$/, 'is one word without slashes')
const account = z.strictObject({ platform: z.enum(platforms), workspace: part, user: part })
const claiming = z.strictObject({
  code: z.string().min(1).max(100),
  account,
  name: z.string().trim().min(1).max(200).describe('what cards call them'),
})
const page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.string().max(100).optional().describe('the “next” of the page before'),
  account: z.string().max(700).optional().describe('platform/workspace/user: whoever holds it, and nobody else'),
})
const where = z.object({
  place: z.string().max(700).optional().describe('platform/workspace/channel: how they stand there now'),
})

const here = z.strictObject({
  place: z.string(),
  account: z.string(),
  member: z.enum(['full', 'guest', 'outsider', 'none']),
  active: z.boolean(),
  roles: z.array(z.strictObject({ role: z.enum(roles), from: z.string().describe('platform, or group NAME') })),
})
const answer = z.strictObject({
  id: z.string(),
  name: z.string(),
  accounts: z.array(z.string()),
  roles: z
    .array(z.strictObject({ role: z.enum(roles), from: z.string(), at: z.int().optional() }))
    .describe('those that hold everywhere, and who gave them: claim, admin-token, or a person'),
  since: z.int(),
  formerly: z.array(z.string()).describe('ids from before their accounts were linked'),
  here: z.array(here).optional(),
})
const one = z.strictObject({ person: answer })
const many = z.strictObject({ people: z.array(answer), next: z.string().optional() })

export function peopleRoutes(app: Hono, house: House): void {
  app.get('/people', async (c) => {
    const query = page.safeParse(c.req.query())
    if (!query.success) return problem('invalid-query', { errors: wrongs(query.error) })
    const { account: named, ...of } = query.data
    if (named === undefined) {
      const { people, next } = await allPeople(house, of)
      return c.json({ people: people.map((person) => answerOf(person)), ...(next === undefined ? {} : { next }) })
    }
    const wanted = accountFrom(named)
    if (wanted === undefined) return problem('invalid-query', { errors: [{ path: 'account', message: spelling }] })
    const held = await personBehind(house, wanted)
    return c.json({ people: held === undefined ? [] : [answerOf(held.is)] })
  })

  app.get('/people/:id', async (c) => {
    const id = personId.parse(c.req.param('id'))
    const query = where.safeParse(c.req.query())
    if (!query.success) return problem('invalid-query', { errors: wrongs(query.error) })
    const held = id === undefined ? undefined : await personNow(house, id)
    if (held === undefined) return refused(refuse('unknown-person'))
    if (query.data.place === undefined) return c.json({ person: answerOf(held.is) })
    const at = placeFrom(query.data.place)
    if (at === undefined) return problem('invalid-query', { errors: [{ path: 'place', message: spelling }] })
    return c.json({ person: answerOf(held.is, await standingsIn(house, held.is, at)) })
  })

  app.post('/people/:id/accounts', async (c) => {
    const read = await readJson(c.req.raw)
    if ('wrong' in read) return read.wrong
    const parsed = account.safeParse(read.json)
    if (!parsed.success) return problem('invalid-body', { errors: wrongs(parsed.error) })
    const id = personId.parse(c.req.param('id'))
    return told(id === undefined ? refuse('unknown-person') : await linkAccount(house, id, parsed.data))
  })

  app.put('/people/:id/roles/:role', async (c) => change(giveRole, c.req.param('id'), c.req.param('role')))
  app.delete('/people/:id/roles/:role', async (c) => change(takeRole, c.req.param('id'), c.req.param('role')))

  app.post('/claim', async (c) => {
    const read = await readJson(c.req.raw)
    if ('wrong' in read) return read.wrong
    const parsed = claiming.safeParse(read.json)
    if (!parsed.success) return problem('invalid-body', { errors: wrongs(parsed.error) })
    const { code, ...who } = parsed.data
    return told(await claim(house, who, code))
  })

  app.all('/people', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
  app.all('/people/:id', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
  app.all('/people/:id/accounts', () => problem('no-such-method', { headers: { allow: 'POST' } }))
  app.all('/people/:id/roles/:role', () => problem('no-such-method', { headers: { allow: 'PUT, DELETE' } }))
  app.all('/claim', () => problem('no-such-method', { headers: { allow: 'POST' } }))

  async function change(how: typeof giveRole, who: string, word: string): Promise<Response> {
    const id = personId.parse(who)
    const role = roles.find((known) => known === word)
    if (role === undefined) return problem('no-such-path', { detail: `A role is one of ${roles.join(', ')}.` })
    return told(id === undefined ? refuse('unknown-person') : await how(house, id, role))
  }
}

const spelling = 'is three words with slashes: slack/T1/U1'

function told(person: Person | ReturnType<typeof refuse>): Response {
  return isRefusal(person) ? refused(person) : Response.json({ person: answerOf(person) })
}

function answerOf(person: Person, standings?: readonly Here[]): z.infer<typeof answer> {
  const { id, name, accounts, given = [], since, formerly = [] } = person
  const held = person.roles.map((role) => {
    const how = given.find((one) => one.role === role)
    return { role, from: how?.by ?? 'before it was recorded', ...(how === undefined ? {} : { at: how.at }) }
  })
  const inPlace = standings?.map((one) => ({
    ...one,
    roles: one.roles.map(({ role, from }) => ({ role, from: from === 'platform' ? from : `group ${from.group}` })),
  }))
  return {
    id,
    name,
    accounts: accounts.map(accountName),
    roles: held,
    since,
    formerly: [...formerly],
    ...(inPlace === undefined ? {} : { here: inPlace }),
  }
}

function accountFrom(text: string): Account | undefined {
  const [platform, workspace, user, ...more] = text.split('/')
  const parsed = account.safeParse({ platform, workspace, user })
  return parsed.success && more.length === 0 ? parsed.data : undefined
}

function placeFrom(text: string): Destination | undefined {
  const like = accountFrom(text)
  return like === undefined ? undefined : { platform: like.platform, workspace: like.workspace, channel: like.user }
}

const roleInPath = { name: 'role', in: 'path', required: true, schema: { enum: roles } }
const role = { parameters: [idInPath, roleInPath], security: byAdmin }

export const peopleDescribed: Described = {
  '/v1/admin/people': {
    get: {
      summary: 'Everybody whom the gate has met, newest first, with their accounts and the roles that hold everywhere',
      security: byAdmin,
      parameters: queries(page),
      responses: answers({ says: 'a page of people', schema: many }, ['invalid-query', ...asAdmin]),
    },
  },
  '/v1/admin/people/{id}': {
    get: {
      summary: 'One person; with a place, what the platform and the rules give them there now',
      security: byAdmin,
      parameters: [idInPath, ...queries(where)],
      responses: answers({ says: 'the person', schema: one }, ['invalid-query', 'unknown-person', ...asAdmin]),
    },
  },
  '/v1/admin/people/{id}/accounts': {
    post: {
      summary: 'One more account of the same human; whoever held it is that human too',
      security: byAdmin,
      parameters: [idInPath],
      requestBody: body(account),
      responses: answers({ says: 'linked', schema: one }, [...reading, 'unknown-person', 'unknown-place', ...asAdmin]),
    },
  },
  '/v1/admin/people/{id}/roles/{role}': {
    put: {
      summary: 'Give a role that holds everywhere',
      ...role,
      responses: answers({ says: 'given', schema: one }, ['unknown-person', 'no-such-path', ...asAdmin]),
    },
    delete: {
      summary: 'Take it back; the last admin stays',
      ...role,
      responses: answers({ says: 'taken', schema: one }, ['unknown-person', 'no-such-path', 'last-admin', ...asAdmin]),
    },
  },
  '/v1/admin/claim': {
    post: {
      summary: 'Make an account’s person the first admin, by the code that was printed at the start',
      security: byAdmin,
      requestBody: body(claiming),
      responses: answers({ says: 'claimed', schema: one }, [
        ...reading,
        'claim-code-wrong',
        'unknown-place',
        ...asAdmin,
      ]),
    },
  },
}
