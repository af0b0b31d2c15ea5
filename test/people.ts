// People, places and a draft that the tests of the core speak of. Values are read, not computed.

import type { Moment } from '../src/draft/approval.ts'
import type { AgentCommand, HouseCommand, PersonCommand } from '../src/draft/command.ts'
import { compose } from '../src/draft/compose.ts'
import { decide } from '../src/draft/decide.ts'
import { nothingDisclosed } from '../src/draft/disclosure.ts'
import type { Draft, DraftBase, DraftEvent, Screened } from '../src/draft/draft.ts'
import { evolve } from '../src/draft/evolve.ts'
import { agentId, draftId, invocationId, personId, postId, sure } from '../src/id.ts'
import type { Standing } from '../src/person/person.ts'
import type { Audience, Destination } from '../src/place.ts'
import type { Refusal } from '../src/refusal.ts'
import type { Verdict } from '../src/rule/judge.ts'
import { noStops, type StopBoard } from '../src/safety/stop.ts'
import type { Finding } from '../src/screening/finding.ts'
import { hour, minute } from '../src/time.ts'
import { fakePlatform } from './fakes/platform.ts'

export const noon = Date.UTC(2026, 9, 20, 12)
export const later = noon + 10 * minute
export const tooLate = noon + 5 * hour

export const clara = sure(agentId, 'a_01K7Q2M8AA0000000001')
export const colin = sure(agentId, 'a_01K7Q2M8AA0000000002')
export const oneDraft = sure(draftId, 'd_01K7Q2M8AA0000000003')
export const onePost = sure(postId, 'p_01K7Q2M8AA0000000004')
const inv = sure(invocationId, 'inv_01K7Q2M8AA0000000005')

function person(name: string, last: string, more: Partial<Standing> = {}): Standing {
  const id = sure(personId, `u_01K7Q2M8AA000000001${last}`)
  return { person: id, name, active: true, bot: false, member: 'full', roles: [], ...more }
}

export const ada = person('Ada', '1')
export const bo = person('Bo', '2')
export const mia = person('Mia', '3', { roles: ['moderator'] })
export const gus = person('Gus', '4', { member: 'guest' })
export const machine = person('Machine', '5', { bot: true })
export const gone = person('Gone', '6', { active: false })
export const stranger = person('Stranger', '7', { member: 'none' })

export const help: Destination = { platform: 'practice', workspace: 'practice', channel: 'platform-help' }
export const audience: Audience = { name: '#platform-help', people: 214, outsiders: 3, open: true }

export const oneVerdict: Verdict = {
  rule: 'default',
  version: 0,
  autonomy: 'draft',
  people: 1,
  expiresAfterMs: 4 * hour,
  reason: 'the person who asked decides here',
}
export const twoVerdict: Verdict = { ...oneVerdict, people: 2, reason: 'two people for high risk' }

export const opensAccess: Finding = {
  check: 'risky-steps',
  sort: 'access-list',
  severity: 'high',
  where: { from: 0, to: 4 },
  says: 'It loosens access control: people without clearance may be able to read or change data.',
}

export const base: DraftBase = {
  id: oneDraft,
  agent: { id: clara, name: 'Careful Clara' },
  destination: help,
  intent: { intent: 'post' },
  invocation: inv,
  invoker: { person: ada.person, name: ada.name },
  run: {},
  revision: {
    number: 1,
    author: { agent: clara },
    content: { text: 'Staging deploys run at 09:00 and 15:00.', tags: [] },
    disclosure: { ...nothingDisclosed, assumptions: ['you mean the staging cluster'] },
    at: noon,
    salt: '00',
  },
  earlier: [],
  received: noon,
  shadowAgent: false,
}

export function screened(draft: DraftBase, findings: readonly Finding[], verdict: Verdict, nonce = 'n1'): Screened {
  return compose(draft, findings, verdict, audience, fakePlatform().channel, nonce)
}

export function moment(at = noon, board: StopBoard = noStops, verdict: Verdict = oneVerdict): Moment {
  return { at, board, verdict }
}

type Any = PersonCommand | AgentCommand | HouseCommand

/** What has happened so far; then what a command makes of it. */
export function given(...events: readonly DraftEvent[]): {
  draft: Draft | undefined
  when: (command: Any, at?: Moment) => DraftEvent | Refusal
} {
  let draft: Draft | undefined
  for (const event of events) draft = evolve(draft, event)
  return { draft, when: (command, at = moment()) => decide(draft, command, at) }
}

export const received: DraftEvent = { type: 'received', draft: base }
export const screening: DraftEvent = { type: 'screening-began', at: noon }
export const lowRisk = screened(base, [], oneVerdict)
export const highRisk = screened(base, [{ ...opensAccess }], twoVerdict)
export const deadline = { from: noon, at: noon + 4 * hour }
export const held: readonly DraftEvent[] = [received, screening, { type: 'held', screened: lowRisk, deadline }]
export const heldHigh: readonly DraftEvent[] = [received, screening, { type: 'held', screened: highRisk, deadline }]

export function approveAs(
  who: Standing,
  of: Screened = lowRisk,
  revision = 1,
  ticked: readonly number[] = [0],
): PersonCommand {
  return { do: 'approve', who, shown: { revision, fingerprint: of.fingerprint.slice(0, 8) }, ticked, did: 'read' }
}

export function approvalOf(who: Standing, of: Screened = lowRisk): DraftEvent & { type: 'approved' } {
  const asked = who.person === ada.person
  return {
    type: 'approved',
    approval: { by: who.person, name: who.name, at: noon, did: 'read', asked, fingerprint: of.fingerprint },
  }
}
