// Stops in words for a terminal.

import { z } from 'zod'
import { spokenTime } from '../../src/time.ts'

export const oneStop = z.object({
  id: z.string(),
  scope: z.object({
    over: z.enum(['agent', 'channel', 'workspace', 'all']),
    agent: z.string().optional(),
    lane: z.string().optional(),
    workspace: z.string().optional(),
  }),
  by: z.string(),
  reason: z.string(),
  from: z.number(),
  until: z.number().optional(),
})
type OneStop = z.infer<typeof oneStop>

export function spokenStop({ id, scope, by, reason, from, until }: OneStop): string {
  const state = until === undefined ? 'on' : `lifted ${spokenTime(until)}`
  return `${id}  ${state}  ${overWhat(scope)}; by ${by}, ${spokenTime(from)}. Reason: ${reason}\n`
}

function overWhat({ over, agent, lane, workspace }: OneStop['scope']): string {
  switch (over) {
    case 'agent':
      return `agent ${agent}, ${lane === undefined ? 'everywhere' : `in ${lane}`}`
    case 'channel':
      return `every agent in ${lane}`
    case 'workspace':
      return `every agent in ${workspace}`
    case 'all':
      return 'every agent, everywhere'
  }
}
