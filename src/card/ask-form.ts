// Asking an agent by a form: which one, and what. What is asked goes to that agent; its draft comes back to the one who
// asked.

import type { Agent } from '../agent/agent.ts'
import { plain } from '../draft/envelope.ts'
import type { AgentId } from '../id.ts'
import type { Form } from './card.ts'

export function askForm(
  agents: readonly Pick<Agent, 'id' | 'name'>[],
  placeName: string,
  isThread: boolean,
  chosen?: AgentId,
): Form {
  const where = isThread ? `that thread of ${placeName}` : placeName
  return {
    title: 'Ask an agent',
    warning: `Its draft comes to you alone. Nothing is published in ${where} before you allow it. The agent may be given what was said there.`,
    fields: [
      {
        field: 'choice',
        name: 'agent',
        label: 'Which agent?',
        options: agents.map(({ id, name }) => ({ value: id, label: `${plain(name).slice(0, 60)} (AI agent)` })),
        ...(chosen === undefined ? {} : { value: chosen }),
      },
      { field: 'text', name: 'words', label: 'What do you want to know?', long: true, required: true },
    ],
    submit: 'Ask',
  }
}
