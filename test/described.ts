// Holds real answers against what /openapi.json says of them: the status is listed, and the body is of its schema. What
// the gate answers in any test that goes through here is what an agent builder was told.

import { Ajv2020 } from 'ajv/dist/2020.js'
import { z } from 'zod'

const answer = z.looseObject({
  content: z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) })).optional(),
})
export const description = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({ parameters: z.array(z.unknown()).optional(), responses: z.record(z.string(), answer) }),
    ),
  ),
  webhooks: z.record(z.string(), z.object({ post: z.object({ requestBody: answer }) })),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})
export type Description = z.infer<typeof description>

/** What is wrong with an answer; undefined when it is as described. */
export async function wrongIn(
  described: Description,
  method: string,
  address: string,
  response: Response,
): Promise<string | undefined> {
  const { pathname } = new URL(address, 'http://gate')
  const of = `${method} ${pathname}: ${response.status}`
  const found = Object.entries(described.paths).find(([path]) => shapeOf(path).test(pathname))
  const operation = found?.[1][method.toLowerCase()]
  // What is not described is answered before any door: no such path, no such method.
  if (operation === undefined) return [404, 405, 421].includes(response.status) ? undefined : `${of} is not described`
  const said = operation.responses[String(response.status)]
  if (said === undefined) return `${of} is no status of it`
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';')
  const schema = said.content?.[type]?.schema
  if (said.content !== undefined && schema === undefined) return `${of}: ${type} is not described`
  if (schema === undefined || !type.endsWith('json')) return undefined
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  const valid = ajv.compile({ ...schema, components: described.components })
  const body: unknown = await response.clone().json()
  return valid(body) ? undefined : `${of}: ${ajv.errorsText(valid.errors)} in ${JSON.stringify(body).slice(0, 400)}`
}

/** What is wrong with a message to an agent's own address. */
export function wrongInMessage(
  { webhooks }: Description,
  message: { readonly type: string; readonly [name: string]: unknown },
): string | undefined {
  const of = webhooks[message.type] ?? webhooks[message.type.split('.')[0] ?? '']
  const schema = of?.post.requestBody.content?.['application/json']?.schema
  if (schema === undefined) return `${message.type} is not described`
  const { type } = message
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  return ajv.validate(schema, message) ? undefined : `${type}: ${ajv.errorsText()}`
}

function shapeOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`)
}
