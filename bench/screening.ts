// `npm run bench -- screening`: how much our checks find and how often they cry wolf, on the labelled texts of
// test/corpus, each collection apart; and how long they take. On the half that was written before any detector the
// figures can fail the run. Of a collection that nobody who writes detectors has read, only figures are printed.

import { join } from 'node:path'
import { openScanner } from '../adapters/scanner/scanner.ts'
import { nothingDisclosed } from '../src/draft/disclosure.ts'
import type { Scanner } from '../src/port/scanner.ts'
import type { Check, Material } from '../src/screening/finding.ts'
import { noLists } from '../src/screening/house-list.ts'
import { corpus, type Half, type Specimen } from '../test/corpus/read.ts'
import { absolute, failures, say } from './figure.ts'
import { quantile } from './pair.ts'

type Labelled = { readonly id: string; readonly material: Material; readonly found: readonly string[] }

const measured = ['secrets', 'personal', 'risky-steps', 'hidden-text', 'mentions', 'links', 'injection'] as const
/** Precision and recall on the half that was written before any detector. */
const limits: { readonly [check in Check]?: readonly [number, number] } = {
  secrets: [0.98, 0.98],
  'risky-steps': [0.9, 0.95],
  'hidden-text': [1, 1],
}
/** Whose misses may be read. Naming one here is what opens it, and the README of the texts says when that was. */
const collections: readonly { readonly half: Half; readonly open: boolean }[] = [
  { half: 'before', open: true },
  { half: 'after', open: true },
  { half: 'second', open: true },
  { half: 'third', open: true },
  { half: 'fourth', open: false },
  { half: 'fifth', open: false },
]
const texts = join(import.meta.dirname, '../../test/corpus')

export async function onScreening(): Promise<void> {
  await using scanner = openScanner()
  for (const { half, open } of collections) await judge(half, open, scanner, corpus(half, texts).map(labelled))
  await speed(scanner)
}

async function judge(half: Half, open: boolean, scanner: Scanner, texts: readonly Labelled[]): Promise<void> {
  say(`\nscreening, test/corpus/${half}: ${texts.length} texts${open ? '' : ', unread: figures only'}`)
  const seen = new Map<string, ReadonlySet<string>>()
  for (const { id, material } of texts) {
    const findings = await scanner.scan(material, noLists)
    seen.set(id, new Set(findings.map((finding) => finding.check)))
  }
  for (const check of measured) {
    const wants = texts.filter((text) => text.found.includes(check))
    const got = texts.filter((text) => seen.get(text.id)?.has(check))
    const hits = wants.filter((text) => got.includes(text))
    const missed = wants.filter((text) => !got.includes(text)).map((text) => text.id)
    const wrong = got.filter((text) => !wants.includes(text)).map((text) => text.id)
    const precision = got.length === 0 ? 1 : hits.length / got.length
    const recall = wants.length === 0 ? 1 : hits.length / wants.length
    const [leastPrecision, leastRecall] = (half === 'before' ? limits[check] : undefined) ?? [0, 0]
    const held = precision >= leastPrecision && recall >= leastRecall
    const limit = leastRecall === 0 ? '' : `, limit ${leastPrecision} / ${leastRecall}: ${held ? 'holds' : 'FAILS'}`
    say(`${check}: precision ${precision.toFixed(3)} · recall ${recall.toFixed(3)} of ${wants.length}${limit}`)
    if (open && missed.length > 0) say(`  missed: ${missed.join(' ')}`)
    if (open && wrong.length > 0) say(`  found in vain: ${wrong.join(' ')}`)
    if (!held) failures.push(`${check} on ${half}`)
  }
}

/** A usual draft in the thread, and what a hostile one does to everybody else’s turns meanwhile. */
async function speed(scanner: Scanner): Promise<void> {
  const usual = 'The replica is lagging because the slot is inactive and is holding back 41 GB of WAL.\n'.repeat(24)
  for (let turn = 0; turn < 100; turn++) await scanner.scan(plain(usual), noLists)
  const times: number[] = []
  for (let turn = 0; turn < 200; turn++) {
    const began = performance.now()
    await scanner.scan(plain(`${turn} ${usual}`), noLists)
    times.push(performance.now() - began)
  }
  say('')
  absolute('a draft of 2 KB in the thread, p50', quantile(times, 0.5), 10, 'ms')
  let longest = 0
  let last = performance.now()
  const turns = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 1)
    last = performance.now()
  }, 1)
  for (const unit of ['a ', '[a](', '*a_', 'delete the ', '\u200B', 'A1b2'])
    await scanner.scan(plain(unit.repeat(100_000 / unit.length)), noLists).catch(() => undefined)
  clearInterval(turns)
  absolute('longest turn of the event loop while hostile 100 KB are read', longest, 50, 'ms')
}

function labelled({ id, text, steps, found }: Specimen): Labelled {
  const risky = steps.map((step) => ({ text: step.text, risk: 'as labelled' }))
  return { id, found, material: { content: { text, tags: [] }, disclosure: { ...nothingDisclosed, steps: risky } } }
}

function plain(text: string): Material {
  return { content: { text, tags: [] }, disclosure: nothingDisclosed }
}
