// A job is a bell and nothing more: it carries the id of one row of what is owed. Its own id adds the fence, so that
// each taking of a row has one bell, rung any number of times, and a stuck one silences no later one.

import type { Rung } from '../../src/port/record.ts'

export type BellJob = {
  readonly name: 'look'
  readonly data: { readonly outboxId: string }
  readonly opts: { readonly jobId: string }
}

export function jobFor({ id, fence }: Rung): BellJob {
  return { name: 'look', data: { outboxId: id }, opts: { jobId: `${id}-${fence}` } }
}

/** The row a job names, if it has the shape of one of ours. What lies in Redis may have been written by anybody. */
export function rowNamedBy(data: unknown, jobId: string | undefined): string | undefined {
  if (typeof data !== 'object' || data === null || Object.keys(data).length !== 1 || !('outboxId' in data)) return
  const { outboxId } = data
  if (typeof outboxId !== 'string' || jobId === undefined) return
  return ours.test(jobId) && jobId.startsWith(`${outboxId}-`) ? outboxId : undefined
}

/** What may be said of a job's id in a log. */
export function spokenJobId(jobId: string): string {
  return ours.test(jobId) ? jobId : 'an id that is not ours'
}

const ours = /^o_[0-9A-HJKMNP-TV-Z]{20}-\d{1,10}$/
