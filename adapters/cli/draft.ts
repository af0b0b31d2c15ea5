// `countersign draft`: where drafts stand, without a word of them; the words of one only when they are asked for.

import { z } from 'zod'
import { spokenTime } from '../../src/time.ts'
import { readCall } from './call.ts'
import type { Command } from './command.ts'
import { aboutGate, codesOfExit, common, query, tell, wrongCall } from './tell.ts'

const oneDraft = z.object({
  id: z.string(),
  state: z.string(),
  frozen: z.boolean(),
  agent: z.object({ id: z.string(), name: z.string() }),
  place: z.object({ platform: z.string(), workspace: z.string(), channel: z.string() }),
  revision: z.number(),
  risk: z.string().optional(),
  found: z.array(z.string()),
  received: z.number(),
  invoker: z.string().optional(),
  approvedBy: z.array(z.string()),
  post: z.string().optional(),
})
type OneDraft = z.infer<typeof oneDraft>
const many = z.object({ drafts: z.array(oneDraft), next: z.string().optional() })
const words = z.object({ revision: z.number(), text: z.string(), title: z.string().optional() })
const one = z.object({ draft: oneDraft, words: words.optional() })

const options = {
  ...common,
  agent: { type: 'string' },
  state: { type: 'string' },
  place: { type: 'string' },
  before: { type: 'string' },
  text: { type: 'boolean', default: false },
} as const

export const draft: Command = {
  says: 'list drafts and see where they stand',
  help: `
countersign draft list [--place PLACE | --agent ID [--state STATE]] [--before ID]
                                     the open ones, those of a place, or all of an agent's; newest first
countersign draft show ID [--text]   one of them; with --text its words too, and that they were read is recorded

PLACE is slack/T1/C1. Nothing is decided here: people decide in the chat.
${aboutGate}

${codesOfExit}`,
  async run(said) {
    const call = readCall(said, options)
    if (typeof call === 'string') return wrongCall('draft', call)
    const { values: flags, positionals } = call
    const { agent, state, place, before, text } = flags
    const [act, id, ...more] = positionals
    if (act === 'list') {
      if (id !== undefined || text) return wrongCall('draft', 'list takes no ID and no --text')
      const path = `/v1/admin/drafts${query({ agent, state, place, before })}`
      return tell({ command: 'draft', flags, path, schema: many, words: spokenDrafts })
    }
    if (act !== 'show') return wrongCall('draft', 'one of list, show')
    if (id === undefined || more.length > 0) return wrongCall('draft', 'show takes one ID')
    if ([agent, state, place, before].some((flag) => flag !== undefined))
      return wrongCall('draft', 'show takes --text and no other')
    const path = `/v1/admin/drafts/${encodeURIComponent(id)}${query({ text: text ? 'true' : undefined })}`
    return tell({ command: 'draft', flags, path, schema: one, words: spokenDraft })
  },
}

function spokenDrafts({ drafts, next }: z.infer<typeof many>): string {
  const lines = drafts.map(
    (each) =>
      `${each.id}  ${stateOf(each).padEnd(18)} ${spokenPlace(each)}  ${each.agent.name}, ${spokenTime(each.received)}\n`,
  )
  const more = next === undefined ? '' : `There are more: --before ${next}\n`
  return drafts.length === 0 ? 'None.\n' : `${lines.join('')}${more}`
}

function spokenDraft({ draft: it, words: said }: z.infer<typeof one>): string {
  const found = it.found.length === 0 ? 'nothing' : it.found.join(', ')
  return [
    `Draft     ${it.id}: ${stateOf(it)}`,
    `Of        ${it.agent.name} (AI agent), ${it.agent.id}`,
    `For       ${spokenPlace(it)}, received ${spokenTime(it.received)}`,
    `Asked by  ${it.invoker ?? 'nobody: it names no invocation'}`,
    `Revision  ${it.revision}; risk ${it.risk ?? 'not judged'}; found ${found}`,
    `Approved  by ${it.approvedBy.join(', ') || 'nobody yet'}`,
    ...(it.post === undefined ? [] : [`Post      ${it.post}`]),
    ...(said === undefined
      ? []
      : ['', `Revision ${said.revision} says (that you read it is recorded):`, '', said.text]),
    '',
  ].join('\n')
}

function stateOf({ state, frozen }: OneDraft): string {
  return frozen ? `${state}, stopped` : state
}

function spokenPlace({ place: { platform, workspace, channel } }: OneDraft): string {
  return `${platform}/${workspace}/${channel}`
}
