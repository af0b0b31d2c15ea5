// Which model with which prompt an agent says it runs. A new one is another agent under an old name: it goes back to
// shadow until its owner, or an admin, answers for it. Only live tokens count: practice is where one tries the next.

import type { Run } from '../draft/disclosure.ts'
import type { Agent, AgentEvent } from './agent.ts'
import type { Token } from './token.ts'

export type RunName = { readonly model?: string | undefined; readonly promptHash?: string | undefined }

/** What a submission tells us of the agent itself, if that is anything. To name none is a name too. */
export function runEvent(agent: Agent, token: Token, run: Run, at: number): AgentEvent | undefined {
  // Without an admin's word there is nothing that a new run could go beyond.
  if (token.sort === 'sandbox' || agent.assessment === undefined) return undefined
  const { model, promptHash } = run
  const named = { model, promptHash }
  if (agent.runs === undefined) return { type: 'run-named', run: named, at }
  if (agent.runs.some((known) => isSame(known, named))) return undefined
  // Of several new ones the latest is shown; each is asked about in its turn.
  if (agent.newRun !== undefined && isSame(agent.newRun, named)) return undefined
  return { type: 'run-changed', run: named, at }
}

export function spokenRun({ model, promptHash }: RunName): string {
  return `${model ?? 'no model named'}, ${promptHash === undefined ? 'no prompt hash' : `prompt ${promptHash}`}`
}

function isSame(one: RunName, other: RunName): boolean {
  return one.model === other.model && one.promptHash === other.promptHash
}
