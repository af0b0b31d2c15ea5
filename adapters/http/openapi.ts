// /openapi.json, made from the same zod schemas that read the requests, and from the table of codes.

import { z } from 'zod'
import { draftBody, revisionBody } from './draft-body.ts'
import { type Code, codes } from './problem.ts'

const answer = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    state: { type: 'string' },
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
  },
  required: ['id', 'state', 'settled', 'revision', 'received'],
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
  const query = (name: string, schema: object) => ({ name, in: 'query', schema })
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
          parameters: [
            query('state', { type: 'string' }),
            query('before', { type: 'string' }),
            query('limit', { type: 'integer', minimum: 1, maximum: 100 }),
          ],
          responses: answers(200, { type: 'object', properties: { drafts: { type: 'array', items: answer } } }, [
            'invalid-query',
          ]),
        },
      },
      '/v1/drafts/{id}': {
        get: {
          summary: 'Read one’s own draft; wait for a change',
          parameters: [id, query('wait', { type: 'number', minimum: 0, maximum: 60 })],
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
      '/healthz': {
        get: { summary: 'The process lives', security: [], responses: { '200': { description: 'alive' } } },
      },
      '/readyz': {
        get: {
          summary: 'The parts are ready',
          security: [],
          responses: { '200': { description: 'ready' }, '503': { description: 'not ready, with the reasons' } },
        },
      },
      '/openapi.json': {
        get: { summary: 'This description', security: [], responses: { '200': { description: 'OpenAPI 3.1' } } },
      },
    },
    components: {
      securitySchemes: { agent: { type: 'http', scheme: 'bearer', description: 'cs_live_… or cs_sandbox_…' } },
    },
  }
}

function body(schema: z.ZodType): object {
  return { required: true, content: { 'application/json': { schema: z.toJSONSchema(schema, { io: 'input' }) } } }
}

function answers(status: number, schema: object, wrong: readonly Code[]): object {
  const byStatus = new Map<number, Code[]>()
  for (const code of [...wrong, ...always])
    byStatus.set(codes[code].status, [...(byStatus.get(codes[code].status) ?? []), code])
  const problems = [...byStatus].map(([at, list]) => {
    const description = list.map((code) => `${code}: ${codes[code].says}`).join(' ')
    return [
      String(at),
      {
        description,
        content: { 'application/problem+json': { schema: { type: 'object', properties: { code: { enum: list } } } } },
      },
    ] as const
  })
  return {
    [String(status)]: { description: 'done', content: { 'application/json': { schema } } },
    ...Object.fromEntries(problems),
  }
}
