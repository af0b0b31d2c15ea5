// The stage of a theatre on Slack: the real adapter on the fake that keeps the truth, the real record on SQLite, the real
// queue. What the script breaks is broken on the wire; what readers see is read from the fake. Where a test only needs a
// draft to be somewhere it decides at the gateway; the journeys are played by people, in slack-people.ts.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKeys } from '../../adapters/keys/keys.ts'
import { openScanner } from '../../adapters/scanner/scanner.ts'
import { openOauth } from '../../adapters/slack/oauth.ts'
import { openWorkspaces, type Workspaces } from '../../adapters/slack/workspace.ts'
import type { Agent } from '../../src/agent/agent.ts'
import { tokenOf as agentTokenOf, spellToken } from '../../src/agent/token.ts'
import { spokenCard } from '../../src/card/spoken.ts'
import { type Disclosure, nothingDisclosed } from '../../src/draft/disclosure.ts'
import type { Draft } from '../../src/draft/draft.ts'
import { agentStep } from '../../src/gateway/agent-step.ts'
import { ask } from '../../src/gateway/ask.ts'
import { change } from '../../src/gateway/change.ts'
import { commit } from '../../src/gateway/commit.ts'
import { decideDraft } from '../../src/gateway/decision.ts'
import type { House } from '../../src/gateway/house.ts'
import { install } from '../../src/gateway/installing.ts'
import { submit } from '../../src/gateway/intake.ts'
import { cardFor, stopsOn } from '../../src/gateway/looking.ts'
import { reveal, touchPost } from '../../src/gateway/reading.ts'
import { resume, stopFromCard } from '../../src/gateway/stopping.ts'
import { agentId, type DraftId, draftId, sure } from '../../src/id.ts'
import type { Account, Destination } from '../../src/place.ts'
import type { Reach } from '../../src/port/crash-point.ts'
import type { Log } from '../../src/port/log.ts'
import { revealGate } from '../../src/post/post.ts'
import { isRefusal, type Refusal, refuse } from '../../src/refusal.ts'
import { hour, minute } from '../../src/time.ts'
import { type Acme, openAcme, readerScopes } from '../fakes/slack/acme.ts'
import { tokenOf } from '../fakes/slack/oauth.ts'
import { historyOf, kept } from '../promises.ts'
import { openTheatreHouse, silent } from './house.ts'
import type { Reply, Role, Theatre } from './theatre.ts'

export const names: { readonly [role in Role]: string } = {
  asker: 'U0ADA',
  colleague: 'U0BO',
  moderator: 'U0MIA',
  security: 'U0SEC',
  guest: 'U0GUS',
}
const scanner = openScanner()
export const helper = sure(agentId, 'a_01K7Q2M8AA0000000001')
export const secret = spellToken('live', 'kid00001', new Uint8Array(32).fill(7))

export type SlackTheatre = Theatre & {
  readonly acme: Acme
  readonly house: () => House
  readonly workspaces: () => Workspaces
  /** The second house, once there is one. */
  readonly other: () => { readonly house: House; readonly workspaces: Workspaces }
  /** The second house is closed in order. */
  readonly closeOther: () => Promise<void>
  readonly now: () => number
  readonly folder: string
  /** The thread of the question. */
  readonly here: Destination
}

export type SlackTheatreOf = {
  readonly log?: Log
  /** Whether the token comes with the settings, or was installed; then it ends and is refreshed. */
  readonly access?: 'setting' | 'installed'
  readonly reach?: Reach
}

export async function slackTheatre({
  log = silent,
  access = 'setting',
  reach = () => undefined,
}: SlackTheatreOf = {}): Promise<SlackTheatre> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-slack-'))
  const keys = await openKeys(join(folder, 'keys'))
  let ahead = 0
  const now = () => Date.now() + ahead
  const acme = await openAcme({
    now,
    scopes: readerScopes,
    pace: { answerMs: 3000, retryMs: [] },
    rotates: access === 'installed',
  })
  acme.slack.group('T0ACME', 'countersign-moderators', ['U0MIA'])
  acme.slack.group('T0ACME', 'countersign-security', ['U0SEC'])
  const question = await acme.slack.person('U0ADA').says('C0HELP', 'when does staging deploy?')
  const here: Destination = { platform: 'slack', workspace: 'T0ACME', channel: 'C0HELP', thread: question.ts }

  const openHouse = async (owner: string) => {
    const late: { house?: House } = {}
    const house = () => {
      if (late.house === undefined) throw new Error('asking the house before it is open')
      return late.house
    }
    const oauth = openOauth({ id: acme.app.clientId, secret: acme.app.clientSecret }, acme.slack.apiUrl)
    const { apiUrl } = acme.slack
    const setting = access === 'setting' ? tokenOf(acme.ours) : undefined
    const workspaces = openWorkspaces({ house, owner, setting, oauth, apiUrl, now, log })
    const { channel, reviewers } = workspaces
    const opened = await openTheatreHouse({ owner, folder, keys, now, scanner, channel, reviewers, log, reach })
    late.house = opened.house
    return { ...opened, workspaces }
  }
  let main = await openHouse('one')
  if (access === 'installed') await letIn(main.house, acme)
  let more: Awaited<ReturnType<typeof openHouse>> | undefined
  await registerHelper(main.house)
  let key = 0

  const look = async (id: DraftId): Promise<Draft> => {
    const { seen } = await main.house.record.look({ draft: { kind: 'draft', id } })
    if (seen.draft === undefined) throw new Error(`${id} is not there`)
    return seen.draft.is
  }
  return {
    acme,
    now,
    folder,
    here,
    house: () => main.house,
    workspaces: () => main.workspaces,
    other() {
      if (more === undefined) throw new Error('there is no second house')
      return more
    },
    async closeOther() {
      await more?.close()
      more = undefined
    },
    ask: async (who, words) => must(await ask(main.house, accountOf(who), helper, here, words)).invocation.id,
    async submit(invocation, reply) {
      const submission = {
        destination: here,
        intent: { intent: 'post' },
        content: { text: reply.text, tags: [] },
        disclosure: disclosed(reply),
        run: {},
        invocation,
      } as const
      return sure(draftId, must(await submit(main.house, secret, submission, `key-${key++}`)).draft.id)
    },
    async revise(draft, reply) {
      const content = { text: reply.text, tags: [] }
      must(await change(main.house, secret, draft, { do: 'revision', content, disclosure: disclosed(reply) }))
    },
    async withdraw(draft) {
      must(await change(main.house, secret, draft, { do: 'withdraw' }))
    },
    async until(draft, state) {
      for (;;) {
        const found = await look(draft)
        if (isIn(found, state)) return found
        await main.house.wake.wait(draft, 20)
      }
    },
    async card(who, draft) {
      const card = await cardFor(main.house, accountOf(who), draft)
      return isRefusal(card) ? undefined : { says: spokenCard(card), acts: card.actions.map(({ act }) => act) }
    },
    click: (who, draft, click) => decideDraft(main.house, accountOf(who), draft, click),
    async readersSee() {
      const posts = acme.slack.truth.filter(
        (one) => one.channel === 'C0HELP' && one.appId === acme.app.id && one.onlyFor === undefined,
      )
      return posts.map((one) => (one.gone ? 'gone' : one.now.text))
    },
    async post(id) {
      const { seen } = await main.house.record.look({ post: { kind: 'post', id } })
      if (seen.post === undefined) throw new Error(`${id} is not there`)
      return seen.post.is
    },
    touch: (who, post, click) => touchPost(main.house, accountOf(who), post, click),
    reveal: (who, post, step) => reveal(main.house, accountOf(who), post, step, revealGate),
    stop: (who, draft, reach) => stopFromCard(main.house, accountOf(who), draft, reach, 'it looks wrong'),
    async resume(who) {
      const [on] = await stopsOn(main.house)
      return on === undefined ? refuse('unknown-stop') : resume(main.house, accountOf(who), here, on.id)
    },
    async wait(ms) {
      // In steps, as time passes: what falls due on the way is done on the way.
      for (let left = ms; left > 0; left -= step(ms)) {
        ahead += Math.min(left, step(ms))
        main.house.queue.ring([])
        await main.house.record.nextDue()
      }
    },
    fail(script) {
      acme.slack.script(script.map((fault) => ({ ...fault, on: onTheWire[fault.on] ?? fault.on })))
    },
    async restart() {
      await main.close()
      main = await openHouse(`again-${key++}`)
    },
    async second() {
      more = await openHouse('two')
    },
    broken: async () => kept(await historyOf(main.house.record)),
    async [Symbol.asyncDispose]() {
      await more?.close()
      await main.close()
      await acme.slack[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** As the way back from Slack would have kept it. */
export async function letIn(house: House, { ours }: Acme): Promise<void> {
  const token = ours.tokens.at(-1)
  if (token === undefined) throw new Error('letting us in: the app is not installed')
  const credential = { token: token.value, endsAt: token.endsAt, refresh: ours.refreshToken }
  const of = { platform: 'slack', workspace: 'T0ACME', scopes: [...ours.scopes] } as const
  must(await install(house, { of, credential }))
}

const onTheWire: { readonly [on: string]: string | undefined } = { send: 'chat.postMessage' }

export async function registerHelper(house: House): Promise<void> {
  const at = await house.record.now()
  const token = agentTokenOf(secret, 'live', 'kid00001', at, at + 90 * 24 * hour)
  const agent: Agent = { id: helper, name: 'Deploy Helper', tokens: [token], since: at, state: 'live' }
  await commit(house, { agent: { kind: 'agent', id: helper } }, ({ now, seen }) => ({
    steps: [agentStep(seen.agent, { type: 'registered', agent }, { kind: 'system' }, now)],
    result: helper,
  }))
}

function accountOf(who: Role): Account {
  return { platform: 'slack', workspace: 'T0ACME', user: names[who] }
}

function disclosed(reply: Reply): Disclosure {
  return { ...nothingDisclosed, assumptions: reply.assumptions ?? [], steps: reply.steps ?? [] }
}

function must<T extends object>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Error(`refused: ${value.refused}`)
  return value
}

function step(ms: number): number {
  return ms > hour ? hour : ms > minute ? minute : ms
}

function isIn<State extends Draft['state']>(draft: Draft, state: State): draft is Draft & { state: State } {
  return draft.state === state
}
