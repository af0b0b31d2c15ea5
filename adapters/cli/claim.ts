// `countersign claim`: makes somebody the first admin, by the code that was printed at the start.

import { z } from 'zod'
import { threeWords } from './account.ts'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { onePerson, spokenPerson } from './person-words.ts'
import { aboutGate, codesOfExit, common, tell, wrongCall } from './tell.ts'

export const claim: Command = {
  says: 'make somebody the first admin, by the code of the start',
  help: `
countersign claim CODE --account ACCOUNT --name NAME

CODE was printed when the gate started and nobody was admin; it stands in the file claim-code of the data folder, for a day.
Whoever says “claim CODE” to the app in a chat needs no terminal.
--account  theirs on a platform: slack/T1/U1
--name     what cards call them
${aboutGate}

${codesOfExit}`,
  async run(words) {
    const call = readCall(words, { ...common, account: { type: 'string' }, name: { type: 'string' } })
    if (typeof call === 'string') return wrongCall('claim', call)
    const { values: flags, positionals } = call
    const [code, ...more] = positionals
    if (code === undefined || more.length > 0) return wrongCall('claim', 'say the CODE, and nothing else')
    const account = threeWords(flags.account ?? '')
    if (account === undefined) return wrongCall('claim', 'whose is it? --account slack/T1/U1')
    if (flags.name === undefined) return wrongCall('claim', 'what are they called? --name NAME')
    const { platform, workspace, last: user } = account
    return tell({
      command: 'claim',
      flags,
      path: '/v1/admin/claim',
      ask: { method: 'POST', body: { code, account: { platform, workspace, user }, name: flags.name } },
      schema: z.object({ person: onePerson }),
      words: ({ person }) => `${person.name} is admin now.\n${spokenPerson(person)}`,
    })
  },
}
