// The rules, as the holder of the admin token reads, plans and sets them.

import type { Context, Hono } from 'hono'
import type { House } from '../../src/gateway/house.ts'
import { planRules } from '../../src/gateway/planning.ts'
import { rulesNow, setRules } from '../../src/gateway/ruling.ts'
import { isRefusal } from '../../src/refusal.ts'
import { isSound } from '../../src/rule/sound.ts'
import { written, writtenRoleOf } from '../../src/rule/spelled.ts'
import { type WrittenBook, writtenBook } from '../../src/rule/written.ts'
import { isEmpty, noLists } from '../../src/screening/house-list.ts'
import { problem, refused, wrongs } from './problem.ts'
import { readJson } from './read.ts'

/** A book of two thousand rules, and then some. */
const bookBytes = 2 * 1024 * 1024

export function ruleRoutes(app: Hono, house: House): void {
  app.get('/rules', async (c) => {
    const { version, book } = await rulesNow(house)
    c.header('etag', `"${version}"`)
    // A damaged book is replaced by setting another; until then two people decide everywhere.
    const readable = isSound(book)
    const { lists = noLists } = readable ? book : {}
    const { roles = [] } = readable ? book : {}
    const told = {
      ...(isEmpty(lists) ? {} : { lists }),
      ...(roles.length === 0 ? {} : { roles: roles.map(writtenRoleOf) }),
    }
    return c.json({ version, readable, rules: readable ? book.rules.map(written) : [], ...told })
  })

  app.put('/rules', async (c) => {
    const version = /^"(\d{1,9})"$/.exec(c.req.header('if-match') ?? '')?.[1]
    if (version === undefined) return problem('if-match-needed')
    const book = await readBook(c)
    if (book instanceof Response) return book
    const { rules, lists = noLists, roles = [] } = book
    const set = await setRules(house, 'admin-token', rules, Number(version), { lists, roles })
    if (isRefusal(set)) return refused(set)
    c.header('etag', `"${set.version}"`)
    return c.json({ version: set.version, changed: set.changed, rules: set.rules.map(written) })
  })

  app.post('/rules/plan', async (c) => {
    const book = await readBook(c)
    return book instanceof Response ? book : c.json(await planRules(house, book))
  })

  app.all('/rules', () => problem('no-such-method', { headers: { allow: 'GET, HEAD, PUT' } }))
  app.all('/rules/plan', () => problem('no-such-method', { headers: { allow: 'POST' } }))
}

async function readBook(c: Context): Promise<WrittenBook | Response> {
  const body = await readJson(c.req.raw, bookBytes)
  if ('wrong' in body) return body.wrong
  const parsed = writtenBook.safeParse(body.json)
  return parsed.success ? parsed.data : problem('invalid-body', { errors: wrongs(parsed.error) })
}
