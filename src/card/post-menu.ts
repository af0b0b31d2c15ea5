// What somebody can do with a post of ours that they picked from its message: a choice of what they may, each with the
// form that its own button asks.

import type { Standing } from '../person/person.ts'
import { type Post, type PostAction, postActionsFor } from '../post/post.ts'
import type { Card, Form } from './card.ts'

/** `again`: ask its agent anew, in the same thread. */
export const picks = ['report', 'recall', 'restore', 'again'] as const
export type Pick = (typeof picks)[number]

const labels: Record<Pick, string> = {
  report: 'Report a problem with it',
  recall: 'Recall it: readers see a notice instead',
  restore: 'Show it again',
  again: 'Ask its agent for a new draft',
}

export function postMenu(post: Post, who: Standing): Form {
  const may: readonly (PostAction | 'again')[] = [...postActionsFor(post, who), 'again']
  return {
    title: 'About this AI post',
    warning: `${post.draft.agent.name} (AI agent) wrote it. Nothing happens before you have chosen and gone on.`,
    fields: [
      {
        field: 'choice',
        name: 'pick',
        label: 'What do you want to do?',
        options: picks.filter((pick) => may.includes(pick)).map((pick) => ({ value: pick, label: labels[pick] })),
      },
    ],
    submit: 'Go on',
  }
}

/** The form of that button on the post as it stands. */
export function formOn(card: Card, act: Pick): Form | undefined {
  return card.actions.find((action) => action.act === act)?.form
}
