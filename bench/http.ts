// Submitting over HTTP, against a bare endpoint that parses the same JSON; and what the process holds after many drafts.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openCaller } from './caller.ts'
import { failures, report, say, together } from './figure.ts'
import { pair, perSecond } from './pair.ts'
import { server } from './server-of.ts'

export async function overHttp(folder: string): Promise<void> {
  const home = join(folder, 'http')
  const bare = await server('bare', home)
  const gate = await server('gate', home)
  const seats = JSON.parse(await readFile(join(home, 'data', 'practice-tokens.json'), 'utf8')) as {
    user: string
    secret: string
  }[]
  const token = seats.find((seat) => seat.user === 'yours')?.secret ?? ''
  const caller = openCaller(token, 'k')
  const post = (url: string) => () => caller.submitTo(url)
  // What was accepted is screened before the next turn, so that neither side is measured beside it.
  const worked = async (url: string) => {
    for (;;) {
      const response = await fetch(`${url}/v1/drafts?state=received&limit=1`, {
        headers: { authorization: `Bearer ${token}` },
      })
      if (((await response.json()) as { drafts: unknown[] }).drafts.length === 0) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  say(`\nsubmit over HTTP: ${caller.bytes} bytes a body, ${together} connections`)
  // Both run as they run after a minute of work: compiled.
  await perSecond(6000, together, post(bare.url))
  await perSecond(4000, together, post(gate.url))
  await worked(gate.url)
  report(
    await pair(
      {
        name: 'submit over HTTP / a bare Hono endpoint that parses the same JSON',
        limit: 0.15,
        floor: 0.08,
        unit: 'requests/s',
      },
      () => perSecond(5000, together, post(bare.url)),
      async () => {
        const rate = await perSecond(1000, together, post(gate.url))
        await worked(gate.url)
        return rate
      },
    ),
  )
  await perSecond(1000, together, post(gate.url))
  // What waits is worked off first, and the thread that read it is let go after five quiet seconds; resident is what stays.
  await worked(gate.url)
  await new Promise((resolve) => setTimeout(resolve, 8000))
  const rss = await gate.memory()
  const mb = rss / 1e6
  say(`practice only, after 10,000 drafts: ${mb.toFixed(0)} MB resident, limit 150: ${mb <= 150 ? 'within' : 'OVER'}`)
  if (mb > 150) failures.push('memory')
  caller.end()
  bare.end()
  gate.end()
}
