// The envelope: the exact payloads that would be sent, and every part that is shown later on request. Its SHA-256 over
// RFC 8785 bytes is the fingerprint that approvals bind to. Four slots are filled after approval, by one pure function,
// from the record. A slot is an object, and agent text only ever stands in strings, so text cannot make one.

import { createHmac } from 'node:crypto'
import type { AgentId, DraftId } from '../id.ts'
import { canonical, type Json, sha256 } from '../json.ts'
import type { Destination } from '../place.ts'
import { type Instant, spokenTime } from '../time.ts'
import type { Intent } from './intent.ts'

/** What a person did with the text before allowing it; the post says so and gives no more authority than that. */
export const manners = ['read', 'checked', 'ran'] as const
export type Manner = (typeof manners)[number]

/** Who allowed it, as far as readers are told. */
export type Approver = { readonly name: string; readonly did: Manner; readonly asked: boolean }

export const slotNames = ['approvers', 'approvedAt', 'ref', 'marker'] as const
/** The closed list of what is not known before approval. */
export type SlotName = (typeof slotNames)[number]
export type Slots = { readonly [name in SlotName]: string }

/** Shown on request only, and bound by the fingerprint all the same. */
export type LaterPart =
  | {
      readonly part: 'step'
      readonly id: string
      readonly text: string
      readonly risk: string
      readonly check?: string | undefined
    }
  | { readonly part: 'file'; readonly name: string; readonly sha256: string }

export type Envelope = {
  readonly v: 1
  readonly draft: DraftId
  readonly revision: number
  readonly agent: AgentId
  readonly destination: Destination
  readonly intent: Intent
  /** The label's claim of who wrote it, as the payloads state it. */
  readonly label: string
  readonly payloads: readonly Json[]
  readonly later: readonly LaterPart[]
  readonly slots: readonly SlotName[]
  /** Who drew the payloads, with its version: a later drawing of the same words is another envelope. */
  readonly drawnBy: string
  readonly rule: { readonly id: string; readonly version: number }
  readonly audience: { readonly people: number; readonly outsiders: number; readonly open: boolean }
  readonly nonce: string
}

export function fingerprintOf(envelope: Envelope): string {
  return sha256(`countersign-envelope-v1\n${canonical(envelope)}`)
}

/** As people see it: the first 8 hex digits. */
export function short(fingerprint: string): string {
  return fingerprint.slice(0, 8)
}

/** A text of our own with slots in it, inside a payload. */
export type Slotted = { readonly $words: readonly (string | { readonly slot: SlotName })[] }

export function withSlots(words: Slotted['$words']): Slotted {
  return { $words: words }
}

/** The payloads as they go out. Throws on an object that only looks like a slot: the envelope is not ours then. */
export function fill(envelope: Envelope, slots: Slots): readonly Json[] {
  return envelope.payloads.map((payload) => filled(payload, slots))
}

/** What stands in the slots; the only way by which anything but the shown payload reaches readers. */
export function slotsFor(
  of: { readonly approvals: readonly Approver[]; readonly allowedAt: Instant; readonly grant?: string | undefined },
  ref: string,
  marker: string,
): Slots {
  return { approvers: spokenApprovers(of.approvals, of.grant), approvedAt: spokenTime(of.allowedAt), ref, marker }
}

/** Recognises a post of ours on the platform: nobody without the key can make one, and it tells nothing. */
export function markerOf(key: string, envelope: Envelope, fingerprint: string, round: number): string {
  const of = canonical([envelope.destination, envelope.draft, envelope.revision, fingerprint, round])
  return createHmac('sha256', key).update(of).digest('base64url').slice(0, 24)
}

/** "Dana Reyes (asked; read it) and Sam Okafor (checked it)": never more than the person said. */
export function spokenApprovers(approvals: readonly Approver[], grant?: string | undefined): string {
  if (approvals.length === 0) return grant === undefined ? 'nobody' : `rule, inside grant ${grant}`
  const did = { read: 'read it', checked: 'checked it', ran: 'ran it' } as const
  return approvals
    .map((approval) => `${plain(approval.name)} (${approval.asked ? 'asked; ' : ''}${did[approval.did]})`)
    .join(' and ')
}

/** A name is somebody's text too: letters, digits and plain punctuation are left of it. */
export function plain(name: string): string {
  return name.replace(/[^\p{L}\p{M}\p{N} .,'’-]/gu, '').slice(0, 80) || 'someone'
}

function filled(value: Json, slots: Slots): Json {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map((part) => filled(part, slots))
  if ('$words' in value) return words(value.$words, slots)
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filled(part ?? null, slots)]))
}

function words(parts: Json | undefined, slots: Slots): string {
  if (parts === undefined || !isList(parts)) throw new Error('filling an envelope: a text with slots is not a list')
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      const name = slotNames.find((slot) => isRow(part) && part.slot === slot)
      if (name === undefined) throw new Error('filling an envelope: it names a slot that does not exist')
      return slots[name]
    })
    .join('')
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function isRow(value: Json): value is { readonly [key: string]: Json | undefined } {
  return value !== null && typeof value === 'object' && !isList(value)
}
