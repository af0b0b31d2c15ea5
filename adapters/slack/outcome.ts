// What became of a call that did not say yes: certainly not done, with what to do about it; or nobody knows. A name that
// Slack's own list does not have counts as unknown, since half an answer arrives as such a name.

import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { OutOfReach, outOfReach, type Sent } from '../../src/port/channel.ts'
import { second } from '../../src/time.ts'

export type Fate = Exclude<Sent, { sent: 'yes' }>

/** Where Slack throttles and does not say for how long. */
const usualWaitMs = 30 * second
const noConnectionMs = 5 * second

/** A person can cure these; the word in brackets is Slack's own. */
const cures: { readonly [error: string]: string } = {
  not_in_channel: 'we are not in the channel; invite us there with /invite',
  channel_not_found: 'the channel is gone, or is private and we are not in it; invite us there with /invite',
  is_archived: 'the channel is archived; somebody has to unarchive it',
  is_inactive: 'the channel is frozen',
  thread_not_found: 'the message that this answers was deleted',
  cannot_reply_to_message: 'nobody can answer that message in a thread',
  restricted_action: 'the workspace does not let us post in this channel; an admin can allow it',
  restricted_action_read_only_channel: 'only some people may post in this channel; an admin can allow us',
  restricted_action_thread_only_channel: 'this channel takes replies in threads only; ask the agent in a thread',
  restricted_action_non_threadable_channel: 'this channel takes no threads; ask the agent in the channel itself',
  restricted_action_thread_locked: 'the thread is locked; an admin can unlock it',
  token_revoked: 'our access to the workspace was taken away; an admin has to install us again',
  token_expired: 'our access to the workspace has run out; an admin has to install us again',
  account_inactive: 'we were removed from the workspace; an admin has to install us again',
  invalid_auth: 'Slack does not know our token; an admin has to install us again',
  not_authed: 'Slack got no token from us; an admin has to install us again',
  missing_scope: 'we lack a permission in the workspace; an admin has to install us again with the present manifest',
  not_allowed_token_type: 'our token is of another kind; an admin has to install us again',
  no_permission: 'we lack a permission in the workspace; an admin can give it',
  access_denied: 'the workspace denies us access; an admin can give it',
  ekm_access_denied: 'the workspace has suspended writing; an admin can lift that',
  org_login_required: 'the workspace is being moved; it works again afterwards',
  team_access_not_granted: 'we have no access to this workspace; an admin can give it',
  team_not_found: 'Slack does not find the workspace',
  enterprise_is_restricted: 'the organisation does not allow this',
  team_added_to_org: 'the workspace is being moved; it works again afterwards',
  messages_tab_disabled: 'the app’s messages are switched off; the present manifest switches them on',
  user_not_in_channel: 'this person is not in the channel',
  message_limit_exceeded: 'the workspace has reached its limit of messages',
}

/** Nobody can cure these: what we drew is not taken, or the message is not ours to change any more. */
const final: readonly string[] = [
  'block_mismatch',
  'cant_delete_message',
  'cant_update_message',
  'edit_window_closed',
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'markdown_text_conflict',
  'message_not_found',
  'metadata_must_be_sent_from_app',
  'metadata_too_large',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'unknown_method',
]
const throttles: readonly string[] = ['ratelimited', 'rate_limited']

/** Slack has taken our access away, or never gave it: no call of ours in that workspace can succeed. */
const shutsOut: readonly string[] = [
  'token_revoked',
  'token_expired',
  'account_inactive',
  'invalid_auth',
  'not_authed',
  'not_allowed_token_type',
  'org_login_required',
  'team_access_not_granted',
  'team_added_to_org',
]

/** The errors of the socket before a byte has left. */
const noConnection: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']

export function fateOf(cause: unknown): Fate {
  const why = outOfReach(cause)
  if (why !== undefined) return { sent: 'no', why, next: 'blocked' }
  if (cause instanceof WebAPIRateLimitedError) return throttled(cause.retryAfter * second)
  if (cause instanceof WebAPIPlatformError) return refused(cause.data.error)
  if (cause instanceof WebAPIHTTPError) {
    const { statusCode } = cause
    const why = `Slack answered ${statusCode}`
    return statusCode >= 500 || statusCode === 408 ? { sent: 'unclear', why } : { sent: 'no', why, next: 'blocked' }
  }
  if (cause instanceof WebAPIRequestError) {
    if (neverLeft(cause.original)) {
      return { sent: 'no', why: 'Slack cannot be reached', next: 'again', afterMs: noConnectionMs, holdLane: false }
    }
    return { sent: 'unclear', why: 'the connection to Slack ended without an answer' }
  }
  // A 429 that does not say for how long has no code; the client only tells it in words.
  if (cause instanceof Error && cause.message.includes('Retry header did not contain a valid timeout'))
    return throttled(usualWaitMs)
  return { sent: 'unclear', why: 'what Slack answered cannot be read' }
}

/** Slack's own word for a refusal. */
export function errorName(cause: unknown): string | undefined {
  if (cause instanceof OutOfReach) return errorName(cause.cause)
  return cause instanceof WebAPIPlatformError ? cause.data.error : undefined
}

/** The same fault, or where Slack shuts us out of the workspace, what a person can do about it. */
export function named(cause: unknown): unknown {
  const error = errorName(cause)
  if (error === undefined || !isShutOut(error)) return cause
  return new OutOfReach(cureOf(error) ?? error, { cause })
}

export function isShutOut(error: string): boolean {
  return shutsOut.includes(error)
}

/** What a person can do about this refusal of Slack's. */
export function cureOf(error: string): string | undefined {
  const cure = Object.hasOwn(cures, error) ? cures[error] : undefined
  return cure === undefined ? undefined : `${cure} (${error})`
}

function refused(error: string): Fate {
  const cure = cureOf(error)
  if (cure !== undefined) return { sent: 'no', why: cure, next: 'blocked' }
  if (final.includes(error)) return { sent: 'no', why: error, next: 'failed' }
  if (throttles.includes(error)) return throttled(usualWaitMs)
  // Not the name itself: it may be half an answer, with the draft in it.
  return { sent: 'unclear', why: /^[a-z_]{1,60}$/.test(error) ? error : 'what Slack answered cannot be read' }
}

function throttled(afterMs: number): Fate {
  return { sent: 'no', why: 'Slack asks us to wait', next: 'again', afterMs, holdLane: true }
}

function neverLeft(original: unknown): boolean {
  for (let at = original, deep = 0; at instanceof Error && deep < 4; at = at.cause, deep++) {
    if ('code' in at && noConnection.includes(at.code)) return true
  }
  return false
}
