// The card for those who decide: one draft, seen by one person, at one moment. Its buttons are `actionsFor`, its text is
// the envelope's; nothing in it is worked out anywhere else.

import { diffLines } from 'diff'
import { actionsFor, type Moment } from '../draft/approval.ts'
import { type Draft, isSettled, type Screened } from '../draft/draft.ts'
import { short } from '../draft/envelope.ts'
import { isPerson, type Standing } from '../person/person.ts'
import type { Post } from '../post/post.ts'
import { stopOn } from '../safety/stop.ts'
import { madeVisible } from '../screening/invisible.ts'
import { absenceNote } from './absence-note.ts'
import type { Around } from './around.ts'
import { buttonsFor } from './button.ts'
import type { Card, Section, Word } from './card.ts'
import { type FactsFor, factsOf, isStudied } from './fact.ts'
import { forgottenSections } from './forgotten.ts'
import { part, whoseAt } from './post-card.ts'
import { quoted } from './spoken.ts'
import { whatAnswersDo } from './unconfirmed.ts'
import { viewOf } from './view.ts'

/** `post` is what became of a published draft, so that a card does not say “Published” of what was recalled. */
export function draftCard(draft: Draft, who: Standing, moment: Moment, post?: Post, around: Around = {}): Card {
  const mine = 'approvals' in draft && draft.approvals.some((approval) => isPerson(who, approval.by))
  const view = viewOf(draft, mine, post, around.told)
  const screened = screenedOf(draft)
  const fingerprint = screened?.fingerprint
  const risk = screened?.risk ?? 'low'
  const compact = draft.state === 'pending' && risk === 'low'
  const says = view.card === 'draft' && stopOn(moment.board, draft) !== undefined ? [] : view.says
  const acts = actionsFor(draft, who, moment)
  const answers = draft.state === 'unconfirmed' ? whatAnswersDo(draft, acts) : []
  return {
    card: view.card,
    about: { draft: draft.id, revision: draft.revision.number, ...(fingerprint === undefined ? {} : { fingerprint }) },
    headline: view.headline,
    tone: view.tone,
    sections: [
      ...(draft.forgotten === undefined
        ? said(draft, says, screened, { moment, around, mine, post, answers })
        : forgottenSections(draft, draft.forgotten, around.place)),
      { section: 'words', words: foot(draft, screened), tone: 'small' },
    ],
    actions: buttonsFor(acts, draft, moment, compact),
  }
}

type Looked = FactsFor & { readonly post: Post | undefined; readonly answers: readonly Section[] }

/** What is risky is read before the text that it is about: a text can be long, and can argue. */
function said(draft: Draft, says: Word[], screened: Screened | undefined, looked: Looked): Section[] {
  const { moment, post } = looked
  const told: Section[] = says.length === 0 ? [] : [{ section: 'words', words: says }]
  return [
    ...frozenNote(draft, moment),
    ...reachNote(draft),
    ...undrawnNote(post),
    ...absenceNote(draft, moment),
    ...told,
    ...looked.answers,
    { section: 'facts', facts: factsOf(draft, looked) },
    ...(isChecked(draft) ? [...risk(draft, screened), ...words(draft, screened)] : []),
    ...(isChecked(draft) && isStudied(draft) ? judgement(draft) : []),
    ...(draft.state === 'pending' ? changes(draft) : []),
  ]
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
            ...whoseAt(index, parted),
            text: madeVisible(later.text),
            check: later.check,
          },
        ]
      : [],
  )
  const hidden: Section[] =
    steps.length === 0 || isSettled(draft) || draft.state === 'revising'
      ? []
      : [
          {
            section: 'words',
            words: ['Not in the post: readers open a hidden step by a button, and that is recorded.'],
          },
        ]
  return [{ section: 'agent', title: content.title, blocks: parted.blocks }, ...hidden, ...steps]
}

/** What our checks found. A draft that the rule of its place refused has no risk of its own. */
function risk(draft: Draft, screened: Screened | undefined): Section[] {
  const findings = screened?.findings ?? (draft.state === 'refused' ? draft.findings : [])
  const reasons = [...new Set(findings.map((finding) => finding.says))]
  if (screened !== undefined) return [{ section: 'risk', level: screened.risk, reasons }]
  return reasons.length === 0 ? [] : [{ section: 'risk', level: 'forbidden', reasons }]
}

/** What the agent itself says of it. */
function judgement(draft: Draft): Section[] {
  const { disclosure } = draft.revision
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
  const post: Word[] = draft.state === 'published' ? [' · post ', { code: draft.post }] : []
  const revision: Word[] = ['Draft ', { code: draft.id }, ` · revision ${draft.revision.number}`, ...post]
  if (screened === undefined) return revision
  const { verdict } = screened
  const named = verdict.name === undefined ? '' : ` ${verdict.name} (version ${verdict.version})`
  return [...revision, ' · fingerprint ', { code: short(screened.fingerprint) }, ` · rule${named}: ${verdict.reason}`]
}

function frozenNote(draft: Draft, moment: Moment): Section[] {
  const stop = stopOn(moment.board, draft)
  if (stop === undefined || isSettled(draft) || draft.state === 'publishing' || draft.state === 'unconfirmed') return []
  const decidable = draft.state === 'pending' || draft.state === 'revising'
  const by = stop.by === 'admin-token' ? 'an admin' : stop.by.name
  return [
    {
      section: 'words',
      words: [
        `Frozen: ${by} stopped this, ${quoted(stop.reason)}. Nothing is approved or published until the stop is lifted${
          decidable ? '; saying no still works' : ''
        }. The deadline stands still.`,
      ],
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

/** Readers see something else than the record says: whoever looks has to do something about it. */
function undrawnNote(post: Post | undefined): Section[] {
  if (post?.undrawn === undefined) return []
  const words = [
    `Readers still see the old version, since we cannot change it: ${post.undrawn}. Somebody has to do it by hand.`,
  ]
  return [{ section: 'words', words, tone: 'warning' }]
}

/** Until our checks have run, nobody knows what is in it: a secret would stand on a card. */
function isChecked(draft: Draft): boolean {
  if (draft.state === 'withdrawn') return draft.unchecked !== true
  return draft.state !== 'received' && draft.state !== 'screening'
}

function screenedOf(draft: Draft): Screened | undefined {
  return 'screened' in draft ? draft.screened : undefined
}
