// /openapi.json, made from the same zod schemas that read the requests, and from the table of codes.

import { z } from 'zod'
import { writtenBook } from '../../src/rule/written.ts'
import { draftBody, listQuery, revisionBody, states, waitQuery } from './draft-body.ts'
import { grantAnswer, grantBody } from './grant-body.ts'
import { type Code, codes } from './problem.ts'

const answer = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    state: { enum: Object.keys(states) },
    settled: { type: 'boolean' },
    revision: { type: 'integer' },
    received: { type: 'integer', description: 'epoch milliseconds' },
    fingerprint: { type: 'string' },
    risk: { type: 'string' },
    rule: { type: 'string' },
    expiresAt: { type: 'integer' },
    approvals: { type: 'integer' },
    revisionAsked: { type: 'object' },
    reason: { type: 'string' },
    post: { type: 'string' },
    findings: { type: 'array', items: { type: 'object' } },
    startedFrom: { type: 'string', description: 'the settled draft that a person started again as this one' },
  },
  required: ['id', 'state', 'settled', 'revision', 'received'],
}

/** What every problem looks like; problem.ts makes them. */
const problemBody = {
  type: 'object',
  properties: {
    type: { type: 'string', description: 'where the code is explained' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { enum: Object.keys(codes) },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
    instance: { type: 'string', description: 'of a fault: what it stands under in the log' },
  },
  required: ['type', 'title', 'status', 'code'],
}

const always: readonly Code[] = ['token-unknown', 'wrong-host', 'fault', 'busy']
const reading: readonly Code[] = [
  'malformed-json',
  'too-large',
  'not-json',
  'invalid-body',
  'lone-surrogate',
  'key-invalid',
]

const administering: readonly Code[] = ['admin-token-needed', 'wrong-host', 'fault', 'busy']
const sending: readonly Code[] = ['malformed-json', 'too-large', 'not-json', 'invalid-body', 'lone-surrogate']

const listed = (name: string, item: object) => ({
  type: 'object',
  properties: { [name]: { type: 'array', items: item } },
  required: [name],
})

const ruled = {
  description: 'the rules in force',
  headers: { ETag: { schema: { type: 'string' } } },
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: {
          version: { type: 'integer' },
          readable: { type: 'boolean', description: 'false: the record holds no book that can be judged by' },
          rules: { type: 'array', items: { type: 'object' }, description: 'as in docs/rules.schema.json' },
        },
      },
    },
  },
}

export function openApi(version: string): object {
  const draft = { type: 'object', properties: { draft: answer }, required: ['draft'] }
  const receipt = {
    type: 'object',
    properties: { draft: answer, rule: { type: 'string', description: 'the rule of the place, in words' } },
  }
  const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
  const key = (required: boolean) => ({
    name: 'Idempotency-Key',
    in: 'header',
    required,
    schema: { type: 'string', maxLength: 200 },
  })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version,
      description:
        'An AI agent submits drafts; people decide. There is no path by which an agent makes an invocation or a decision.',
    },
    security: [{ agent: [] }],
    paths: {
      '/v1/drafts': {
        post: {
          summary: 'Submit a draft',
          parameters: [key(true)],
          requestBody: body(draftBody),
          responses: answers(202, receipt, [
            ...reading,
            'key-missing',
            'key-reused',
            'out-of-scope',
            'agent-not-live',
            'stopped',
            'invocation-foreign',
            'invocation-over',
            'intent-not-carried',
            'unknown-place',
            'unknown-post',
          ]),
        },
        get: {
          summary: 'List one’s own drafts, newest first',
          parameters: queries(listQuery),
          responses: answers(200, { type: 'object', properties: { drafts: { type: 'array', items: answer } } }, [
            'invalid-query',
          ]),
        },
      },
      '/v1/drafts/{id}': {
        get: {
          summary: 'Read one’s own draft; wait for a change',
          parameters: [id, ...queries(waitQuery)],
          responses: answers(200, draft, ['unknown-draft', 'invalid-query']),
        },
      },
      '/v1/drafts/{id}/revisions': {
        post: {
          summary: 'Revise',
          parameters: [id, key(false)],
          requestBody: body(revisionBody),
          responses: answers(202, draft, [
            ...reading,
            'unknown-draft',
            'already-settled',
            'not-waiting',
            'too-many-revisions',
            'stopped',
            'key-reused',
          ]),
        },
      },
      '/v1/drafts/{id}/withdraw': {
        post: {
          summary: 'Withdraw',
          parameters: [id, key(false)],
          responses: answers(202, draft, [
            'unknown-draft',
            'already-settled',
            'not-waiting',
            'key-invalid',
            'key-reused',
          ]),
        },
      },
      '/v1/admin/rules': {
        get: {
          summary: 'The rules in force, with their version as ETag',
          security: [{ admin: [] }],
          responses: { '200': ruled, ...problems(administering) },
        },
        put: {
          summary: 'Set the rules, all of them, if they are still at that version',
          security: [{ admin: [] }],
          parameters: [
            { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' }, description: 'the ETag' },
          ],
          requestBody: body(writtenBook),
          responses: { '200': ruled, ...problems([...administering, ...sending, 'if-match-needed', 'rules-changed']) },
        },
      },
      '/v1/admin/rules/plan': {
        post: {
          summary: 'What other rules would have meant for the drafts on record; nothing is changed',
          security: [{ admin: [] }],
          requestBody: body(writtenBook),
          responses: {
            '200': { description: 'the plan', content: { 'application/json': { schema: { type: 'object' } } } },
            ...problems([...administering, ...sending]),
          },
        },
      },
      '/v1/admin/grants': {
        get: {
          summary: 'The grants that are asked for or live, and the latest that are over',
          security: [{ admin: [] }],
          responses: {
            '200': {
              description: 'the grants',
              content: { 'application/json': { schema: listed('grants', grantAnswer) } },
            },
            ...problems(administering),
          },
        },
      },
      '/v1/admin/grants/{id}': {
        delete: {
          summary: 'End a grant now; the channel is told',
          security: [{ admin: [] }],
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: {
            '200': {
              description: 'the grant, ended',
              content: { 'application/json': { schema: { type: 'object', properties: { grant: grantAnswer } } } },
            },
            ...problems([...administering, 'unknown-grant', 'already-settled']),
          },
        },
      },
      '/v1/grants': {
        post: {
          summary: 'Ask people to let one post without a person for a while; the same request again reads its state',
          requestBody: body(grantBody),
          responses: answers(202, { type: 'object', properties: { grant: grantAnswer }, required: ['grant'] }, [
            ...reading.filter((code) => code !== 'key-invalid'),
            'out-of-scope',
            'agent-not-live',
            'stopped',
            'not-auto',
            'demoted',
            'grant-open',
            'asked-lately',
            'grant-too-long',
          ]),
        },
      },
      '/healthz': {
        get: { summary: 'The process lives', security: [], responses: { '200': { description: 'alive' } } },
      },
      '/readyz': {
        get: {
          summary: 'The parts are ready',
          security: [],
          responses: { '200': { description: 'ready' }, ...problems(['not-ready']) },
        },
      },
      '/openapi.json': {
        get: { summary: 'This description', security: [], responses: { '200': { description: 'OpenAPI 3.1' } } },
      },
    },
    components: {
      schemas: { Problem: problemBody },
      securitySchemes: {
        agent: { type: 'http', scheme: 'bearer', description: 'cs_live_… or cs_sandbox_…' },
        admin: { type: 'http', scheme: 'bearer', description: 'the admin token of this gate' },
      },
    },
  }
}

function body(schema: z.ZodType): object {
  return {
    required: true,
    content: { 'application/json': { schema: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) } },
  }
}

function queries(schema: z.ZodType): readonly object[] {
  const { properties = {} } = z.toJSONSchema(schema)
  return Object.entries(properties).map(([name, of]) => ({ name, in: 'query', schema: of }))
}

function answers(status: number, schema: object, wrong: readonly Code[]): object {
  const done = { description: 'done', content: { 'application/json': { schema } } }
  return { [String(status)]: done, ...problems([...wrong, ...always]) }
}

function problems(wrong: readonly Code[]): object {
  const byStatus = new Map<number, Code[]>()
  for (const code of wrong) byStatus.set(codes[code].status, [...(byStatus.get(codes[code].status) ?? []), code])
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => {
      const description = list.map((code) => `${code}: ${codes[code].says}`).join(' ')
      const schema = {
        allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: list } } }],
      }
      return [String(status), { description, content: { 'application/problem+json': { schema } } }]
    }),
  )
}
