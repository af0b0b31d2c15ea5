// An agent's own drafts over HTTP: it submits, looks, waits, revises and takes back.

import type { Context, Hono } from 'hono'
import { change } from '../../src/gateway/change.ts'
import type { House } from '../../src/gateway/house.ts'
import { submit } from '../../src/gateway/intake.ts'
import { ownDraft, ownDrafts } from '../../src/gateway/own.ts'
import { type DraftId, draftId } from '../../src/id.ts'
import { isRefusal } from '../../src/refusal.ts'
import { contentOf, disclosureOf, draftBody, listQuery, revisionBody, submissionOf, waitQuery } from './draft-body.ts'
import { problem, refused, wrongs } from './problem.ts'
import { readJson } from './read.ts'
import { bearer, keyShape, knownOr, onBehalf, told, type Variables } from './request.ts'
import { waitingRoom } from './wait.ts'

/** On `app` itself: the path as it is written is what the figures count by. */
export function draftRoutes(app: Hono<Variables>, house: House, closing: Promise<void>): void {
  const waits = waitingRoom(closing)

  app.post('/v1/drafts', async (c) => {
    const secret = bearer(c)
    const key = c.req.header('idempotency-key')
    const body = await readJson(c.req.raw)
    if ('wrong' in body) return knownOr(house, secret, body.wrong)
    if (key === undefined) return knownOr(house, secret, problem('key-missing'))
    if (!keyShape.test(key)) return knownOr(house, secret, problem('key-invalid'))
    const parsed = draftBody.safeParse(body.json)
    if (!parsed.success) return knownOr(house, secret, problem('invalid-body', { errors: wrongs(parsed.error) }))
    const submission = submissionOf(parsed.data)
    if ('foreign' in submission)
      return knownOr(
        house,
        secret,
        refused({ refused: submission.foreign === 'post' ? 'unknown-post' : 'invocation-foreign' }),
      )
    const receipt = await submit(onBehalf(house, c), secret, submission, key)
    if (isRefusal(receipt)) return refused(receipt)
    return told(c, { draft: receipt.draft, rule: receipt.rule }, 202, {
      location: `/v1/drafts/${receipt.draft.id}`,
      ...(receipt.again ? { 'idempotency-replayed': 'true' } : {}),
    })
  })

  app.get('/v1/drafts', async (c) => {
    const query = listQuery.safeParse(c.req.query())
    if (!query.success) return knownOr(house, bearer(c), problem('invalid-query', { errors: wrongs(query.error) }))
    const drafts = await ownDrafts(house, bearer(c), query.data)
    return isRefusal(drafts) ? refused(drafts) : told(c, { drafts })
  })

  app.get('/v1/drafts/:id', async (c) => {
    const id = draftOf(c)
    if (id === undefined) return knownOr(house, bearer(c), problem('unknown-draft'))
    const query = waitQuery.safeParse(c.req.query())
    if (!query.success) return knownOr(house, bearer(c), problem('invalid-query', { errors: wrongs(query.error) }))
    const wait = query.data.wait * 1000
    const now = () => ownDraft(house, bearer(c), id)
    const draft =
      wait === 0 ? await now() : ((await waits.orClosing(ownDraft(house, bearer(c), id, wait))) ?? (await now()))
    return isRefusal(draft) ? refused(draft) : told(c, { draft })
  })

  app.post('/v1/drafts/:id/revisions', async (c) => {
    const secret = bearer(c)
    const id = draftOf(c)
    const body = await readJson(c.req.raw)
    if ('wrong' in body) return knownOr(house, secret, body.wrong)
    if (id === undefined) return knownOr(house, secret, problem('unknown-draft'))
    const parsed = revisionBody.safeParse(body.json)
    if (!parsed.success) return knownOr(house, secret, problem('invalid-body', { errors: wrongs(parsed.error) }))
    const { disclosure, ...said } = parsed.data
    return changed(house, c, id, { do: 'revision', content: contentOf(said), disclosure: disclosureOf(disclosure) })
  })

  app.post('/v1/drafts/:id/withdraw', async (c) => {
    const id = draftOf(c)
    return id === undefined
      ? knownOr(house, bearer(c), problem('unknown-draft'))
      : changed(house, c, id, { do: 'withdraw' })
  })
}

async function changed(
  house: House,
  c: Context<Variables>,
  id: DraftId,
  what: Parameters<typeof change>[3],
): Promise<Response> {
  const key = c.req.header('idempotency-key')
  if (key !== undefined && !keyShape.test(key)) return knownOr(house, bearer(c), problem('key-invalid'))
  const draft = await change(onBehalf(house, c), bearer(c), id, what, key)
  return isRefusal(draft) ? refused(draft) : told(c, { draft }, 202)
}

function draftOf(c: Context): DraftId | undefined {
  return draftId.parse(c.req.param('id') ?? '')
}
