// The words in which each door describes itself for /openapi.json. Bodies and answers come from the zod schemas that read
// and make them, refusals from the table of codes. A path that is mounted and not described fails a test.

import { z } from 'zod'
import { type Code, codes } from './code.ts'

/** Paths as OpenAPI writes them, and what each method of them takes and answers. */
export type Described = { readonly [path: string]: { readonly [method in Method]?: object } }
export type Method = 'get' | 'put' | 'post' | 'patch' | 'delete'

/** Of an agent's request. */
export const asAgent: readonly Code[] = ['token-unknown', 'too-many-requests', 'wrong-host', 'fault', 'busy']
/** Of a request with the admin token. */
export const asAdmin: readonly Code[] = ['admin-token-needed', 'wrong-host', 'fault', 'busy']
/** Of reading a body. */
export const reading: readonly Code[] = [
  'malformed-json',
  'too-large',
  'not-json',
  'invalid-body',
  'lone-surrogate',
] as const

export const byAdmin = [{ admin: [] }]
export const byNobody: readonly object[] = []

export const idInPath = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }

export function keyHeader(required: boolean): object {
  const schema = { type: 'string', minLength: 1, maxLength: 200 }
  const description = 'the same request with the same key is done once'
  return { name: 'Idempotency-Key', in: 'header', required, schema, description }
}

export function body(schema: z.ZodType): object {
  return {
    required: true,
    content: { 'application/json': { schema: z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) } },
  }
}

export function queries(schema: z.ZodType): readonly object[] {
  const { properties = {} } = z.toJSONSchema(schema)
  return Object.entries(properties).map(([name, of]) => ({ name, in: 'query', schema: of }))
}

export type Answering = {
  readonly status?: number
  readonly says: string
  readonly schema?: z.ZodType
  readonly type?: string
  readonly headers?: { readonly [name: string]: string }
}

/** What is answered when it went well, and every code that can be answered when it did not. */
export function answers(well: Answering, wrong: readonly Code[]): object {
  const { status = 200, says, schema, type = 'application/json', headers } = well
  const content =
    schema === undefined
      ? {}
      : { content: { [type]: { schema: z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) } } }
  return { [String(status)]: { description: says, ...described(headers), ...content }, ...problems(wrong) }
}

function described(headers: Answering['headers']): object {
  if (headers === undefined) return {}
  const each = Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }])
  return { headers: Object.fromEntries(each) }
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

/** What every problem looks like; problem.ts makes them. */
export const problemBody = z.strictObject({
  type: z.string().describe('where the code is explained'),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('one of docs/errors.md; it does not change its meaning'),
  detail: z.string().optional(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  instance: z.string().optional().describe('of a fault: what it stands under in the log'),
})
