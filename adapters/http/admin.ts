// What the holder of the admin token may do over HTTP: read, plan and set the rules, read the grants and end one. A token
// is nobody, so it gives no grant. Anybody else hears 401 and no more, and leaves an entry; nothing of a request is read
// before that.

import { type Context, Hono } from 'hono'
import { allGrants } from '../../src/gateway/grant-looking.ts'
import { revokeGrantByToken } from '../../src/gateway/granting.ts'
import type { House } from '../../src/gateway/house.ts'
import { planRules } from '../../src/gateway/planning.ts'
import { rulesNow, setRules } from '../../src/gateway/ruling.ts'
import { noteRefusal } from '../../src/gateway/watching.ts'
import { grantId } from '../../src/id.ts'
import { isRefusal, refuse } from '../../src/refusal.ts'
import type { Grant } from '../../src/rule/grant.ts'
import { isSound } from '../../src/rule/sound.ts'
import { written } from '../../src/rule/spelled.ts'
import { type WrittenBook, writtenBook } from '../../src/rule/written.ts'
import { isEmpty, noLists } from '../../src/screening/house-list.ts'
import { isAdminToken } from './admin-token.ts'
import { answerOf as grantAnswerOf } from './grant-body.ts'
import { problem, refused, wrongs } from './problem.ts'
import { readJson } from './read.ts'

/** A book of two thousand rules, and then some. */
const bookBytes = 2 * 1024 * 1024

export function adminDoor(house: House, token: string | undefined): Hono {
  const app = new Hono()

  app.use(async (c, next) => {
    if (token !== undefined && isAdminToken(token, c.req.header('authorization'))) {
      await next()
      return undefined
    }
    await noteRefusal(house, 'admin', refuse('token-unknown'))
    return problem('admin-token-needed', { headers: { 'www-authenticate': 'Bearer' } })
  })

  app.get('/rules', async (c) => {
    const { version, book } = await rulesNow(house)
    c.header('etag', `"${version}"`)
    // A damaged book is replaced by setting another; until then two people decide everywhere.
    const readable = isSound(book)
    const { lists = noLists } = readable ? book : {}
    const told = isEmpty(lists) ? {} : { lists }
    return c.json({ version, readable, rules: readable ? book.rules.map(written) : [], ...told })
  })

  app.put('/rules', async (c) => {
    const version = /^"(\d{1,9})"$/.exec(c.req.header('if-match') ?? '')?.[1]
    if (version === undefined) return problem('if-match-needed')
    const book = await readBook(c)
    if (book instanceof Response) return book
    const { rules, lists = noLists } = book
    const set = await setRules(house, 'admin-token', rules, Number(version), { lists })
    if (isRefusal(set)) return refused(set)
    c.header('etag', `"${set.version}"`)
    return c.json({ version: set.version, changed: set.changed, rules: set.rules.map(written) })
  })

  app.post('/rules/plan', async (c) => {
    const book = await readBook(c)
    return book instanceof Response ? book : c.json(await planRules(house, book.rules))
  })

  app.get('/grants', async (c) => c.json({ grants: (await allGrants(house)).map(adminView) }))

  app.delete('/grants/:id', async (c) => {
    const id = grantId.parse(c.req.param('id'))
    const grant = id === undefined ? refuse('unknown-grant') : await revokeGrantByToken(house, id)
    return isRefusal(grant) ? refused(grant) : c.json({ grant: adminView(grant) })
  })

  app.all('/grants', () => problem('no-such-method', { headers: { allow: 'GET, HEAD' } }))
  app.all('/grants/:id', () => problem('no-such-method', { headers: { allow: 'DELETE' } }))
  app.all('/rules', () => problem('no-such-method', { headers: { allow: 'GET, HEAD, PUT' } }))
  app.all('/rules/plan', () => problem('no-such-method', { headers: { allow: 'POST' } }))
  return app
}

function adminView(grant: Grant): object {
  const { agent, place, asked } = grant
  return { ...grantAnswerOf(grant), agent: agent.id, place, askedBy: asked.by?.person ?? 'the agent', why: asked.why }
}

async function readBook(c: Context): Promise<WrittenBook | Response> {
  const body = await readJson(c.req.raw, bookBytes)
  if ('wrong' in body) return body.wrong
  const parsed = writtenBook.safeParse(body.json)
  return parsed.success ? parsed.data : problem('invalid-body', { errors: wrongs(parsed.error) })
}
