// The card for those who decide: one draft, seen by one person, at one moment. Its buttons are `actionsFor`, its text is
// the envelope's; nothing in it is worked out anywhere else.

import { diffLines } from 'diff'
import { actionsFor, deadlineOf, type Moment } from '../draft/approval.ts'
import { spokenConfidence } from '../draft/disclosure.ts'
import type { Draft, Screened } from '../draft/draft.ts'
import { plain, short } from '../draft/envelope.ts'
import { readingMs } from '../draft/reading-time.ts'
import { peopleNeeded } from '../draft/seat.ts'
import { isPerson, type Standing } from '../person/person.ts'
import { spokenAudience } from '../place.ts'
import type { Post } from '../post/post.ts'
import { stopOn } from '../safety/stop.ts'
import { madeVisible } from '../screening/invisible.ts'
import { type Instant, spokenSpan } from '../time.ts'
import { absenceNote } from './absence-note.ts'
import { type Around, aroundFacts } from './around.ts'
import { buttonsFor } from './button.ts'
import type { Card, Section, Word } from './card.ts'
import { forgottenSections } from './forgotten.ts'
import { part } from './post-card.ts'
import { viewOf } from './view.ts'

/** `post` is what became of a published draft, so that a card does not say “Published” of what was recalled. */
export function draftCard(draft: Draft, who: Standing, moment: Moment, post?: Post, around: Around = {}): Card {
  const mine = 'approvals' in draft && draft.approvals.some((approval) => isPerson(who, approval.by))
  const view = viewOf(draft, mine, post, around.told)
  const screened = screenedOf(draft)
  const fingerprint = screened?.fingerprint
  const risk = screened?.risk ?? 'low'
  const compact = draft.state === 'pending' && risk === 'low'
  return {
    card: view.card,
    about: { draft: draft.id, revision: draft.revision.number, ...(fingerprint === undefined ? {} : { fingerprint }) },
    headline: view.headline,
    tone: view.tone,
    sections: [
      ...(draft.forgotten === undefined
        ? said(draft, view.says, screened, moment, around)
        : forgottenSections(draft, draft.forgotten)),
      { section: 'words', words: foot(draft, screened), tone: 'small' },
    ],
    actions: buttonsFor(actionsFor(draft, who, moment), draft, moment, compact),
  }
}

function said(draft: Draft, says: Word[], screened: Screened | undefined, moment: Moment, around: Around): Section[] {
  return [
    ...frozenNote(draft, moment),
    ...reachNote(draft),
    ...absenceNote(draft, moment),
    { section: 'words', words: says },
    {
      section: 'facts',
      facts: [...facts(draft, screened, moment), ...(draft.state === 'pending' ? aroundFacts(around) : [])],
    },
    ...(isChecked(draft) ? [...words(draft, screened), ...judgement(draft, screened)] : []),
    ...(draft.state === 'pending' ? changes(draft) : []),
  ]
}

function facts(draft: Draft, screened: Screened | undefined, moment: Moment): { name: string; value: Word[] }[] {
  const place = screened?.audience.name ?? draft.destination.channel
  const waits =
    draft.state === 'pending' || draft.state === 'revising' || draft.state === 'approved' || draft.state === 'blocked'
  const nobody = draft.handedOver === undefined ? 'nobody we know of' : `${draft.handedOver.name}, who has left`
  const invoker = draft.invoker === undefined ? `${nobody}; the moderators decide` : draft.invoker.name
  return [
    { name: 'Agent', value: [{ strong: draft.agent.name }, ' (AI agent)'] },
    { name: 'Asked by', value: [invoker] },
    ...(draft.colleague === undefined || draft.invoker === undefined
      ? []
      : [
          {
            name: 'May decide instead',
            value: [
              `${draft.colleague.to.name}, ${draft.colleague.away ? 'named' : 'asked'} by ${draft.colleague.by.name}`,
            ],
          },
        ]),
    {
      name: intentName[draft.intent.intent],
      value: [place, draft.destination.thread === undefined ? '' : ', in the thread'],
    },
    ...(screened === undefined ? [] : [{ name: 'Who will see it', value: [spokenAudience(screened.audience)] }]),
    ...(screened === undefined || screened.envelope.payloads.length < 2
      ? []
      : [{ name: 'In parts', value: [`${screened.envelope.payloads.length} messages, one after the other`] }]),
    { name: 'Confidence', value: [spokenConfidence(draft.revision.disclosure)] },
    ...(waits ? [{ name: 'Expires', value: expiry(deadlineOf(draft, moment)) }] : []),
    ...(draft.state === 'pending' && draft.screened.risk !== 'low'
      ? [{ name: 'Reading time', value: [`about ${spokenSpan(readingMs(draft))}; approving opens after that`] }]
      : []),
    ...('approvals' in draft
      ? draft.approvals.flatMap(({ change }) =>
          change === undefined ? [] : [{ name: 'Change reference', value: [plain(change)] }],
        )
      : []),
    ...(draft.state === 'pending'
      ? [
          {
            name: 'People needed',
            value: [`${draft.approvals.length} of ${Math.max(1, peopleNeeded(draft, moment.verdict))}`],
          },
        ]
      : []),
  ]
}

const intentName: Record<Draft['intent']['intent'], string> = {
  post: 'Will be posted to',
  edit: 'Will replace its post in',
  delete: 'Will take down its post in',
  upload: 'Will be posted, with files, to',
}

/** The draft word for word, hidden steps and all: those who decide see everything that readers could get. */
function words(draft: Draft, screened: Screened | undefined): Section[] {
  const { content } = draft.revision
  const parted = part(draft, screened?.findings ?? [])
  const steps = parted.later.flatMap((later, index): Section[] =>
    later.part === 'step'
      ? [
          {
            section: 'step',
            id: later.id,
            number: index + 1,
            says: later.risk,
            text: madeVisible(later.text),
            check: later.check,
          },
        ]
      : [],
  )
  return [{ section: 'agent', title: content.title, blocks: parted.blocks }, ...steps]
}

function judgement(draft: Draft, screened: Screened | undefined): Section[] {
  const { disclosure } = draft.revision
  const findings = screened?.findings ?? (draft.state === 'refused' ? draft.findings : [])
  const level = screened?.risk ?? (draft.state === 'refused' ? 'forbidden' : 'low')
  const notes: [string, string | undefined][] = [
    ['Safer alternative', disclosure.alternative],
    ['If it goes wrong', disclosure.rollback],
    ['Affects', disclosure.affects.length === 0 ? undefined : disclosure.affects.join(', ')],
  ]
  const sources = disclosure.sources.map((source) =>
    source.url === undefined ? source.title : `${source.title} (${source.url})`,
  )
  return [
    disclosure.assumptions.length === 0
      ? { section: 'words', words: ['The agent stated no assumptions.'] }
      : {
          section: 'list',
          title: 'Assumptions the agent made (please check)',
          items: disclosure.assumptions,
          numbered: true,
        },
    ...(sources.length === 0
      ? []
      : [{ section: 'list', title: 'Sources the agent cites', items: sources, numbered: false } as const]),
    ...notes.flatMap(([title, item]): Section[] =>
      item === undefined ? [] : [{ section: 'list', title, items: [item], numbered: false }],
    ),
    ...(screened === undefined && draft.state !== 'refused'
      ? []
      : [{ section: 'risk', level, reasons: [...new Set(findings.map((finding) => finding.says))] } as const]),
  ]
}

function changes(draft: Draft): Section[] {
  const before = draft.earlier.at(-1)
  if (before === undefined || before.content.text === draft.revision.content.text) return []
  const lines = diffLines(before.content.text, draft.revision.content.text).flatMap((change) => {
    if (!change.added && !change.removed) return []
    const sign = change.added ? ('+' as const) : ('-' as const)
    return change.value
      .split('\n')
      .filter((line) => line !== '')
      .map((text) => ({ sign, text }))
  })
  return [{ section: 'changes', since: before.number, lines }]
}

function foot(draft: Draft, screened: Screened | undefined): Word[] {
  const revision: Word[] = ['Draft ', { code: draft.id }, ` · revision ${draft.revision.number}`]
  if (screened === undefined) return revision
  const { verdict } = screened
  const named = verdict.name === undefined ? '' : ` ${verdict.name} (version ${verdict.version})`
  return [...revision, ' · fingerprint ', { code: short(screened.fingerprint) }, ` · rule${named}: ${verdict.reason}`]
}

function frozenNote(draft: Draft, moment: Moment): Section[] {
  const stop = stopOn(moment.board, draft)
  if (stop === undefined) return []
  const by = stop.by === 'admin-token' ? 'an admin' : stop.by.name
  return [
    {
      section: 'words',
      words: [`Frozen: ${by} stopped this (${stop.reason}). Its deadline stands still.`],
      tone: 'warning',
    },
  ]
}

function reachNote(draft: Draft): Section[] {
  if (draft.state !== 'pending' || draft.outOfReach === undefined) return []
  return [
    {
      section: 'words',
      words: [`Nothing can be posted there now: ${draft.outOfReach}. What is approved meanwhile waits for that.`],
      tone: 'warning',
    },
  ]
}

/** Until our checks have run, nobody knows what is in it: a secret would stand on a card. */
function isChecked(draft: Draft): boolean {
  if (draft.state === 'withdrawn') return draft.unchecked !== true
  return draft.state !== 'received' && draft.state !== 'screening'
}

function screenedOf(draft: Draft): Screened | undefined {
  return 'screened' in draft ? draft.screened : undefined
}

function expiry(at: Instant): Word[] {
  return [{ time: at }, ' if nobody decides']
}
