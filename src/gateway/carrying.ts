// Carries what an agent should hear to its own address: what became of its draft or post, and that a person asked it
// something. What it says is put together when its turn has come, so that what is late is not out of date. Tried again
// less and less often, then given up, and that is on record.

import { answerOf } from '../agent/answer.ts'
import { invocationLastsMs } from '../agent/invocation.ts'
import { secretsNow, type Webhook, webhookId } from '../agent/webhook.ts'
import { type AgentId, agentId, draftId, invocationId, madeAt, postId, sure } from '../id.ts'
import type { Json } from '../json.ts'
import { type Carried, isLater, type Letter } from '../port/agents.ts'
import type { Delivered } from '../port/queue.ts'
import type { Owed } from '../port/record.ts'
import { hour, type Instant, second } from '../time.ts'
import type { House } from './house.ts'
import { invitationOf } from './inviting.ts'
import { noteGivenUp } from './webhook.ts'

const done: Delivered = { delivered: 'done' }
const firstWaitMs = 5 * second
const longestWaitMs = 4 * hour

export async function tellAnswer(house: House, owed: Owed): Promise<Delivered> {
  const post = postId.parse(owed.about)
  const draft = post === undefined ? sure(draftId, owed.about) : undefined
  const says = () => (post === undefined ? newsOfDraft(house, sure(draftId, owed.about)) : newsOfPost(house, post))
  return carry(house, owed, { errand: 'answer', says, forMs: house.pace.carryMs, about: draft ?? owed.about })
}

export async function tellInvitation(house: House, owed: Owed): Promise<Delivered> {
  const id = sure(invocationId, owed.about)
  const says = async () => {
    const invitation = await invitationOf(house, id, 'webhook')
    if (invitation === undefined) return undefined
    const { context, told } = invitation
    // A stop takes the agent out of it; when it is lifted in time, the question is still there.
    const waits = 'withheld' in context && (context.withheld === 'later' || context.withheld === 'stopped')
    if (waits) return { later: context.afterMs ?? firstWaitMs }
    return { type: 'invocation.asked', data: told }
  }
  const forMs = Math.min(invocationLastsMs, house.pace.carryMs)
  return carry(house, owed, { errand: 'invite', says, forMs, about: id })
}

type Load = {
  readonly errand: 'answer' | 'invite'
  readonly about: string
  /** After this long there is no use in it, or no hope. */
  readonly forMs: number
  readonly says: Letter['says']
}

async function carry(house: House, owed: Owed, load: Load): Promise<Delivered> {
  const agent = agentOfLane(owed.lane)
  const { now, seen } = await house.record.look({ webhook: { kind: 'webhook', id: webhookId(agent) } })
  const webhook = seen.webhook?.is
  if (webhook?.state !== 'on') return done
  const carried = await handOver(house, webhook, owed, load, now)
  if (carried.carried === 'yes') return done
  if (carried.carried === 'later') return { delivered: 'again', at: now + carried.afterMs }
  const age = now - madeAt(owed.id)
  if (carried.final || age >= load.forMs) {
    house.log.info('gave up telling an agent', { agent, about: load.about, why: carried.why })
    await noteGivenUp(house, agent, { about: load.about, errand: load.errand, why: carried.why, at: now })
    return done
  }
  return { delivered: 'again', at: now + waitAfter(house, age, carried.afterMs) }
}

async function handOver(house: House, webhook: Webhook, owed: Owed, load: Load, now: Instant): Promise<Carried> {
  const { agent, url } = webhook
  const timestamp = new Date(now).toISOString()
  return house.agents.carry({
    id: `msg_${owed.id.slice(2)}`,
    agent,
    url,
    secrets: secretsNow(webhook, now),
    at: now,
    async says() {
      const said = await load.says()
      return said === undefined || isLater(said) ? said : { timestamp, ...said }
    },
  })
}

/** As long again as it has been tried, with some chance in it, so that what failed together does not come together. */
function waitAfter(house: House, age: number, asked = 0): number {
  const [chance = 0] = house.chance.bytes(1)
  const wait = Math.min(longestWaitMs, Math.max(firstWaitMs, age))
  return Math.max(asked, Math.round(wait * (0.9 + (0.2 * chance) / 255)))
}

async function newsOfDraft(house: House, id: string): Promise<{ readonly [name: string]: Json } | undefined> {
  const { seen } = await house.record.look({ draft: { kind: 'draft', id } })
  const draft = seen.draft?.is
  return draft === undefined ? undefined : { type: `draft.${draft.state}`, data: { draft: { ...answerOf(draft) } } }
}

async function newsOfPost(house: House, id: string): Promise<{ readonly [name: string]: Json } | undefined> {
  const { seen } = await house.record.look({ post: { kind: 'post', id } })
  const post = seen.post?.is
  if (post === undefined) return undefined
  return { type: `post.${post.state}`, data: { post: { id: post.id, draft: post.draft.id, state: post.state } } }
}

function agentOfLane(lane: string): AgentId {
  return sure(agentId, lane.slice('agent/'.length))
}
