// How a message is signed, by the scheme of Standard Webhooks: HMAC-SHA-256 over id, time and body. Signed with two
// secrets while one is changed for the other.

import { createHmac } from 'node:crypto'
import type { Instant } from '../../src/time.ts'

export type Signed = {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

export function signed(id: string, at: Instant, body: string, secrets: readonly string[]): Signed {
  const timestamp = String(Math.floor(at / 1000))
  const each = secrets.map((secret) => `v1,${mac(secret, `${id}.${timestamp}.${body}`)}`)
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': each.join(' ') }
}

function mac(secret: string, said: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return createHmac('sha256', key).update(said).digest('base64')
}
