// Fifty clicks a second on Slack: how long until a click is acknowledged, and until what it allowed is on its way to the
// channel. The gate is a process of its own, reached by signed requests; Slack is the fake that the tests use, in this one.

import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openKeys } from '../adapters/keys/keys.ts'
import { openRecord } from '../adapters/sql/record.ts'
import { tokenOf as agentTokenOf, spellToken } from '../src/agent/token.ts'
import { agentStep } from '../src/gateway/agent-step.ts'
import { agentId, spell, sure } from '../src/id.ts'
import { day } from '../src/time.ts'
import { type Acme, openAcme } from '../test/fakes/slack/acme.ts'
import { tokenOf } from '../test/fakes/slack/oauth.ts'
import type { Message } from '../test/fakes/slack/town.ts'
import { say } from './figure.ts'
import { quantile } from './pair.ts'

const clicksASecond = 50
/** A click comes to a channel every two seconds: what one channel may take a second is a limit of Slack, not ours. */
const channels = 100
const rounds = 5
const agents = rounds
const program = join(import.meta.dirname, '../adapters/cli/countersign.js')

type Waiting = { readonly card: Message; readonly person: string; readonly words: string }

export async function onSlack(folder: string): Promise<void> {
  const home = join(folder, 'slack')
  await mkdir(home)
  const acme = await openAcme({ pace: { answerMs: 3000, retryMs: [] } })
  const tokens = await registerAgents(home)
  const gate = await startGate(home, acme)
  try {
    acme.app.requestUrl = `${gate.url}/slack/events`
    acme.app.socketMode = false
    fillTown(acme)
    const waiting = await prepare(acme, gate.url, tokens)
    const before = acme.slack.calls.length
    const { acknowledged, published } = await storm(acme, waiting)
    const calls = (acme.slack.calls.length - before) / waiting.length
    const ms = (values: readonly number[], share: number) => `${quantile(values, share).toFixed(0)} ms`
    say(`\n${waiting.length} approvals on Slack, ${clicksASecond} clicks a second, signed requests`)
    say(`click to acknowledgement: p50 ${ms(acknowledged, 0.5)}, p99 ${ms(acknowledged, 0.99)} (Slack waits 3 s)`)
    say(`click to publish call: p50 ${ms(published, 0.5)}, p99 ${ms(published, 0.99)}`)
    // Tells what a click costs on any machine, however busy that is.
    say(`calls of Slack’s Web API for each, cards and all: ${calls.toFixed(1)}`)
    // Who is not heard in time is told by Slack and clicks again; what was heard has to be posted.
    if (acknowledged.length < waiting.length) say(`${waiting.length - acknowledged.length} were not heard within 3 s`)
    if (published.length < acknowledged.length)
      throw new Error(`${acknowledged.length} clicks were heard and ${published.length} posts came of them`)
  } finally {
    gate.end()
    await acme.slack[Symbol.asyncDispose]()
  }
}

/** Every agent answers one round. */
async function registerAgents(home: string): Promise<readonly string[]> {
  const keys = await openKeys(join(home, 'keys'))
  await using record = await openRecord({ folder: join(home, 'data'), sealer: keys.sealer })
  const now = await record.now()
  const secrets: string[] = []
  for (let nth = 1; nth <= agents; nth++) {
    const id = sure(agentId, `a_${spell(now, crypto.getRandomValues(new Uint8Array(10)))}`)
    const kid = `bench00${nth}`
    const secret = spellToken('live', kid, crypto.getRandomValues(new Uint8Array(32)))
    const token = { ...agentTokenOf(secret, 'live', kid, now, now + day), scopes: ['slack/*'] }
    const is = { id, name: `Bench${nth}`, tokens: [token], since: now, state: 'live' } as const
    const { write } = agentStep(undefined, { type: 'registered', agent: is }, { kind: 'system' }, now)
    await record.save({ writes: [write], unchanged: [], owed: [] })
    secrets.push(secret)
  }
  return secrets
}

async function startGate(home: string, acme: Acme) {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    COUNTERSIGN_DATA: join(home, 'data'),
    COUNTERSIGN_KEYS: join(home, 'keys'),
    COUNTERSIGN_PORT: '0',
    COUNTERSIGN_LOG: 'error',
    SLACK_BOT_TOKEN: tokenOf(acme.ours),
    SLACK_SIGNING_SECRET: acme.app.signingSecret,
    SLACK_API_URL: acme.slack.apiUrl,
  }
  const child = spawn(process.execPath, ['--max-semi-space-size=8', program, 'start'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      said += data
      const found = /http:\/\/[\d.]+:\d+/.exec(said)
      if (found !== null && said.includes('Ready after')) resolve(found[0])
    })
    child.once('exit', () => reject(new Error('the gate ended before it was ready')))
  })
  return { url, end: () => void child.kill('SIGKILL') }
}

/** A person and a channel of their own for each draft of a round. */
function fillTown({ slack, ours }: Acme): void {
  for (let nth = 0; nth < channels; nth++) {
    const user = slack.user('T0ACME', `U0P${nth}`, `Person ${nth}`)
    slack.channel('T0ACME', `C0P${nth}`, `place-${nth}`, { members: new Set([user.id, ours.botUser]) })
  }
}

async function prepare(acme: Acme, url: string, tokens: readonly string[]): Promise<readonly Waiting[]> {
  const { slack } = acme
  const all: Waiting[] = []
  for (const [round, token] of tokens.entries()) {
    await Promise.all(
      Array.from({ length: channels }, (_, nth) =>
        slack.person(`U0P${nth}`).mentions(`C0P${nth}`, `ask Bench${round + 1} how?`),
      ),
    )
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const open = async () => {
      const answer = await fetch(`${url}/v1/invocations`, { headers })
      return ((await answer.json()) as { invocations: { id: string; destination: { channel: string } }[] }).invocations
    }
    let asked = await open()
    while (asked.length < channels) {
      await pause(100)
      asked = await open()
    }
    for (const { id, destination } of asked) {
      const words = `Round ${round} of ${destination.channel}: deploys run at 09:00.`
      const body = JSON.stringify({ destination, invocation: id, text: words })
      const ask = () =>
        fetch(`${url}/v1/drafts`, { method: 'POST', headers: { ...headers, 'idempotency-key': id }, body })
      let answer = await ask()
      while (answer.status === 429) {
        await pause(1000 * Number(answer.headers.get('retry-after') ?? 1))
        answer = await ask()
      }
      if (answer.status !== 202) throw new Error(`submitting: ${answer.status} ${await answer.text()}`)
    }
    const cards = () => slack.truth.filter((one) => JSON.stringify(one.now.blocks).includes(`Round ${round} of `))
    await slack.until(() => cards().filter(isCard).length === channels)
    for (const card of cards().filter(isCard)) {
      const [words = '', channel = ''] = /Round \d of (C0P\d+): /.exec(JSON.stringify(card.now.blocks)) ?? []
      all.push({ card, person: `U0${channel.slice(2)}`, words })
    }
  }
  return all
}

function isCard(message: Message): boolean {
  return JSON.stringify(message.now.blocks).includes('cs:approve')
}

async function storm({ slack }: Acme, waiting: readonly Waiting[]) {
  const clicked = new Map<string, number>()
  const published: number[] = []
  let read = slack.truth.length
  const watch = setInterval(() => {
    for (; read < slack.truth.length; read++) {
      const message = slack.truth[read]
      const [words = ''] = /Round \d of C0P\d+: /.exec(JSON.stringify(message?.now.blocks ?? [])) ?? []
      const at = clicked.get(words)
      if (at !== undefined && message?.channel.startsWith('C0P') === true) published.push(performance.now() - at)
    }
  }, 1)
  const acknowledged: number[] = []
  const began = performance.now()
  const clicks = waiting.map(async ({ card, person, words }, nth) => {
    await pause(Math.max(0, began + (nth * 1000) / clicksASecond - performance.now()))
    const at = performance.now()
    clicked.set(words, at)
    const delivery = await slack.person(person).clicks(card, 'cs:approve')
    if (delivery.heard) acknowledged.push(performance.now() - at)
  })
  await Promise.all(clicks)
  for (let second = 0; second < 20 && published.length < waiting.length; second++) await pause(1000)
  clearInterval(watch)
  return { acknowledged, published }
}
