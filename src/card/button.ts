// How each thing a person may do to a draft is offered: its label, its weight, and what is asked before it is done.
// Which of them are offered is not decided here but by `actionsFor`.

import type { DraftAction, Moment } from '../draft/approval.ts'
import { type Draft, isSettled } from '../draft/draft.ts'
import { peopleNeeded } from '../draft/seat.ts'
import { spokenAudience } from '../place.ts'
import type { Finding } from '../screening/finding.ts'
import type { Action, Field, Form } from './card.ts'
import { answerLabel } from './unconfirmed.ts'

/** A compact card shows at most four; the others stand behind "more". */
const mostOnCompact = 4

export function buttonsFor(
  allowed: readonly DraftAction[],
  draft: Draft,
  moment: Moment,
  compact: boolean,
): readonly Action[] {
  const offered = inOrder(allowed).map((act): Action => ({ act, ...looks(act, draft, moment), more: false }))
  const tucked = compact || isSettled(draft)
  const stop: Action = { act: 'stop', label: 'Stop this agent…', tone: 'danger', form: stopForm(draft), more: tucked }
  const why: Action = { act: 'why', label: 'Why was this held?', tone: 'plain', more: compact }
  const all = [...offered, stop, why]
  if (!compact) return all
  return all.map((action, index) => (index >= mostOnCompact ? { ...action, more: true } : action))
}

/** First what is waited for; then one's own way back; what takes away from others stands last. */
function inOrder(allowed: readonly DraftAction[]): readonly DraftAction[] {
  const first: readonly DraftAction[] = ['approve', 'try-again', 'there', 'retract']
  return [...first.filter((act) => allowed.includes(act)), ...allowed.filter((act) => !first.includes(act))]
}

function looks(act: DraftAction, draft: Draft, moment: Moment): Pick<Action, 'label' | 'tone' | 'form'> {
  switch (act) {
    case 'approve':
      return approve(draft, moment)
    case 'edit':
      return { label: 'Edit & approve…', tone: 'plain', form: editForm(draft) }
    case 'revise':
      return { label: 'Ask for revision…', tone: 'plain', form: reviseForm(draft) }
    case 'hand':
      return { label: 'Ask a colleague…', tone: 'plain', form: handForm() }
    case 'keep':
      return { label: 'Keep private', tone: 'plain' }
    case 'reject':
      return {
        label: 'Reject…',
        tone: 'plain',
        form: reasonForm('Reject draft', 'Nothing will be posted. The agent is told the reason.', 'Reject'),
      }
    case 'veto':
      return {
        label: 'Veto…',
        tone: 'danger',
        form: reasonForm('Veto', 'It was approved and is not sent yet. If you veto it, nothing is posted.', 'Veto'),
      }
    case 'retract':
      return { label: 'Take back my approval', tone: 'plain' }
    case 'try-again':
      return { label: 'Try again', tone: 'primary' }
    case 'there':
      return { label: answerLabel(draft, act), tone: 'primary' }
    case 'not-there':
      return { label: answerLabel(draft, act), tone: 'plain' }
    case 'start-again':
      return { label: 'Start a new draft from this', tone: 'plain' }
  }
}

function approve(draft: Draft, moment: Moment): Pick<Action, 'label' | 'tone' | 'form'> {
  if (draft.state !== 'pending') return { label: 'Approve', tone: 'primary' }
  const needed = Math.max(1, peopleNeeded(draft, moment.verdict))
  const turn = draft.approvals.length + 1
  const label = needed === 1 ? approves[draft.intent.intent] : `Approve (${turn} of ${needed})`
  return draft.screened.risk === 'low'
    ? { label, tone: 'primary' }
    : { label: `${label}…`, tone: 'primary', form: approveForm(draft, label, needed - turn) }
}

const approves: Record<Draft['intent']['intent'], string> = {
  post: 'Approve & publish',
  upload: 'Approve & publish',
  edit: 'Approve & replace',
  delete: 'Approve & take down',
}

function approveForm(draft: Draft & { state: 'pending' }, submit: string, more: number): Form {
  const { assumptions } = draft.revision.disclosure
  const { audience, findings } = draft.screened
  const reasons = [...new Set(findings.map((finding) => finding.says))].join(' ')
  const ticks: Field[] =
    assumptions.length === 0
      ? []
      : [
          {
            field: 'ticks',
            name: 'ticked',
            label: 'The agent assumed. Tick each one that you know to be true',
            options: assumptions.map((assumption, index) => ({ value: String(index), label: assumption })),
            hint: 'All must be ticked. If one is false, ask for a revision instead.',
            all: true,
            framed: true,
          },
        ]
  return {
    title: 'Approve high risk?',
    warning: `${reasons} ${spokenAudience(audience)} will be able to read this. You will be named. ${
      more > 0 ? 'Nothing happens yet: somebody else has to approve it too.' : 'It happens as soon as you approve.'
    }`,
    fields: [
      ...ticks,
      {
        field: 'choice',
        name: 'did',
        label: 'What did you do with it? (shown on the post)',
        options: [
          { value: 'read', label: 'I read it' },
          { value: 'checked', label: 'I checked it against the system or its documents' },
          { value: 'ran', label: 'I ran it myself' },
        ],
      },
      ...changeField(findings),
      { field: 'text', name: 'note', label: 'Note for the other reviewer', long: false, required: false },
    ],
    submit,
  }
}

/** Where production would be changed, whoever allows it may name the change that it belongs to. */
function changeField(findings: readonly Finding[]): Field[] {
  if (!findings.some((finding) => finding.sort === 'production')) return []
  const label = 'Change reference, if there is one'
  const hint = 'This changes production. The reference is recorded with your approval.'
  return [{ field: 'text', name: 'change', label, hint, long: false, required: false }]
}

function editForm(draft: Draft): Form {
  return {
    title: 'Edit & approve',
    warning: 'Your version is checked again, and then shown to you once more to approve.',
    fields: [
      {
        field: 'text',
        name: 'text',
        label: 'Text to publish',
        value: draft.revision.content.text,
        long: true,
        required: true,
      },
    ],
    submit: 'Check my version',
  }
}

function reviseForm(draft: Draft): Form {
  const wants = [
    'Wrong or unsupported claim',
    'Wrong assumption',
    'Too risky: offer a safer way',
    'Contains something private',
    'Too long or off topic',
  ]
  return {
    title: 'Ask for revision',
    warning: `${draft.agent.name} will write a new revision. This one can no longer be approved once you send this.`,
    fields: [
      {
        field: 'ticks',
        name: 'wants',
        label: 'What needs to change?',
        options: wants.map((want) => ({ value: want, label: want })),
        all: false,
      },
      { field: 'text', name: 'words', label: 'Instructions for the agent', long: true, required: false },
    ],
    submit: 'Send to agent',
  }
}

function handForm(): Form {
  return {
    title: 'Ask a colleague',
    warning:
      'They get this card and decide in your place; you can still decide too. Only you and they are told. If the risk is high, a second person is needed all the same.',
    fields: [
      {
        field: 'person',
        name: 'to',
        label: 'Who should decide?',
        hint: 'A full member of the channel in which you asked.',
      },
    ],
    submit: 'Ask them',
  }
}

function reasonForm(title: string, warning: string, submit: string): Form {
  return {
    title,
    warning,
    fields: [{ field: 'text', name: 'reason', label: 'Reason', long: false, required: true }],
    submit,
  }
}

function stopForm(draft: Draft): Form {
  return {
    title: 'Stop agent',
    warning: `${draft.agent.name} will not be able to post until the stop is lifted. Drafts already waiting are frozen, not deleted.`,
    fields: [
      {
        field: 'choice',
        name: 'scope',
        label: 'Where?',
        options: [
          { value: 'here', label: 'This agent, in this channel' },
          { value: 'agent', label: 'This agent, everywhere' },
          { value: 'channel', label: 'Every agent in this channel' },
          { value: 'all', label: 'Every agent, everywhere' },
        ],
      },
      { field: 'text', name: 'reason', label: 'Reason', long: false, required: true },
    ],
    submit: 'Stop now',
  }
}
