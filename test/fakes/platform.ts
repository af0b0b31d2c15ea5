// A platform in memory that keeps the truth: what readers would really see. It refuses what a platform refuses (a place
// that does not exist, a post that is not ours), accepts twice what it is told twice, and fails by script.

import type { Card } from '../../src/card/card.ts'
import type { GrantCard } from '../../src/card/grant-card.ts'
import type { Json } from '../../src/json.ts'
import type { Membership } from '../../src/person/person.ts'
import { type Account, type Audience, type Destination, laneOf, type Platform } from '../../src/place.ts'
import type { Channel, GoOn, Part, Said, Sent } from '../../src/port/channel.ts'
import type { Reviewers } from '../../src/port/reviewers.ts'
import type { Fault, FaultScript } from './fault-script.ts'

export type Message = {
  readonly ref: string
  readonly lane: string
  readonly marker: string
  payloads: readonly Json[]
  gone: boolean
  /** Taken back before it was whole. */
  takenBack?: true
}

export type FakePlatform = {
  readonly channel: Channel
  readonly reviewers: Reviewers
  /** Of how many payloads a post is. */
  pieces: number
  /** Every message that was ever accepted, in order. */
  readonly truth: Message[]
  /** The cards that people have before them now. */
  readonly shown: Map<string, Card>
  readonly notes: { readonly account: string; readonly line: string }[]
  /** What every reader of a channel was told in our own voice. */
  readonly announced: { readonly lane: string; readonly line: string }[]
  readonly grantsShown: Map<string, GrantCard>
  members: Map<string, Membership>
  audiences: Map<string, Audience>
  /** What was said in a channel, oldest first; one without is not to be read. */
  said: Map<string, readonly Said[]>
  script: FaultScript
}

const full = (name: string, roles: Membership['roles'] = []): Membership => ({
  name,
  active: true,
  bot: false,
  member: 'full',
  roles,
})

/** `pieces`: a post is so many payloads, and each is a call of its own. */
export function fakePlatform(platform: Platform = 'practice', pieces = 1): FakePlatform {
  const calls = new Map<string, number>()
  const truth: Message[] = []
  const shown = new Map<string, Card>()
  const notes: { account: string; line: string }[] = []
  const announced: { lane: string; line: string }[] = []
  const grantsShown = new Map<string, GrantCard>()
  const members = new Map<string, Membership>([
    ['ada', full('Ada')],
    ['bo', full('Bo')],
    ['mia', full('Mia', ['moderator'])],
    ['sec', full('Sec', ['security', 'admin'])],
    ['gus', { ...full('Gus'), member: 'guest' }],
    ['bot', { ...full('Bot'), bot: true }],
  ])
  const fault = (on: string): Fault | undefined => {
    const nth = (calls.get(on) ?? 0) + 1
    calls.set(on, nth)
    return fake.script.find((one) => one.on === on && (one.nth === undefined || one.nth === nth))
  }
  const accept = (lane: string, marker: string, payloads: readonly Json[]): string => {
    const ref = `m${truth.length + 1}`
    truth.push({ ref, lane, marker, payloads, gone: false })
    return ref
  }
  /** One after the other; the first was allowed with the call. */
  const piece = async (
    lane: string,
    marker: string,
    words: readonly Json[],
    standing: Part | undefined,
    mayGoOn: () => Promise<GoOn>,
  ): Promise<Sent> => {
    const ref = standing?.ref ?? accept(lane, marker, words.slice(0, 1))
    const message = truth.find((one) => one.ref === ref)
    if (message === undefined) throw new Error(`there is no ${ref} to go on with`)
    if (standing !== undefined) message.payloads = [...message.payloads, ...words.slice(standing.payloads).slice(0, 1)]
    for (const word of words.slice((standing?.payloads ?? 0) + 1)) {
      const goOn = await mayGoOn()
      if (goOn === 'not-ours') return { sent: 'unclear', why: 'another has it in hand' }
      if (goOn === 'no') {
        message.takenBack = true
        return { sent: 'no', why: 'stopped half-way', next: 'again', afterMs: 0, holdLane: false }
      }
      message.payloads = [...message.payloads, word]
    }
    return { sent: 'yes', ref, altered: false }
  }
  const channel: Channel = {
    platform,
    drawnBy: 'fake/1',
    carries: ['post', 'edit', 'delete'],
    draw: (card) => inPieces([{ card: card.card, sections: slotted(card.sections) }], fake.pieces),
    async send({ destination, payloads, marker, intent, target, standing, mayGoOn }): Promise<Sent> {
      const lane = laneOf(destination)
      if (!fake.audiences.has(lane)) return { sent: 'no', why: 'channel_not_found', next: 'blocked' }
      const found = truth.find((message) => message.ref === target && !message.gone)
      if (intent !== 'post' && found === undefined) return { sent: 'no', why: 'message_not_found', next: 'failed' }
      const broken = fault('send')
      const change = (words: readonly Json[]): string => {
        if (intent !== 'post' && found !== undefined) found.gone = true
        return intent === 'delete' ? (target ?? '') : accept(lane, marker, words)
      }
      const whole = async (words: readonly Json[]): Promise<Sent> => {
        if (intent !== 'post' || fake.pieces === 1) return { sent: 'yes', ref: change(words), altered: false }
        return piece(lane, marker, words, standing, mayGoOn)
      }
      switch (broken?.fault) {
        case undefined:
        case 'delay':
        case 'lag':
          return whole(payloads)
        case 'alter': {
          const sent = await whole([...payloads, alteration])
          return sent.sent === 'yes' ? { ...sent, altered: true } : sent
        }
        case 'drop':
          return { sent: 'unclear', why: 'the connection ended' }
        case 'accept-then-drop':
          if (standing === undefined) change(intent === 'post' ? payloads.slice(0, 1) : payloads)
          return { sent: 'unclear', why: broken.fault }
        case 'error-after-accept':
        case 'truncate-answer':
          await whole(payloads)
          return { sent: 'unclear', why: broken.fault }
        case 'throttle':
          return { sent: 'no', why: 'throttled', next: 'again', afterMs: broken.ms ?? 1000, holdLane: true }
        case 'refuse':
          return { sent: 'no', why: broken.why ?? 'refused', next: broken.why === 'never' ? 'failed' : 'blocked' }
      }
    },
    async find(destination, marker, _since, payloads = []) {
      const broken = fault('find')
      if (broken !== undefined) return broken.fault === 'lag' ? { found: 'no' } : { found: 'unclear' }
      const message = truth.find(
        (one) => one.lane === laneOf(destination) && one.marker === marker && one.takenBack === undefined,
      )
      if (message === undefined) return { found: 'no' }
      const { ref, payloads: there } = message
      const altered = there.some(isAltered)
      return there.length < payloads.length
        ? { found: 'part', part: { payloads: there.length, ref }, altered }
        : { found: 'yes', ref, altered }
    },
    async redraw(_destination, ref) {
      if (fault('redraw') !== undefined) return { sent: 'unclear', why: 'the connection ended' }
      return { sent: 'yes', ref, altered: false }
    },
    async announce(destination, line): Promise<Sent> {
      const lane = laneOf(destination)
      if (!fake.audiences.has(lane)) return { sent: 'no', why: 'channel_not_found', next: 'blocked' }
      const broken = fault('announce')
      const told = (): Sent => {
        announced.push({ lane, line })
        return { sent: 'yes', ref: `n${announced.length}`, altered: false }
      }
      switch (broken?.fault) {
        case undefined:
        case 'delay':
        case 'lag':
        case 'alter':
          return told()
        case 'drop':
          return { sent: 'unclear', why: 'the connection ended' }
        case 'accept-then-drop':
        case 'error-after-accept':
        case 'truncate-answer':
          told()
          return { sent: 'unclear', why: broken.fault }
        case 'throttle':
          return { sent: 'no', why: 'throttled', next: 'again', afterMs: broken.ms ?? 1000, holdLane: true }
        case 'refuse':
          return { sent: 'no', why: broken.why ?? 'refused', next: 'blocked' }
      }
    },
    membership: async (account) => fake.members.get(account.user),
    context: async (destination, limit) => {
      const said = fake.said.get(laneOf(destination))
      if (said === undefined) return { context: 'withheld' }
      return { context: 'read', said: said.slice(-limit), more: said.length > limit }
    },
    audience: async (destination) => fake.audiences.get(laneOf(destination)),
  }
  const accounts = (wanted: (member: Membership) => boolean, at: Destination): readonly Account[] =>
    [...fake.members]
      .filter(([, member]) => wanted(member))
      .map(([user]) => ({ platform, workspace: at.workspace, user }))
  const reviewers: Reviewers = {
    platform,
    moderators: async (at) => accounts((member) => member.roles.includes('moderator'), at),
    seconds: async (at) => accounts((member) => member.member === 'full' && !member.bot, at),
    async show(account, card, ref) {
      const key = ref ?? `${account.user}/${card().about.draft}`
      shown.set(key, card())
      return key
    },
    async showGrant(account, card, ref) {
      const key = ref ?? `${account.user}/${card().about.grant}`
      grantsShown.set(key, card())
      return key
    },
    async note(account, _destination, line) {
      notes.push({ account: account.user, line })
    },
  }
  const fake: FakePlatform = {
    pieces,
    channel,
    reviewers,
    truth,
    shown,
    notes,
    announced,
    grantsShown,
    members,
    audiences: new Map(),
    said: new Map(),
    script: [],
  }
  return fake
}

/** All of it in the first, and so many more that have to follow in order. */
export function inPieces(drawn: readonly Json[], pieces: number): readonly Json[] {
  return [...drawn, ...Array.from({ length: pieces - 1 }, (_, at) => ({ part: at + 2, of: pieces }))]
}

/** What the fault `alter` adds to a message. */
export const alteration: Json = { altered: true }

export function isAltered(payload: Json): boolean {
  return typeof payload === 'object' && payload !== null && 'altered' in payload
}

/** Sections as JSON, their open slots as the envelope wants them. */
function slotted(value: unknown): Json {
  if (Array.isArray(value)) {
    const words: readonly unknown[] = value
    const isWords = words.some((word) => typeof word === 'object' && word !== null && 'slot' in word)
    return isWords
      ? { $words: words.map((word) => (typeof word === 'string' ? word : slotted(word))) }
      : words.map(slotted)
  }
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (typeof value !== 'object') return null
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, slotted(part)]))
}
