// One process of the house, for the fault runner: the real gateway in a role, on the engines it is told, with a platform
// that lives in the runner. At a point it is told it kills or stops itself. A door beside the real one stands for what
// people do on a platform. It is given its order as JSON, and says where it listens and what is about to happen to it.

import { writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { openLog } from '../../adapters/cli/log.ts'
import { ask } from '../../src/gateway/ask.ts'
import { type Click, decideDraft } from '../../src/gateway/decision.ts'
import type { House } from '../../src/gateway/house.ts'
import { touchPost } from '../../src/gateway/reading.ts'
import { resume, stop } from '../../src/gateway/stopping.ts'
import { agentId, draftId, postId, stopId, sure } from '../../src/id.ts'
import type { Role } from '../../src/main/plan.ts'
import { listen } from '../../src/main.ts'
import type { Destination } from '../../src/place.ts'
import type { CrashPoint } from '../../src/port/crash-point.ts'
import { type RemotePlace, remotePlatform } from './remote-platform.ts'

export type Order = {
  readonly role: Role
  readonly data: string
  readonly keys: string
  readonly database?: string
  readonly redis?: string
  readonly platform: RemotePlace
  /** Where it is struck, the how-manieth time it gets there, and by what. */
  readonly strike?: { readonly at: CrashPoint; readonly nth: number; readonly signal: 'SIGKILL' | 'SIGSTOP' }
}

/** What a person does. */
export type Gesture = { readonly user: string; readonly at: Destination } & (
  | { readonly do: 'ask'; readonly agent: string; readonly words: string }
  | { readonly do: 'decide'; readonly draft: string; readonly click: Click; readonly key?: string }
  | { readonly do: 'stop' }
  | { readonly do: 'resume'; readonly stop: string }
  | { readonly do: 'recall'; readonly post: string }
)

// Waits of minutes are shortened; their order to each other stays.
const pace = { claimMs: 2500, reconcileMs: 2500, lookAgainMs: 100, frozenMs: 100, showsAllMs: 1000, scanMs: 30_000 }
const delivery = {
  leaseMs: 3000,
  sweepMs: 300,
  backOffMs: 100,
  mostBackOffMs: 1000,
  publishEveryMs: 20,
  giveUpMs: 15_000,
  pulseMs: 300,
  answerMs: 500,
  waitMs: 1000,
  watchMs: 4000,
  lockMs: 4000,
}

const order: Order = JSON.parse(process.argv[2] ?? '')
const { platform, strike, ...parts } = order
let left = strike?.nth ?? 0

const listening = await listen(
  {
    ...parts,
    version: 'fault-runner',
    practice: false,
    platforms: [remotePlatform(platform)],
    log: openLog('info'),
    pace,
    delivery,
    reach(name) {
      if (name !== strike?.at || --left !== 0) return
      writeSync(1, `${strike.signal} at ${name}\n`)
      process.kill(process.pid, strike.signal)
      // The signal may be on its way; nothing happens before it arrives.
      if (strike.signal === 'SIGKILL') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000)
      writeSync(1, `goes on at ${name}\n`)
    },
  },
  { host: '127.0.0.1', port: 0 },
)
const door = await openTestDoor(listening.open.house)
writeSync(1, `listening on ${listening.url} and ${door.url}\n`)
// Whoever began us is gone.
process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGKILL'))
process.once('SIGTERM', async () => {
  door.close()
  await listening[Symbol.asyncDispose]()
  process.exit(0)
})

async function act(house: House, gesture: Gesture): Promise<unknown> {
  const account = { platform: gesture.at.platform, workspace: gesture.at.workspace, user: gesture.user }
  switch (gesture.do) {
    case 'ask':
      return ask(house, account, sure(agentId, gesture.agent), gesture.at, gesture.words)
    case 'decide':
      return decideDraft(house, account, sure(draftId, gesture.draft), gesture.click, gesture.key)
    case 'stop':
      return stop(house, account, gesture.at, { over: 'all' }, 'it was told to')
    case 'resume':
      return resume(house, account, gesture.at, sure(stopId, gesture.stop))
    case 'recall':
      return touchPost(house, account, sure(postId, gesture.post), { do: 'recall', reason: 'it was wrong' })
  }
}

async function openTestDoor(house: House): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    try {
      const told = await act(house, JSON.parse(Buffer.concat(chunks).toString()))
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told))
    } catch (cause) {
      house.log.fault('doing what a person wanted', cause)
      response.writeHead(500).end('{}')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the test door does not listen')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      server.close()
      server.closeIdleConnections()
    },
  }
}
