// What is answered when something may not be done. A refusal is expected: a value, never thrown.
// The codes are public: they stand in API answers and in the docs, and do not change their meaning.

import type { Instant } from './time.ts'

export const refusalCodes = [
  'token-unknown', // no live token, or not one of ours
  'unknown-draft', // no such draft, or not one that you may know of
  'unknown-post',
  'unknown-stop',
  'unknown-agent',
  'unknown-token', // the agent has no such token, or it works no more
  'unknown-person', // the account is not linked to a person
  'unknown-place', // the platform does not know the channel, or we cannot reach it
  'already-settled', // the draft or post has become something that this can no longer change
  'not-waiting', // the draft is not in a state in which this can be decided
  'changed-since-shown', // the revision or fingerprint is not the one that was shown
  'expired', // the deadline has passed by the record's clock
  'stopped', // a stop covers the agent or the place
  'place-closed', // the rule of the place closed it
  'not-yours', // somebody else decides this
  'not-asked-now', // they were, and had a card; somebody else decides this now
  'not-a-person', // agents, bots, tokens and webhooks decide nothing
  'not-a-colleague', // handed to oneself, or to somebody who could not decide there
  'not-a-term', // away until a moment that has passed, or that is too far
  'not-here', // not a member of the place, or no longer active
  'outsider', // guests and people from other companies do not decide
  'already-approved', // by you, for this revision
  'invoker-first', // the second person is asked after the one who asked the agent
  'assumptions-unticked', // high risk: each assumption is ticked, or a revision is asked for
  'read-first', // high risk: nobody can have read it yet
  'confirm-first', // the gate before a risky step was not ticked
  'reason-needed',
  'nothing-changed', // an edit that is the same text
  'out-of-scope', // the token does not reach this place
  'agent-not-live', // proposed or retired
  'assessment-needed', // no admin has given their word for the agent
  'assessment-over', // they did, until a moment that has passed
  'owner-needed', // nobody answers for the agent yet
  'name-taken', // another agent has that name, or had it
  'too-many-tokens', // two of one sort work at once, for rotation
  'invocation-foreign', // another agent's, or for another person's question
  'invocation-over', // expired, or closed
  'intent-not-carried', // the platform or this version cannot do that
  'no-grant', // the rule says auto, and no live grant says so too
  'unknown-grant',
  'not-auto', // the rule of the place is not auto, so a grant would mean nothing there
  'grant-too-long', // or shorter than a minute
  'grant-open', // this agent has one in this place already, or is waiting for one
  'asked-lately', // an agent that was told no does not ask again at once
  'already-given', // by you; the second yes comes from somebody else
  'demoted', // a post of the agent was recalled there, and nobody has confirmed it since
  'too-many-drafts', // of this agent wait for people, in that place or in all
  'too-many-revisions',
  'audience-wider', // more can read the place than the approver was shown
  'key-reused', // the same idempotency key with another body
  'lost-claim', // another process owns the publishing of it
  'claim-code-wrong', // not the code, or it was used, tried too often, or is too old
  'last-admin', // nobody else could lift a stop, set a rule or give a role
  'rules-changed', // somebody else set the rules since they were read
  'unknown-webhook', // the agent has no address of its own
  'address-refused', // nothing is ever carried to that address
  'busy', // lost too many races; safe to try again
] as const
export type RefusalCode = (typeof refusalCodes)[number]

export type Refusal = {
  readonly refused: RefusalCode
  /** The state it is in now, where that explains the answer. */
  readonly state?: string
  /** Who was first, and when, where somebody was. */
  readonly by?: string
  readonly at?: Instant
}

export function refuse(refused: RefusalCode, more: Omit<Refusal, 'refused'> = {}): Refusal {
  return { refused, ...more }
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value
}

/** The private, plain line a person gets. */
export function spokenRefusal(refusal: Refusal): string {
  const who = refusal.by === undefined ? '' : ` by ${refusal.by}`
  const state = refusal.state ?? 'settled'
  return spoken[refusal.refused].replace('{state}', states[state] ?? state).replace('{by}', who)
}

/** Where the word for a state would not be one in a sentence. */
const states: { readonly [state: string]: string | undefined } = {
  received: 'waiting for our checks',
  screening: 'being checked',
  pending: 'waiting for a decision',
  revising: 'with the agent, for a new revision',
  publishing: 'being published',
  unconfirmed: 'sent, and nobody knows whether it arrived',
  kept: 'kept private',
  shadowed: 'only recorded',
  up: 'there for readers to see',
  superseded: 'replaced by a newer version',
  lapsed: 'over',
}

const spoken: Record<RefusalCode, string> = {
  'token-unknown': 'The token is missing, wrong, expired or revoked.',
  'unknown-draft': 'There is no such draft.',
  'unknown-post': 'There is no such post.',
  'unknown-stop': 'There is no such stop.',
  'unknown-agent': 'There is no such agent.',
  'unknown-token': 'There is no such token, or it works no more.',
  'unknown-person': 'Your account is not linked to a person here.',
  'unknown-place': 'That place is unknown, or cannot be reached.',
  'already-settled': 'This is already {state}{by}. Nothing changed.',
  'not-waiting': 'This is {state} now, so that cannot be done. Nothing changed.',
  'changed-since-shown': 'The draft changed since you were shown it. Nothing was approved; please read it again.',
  expired: 'The time for this has passed. No answer counts as “no”.',
  stopped: 'A stop is on{by}. Nothing can be approved or published until it is lifted.',
  'place-closed': 'Agents may not post in this place.',
  'not-yours': 'That is for somebody else to decide. Nothing changed.',
  'not-asked-now': 'You are not asked about this draft any more: {state}. Nothing changed.',
  'not-a-person': 'Only a person can decide.',
  'not-a-colleague': 'Name somebody else who is a full member of the channel. Nothing changed.',
  'not-a-term': 'Say a moment to come, at most a year from now. Nothing changed.',
  'not-here': 'You are not a member of that place.',
  outsider: 'Guests and people from outside the company cannot decide here. Nothing changed.',
  'already-approved': 'You already approved this revision. A second person is needed.',
  'invoker-first':
    'Somebody else decides first, as a rule the person who asked the agent. Nothing changed; your turn comes after that.',
  'assumptions-unticked': 'Tick each assumption that you know to be true. If one is false, ask for a revision.',
  'read-first': 'This is high risk. Please read it first; you can approve it in a moment. Nothing changed.',
  'confirm-first': 'Tick every line before the step is shown.',
  'reason-needed': 'Please give a reason.',
  'nothing-changed': 'Your version is the same text. Approve it as it is, or change something.',
  'out-of-scope': 'This agent has no access to that place.',
  'agent-not-live': 'This agent is {state} and cannot submit.',
  'assessment-needed': 'No admin has given their word for this agent yet.',
  'assessment-over': 'The risk assessment of this agent has run out.',
  'owner-needed': 'Nobody answers for this agent yet. Name its owner first.',
  'name-taken': 'Another agent has that name, or had it.',
  'too-many-tokens': 'Two tokens of that sort work already. Revoke one first.',
  'invocation-foreign': 'That invocation belongs to another agent.',
  'invocation-over': 'That invocation is over.',
  'intent-not-carried': 'That cannot be done on this platform.',
  'no-grant': 'No live grant allows posting without a person.',
  'unknown-grant': 'There is no such grant.',
  'not-auto': 'The rule of this place is not “auto”, so a grant would mean nothing here.',
  'grant-too-long': 'A grant lasts from one minute to an hour, or to eight hours with two people.',
  'grant-open': 'This agent has a grant here already, or one is being decided.',
  'asked-lately': 'This agent was told no a moment ago.',
  'already-given': 'You said yes already. The second yes has to come from somebody else.',
  demoted: 'A post of this agent was recalled here. A person has to confirm it before it can get a grant.',
  'too-many-drafts': 'So many drafts of this agent wait already. Nothing was taken.',
  'too-many-revisions': 'This draft has had too many revisions. Start a new one.',
  'audience-wider': 'More people can read the place now than you were shown. Please look again.',
  'key-reused': 'The same idempotency key was used with another body.',
  'lost-claim': 'Another process is publishing this.',
  'claim-code-wrong':
    'That is not the code, or it is over. A new one is made when the gate starts and nobody is admin.',
  'last-admin': 'This is the last admin. Give somebody else the role first.',
  'rules-changed': 'Somebody changed the rules since you looked at them. Nothing changed; please look again.',
  'unknown-webhook': 'This agent has no webhook.',
  'address-refused': 'Nothing is carried to that address: {state}.',
  busy: 'Many people are deciding at once. Nothing changed; please try again.',
}
