// An agent's own server: it takes what is sent to it if it verifies by the very code that docs/webhooks.md gives to agent
// builders, and answers what the test wants.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

const message = z.object({ type: z.string(), timestamp: z.string(), data: z.record(z.string(), z.unknown()) })
export type Message = z.infer<typeof message>

type Verify = (headers: IncomingHttpHeaders, body: string, secret: string, seen: Set<string>, nowMs?: number) => unknown

export type Receiver = AsyncDisposable & {
  readonly url: string
  readonly host: string
  secret: string
  /** What verified, in order. */
  readonly taken: Message[]
  /** Everything that arrived, as it came. */
  readonly arrived: { readonly headers: IncomingHttpHeaders; readonly body: string }[]
  /** How it answers the next ones; 204 without any. */
  answers: { readonly status: number; readonly headers?: { readonly [name: string]: string }; readonly body?: string }[]
  /** Whether this would be taken now. */
  verify(headers: IncomingHttpHeaders, body: string, nowMs?: number): boolean
  /** Resolves when so many have verified. */
  until(count: number): Promise<void>
}

export async function openReceiver(): Promise<Receiver> {
  const verified = await documented()
  const seen = new Set<string>()
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      receiver.arrived.push({ headers: request.headers, body })
      const { status, headers = {}, body: said = '' } = receiver.answers.shift() ?? { status: 204 }
      if (status < 300) {
        const read = message.safeParse(verified(request.headers, body, receiver.secret, seen))
        if (read.success) receiver.taken.push(read.data)
      }
      response.writeHead(status, headers).end(said)
      for (const look of waiting) look()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    host: `127.0.0.1:${port}`,
    secret: '',
    taken: [],
    arrived: [],
    answers: [],
    verify: (headers, body, nowMs) => verified(headers, body, receiver.secret, new Set(), nowMs) !== undefined,
    until: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (receiver.taken.length < count) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}

async function documented(): Promise<Verify> {
  const page = await readFile(new URL('../../docs/webhooks.md', import.meta.url), 'utf8')
  const [, code] = /```js\n([\s\S]*?)```/.exec(page) ?? []
  if (code === undefined) throw new Error('docs/webhooks.md shows no code that verifies')
  const folder = await mkdtemp(join(tmpdir(), 'countersign-verify-'))
  try {
    const file = join(folder, 'verify.mjs')
    await writeFile(file, code)
    const read: { verified: Verify } = await import(pathToFileURL(file).href)
    return read.verified
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
