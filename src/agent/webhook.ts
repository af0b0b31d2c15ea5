// An agent's own address: where it is told of its drafts and of what people ask it. At most one for each agent. The secrets
// are shown once, to whoever set them, and stand only in the sealed body of this thing.

import type { AgentId } from '../id.ts'
import { hour, type Instant } from '../time.ts'

export type Secret = {
  /** `whsec_` and 32 bytes of chance in base64, as Standard Webhooks has it. */
  readonly secret: string
  readonly from: Instant
  /** An old one is still used to sign until then, so that its holder can change over. */
  readonly until?: Instant | undefined
}

/** Something that could not be carried there, in all the time there was for it. */
export type GivenUp = {
  readonly about: string
  readonly errand: 'answer' | 'invite'
  /** A code of ours, such as `timed-out` or `status-503`; never what was answered. */
  readonly why: string
  readonly at: Instant
}

export type Webhook = {
  readonly agent: AgentId
  readonly url: string
  /** Beside the address, for its commitment in the ledger. */
  readonly salt: string
  readonly since: Instant
  /** The newest first; two at most. */
  readonly secrets: readonly Secret[]
  /** The latest of them, the newest first. */
  readonly givenUp: readonly GivenUp[]
  readonly state: 'on' | 'off'
}

export type WebhookEvent =
  | { readonly type: 'webhook-set'; readonly webhook: Webhook; readonly at: Instant }
  | { readonly type: 'secret-rotated'; readonly secret: string; readonly at: Instant }
  | { readonly type: 'webhook-removed'; readonly at: Instant }
  | { readonly type: 'given-up'; readonly letter: GivenUp; readonly at: Instant }

export const oldSecretLastsMs = 24 * hour
const mostGivenUp = 20

export function evolveWebhook(webhook: Webhook | undefined, event: WebhookEvent): Webhook {
  if (event.type === 'webhook-set') return event.webhook
  if (webhook === undefined) throw new Error(`applying ${event.type} to a webhook that was never set`)
  switch (event.type) {
    case 'secret-rotated': {
      const old = webhook.secrets.slice(0, 1).map((one) => ({ ...one, until: event.at + oldSecretLastsMs }))
      return { ...webhook, secrets: [{ secret: event.secret, from: event.at }, ...old] }
    }
    case 'webhook-removed':
      return { ...webhook, state: 'off', secrets: [] }
    case 'given-up':
      return { ...webhook, givenUp: [event.letter, ...webhook.givenUp].slice(0, mostGivenUp) }
  }
}

/** With which a message is signed now. */
export function secretsNow({ secrets }: Webhook, now: Instant): readonly string[] {
  return secrets.filter(({ until }) => until === undefined || now < until).map(({ secret }) => secret)
}

/** Its id, and the tag that it has while it is on: what is owed to it is owed only then. */
export function webhookId(agent: AgentId): string {
  return `webhook:${agent}`
}
