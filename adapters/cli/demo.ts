// `countersign demo`: the incident of March 2026 in the terminal, in well under a minute, with the ledger's lines beside
// what people see. The real house in a folder of its own: what happens here happens nowhere else.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { spokenCard } from '../../src/card/spoken.ts'
import type { Draft } from '../../src/draft/draft.ts'
import { readingMs } from '../../src/draft/reading-time.ts'
import { ask } from '../../src/gateway/ask.ts'
import { type Click, decideDraft } from '../../src/gateway/decision.ts'
import type { House } from '../../src/gateway/house.ts'
import { cardFor, postFor } from '../../src/gateway/looking.ts'
import { reveal, touchPost } from '../../src/gateway/reading.ts'
import { stopFromCard } from '../../src/gateway/stopping.ts'
import { type DraftId, draftId, sure } from '../../src/id.ts'
import { type Open, open } from '../../src/main/house.ts'
import type { Account, Destination } from '../../src/place.ts'
import { revealGate } from '../../src/post/post.ts'
import { isRefusal, type Refusal, spokenRefusal } from '../../src/refusal.ts'
import type { Command } from './command.ts'
import { openLog } from './log.ts'
import { versionOf } from './version.ts'

const place: Destination = { platform: 'practice', workspace: 'practice', channel: 'platform-help' }
const longestMs = 50_000

export const demo: Command = {
  says: 'play the incident in this terminal, with the ledger beside it',
  help: `
countersign demo [--fast]

Plays how an over-confident agent's answer is held, read, allowed by two people, revealed, reported, recalled, and how its
agent is stopped. It needs nothing, keeps nothing and reaches nothing.
--fast   without the pauses for reading`,
  async run(words) {
    const { values } = parseArgs({ args: [...words], options: { fast: { type: 'boolean', default: false } } })
    const folder = await mkdtemp(join(tmpdir(), 'countersign-demo-'))
    try {
      // The reading that the house asks of people is told, not waited for: its clock goes on.
      let ahead = 0
      const plan = {
        now: () => Date.now() + ahead,
        version: versionOf(),
        data: join(folder, 'data'),
        keys: join(folder, 'keys'),
        practice: true,
        log: openLog('silent'),
      }
      const opened = await open(plan)
      try {
        const read = (draft: Reading) => {
          ahead += readingMs(draft)
        }
        await play(opened, values.fast ? 0 : 1, read)
      } finally {
        await opened[Symbol.asyncDispose]()
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
    return 0
  },
}

type Reading = Parameters<typeof readingMs>[0]

async function play({ house, practice }: Open, pace: number, read: (draft: Reading) => void): Promise<void> {
  const began = performance.now()
  const ledger = ledgerOf(house)
  const scene = async (title: string, lines: readonly string[], seconds = 2) => {
    say(`\n${bold(title)}`)
    for (const line of lines) for (const part of line.split('\n')) say(`  ${part}`)
    for (const line of await ledger()) say(dim(`      ledger │ ${line}`))
    if (performance.now() - began < longestMs) await pause(seconds * 1000 * pace)
  }
  const colin = practice?.agents.seats.find((seat) => seat.user === 'colin')
  if (practice === undefined || colin === undefined) throw new Error('playing the demo: the practice chat is not open')
  await ledger()

  const question = 'Why was my job refused on atlas-userdata? It needs to read the data store.'
  const asking = must(await ask(house, person('ada'), colin.agent, place, question))
  practice.agents.hear(asking)
  await scene('Ada asks an agent in #platform-help', [
    `Ada: “${question}”`,
    'In March 2026 the agent answered in the channel, by itself. Here it cannot.',
  ])

  const draft = await held(house, asking.invocation.id)
  const card = must(await cardFor(house, person('ada'), draft.id))
  await scene('Its answer is a draft, and only Ada sees it', [spokenCard(card)], 6)

  const once: Click = {
    do: 'approve',
    shown: { revision: 1, fingerprint: draft.screened.fingerprint },
    ticked: [],
    did: 'read',
  }
  const unticked = await decideDraft(house, person('ada'), draft.id, once)
  await scene('Ada clicks Approve without ticking what the agent assumed', [answerOf(unticked)])

  const ticked: Click = { ...once, ticked: draft.revision.disclosure.assumptions.map((_, index) => index) }
  const hasty = await decideDraft(house, person('ada'), draft.id, ticked)
  await scene('She ticks them at once. Nobody reads that in a second, so it does not count yet', [answerOf(hasty)])

  read(draft)
  const first = await decideDraft(house, person('ada'), draft.id, ticked)
  const again = await decideDraft(house, person('ada'), draft.id, ticked)
  await scene('She reads it and approves. It changes access, so one person is not enough', [
    answerOf(first),
    `and once more: ${answerOf(again)}`,
  ])

  read(draft)
  must(await decideDraft(house, person('bo'), draft.id, { ...ticked, did: 'checked' }))
  const post = (await settled(house, draft.id, 'published')).post
  const view = must(await postFor(house, person('bo'), post))
  await scene(
    'Bo approves too. Readers get the post, without the step that opens the store',
    [spokenCard(view.card)],
    6,
  )

  const step = must(await reveal(house, person('bo'), post, 's1', revealGate))
  await scene('Bo opens the hidden step. That is on record', [`“${step.text}”`, step.risk], 3)

  must(
    await touchPost(house, person('gus'), post, {
      do: 'report',
      complaint: 'dangerous',
      words: 'everyone could read it',
    }),
  )
  must(await touchPost(house, person('mia'), post, { do: 'recall', reason: 'it would open the store to everyone' }))
  const recalled = must(await postFor(house, person('bo'), post))
  await scene('Gus reports it, Mia recalls it. The post becomes a notice', [spokenCard(recalled.card)], 3)

  const second = must(await ask(house, person('ada'), colin.agent, place, `${question} Please try again.`))
  practice.agents.hear(second)
  const next = await held(house, second.invocation.id)
  must(await stopFromCard(house, person('ada'), next.id, 'here', 'it keeps opening things'))
  const frozen = await decideDraft(house, person('ada'), next.id, {
    do: 'approve',
    shown: { revision: 1, fingerprint: next.screened.fingerprint },
    ticked: [0, 1],
    did: 'read',
  })
  await scene('It tries again. Ada stops it: the draft is frozen, and nothing of it can go out', [answerOf(frozen)])
  say(
    `\n${bold('Nobody but people decided, and every line of it is in the ledger.')} ${dim(`(${Math.round((performance.now() - began) / 1000)} s)`)}`,
  )
  say('  Try it yourself: countersign start, then open /practice\n')
}

async function held(house: House, invocation: string): Promise<Draft & { state: 'pending' }> {
  for (;;) {
    const { seen } = await house.record.look({ invocation: { kind: 'invocation', id: invocation } })
    const id = seen.invocation?.is.drafts[0]
    if (id !== undefined) return settled(house, id, 'pending')
    await house.wake.wait(invocation, 100)
  }
}

async function settled<State extends Draft['state']>(
  house: House,
  id: DraftId,
  state: State,
): Promise<Draft & { state: State }> {
  const isIn = (draft: Draft): draft is Draft & { state: State } => draft.state === state
  for (;;) {
    const { seen } = await house.record.look({ draft: { kind: 'draft', id: sure(draftId, id) } })
    if (seen.draft !== undefined && isIn(seen.draft.is)) return seen.draft.is
    await house.wake.wait(id, 100)
  }
}

/** Each call gives the lines that were written since the last one. */
function ledgerOf(house: House): () => Promise<readonly string[]> {
  const told = new Set<string>()
  return async () => {
    const entries = (await house.record.entries({ limit: 1000 })).filter((entry) => !told.has(entry.hash))
    return entries.map((entry) => {
      told.add(entry.hash)
      const leaf: { actor: { kind: string }; event: string; from?: string; to: string } = JSON.parse(entry.leaf)
      const change = leaf.from === undefined || leaf.from === leaf.to ? leaf.to : `${leaf.from} → ${leaf.to}`
      return `${entry.stream.padEnd(26)} ${String(entry.version).padStart(2)}  ${leaf.event.padEnd(16)} ${change.padEnd(24)} by ${leaf.actor.kind.padEnd(6)}  ${entry.hash.slice(0, 8)}`
    })
  }
}

function answerOf(result: Draft | Refusal): string {
  return isRefusal(result)
    ? `Answer: ${spokenRefusal(result)} (${result.refused})`
    : `Answer: it is ${result.state} now.`
}

function must<T extends object>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Error(`playing the demo: refused, ${value.refused}`)
  return value
}

function person(user: string): Account {
  return { platform: 'practice', workspace: 'practice', user }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function bold(text: string): string {
  return process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text
}

function dim(text: string): string {
  return process.stdout.isTTY ? `\u001b[2m${text}\u001b[0m` : text
}
