// The real gateway, killed with SIGKILL at every named point on the way from "request accepted" to "published recorded",
// and started again on what it left. The practice chat's own file is the truth: what readers got, and how often.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openKeys } from '../../adapters/keys/keys.ts'
import { openRecord } from '../../adapters/sql/record.ts'
import { type CrashPoint, crashPoints } from '../../src/port/crash-point.ts'
import { historyOf, kept } from '../promises.ts'

const program = join(import.meta.dirname, '../../dist/test/faults/gateway-that-dies.js')

type Gateway = {
  readonly url: string
  readonly child: ChildProcess
  readonly died: Promise<string>
  readonly said: string[]
}

// A post of the practice chat is one message; between two of them A12 kills, with a platform that takes several.
const onTheWay = crashPoints.filter((point) => point !== 'publish.went-on')

describe.each(onTheWay)('killed at %s', (point) => {
  // The first time, and while something is already under way: errands are taken more than once.
  const times = point === 'errand.taken' ? [1, 2, 3, 4, 5] : [1]
  test.each(times)('the %d. time: nothing is lost and nothing comes twice', async (nth) => {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-crash-'))
    const life = lives(folder)
    try {
      await life.start(point, nth)
      const secret = await tokenOf(folder)
      const invocation = await life.ask(secret.agent)
      const draft = await life.submit(secret.token, invocation)
      await life.reach(secret.token, draft, ['pending'])
      await life.approve(draft)
      const state = await life.reach(secret.token, draft, ['published', 'unconfirmed'])
      if (state === 'unconfirmed') await life.tell(secret.token, draft)
      await life.reach(secret.token, draft, ['published'])
      await life.recall(draft)
      await life.end()
      expect(life.deaths, `the process never reached ${point}`).toEqual([`dying at ${point}, by SIGKILL`])
      const posted = (await truth(folder)).filter((line) => line.line === 'posted')
      expect(posted).toHaveLength(1)
      expect((await truth(folder)).findLast((line) => line.line === 'posted' || line.line === 'redrawn')).toMatchObject(
        {
          line: 'redrawn',
        },
      )
      const history = await ledger(folder)
      expect(kept(history)).toEqual([])
      expect(history.drafts).toHaveLength(1)
      expect(history.leaves.filter((leaf) => leaf.event === 'approved')).toHaveLength(1)
      expect(history.posts).toMatchObject([{ is: { state: 'recalled' } }])
    } finally {
      await life.end()
      await rm(folder, { recursive: true, force: true })
    }
  })
})

function lives(folder: string) {
  let gateway: Gateway | undefined
  const deaths: string[] = []
  const start = async (point?: CrashPoint, nth = 1): Promise<Gateway> => {
    gateway = await begin(folder, point, nth)
    return gateway
  }
  /** Does this until it was answered; a process that died on the way is followed by one that does not. */
  const insist = async <T>(what: (url: string) => Promise<T | undefined>): Promise<T> => {
    for (;;) {
      const now = gateway ?? (await start())
      const answer = await Promise.race([what(now.url).catch(() => undefined), now.died.then(() => undefined)])
      if (answer !== undefined) return answer
      const dead = await Promise.race([now.died, pause(30).then(() => undefined)])
      if (dead === undefined) continue
      deaths.push(`${now.said.at(-1)?.trim()}, by ${dead}`)
      gateway = undefined
    }
  }
  const form = (url: string, path: string, fields: { [name: string]: string }) =>
    fetch(`${url}/practice${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: url },
      body: new URLSearchParams({ channel: 'platform-help', ...fields }),
    })
  const read = async (url: string, secret: string, draft: string) => {
    const response = await fetch(`${url}/v1/drafts/${draft}`, { headers: { authorization: `Bearer ${secret}` } })
    return response.status === 200
      ? ((await response.json()) as { draft: { state: string; revision: number; fingerprint?: string; post?: string } })
          .draft
      : undefined
  }
  let secretSeen = ''
  return {
    start,
    deaths,
    async ask(agent: string): Promise<string> {
      return insist(async (url) => {
        await form(url, '/say', { as: 'ada', to: agent, text: 'How do I do this?' })
        const page = await (await fetch(`${url}/practice?as=ada&channel=platform-help`)).text()
        return /inv_[0-9A-Z]{20}/.exec(page)?.[0]
      })
    },
    async submit(secret: string, invocation: string): Promise<string> {
      secretSeen = secret
      const body = JSON.stringify({
        destination: { platform: 'practice', workspace: 'practice', channel: 'platform-help' },
        text: 'Staging deploys run at 09:00.',
        invocation,
        disclosure: { assumptions: [] },
      })
      return insist(async (url) => {
        const headers = {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
          'idempotency-key': 'one-key',
        }
        const response = await fetch(`${url}/v1/drafts`, { method: 'POST', headers, body })
        expect(response.status).toBe(202)
        return ((await response.json()) as { draft: { id: string } }).draft.id
      })
    },
    async reach(secret: string, draft: string, states: readonly string[]): Promise<string> {
      return insist(async (url) => {
        const now = await read(url, secret, draft)
        return now !== undefined && states.includes(now.state) ? now.state : undefined
      })
    },
    async approve(draft: string): Promise<void> {
      await insist(async (url) => {
        const now = await read(url, secretSeen, draft)
        if (now === undefined) return undefined
        if (now.state !== 'pending') return true
        const { revision, fingerprint = '' } = now
        await form(url, '/draft', {
          as: 'ada',
          do: 'approve',
          draft,
          revision: String(revision),
          fingerprint,
          did: 'read',
        })
        return undefined
      })
    },
    /** What a person says who has looked: it is there, or it is not. */
    async tell(secret: string, draft: string): Promise<void> {
      await insist(async (url) => {
        const there = (await truth(folder)).some((line) => line.line === 'posted')
        await form(url, '/draft', { as: 'ada', do: there ? 'there' : 'not-there', draft })
        const now = await read(url, secret, draft)
        return now !== undefined && now.state !== 'unconfirmed' ? true : undefined
      })
    },
    async recall(draft: string): Promise<void> {
      await insist(async (url) => {
        const post = (await read(url, secretSeen, draft))?.post
        if (post === undefined) return undefined
        await form(url, '/post', { as: 'mia', do: 'recall', post, reason: 'it was wrong' })
        return (await truth(folder)).some((line) => line.line === 'redrawn') ? true : undefined
      })
      // A kill right after the platform has it comes now; whoever is next does it once more.
      await insist(async (url) => {
        const dead =
          gateway === undefined ? undefined : await Promise.race([gateway.died, pause(300).then(() => undefined)])
        if (dead !== undefined) return undefined
        return (await fetch(`${url}/readyz`)).status === 200 ? true : undefined
      })
    },
    async end(): Promise<void> {
      if (gateway === undefined) return
      gateway.child.kill('SIGTERM')
      await gateway.died
      gateway = undefined
    },
  }
}

async function begin(folder: string, point: CrashPoint | undefined, nth: number): Promise<Gateway> {
  const env = {
    ...process.env,
    DATA: join(folder, 'data'),
    KEYS: join(folder, 'keys'),
    DIE_AT: point ?? '',
    DIE_NTH: String(nth),
  }
  const child = spawn(process.execPath, ['--enable-source-maps', program], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  const died = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`)))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      for (const line of data
        .toString()
        .split('\n')
        .filter((one) => one !== '')) {
        said.push(line)
        const address = /^listening on (\S+)/.exec(line)?.[1]
        if (address !== undefined) resolve(address)
      }
    })
    void died.then((how) => reject(new Error(`the gateway ended before it listened: ${how}`)))
  })
  return { url, child, died, said }
}

async function truth(folder: string): Promise<readonly { line: string }[]> {
  const text = await readFile(join(folder, 'data', 'practice.jsonl'), 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { line: string })
}

async function tokenOf(folder: string): Promise<{ agent: string; token: string }> {
  const seats = JSON.parse(await readFile(join(folder, 'data', 'practice-tokens.json'), 'utf8')) as {
    user: string
    agent: string
    secret: string
  }[]
  const own = seats.find((seat) => seat.user === 'yours')
  if (own === undefined) throw new Error('the practice chat has no agent of one’s own')
  return { agent: own.agent, token: own.secret }
}

async function ledger(folder: string) {
  const { sealer } = await openKeys(join(folder, 'keys'))
  const record = await openRecord({ folder: join(folder, 'data'), sealer })
  try {
    return await historyOf(record)
  } finally {
    await record[Symbol.asyncDispose]()
  }
}
