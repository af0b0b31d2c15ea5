// What agents and people do in a row: they ask, submit, approve, look whether it is there, recall; and go on until they
// are answered, as people and programs do whose connection broke. What they were told is kept, to be held against the
// record at the end.

import { setTimeout as pause } from 'node:timers/promises'
import type { Draft } from '../../src/draft/draft.ts'
import { draftId, sure } from '../../src/id.ts'
import { audience } from '../people.ts'
import type { Gesture } from './member.ts'
import type { Member } from './process.ts'
import type { Site } from './site.ts'

export type People = {
  /** Drafts whose submission was answered with 202, and drafts whose approval was answered with success. */
  readonly acknowledged: { readonly drafts: Set<string>; readonly approved: Set<string> }
  ask(channel?: string): Promise<string>
  /** One try: the id, or undefined when there was no answer. */
  trySubmit(invocation: string, key: string, channel?: string): Promise<string | undefined>
  submit(invocation: string, key: string, channel?: string): Promise<string>
  /** Ask and submit; the draft waits for Ada. */
  pending(channel?: string): Promise<string>
  /** One click, answered or not. */
  tryApprove(draft: string): Promise<string | undefined>
  /** Clicks until it is answered. */
  approve(draft: string): Promise<void>
  gesture(gesture: Gesture): Promise<unknown>
  look(draft: string): Promise<Draft>
  until(draft: string, ...states: readonly Draft['state'][]): Promise<Draft>
  /** Whether readers have it before them. */
  isThere(draft: Draft): boolean
  /** Until nothing moves it any more; says how often a person had to look whether it is there. */
  published(draft: string): Promise<{ readonly asked: number }>
  recall(draft: string): Promise<void>
}

const patienceMs = 2000

/** What of a site they need to know. */
type Town = Pick<Site, 'server' | 'record' | 'agent' | 'secret' | 'canaries'> & {
  webs(): readonly { readonly member: Member }[]
}

export function peopleOf(site: Town): People {
  const acknowledged = { drafts: new Set<string>(), approved: new Set<string>() }
  let nth = 0
  const at = (channel: string) => {
    const { audiences } = site.server.platform
    const lane = `practice/practice/${channel}`
    if (!audiences.has(lane)) audiences.set(lane, { ...audience, name: `#${channel}` })
    return { platform: 'practice', workspace: 'practice', channel } as const
  }

  async function insist<T>(what: (web: Member) => Promise<T | undefined>): Promise<T> {
    for (;;) {
      const [web] = site.webs()
      const answer = web === undefined ? undefined : await what(web.member).catch(() => undefined)
      if (answer !== undefined) return answer
      await pause(30)
    }
  }

  async function post(url: string, body: unknown, headers: { readonly [name: string]: string } = {}) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    })
    return { status: response.status, told: await response.json() }
  }

  /** Undefined when nobody answered it, or it was answered with a fault. */
  async function gesture(web: Member, what: Gesture): Promise<unknown> {
    const { status, told } = await post(web.door, what)
    return status === 200 ? told : undefined
  }

  async function submitTo(web: Member, invocation: string, key: string, channel: string): Promise<string | undefined> {
    const text = `Staging deploys run at 09:00, says ${key} of ${site.agent}.`
    if (!site.canaries.includes(text)) site.canaries.push(text)
    const body = { destination: at(channel), text, invocation, disclosure: { assumptions: [] } }
    const headers = { authorization: `Bearer ${site.secret}`, 'idempotency-key': key }
    const { status, told } = await post(`${web.url}/v1/drafts`, body, headers)
    if (status !== 202) return undefined
    const { draft } = told as { draft: { id: string } }
    acknowledged.drafts.add(draft.id)
    return draft.id
  }

  async function clickOn(web: Member, id: string): Promise<string | undefined> {
    const draft = await people.look(id)
    if (draft.state !== 'pending') return draft.state
    const shown = { revision: draft.revision.number, fingerprint: draft.screened.fingerprint }
    const click = { do: 'approve', shown, ticked: [], did: 'read' } as const
    const told = await gesture(web, { do: 'decide', user: 'ada', at: draft.destination, draft: id, click })
    if (typeof told !== 'object' || told === null) return undefined
    if ('state' in told && !('refused' in told)) acknowledged.approved.add(id)
    return 'refused' in told ? String(told.refused) : 'approved'
  }

  const anyWeb = () => {
    const [web] = site.webs()
    if (web === undefined) throw new Error('nobody is up to ask')
    return web.member
  }

  const people: People = {
    acknowledged,
    async ask(channel = 'platform-help') {
      const words = { do: 'ask', user: 'ada', agent: site.agent, at: at(channel), words: 'How do I do this?' } as const
      return insist(async (web) => {
        const told = await gesture(web, words)
        return (told as { invocation?: { id: string } } | undefined)?.invocation?.id
      })
    },
    trySubmit: (invocation, key, channel = 'platform-help') =>
      submitTo(anyWeb(), invocation, key, channel).catch(() => undefined),
    submit: (invocation, key, channel = 'platform-help') => insist((web) => submitTo(web, invocation, key, channel)),
    async pending(channel) {
      const id = await people.submit(await people.ask(channel), `key-${nth++}`, channel)
      await people.until(id, 'pending')
      return id
    },
    tryApprove: (id) => clickOn(anyWeb(), id).catch(() => undefined),
    async approve(id) {
      await insist((web) => clickOn(web, id))
    },
    gesture: (what) => insist((web) => gesture(web, what)),
    async look(id) {
      const { seen } = await site.record.look({ draft: { kind: 'draft', id: sure(draftId, id) } })
      if (seen.draft === undefined) throw new Error(`${id} is not in the record`)
      return seen.draft.is
    },
    async until(id, ...states) {
      for (;;) {
        const draft = await people.look(id)
        if (states.includes(draft.state)) return draft
        await pause(20)
      }
    },
    isThere(draft) {
      const words = draft.revision.content.text
      return site.server.platform.truth.some(({ gone, payloads }) => !gone && JSON.stringify(payloads).includes(words))
    },
    async published(id) {
      for (let asked = 0; ; ) {
        const draft = await people.until(id, 'published', 'unconfirmed')
        if (draft.state === 'published') return { asked }
        if (draft.state === 'unconfirmed' && draft.askPeople) {
          asked += 1
          const click = { do: people.isThere(draft) ? 'there' : 'not-there' } as const
          await people.gesture({ do: 'decide', user: 'ada', at: draft.destination, draft: id, click })
        }
        await pause(20)
      }
    },
    async recall(id) {
      const draft = await people.look(id)
      if (draft.state !== 'published') throw new Error(`${id} is ${draft.state}`)
      await people.gesture({ do: 'recall', user: 'mia', at: draft.destination, post: draft.post })
    },
  }
  return people
}
