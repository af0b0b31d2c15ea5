// The thread in which drafts are read: one at a time, and killed from outside when it takes too long. It answers a
// number and findings; whatever else comes out of here is counted as nothing known.

import { parentPort } from 'node:worker_threads'
import { nothingDisclosed } from '../../src/draft/disclosure.ts'
import { detectWith } from '../../src/screening/detect.ts'
import type { Material } from '../../src/screening/finding.ts'
import { type HouseLists, noLists } from '../../src/screening/house-list.ts'
import { linted } from './secretlint.ts'

export type Job = { readonly job: number; readonly material: Material; readonly lists: HouseLists }

const port = parentPort
if (port === null) throw new Error('reading drafts: this is not a thread of its own')

port.on('message', ({ job, material, lists }: Job) => {
  detectWith(material, lists, linted).then(
    (findings) => port.postMessage({ job, findings }),
    // The cause could hold a word of the draft.
    () => port.postMessage({ job, failed: true }),
  )
})
// Everything is run once before the first draft, so that a draft’s time is its own.
const nothing = { content: { text: 'Nothing *at all*: never drop the table.', tags: [] }, disclosure: nothingDisclosed }
await detectWith(nothing, noLists, linted)
port.postMessage('ready')
