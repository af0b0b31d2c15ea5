// What a button carries back: which draft, revision and fingerprint its maker was shown, and what it does. It selects
// and never authorises; who clicks, and whether it still holds, is asked of the record and of Slack for each click.

import type { Card, CardAct, Words } from '../../src/card/card.ts'
import { draftActions } from '../../src/draft/approval.ts'
import { short } from '../../src/draft/envelope.ts'
import {
  type AgentId,
  agentId,
  type DraftId,
  draftId,
  type GrantId,
  grantId,
  type PostId,
  postId,
  type StopId,
  stopId,
} from '../../src/id.ts'
import { postActions } from '../../src/post/post.ts'
import { type GrantAction, grantActions } from '../../src/rule/giving.ts'

const cardActs: readonly CardAct[] = [...draftActions, ...postActions, 'stop', 'why']

export type Selector =
  | {
      readonly on: 'draft'
      readonly draft: DraftId
      readonly revision: number
      readonly fingerprint: string
      readonly act: CardAct | 'review'
    }
  | { readonly on: 'post'; readonly post: PostId; readonly act: CardAct; readonly step?: string | undefined }
  | { readonly on: 'agent'; readonly agent: AgentId; readonly act: 'stop' }
  | { readonly on: 'stop'; readonly stop: StopId; readonly act: 'resume' }
  | { readonly on: 'grant'; readonly grant: GrantId; readonly act: GrantAction }
  | { readonly on: 'all'; readonly act: 'stop' | 'rule' }
  /** Whoever clicks is back. */
  | { readonly on: 'away'; readonly act: 'back' }
  /** A question to be asked in a place. */
  | { readonly on: 'ask'; readonly channel: string; readonly thread?: string | undefined }
  /** The rule of a place: shown, or set under the version that was shown. */
  | { readonly on: 'rule'; readonly channel: string; readonly version?: number | undefined }
  /** A post of ours, picked from its message. */
  | { readonly on: 'picked'; readonly post: PostId; readonly channel: string; readonly thread: string }

/** As words, since a post has no id before it is approved. */
export function selectorFor(card: Card, act: CardAct, step?: string): Words {
  const { draft, revision, fingerprint, post } = card.about
  const tail = step === undefined ? `|${act}` : `|${act}|${step}`
  if (card.card !== 'post' && card.card !== 'tombstone') {
    return [`${draft}|${revision}|${fingerprint === undefined ? '' : short(fingerprint)}${tail}`]
  }
  return post === undefined ? [{ slot: 'ref' }, tail] : [post + tail]
}

export function spellSelector(of: Exclude<Selector, { on: 'post' }>): string {
  switch (of.on) {
    case 'draft':
      return `${of.draft}|${of.revision}|${of.fingerprint}|${of.act}`
    case 'agent':
      return `${of.agent}|${of.act}`
    case 'stop':
      return `${of.stop}|${of.act}`
    case 'grant':
      return `${of.grant}|${of.act}`
    case 'all':
      return `all|${of.act}`
    case 'away':
      return `away|${of.act}`
    case 'ask':
      return `ask|${of.channel}|${of.thread ?? ''}`
    case 'rule':
      return `rule|${of.channel}|${of.version ?? ''}`
    case 'picked':
      return `picked|${of.post}|${of.channel}|${of.thread}`
  }
}

/** Undefined for anything that we would not have written. */
export function readSelector(value: string): Selector | undefined {
  const [first = '', ...rest] = value.split('|')
  if (first === 'ask' || first === 'rule' || first === 'picked') return placeSelector(first, rest)
  const draft = draftId.parse(first)
  if (draft !== undefined) return draftSelector(draft, rest)
  const post = postId.parse(first)
  if (post !== undefined) return postSelector(post, rest)
  const [act, ...more] = rest
  if (more.length > 0) return undefined
  const agent = agentId.parse(first)
  if (agent !== undefined) return act === 'stop' ? { on: 'agent', agent, act } : undefined
  const stop = stopId.parse(first)
  if (stop !== undefined) return act === 'resume' ? { on: 'stop', stop, act } : undefined
  const grant = grantId.parse(first)
  if (grant !== undefined) {
    const known = grantActions.find((one) => one === act)
    return known === undefined ? undefined : { on: 'grant', grant, act: known }
  }
  if (first === 'away') return act === 'back' ? { on: 'away', act } : undefined
  return first === 'all' && (act === 'stop' || act === 'rule') ? { on: 'all', act } : undefined
}

const isChannel = (text: string): boolean => /^[CDG][A-Z0-9]{1,30}$/.test(text)
const isMessage = (text: string): boolean => /^\d{1,12}\.\d{1,9}$/.test(text)

function placeSelector(on: 'ask' | 'rule' | 'picked', rest: readonly string[]): Selector | undefined {
  const [first = '', second = '', third = '', ...more] = rest
  if (on === 'picked') {
    const post = postId.parse(first)
    const isPicked = isChannel(second) && isMessage(third) && more.length === 0
    return post === undefined || !isPicked ? undefined : { on, post, channel: second, thread: third }
  }
  if (!isChannel(first) || rest.length !== 2) return undefined
  if (on === 'ask') {
    if (second === '') return { on, channel: first }
    return isMessage(second) ? { on, channel: first, thread: second } : undefined
  }
  if (second === '') return { on, channel: first }
  return /^\d{1,9}$/.test(second) ? { on, channel: first, version: Number(second) } : undefined
}

function draftSelector(
  draft: DraftId,
  [revision = '', fingerprint = '', act, ...more]: string[],
): Selector | undefined {
  const known = act === 'review' ? act : cardActs.find((one) => one === act)
  if (known === undefined || more.length > 0) return undefined
  // A draft that is not screened yet has no fingerprint, and nothing to approve.
  if (!/^[1-9]\d{0,8}$/.test(revision) || !/^([0-9a-f]{8})?$/.test(fingerprint)) return undefined
  return { on: 'draft', draft, revision: Number(revision), fingerprint, act: known }
}

function postSelector(post: PostId, [act, step, ...more]: string[]): Selector | undefined {
  const known = cardActs.find((one) => one === act)
  if (known === undefined || more.length > 0 || (known === 'reveal') !== (step !== undefined)) return undefined
  if (step !== undefined && !/^s[1-9]\d{0,3}$/.test(step)) return undefined
  return { on: 'post', post, act: known, ...(step === undefined ? {} : { step }) }
}
