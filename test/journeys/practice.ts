// The practice chat as a theatre: its real room, channel and reviewers, the real record on SQLite, the real queue.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKeys } from '../../adapters/keys/keys.ts'
import { accountOf, destinationOf } from '../../adapters/practice/cast.ts'
import { practiceChannel } from '../../adapters/practice/channel.ts'
import { practiceReviewers } from '../../adapters/practice/reviewers.ts'
import { openRoom } from '../../adapters/practice/room.ts'
import { seedPractice } from '../../adapters/practice/seed.ts'
import { openScanner } from '../../adapters/scanner/scanner.ts'
import { spokenCard } from '../../src/card/spoken.ts'
import { type Disclosure, nothingDisclosed } from '../../src/draft/disclosure.ts'
import type { Draft } from '../../src/draft/draft.ts'
import { ask } from '../../src/gateway/ask.ts'
import { change } from '../../src/gateway/change.ts'
import { decideDraft } from '../../src/gateway/decision.ts'
import { submit } from '../../src/gateway/intake.ts'
import { cardFor, stopsOn } from '../../src/gateway/looking.ts'
import { reveal, touchPost } from '../../src/gateway/reading.ts'
import { resume, stopFromCard } from '../../src/gateway/stopping.ts'
import { type DraftId, draftId, sure } from '../../src/id.ts'
import type { Json } from '../../src/json.ts'
import { revealGate } from '../../src/post/post.ts'
import { isRefusal, type Refusal, refuse } from '../../src/refusal.ts'
import { hour, minute } from '../../src/time.ts'
import type { FaultScript } from '../fakes/fault-script.ts'
import { historyOf, kept } from '../promises.ts'
import { faulty } from './faulty.ts'
import { openTheatreHouse } from './house.ts'
import type { Reply, Role, Theatre } from './theatre.ts'

const names: { readonly [role in Role]: string } = {
  asker: 'ada',
  colleague: 'bo',
  moderator: 'mia',
  security: 'sec',
  guest: 'gus',
}
/** One thread for every theatre of a file; it keeps nothing of a draft. */
const scanner = openScanner()
const here = destinationOf('platform-help')

export async function practiceTheatre(): Promise<Theatre> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-practice-'))
  const keys = await openKeys(join(folder, 'keys'))
  let ahead = 0
  let script: FaultScript = []
  const now = () => Date.now() + ahead
  const openHouse = async (room: Awaited<ReturnType<typeof openRoom>>, owner: string) => {
    const channel = faulty(practiceChannel(room), () => script)
    return openTheatreHouse({ owner, folder, keys, now, scanner, channel, reviewers: practiceReviewers(room) })
  }
  let room = await openRoom({ folder, now })
  let main = await openHouse(room, 'one')
  let more: Awaited<ReturnType<typeof openHouse>> | undefined
  const seats = await seedPractice(main.house, folder)
  const clara = seats.find((seat) => seat.user === 'clara')
  if (clara === undefined) throw new Error('the practice chat has no careful agent')
  let key = 0

  const look = async (id: DraftId): Promise<Draft> => {
    const { seen } = await main.house.record.look({ draft: { kind: 'draft', id } })
    if (seen.draft === undefined) throw new Error(`${id} is not there`)
    return seen.draft.is
  }
  const disclosed = (reply: Reply): Disclosure => ({
    ...nothingDisclosed,
    assumptions: reply.assumptions ?? [],
    steps: reply.steps ?? [],
  })
  const must = <T extends object>(value: T | Refusal): T => {
    if (isRefusal(value)) throw new Error(`refused: ${value.refused}`)
    return value
  }

  return {
    ask: async (who, words) =>
      must(await ask(main.house, accountOf(names[who]), clara.agent, here, words)).invocation.id,
    async submit(invocation, reply) {
      const submission = {
        destination: here,
        intent: { intent: 'post' },
        content: { text: reply.text, tags: [] },
        disclosure: disclosed(reply),
        run: {},
        invocation,
      } as const
      return sure(draftId, must(await submit(main.house, clara.secret, submission, `key-${key++}`)).draft.id)
    },
    async revise(draft, reply) {
      must(
        await change(main.house, clara.secret, draft, {
          do: 'revision',
          content: { text: reply.text, tags: [] },
          disclosure: disclosed(reply),
        }),
      )
    },
    async withdraw(draft) {
      must(await change(main.house, clara.secret, draft, { do: 'withdraw' }))
    },
    async until(draft, state) {
      for (;;) {
        const found = await look(draft)
        if (isIn(found, state)) return found
        await main.house.wake.wait(draft, 20)
      }
    },
    async card(who, draft) {
      const card = await cardFor(main.house, accountOf(names[who]), draft)
      return isRefusal(card) ? undefined : { says: spokenCard(card), acts: card.actions.map(({ act }) => act) }
    },
    click: (who, draft, click) => decideDraft(main.house, accountOf(names[who]), draft, click),
    async readersSee() {
      const seen = room
        .messages(here.channel, 'nobody')
        .filter((message) => message.kind === 'posted' || message.kind === 'gone')
      return seen.map((message) => (message.kind === 'posted' ? message.payloads.flatMap(textsOf).join(' ') : 'gone'))
    },
    async post(id) {
      const { seen } = await main.house.record.look({ post: { kind: 'post', id } })
      if (seen.post === undefined) throw new Error(`${id} is not there`)
      return seen.post.is
    },
    touch: (who, post, click) => touchPost(main.house, accountOf(names[who]), post, click),
    reveal: (who, post, step) => reveal(main.house, accountOf(names[who]), post, step, revealGate),
    stop: (who, draft, reach) => stopFromCard(main.house, accountOf(names[who]), draft, reach, 'it looks wrong'),
    async resume(who) {
      const [on] = await stopsOn(main.house)
      return on === undefined ? refuse('unknown-stop') : resume(main.house, accountOf(names[who]), here, on.id)
    },
    async wait(ms) {
      // In steps, as time passes: what falls due on the way is done on the way.
      for (let left = ms; left > 0; left -= step(ms)) {
        ahead += Math.min(left, step(ms))
        main.house.queue.ring([])
        await main.house.record.nextDue()
      }
    },
    fail(next) {
      script = next
    },
    async restart() {
      await main.close()
      await room[Symbol.asyncDispose]()
      room = await openRoom({ folder, now })
      main = await openHouse(room, `again-${key++}`)
    },
    async second() {
      more = await openHouse(room, 'two')
    },
    broken: async () => kept(await historyOf(main.house.record)),
    async [Symbol.asyncDispose]() {
      await more?.close()
      await main.close()
      await room[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function step(ms: number): number {
  return ms > hour ? hour : ms > minute ? minute : ms
}

function isIn<State extends Draft['state']>(draft: Draft, state: State): draft is Draft & { state: State } {
  return draft.state === state
}

/** Every text in a payload, whatever it is drawn as. */
function textsOf(payload: Json | undefined): string[] {
  if (typeof payload === 'string') return [payload]
  if (payload === null || typeof payload !== 'object') return []
  return Object.values(payload).flatMap(textsOf)
}
