// How the paths of admin.ts are described: rules and grants.

import { z } from 'zod'
import { writtenBook } from '../../src/rule/written.ts'
import { answers, asAdmin, body, byAdmin, type Described, idInPath, reading } from './described.ts'
import { grantAnswer } from './grant-body.ts'

const version = z.int().describe('counts every setting of the rules')
const rules = z.array(z.looseObject({ name: z.string() })).describe('as in docs/rules.schema.json')
const lists = z.looseObject({}).optional().describe('the organisation’s own lists, as in docs/rules.schema.json')

const roles = z
  .array(z.looseObject({ group: z.string() }))
  .optional()
  .describe('roles of groups, as in docs/rules.schema.json')

const ruled = z.strictObject({
  version,
  readable: z.boolean().describe('false: the record holds no book that can be judged by'),
  rules,
  lists,
  roles,
})
const set = z.strictObject({ version, changed: z.boolean(), rules })
const etag = { ETag: 'the version, for If-Match' }

/** What an admin sees of a grant beyond what the agent is told. */
const adminGrant = grantAnswer.extend({
  agent: z.string(),
  place: z.looseObject({ platform: z.string(), workspace: z.string(), channel: z.string() }),
  askedBy: z.string().describe('the id of a person, or “the agent”'),
  why: z.string(),
})

export const adminDescribed: Described = {
  '/v1/admin/rules': {
    get: {
      summary: 'The rules in force, with their version as ETag',
      security: byAdmin,
      responses: answers({ says: 'the rules in force', schema: ruled, headers: etag }, asAdmin),
    },
    put: {
      summary: 'Set the rules, all of them, if they are still at that version',
      security: byAdmin,
      parameters: [
        { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' }, description: 'the ETag' },
      ],
      requestBody: body(writtenBook),
      responses: answers({ says: 'set', schema: set, headers: etag }, [
        ...reading,
        'if-match-needed',
        'rules-changed',
        ...asAdmin,
      ]),
    },
  },
  '/v1/admin/rules/plan': {
    post: {
      summary: 'What other rules would have meant for the drafts on record; nothing is changed',
      security: byAdmin,
      requestBody: body(writtenBook),
      responses: answers({ says: 'the plan', schema: z.looseObject({}) }, [...reading, ...asAdmin]),
    },
  },
  '/v1/admin/grants': {
    get: {
      summary: 'The grants that are asked for or live, and the latest that are over',
      security: byAdmin,
      responses: answers({ says: 'the grants', schema: z.strictObject({ grants: z.array(adminGrant) }) }, asAdmin),
    },
  },
  '/v1/admin/grants/{id}': {
    delete: {
      summary: 'End a grant now; the channel is told',
      security: byAdmin,
      parameters: [idInPath],
      responses: answers({ says: 'the grant, ended', schema: z.strictObject({ grant: adminGrant }) }, [
        'unknown-grant',
        'already-settled',
        ...asAdmin,
      ]),
    },
  },
}
