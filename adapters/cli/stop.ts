// `countersign stop`: the kill switch from a terminal, and the list of what is stopped.

import { z } from 'zod'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { oneStop, spokenStop } from './stop-words.ts'
import { aboutGate, codesOfExit, common, tell, wrongCall } from './tell.ts'

const options = {
  ...common,
  agent: { type: 'string' },
  channel: { type: 'string' },
  workspace: { type: 'string' },
  all: { type: 'boolean', default: false },
  reason: { type: 'string' },
} as const

export const stop: Command = {
  says: 'stop agents at once, and list what is stopped',
  help: `
countersign stop --agent AGENT [--channel PLACE] --reason TEXT   one agent, everywhere or in one channel
countersign stop --channel PLACE --reason TEXT                   every agent in a channel: slack/T1/C1
countersign stop --workspace WORKSPACE --reason TEXT             every agent in a workspace: slack/T1
countersign stop --all --reason TEXT                             every agent, everywhere
countersign stop                                                 what is stopped now

Nothing that it covers can be approved or published from then on. Drafts are frozen, not deleted, and their deadlines stand
still. “countersign resume ID” lifts it. AGENT is a name or an id.
${aboutGate}

${codesOfExit}`,
  async run(words) {
    const call = readCall(words, options)
    if (typeof call === 'string') return wrongCall('stop', call)
    const { values: flags, positionals } = call
    if (positionals.length > 0) return wrongCall('stop', 'whom? --agent, --channel, --workspace or --all')
    const scope = scopeOf(flags)
    if (typeof scope === 'string') return wrongCall('stop', scope)
    const path = '/v1/admin/stops'
    if (scope === undefined) {
      if (flags.reason !== undefined) return wrongCall('stop', 'whom? --agent, --channel, --workspace or --all')
      const words = ({ stops }: { stops: z.infer<typeof oneStop>[] }) =>
        stops.length === 0 ? 'Nothing is stopped.\n' : stops.map(spokenStop).join('')
      return tell({ command: 'stop', flags, path, schema: z.object({ stops: z.array(oneStop) }), words })
    }
    if (flags.reason === undefined || flags.reason.trim() === '') return wrongCall('stop', 'why? --reason TEXT')
    return tell({
      command: 'stop',
      flags,
      path,
      ask: { method: 'POST', body: { scope, reason: flags.reason } },
      schema: z.object({ stop: oneStop }),
      words: (read) => spokenStop(read.stop),
    })
  },
}

type Whom = {
  readonly agent?: string | undefined
  readonly channel?: string | undefined
  readonly workspace?: string | undefined
  readonly all: boolean
}

/** Whom it covers; undefined when nobody was named, a line when too many were. */
function scopeOf({ agent, channel: lane, workspace, all }: Whom): object | string | undefined {
  const named = [agent ?? lane, workspace, all ? 'all' : undefined].filter((one) => one !== undefined)
  if (named.length > 1) return 'one of --agent, --channel, --workspace and --all'
  if (agent !== undefined) return { over: 'agent', agent, ...(lane === undefined ? {} : { lane }) }
  if (lane !== undefined) return { over: 'channel', lane }
  if (workspace !== undefined) return { over: 'workspace', workspace }
  return all ? { over: 'all' } : undefined
}
