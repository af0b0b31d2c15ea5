// What every error code means, with its status and what to do. One table; docs/errors.md is that table, and a test holds
// them together. A code never changes its meaning.

import type { RefusalCode } from '../../src/refusal.ts'

export type DoorCode =
  | 'malformed-json'
  | 'invalid-body'
  | 'invalid-query'
  | 'lone-surrogate'
  | 'key-missing'
  | 'key-invalid'
  | 'too-large'
  | 'not-json'
  | 'admin-token-needed'
  | 'metrics-token-needed'
  | 'if-match-needed'
  | 'too-many-streams'
  | 'no-such-path'
  | 'no-such-method'
  | 'wrong-host'
  | 'not-ready'
  | 'too-many-requests'
  | 'fault'
export type Code = RefusalCode | DoorCode

export type Row = { readonly status: number; readonly says: string; readonly todo: string }

export const codes: { readonly [code in Code]: Row } = {
  'malformed-json': { status: 400, says: 'The body is not JSON in UTF-8.', todo: 'Send one JSON object.' },
  'key-missing': {
    status: 400,
    says: 'A submission needs an Idempotency-Key header.',
    todo: 'Make one key a draft, and send the same one when you try again.',
  },
  'key-invalid': {
    status: 400,
    says: 'The Idempotency-Key is not 1 to 200 printable ASCII characters.',
    todo: 'Use a UUID, or your own id of the run.',
  },
  'invalid-query': {
    status: 400,
    says: 'A parameter of the address is not understood.',
    todo: 'See “errors” in the answer, and /openapi.json.',
  },
  'token-unknown': {
    status: 401,
    says: 'The token is missing, wrong, expired or revoked.',
    todo: 'Ask the owner of the agent for a live token.',
  },
  'admin-token-needed': {
    status: 401,
    says: 'This needs the admin token.',
    todo: 'Send it as “Authorization: Bearer …”; it is in the data folder of the gate.',
  },
  'metrics-token-needed': {
    status: 401,
    says: 'The figures need the metrics token, or the admin token.',
    todo: 'Set COUNTERSIGN_METRICS_TOKEN, and send it as “Authorization: Bearer …”.',
  },
  'out-of-scope': {
    status: 403,
    says: 'The token does not reach that place.',
    todo: 'A sandbox token reaches practice alone; ask for a live one.',
  },
  'agent-not-live': {
    status: 403,
    says: 'The agent is proposed or retired.',
    todo: 'Its owner or an admin has to act.',
  },
  'assessment-needed': {
    status: 403,
    says: 'No admin has given their word for the agent.',
    todo: 'An admin does: “countersign agent assess”.',
  },
  'assessment-over': {
    status: 403,
    says: 'The risk assessment of the agent has run out.',
    todo: 'An admin renews it: “countersign agent assess”.',
  },
  'owner-needed': {
    status: 403,
    says: 'Nobody answers for the agent yet.',
    todo: 'Name its owner: “countersign agent owner”.',
  },
  stopped: { status: 403, says: 'A stop is on.', todo: 'Wait until people have lifted it. Do not try to go round it.' },
  'place-closed': { status: 403, says: 'Agents may not post in that place.', todo: 'Do not submit drafts for it.' },
  'invocation-foreign': {
    status: 403,
    says: 'No such invocation, or it belongs to another agent.',
    todo: 'Use the invocation you were given, or none.',
  },
  'not-yours': { status: 403, says: 'Somebody else decides this.', todo: 'Nothing.' },
  'not-asked-now': {
    status: 409,
    says: 'They were asked about this draft, and are not any more.',
    todo: 'Nothing; somebody else decides it.',
  },
  'not-a-person': {
    status: 403,
    says: 'Only a person can decide.',
    todo: 'Nothing. There is no path by which an agent decides.',
  },
  'not-a-colleague': {
    status: 409,
    says: 'A draft is handed to another full member of the place.',
    todo: 'Name somebody else.',
  },
  'not-a-term': {
    status: 400,
    says: 'A person is away until a moment to come, at most a year from now.',
    todo: 'Name another moment.',
  },
  'not-here': { status: 403, says: 'Not a member of that place.', todo: 'Join it first.' },
  outsider: { status: 403, says: 'Guests and outsiders do not decide there.', todo: 'Ask a full member.' },
  'no-grant': { status: 403, says: 'No live grant allows it.', todo: 'Ask for one.' },
  'not-auto': {
    status: 403,
    says: 'The rule of that place is not “auto”; a grant would mean nothing there.',
    todo: 'Submit drafts; people decide on them.',
  },
  demoted: {
    status: 403,
    says: 'A post of the agent was recalled there; no grant works until a person has confirmed it.',
    todo: 'Submit drafts; people decide on them.',
  },
  'claim-code-wrong': {
    status: 403,
    says: 'It is not the claim code, or the code is over.',
    todo: 'Restart the gate for a new one, or use “countersign person role”.',
  },
  'no-such-path': { status: 404, says: 'There is nothing at this path.', todo: 'See /openapi.json.' },
  'unknown-draft': { status: 404, says: 'No such draft, or not one of yours.', todo: 'Check the id.' },
  'unknown-post': {
    status: 404,
    says: 'No such post, or not one of yours that is up in that place.',
    todo: 'Check the id.',
  },
  'unknown-grant': { status: 404, says: 'No such grant.', todo: 'Check the id.' },
  'unknown-stop': { status: 404, says: 'No such stop.', todo: 'Check the id; GET /v1/admin/stops lists them.' },
  'unknown-agent': { status: 404, says: 'No such agent.', todo: 'Check the id.' },
  'unknown-token': {
    status: 404,
    says: 'The agent has no such token, or it works no more.',
    todo: 'See “countersign agent show”.',
  },
  'unknown-person': { status: 404, says: 'The account is not linked to a person.', todo: 'Link it.' },
  'unknown-webhook': { status: 404, says: 'The agent has no webhook.', todo: 'Set one.' },
  'unknown-place': {
    status: 404,
    says: 'That place is unknown or cannot be reached.',
    todo: 'Check platform, workspace and channel.',
  },
  'no-such-method': { status: 405, says: 'This path does not take that method.', todo: 'See the Allow header.' },
  'name-taken': { status: 409, says: 'Another agent has that name, or had it.', todo: 'Choose another.' },
  'too-many-tokens': {
    status: 409,
    says: 'Two tokens of that sort work already.',
    todo: 'Revoke one, or wait until the old one of a rotation is over.',
  },
  'key-reused': {
    status: 409,
    says: 'The same key was used with another body.',
    todo: 'Make a new key for a new draft.',
  },
  'already-settled': {
    status: 409,
    says: 'It is settled and does not change any more.',
    todo: 'Read it; start a new draft if one is needed.',
  },
  'not-waiting': {
    status: 409,
    says: 'It is in a state in which that cannot be done.',
    todo: 'Read its state, and wait if it is being checked.',
  },
  'changed-since-shown': { status: 409, says: 'It changed since it was shown.', todo: 'Read it again.' },
  'already-approved': { status: 409, says: 'This person approved it already.', todo: 'A second person is needed.' },
  'invoker-first': { status: 409, says: 'The one who asked decides first.', todo: 'Wait.' },
  'assumptions-unticked': {
    status: 409,
    says: 'Not every assumption was ticked.',
    todo: 'Tick each, or ask for a revision.',
  },
  'read-first': {
    status: 409,
    says: 'It is of high risk, and too new to have been read.',
    todo: 'Read it, then approve.',
  },
  'confirm-first': { status: 409, says: 'The gate before a risky step was not ticked.', todo: 'Tick every line.' },
  'reason-needed': { status: 409, says: 'A reason is needed.', todo: 'Give one.' },
  'nothing-changed': { status: 409, says: 'The edited text is the same text.', todo: 'Approve it as it is.' },
  'too-many-revisions': { status: 409, says: 'It has had too many revisions.', todo: 'Start a new draft.' },
  'audience-wider': { status: 409, says: 'More people can read the place than were shown.', todo: 'Look again.' },
  'grant-open': {
    status: 409,
    says: 'The agent has another grant in that place, or waits for one.',
    todo: 'Wait until it is over.',
  },
  'asked-lately': { status: 409, says: 'It was told no a moment ago.', todo: 'Do not ask again for a while.' },
  'already-given': { status: 409, says: 'This person said yes already.', todo: 'A second person is needed.' },
  'last-admin': { status: 409, says: 'It is the last admin.', todo: 'Give somebody else the role first.' },
  'lost-claim': { status: 409, says: 'Another process is publishing it.', todo: 'Nothing.' },
  expired: { status: 410, says: 'The time for it has passed.', todo: 'Start a new draft.' },
  'invocation-over': {
    status: 410,
    says: 'The invocation is over; it lasts an hour.',
    todo: 'A person has to ask again.',
  },
  'rules-changed': {
    status: 412,
    says: 'Somebody set the rules since they were read.',
    todo: 'Read them again, and send If-Match with that version.',
  },
  'too-large': { status: 413, says: 'The body is larger than 256 KiB.', todo: 'Shorten it.' },
  'not-json': { status: 415, says: 'The body is not announced as application/json.', todo: 'Send that content type.' },
  'wrong-host': {
    status: 421,
    says: 'This gate does not answer to that host name.',
    todo: 'Use the address it was started with.',
  },
  'invalid-body': {
    status: 422,
    says: 'A field is unknown, missing, too long or of another type.',
    todo: 'See “errors” in the answer, and /openapi.json.',
  },
  'lone-surrogate': {
    status: 422,
    says: 'A text contains half of a character, or a NUL.',
    todo: 'Send well-formed Unicode.',
  },
  'address-refused': {
    status: 422,
    says: 'Nothing is ever carried to that address.',
    todo: 'Use https and a public host, or have the operator name the host in COUNTERSIGN_WEBHOOK_HOSTS.',
  },
  'grant-too-long': {
    status: 422,
    says: 'A grant lasts from a minute to an hour, or to eight hours with two people.',
    todo: 'Ask for less.',
  },
  'intent-not-carried': {
    status: 422,
    says: 'That platform does not carry this intent.',
    todo: 'Post a message instead.',
  },
  'if-match-needed': {
    status: 428,
    says: 'Setting the rules needs an If-Match header.',
    todo: 'Send the ETag of the rules that you read.',
  },
  'too-many-requests': {
    status: 429,
    says: 'More requests than this agent, or this address, may make.',
    todo: 'Wait as long as Retry-After says. RateLimit and RateLimit-Policy tell what is left.',
  },
  'too-many-drafts': {
    status: 429,
    says: 'So many drafts of this agent wait already, there or in all.',
    todo: 'Withdraw some, or wait until people have decided; then send the same key again.',
  },
  'too-many-streams': {
    status: 429,
    says: 'The agent listens for events at this process as often as it may.',
    todo: 'Close one, or wait as long as Retry-After says.',
  },
  fault: {
    status: 500,
    says: 'Something failed here. Nothing was published that nobody approved.',
    todo: 'Try again with the same key; give the request id to an admin.',
  },
  busy: { status: 503, says: 'Too many changes at once; nothing happened.', todo: 'Try again with the same key.' },
  'not-ready': { status: 503, says: 'A part of the gate is not ready.', todo: 'See “errors” in the answer.' },
}
