// `countersign resume`: lifts one stop.

import { z } from 'zod'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { oneStop, spokenStop } from './stop-words.ts'
import { aboutGate, codesOfExit, common, tell, wrongCall } from './tell.ts'

export const resume: Command = {
  says: 'lift a stop',
  help: `
countersign resume ID [--by ADMIN]

Deadlines go on from where they stood still. “countersign stop” lists the ids of what is stopped.
--by     the admin whose word it is, where a person stopped it: an id, or an account such as slack/T1/U1
${aboutGate}

${codesOfExit}`,
  async run(words) {
    const call = readCall(words, { ...common, by: { type: 'string' } })
    if (typeof call === 'string') return wrongCall('resume', call)
    const { values: flags, positionals } = call
    const [id, ...more] = positionals
    if (id === undefined || more.length > 0)
      return wrongCall('resume', 'which? say one ID; “countersign stop” lists them')
    return tell({
      command: 'resume',
      flags,
      path: `/v1/admin/stops/${encodeURIComponent(id)}/lift`,
      ask: { method: 'POST', body: flags.by === undefined ? {} : { by: flags.by } },
      schema: z.object({ stop: oneStop }),
      words: (read) => spokenStop(read.stop),
    })
  },
}
