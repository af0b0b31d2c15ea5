// An agent's own address: set, rotated, read and removed by whoever administers. Each change has its entry; the address
// itself stands there only as a commitment, and the secret nowhere but in the sealed thing.

import { evolveWebhook, type GivenUp, type Webhook, type WebhookEvent, webhookId } from '../agent/webhook.ts'
import type { AgentId } from '../id.ts'
import { type Actor, commit as commitTo } from '../ledger/entry.ts'
import type { Held } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import { commit } from './commit.ts'
import type { House } from './house.ts'
import { makeSalt } from './make.ts'
import { nothingTyped } from './typed.ts'
import { chained, type Step } from './write.ts'

/** `secret` is there once, for whoever caused it to be made. */
export type WebhookSet = { readonly webhook: Webhook; readonly secret: string | undefined }

/** By which those that are on are listed. */
export const webhooksTag = 'webhooks'

const byToken = { kind: 'system' } as const

/** The same address again changes nothing and shows no secret; another one gets a new secret with it. */
export async function setWebhook(house: House, id: AgentId, url: string): Promise<WebhookSet | Refusal> {
  const why = house.agents.refuses(url)
  if (why !== undefined) return refuse('address-refused', { state: why })
  return change(house, id, (held, now) => {
    if (held?.is.state === 'on' && held.is.url === url) return { webhook: held.is }
    const secret = newSecret(house)
    const secrets = [{ secret, from: now }]
    const salt = makeSalt(house.chance)
    const webhook: Webhook = { agent: id, url, salt, since: now, secrets, givenUp: [], state: 'on' }
    return { event: { type: 'webhook-set', webhook, at: now }, secret }
  })
}

/** From now on messages are signed with a new secret; for a day with the old one too. */
export async function rotateWebhook(house: House, id: AgentId): Promise<WebhookSet | Refusal> {
  return change(house, id, (held, now) => {
    if (held?.is.state !== 'on') return refuse('unknown-webhook')
    const secret = newSecret(house)
    return { event: { type: 'secret-rotated', secret, at: now }, secret }
  })
}

export async function removeWebhook(house: House, id: AgentId): Promise<WebhookSet | Refusal> {
  return change(house, id, (held, now) => {
    if (held === undefined) return refuse('unknown-webhook')
    return held.is.state === 'off' ? { webhook: held.is } : { event: { type: 'webhook-removed', at: now } }
  })
}

export async function webhookOf(house: House, id: AgentId): Promise<Webhook | undefined> {
  const { seen } = await house.record.look({ webhook: { kind: 'webhook', id: webhookId(id) } })
  return seen.webhook?.is
}

/** It could not be carried in all the time there was: on record, and shown. */
export async function noteGivenUp(house: House, id: AgentId, letter: GivenUp): Promise<void> {
  const done = await commit(house, { webhook: { kind: 'webhook', id: webhookId(id) } }, ({ seen }) => {
    if (seen.webhook === undefined) return refuse('unknown-webhook')
    const event = { type: 'given-up', letter, at: letter.at } as const
    return { steps: [webhookStep(seen.webhook, event, { kind: 'system' })], result: undefined }
  })
  if (isRefusal(done) && done.refused === 'busy') throw new Error(`noting what could not be carried to ${id}: busy`)
}

type Changing = { readonly event: WebhookEvent; readonly secret?: string } | { readonly webhook: Webhook } | Refusal

async function change(
  house: House,
  id: AgentId,
  decide: (held: Held<Webhook> | undefined, now: Instant) => Changing,
): Promise<WebhookSet | Refusal> {
  const glance = { agent: { kind: 'agent', id }, webhook: { kind: 'webhook', id: webhookId(id) } } as const
  const done = await commit(house, glance, ({ now, seen }) => {
    if (seen.agent === undefined) return refuse('unknown-agent')
    const decided = decide(seen.webhook, now)
    if (isRefusal(decided)) return decided
    if ('webhook' in decided) return { steps: [], result: { webhook: decided.webhook, secret: undefined } }
    const { event, secret } = decided
    const step = webhookStep(seen.webhook, event, byToken)
    return { steps: [step], result: { webhook: evolveWebhook(seen.webhook?.is, event), secret } }
  })
  if (isRefusal(done)) return done
  if ('taken' in done) throw new Error(`changing the webhook of ${id}: a name is taken`)
  return done.result
}

function newSecret(house: House): string {
  return `whsec_${Buffer.from(house.chance.bytes(32)).toString('base64')}`
}

function webhookStep(held: Held<Webhook> | undefined, event: WebhookEvent, actor: Actor): Step {
  const webhook = evolveWebhook(held?.is, event)
  const letter = event.type === 'given-up' ? event.letter : undefined
  const facts = { agent: webhook.agent, about: letter?.about, errand: letter?.errand, why: letter?.why }
  const states = held === undefined ? { to: webhook.state } : { from: held.is.state, to: webhook.state }
  const commitments = event.type === 'webhook-set' ? { url: commitTo(webhook.salt, webhook.url) } : {}
  const id = webhookId(webhook.agent)
  const entry = chained(held, id, { at: event.at, actor, event: event.type, ...states, facts, commitments })
  const tags = webhook.state === 'on' ? [webhookId(webhook.agent), webhooksTag] : []
  return {
    write: { kind: 'webhook', id, expected: held?.version ?? 0, is: webhook, entry, tags },
    owed: [],
    typed: nothingTyped,
  }
}
