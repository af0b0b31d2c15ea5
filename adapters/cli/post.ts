// `countersign post`: what became of a post, and its recall from a terminal.

import { z } from 'zod'
import { spokenTime } from '../../src/time.ts'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { aboutGate, codesOfExit, common, tell, wrongCall } from './tell.ts'

const place = z.object({ platform: z.string(), workspace: z.string(), channel: z.string() })
const one = z.object({
  post: z.object({
    id: z.string(),
    state: z.string(),
    draft: z.string(),
    agent: z.object({ id: z.string(), name: z.string() }),
    place,
    published: z.number(),
    approvedBy: z.array(z.string()),
    grant: z.string().optional(),
    readers: z.object({ opened: z.number(), acted: z.number(), reports: z.number() }),
    recalled: z.object({ by: z.string(), at: z.number(), reason: z.string() }).optional(),
  }),
})
type OnePost = z.infer<typeof one>['post']

export const post: Command = {
  says: 'see what became of a post, or recall it',
  help: `
countersign post show ID                     its state, who allowed it, how many opened, acted on or reported it
countersign post recall ID --reason TEXT     readers see a notice with this reason instead; grants of the agent there end

What it says is not shown. Notifications that a platform has sent already cannot be recalled.
${aboutGate}

${codesOfExit}`,
  async run(words) {
    const call = readCall(words, { ...common, reason: { type: 'string' } })
    if (typeof call === 'string') return wrongCall('post', call)
    const { values: flags, positionals } = call
    const [act, id, ...more] = positionals
    if (act !== 'show' && act !== 'recall') return wrongCall('post', 'one of show, recall')
    if (id === undefined || more.length > 0) return wrongCall('post', `${act} takes one ID`)
    const path = `/v1/admin/posts/${encodeURIComponent(id)}`
    const shared = { command: 'post', flags, schema: one, words: (read: z.infer<typeof one>) => spokenPost(read.post) }
    if (act === 'show')
      return flags.reason === undefined ? tell({ ...shared, path }) : wrongCall('post', '--reason goes with recall')
    if (flags.reason === undefined || flags.reason.trim() === '') return wrongCall('post', 'why? --reason TEXT')
    return tell({ ...shared, path: `${path}/recall`, ask: { method: 'POST', body: { reason: flags.reason } } })
  },
}

function spokenPost({
  id,
  state,
  draft,
  agent,
  place: at,
  published,
  approvedBy,
  grant,
  readers,
  recalled,
}: OnePost): string {
  const allowed = grant === undefined ? approvedBy.join(', ') || 'nobody whom we know' : `grant ${grant}`
  return [
    `Post      ${id}: ${state}`,
    `Of        ${agent.name} (AI agent), draft ${draft}`,
    `In        ${at.platform}/${at.workspace}/${at.channel}, since ${spokenTime(published)}`,
    `Allowed   by ${allowed}`,
    `Readers   ${readers.opened} opened a step, ${readers.acted} said they run it, ${readers.reports} reported it`,
    ...(recalled === undefined
      ? []
      : [`Recalled  by ${recalled.by}, ${spokenTime(recalled.at)}. Reason: ${recalled.reason}`]),
    '',
  ].join('\n')
}
