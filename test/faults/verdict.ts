// What is looked for at the end of every row: that the house came to rest, that the promises hold over the whole record
// and the platform's truth, and that nothing anybody was told has become untrue.

import { setTimeout as pause } from 'node:timers/promises'
import { second } from '../../src/time.ts'
import { broken, type History, historyOf } from '../promises.ts'
import type { People } from './people.ts'
import type { Site } from './site.ts'

/** What nobody is waiting for: a person, or the end. */
const underWay = ['received', 'screening', 'approved', 'publishing']

/** Waits until nothing is owed but deadlines and reminders. */
export async function settle(site: Site): Promise<void> {
  for (;;) {
    const { now, rows, next } = await site.record.due(10)
    if (rows.length === 0 && (next === undefined || next - now > 60 * second)) return
    await pause(50)
  }
}

/** The sentences of what is broken; none is a row that holds. */
export async function verdict(site: Site, people: People): Promise<readonly string[]> {
  const history = await historyOf(site.record)
  return [
    ...broken(history, site.server.platform, site.markerKey),
    ...lost(history, people),
    ...doubled(history, site),
    ...told(history, people),
    ...said(history, site),
    ...site.leaks,
    ...site.wrong,
  ]
}

/** 2 and 6: nothing is lost silently. */
function lost({ drafts }: History, people: People): string[] {
  return drafts.flatMap(({ is: draft }) => {
    if (underWay.includes(draft.state)) return [`2: ${draft.id} is ${draft.state}, and nothing moves it`]
    if (draft.state === 'unconfirmed' && !draft.askPeople) return [`2: nobody was asked about ${draft.id}`]
    if (draft.state === 'published' && !people.isThere(draft)) return [`2: ${draft.id} is published and nobody sees it`]
    return []
  })
}

/** 2: readers have no draft before them twice, in whatever round. */
function doubled({ drafts }: History, { server }: Site): string[] {
  const there = server.platform.truth.filter(({ gone }) => !gone).map(({ payloads }) => JSON.stringify(payloads))
  return drafts.flatMap(({ is: draft }) => {
    const times = there.filter((words) => words.includes(draft.revision.content.text)).length
    return times > 1 ? [`2: ${draft.id} was posted ${times} times`] : []
  })
}

/** 6: what was answered with success is in the record. */
function told(history: History, { acknowledged }: People): string[] {
  const ids = new Set<string>(history.drafts.map((draft) => draft.id))
  const approved = new Set(history.leaves.filter((leaf) => leaf.event === 'approved').map((leaf) => leaf.stream))
  return [
    ...[...acknowledged.drafts].filter((id) => !ids.has(id)).map((id) => `6: ${id} was accepted and is gone`),
    ...[...acknowledged.approved].filter((id) => !approved.has(id)).map((id) => `6: the approval of ${id} is gone`),
  ]
}

/** 8: neither a token nor a word of a draft is in a log or in the ledger. */
function said(history: History, site: Site): string[] {
  const logs = site.logs()
  const leaves = history.entries.map((entry) => entry.leaf).join('\n')
  return [
    ...(site.canaries.some((canary) => logs.includes(canary)) ? ['8: a secret is in the log'] : []),
    ...(site.canaries.some((canary) => leaves.includes(canary)) ? ['8: a secret is in the ledger'] : []),
  ]
}
