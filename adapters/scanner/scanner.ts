// Runs the detectors in a thread of their own. A draft that takes longer than its limit, or brings the thread down, costs
// that thread: it is ended and replaced, and the caller learns that nothing is known of this draft.

import { Worker } from 'node:worker_threads'
import type { Scanner } from '../../src/port/scanner.ts'
import { type Finding, type Material, readFindings } from '../../src/screening/finding.ts'
import type { HouseLists } from '../../src/screening/house-list.ts'
import type { Job } from './worker.ts'

export type ScannerPlan = {
  /** For one draft, from when a thread begins with it. */
  readonly limitMs?: number
  /** For a thread to load its detectors. */
  readonly startMs?: number
  /** A thread that has had nothing to read for so long is let go, and its memory with it. */
  readonly quietMs?: number
  /** What the thread runs; a test has its own. */
  readonly program?: URL
}

const usual = { limitMs: 3_000, startMs: 20_000, quietMs: 5_000, program: built('worker') }
/** Far above what a draft needs, far below what a hostile one could ask for. */
const memory = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4, stackSizeMb: 4 }

export function openScanner(plan: ScannerPlan = {}): Scanner & AsyncDisposable {
  const { limitMs, startMs, quietMs, program } = { ...usual, ...plan }
  // The first draft is not kept waiting for the detectors to load.
  let thread = startThread(program, startMs)
  let last: Promise<unknown> = Promise.resolve()
  let jobs = 0
  let closed = false
  let quiet: NodeJS.Timeout | undefined
  const rest = () => {
    clearTimeout(quiet)
    quiet = setTimeout(() => void thread.end(), quietMs).unref()
  }

  rest()

  async function one(material: Material, lists: HouseLists): Promise<readonly Finding[]> {
    if (closed) throw new Error('scanning: the scanner is closed')
    if (!thread.alive()) thread = startThread(program, startMs)
    clearTimeout(quiet)
    const mine = thread
    try {
      await mine.ready()
      return await mine.read({ job: ++jobs, material, lists }, limitMs)
    } catch (cause) {
      await mine.end()
      throw cause
    } finally {
      rest()
    }
  }

  return {
    scan(material, lists) {
      // One after the other: how many wait here is bounded by the queue.
      const result = last.then(() => one(material, lists))
      last = result.catch(() => undefined)
      return result
    },
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(quiet)
      await thread.end()
      await last
    },
  }
}

type Thread = {
  alive(): boolean
  ready(): Promise<void>
  read(job: Job, withinMs: number): Promise<readonly Finding[]>
  end(): Promise<void>
}

function startThread(program: URL, startMs: number): Thread {
  const worker = new Worker(program, { resourceLimits: memory, env: {}, stdin: false })
  let ended = false
  /** What waits for the next word of the thread, and what it is told when there will be none. */
  let waiting: { heard(word: unknown): void; lost(why: string): void } | undefined
  worker.on('message', (word: unknown) => waiting?.heard(word))
  worker.on('messageerror', () => waiting?.lost('the thread said something that cannot be read'))
  worker.on('error', (cause) => waiting?.lost(`the thread failed: ${cause.name}`))
  worker.on('exit', () => {
    ended = true
    waiting?.lost('the thread ended')
  })
  const hear = (withinMs: number) =>
    new Promise<unknown>((resolve, reject) => {
      if (ended) return reject(new Error('scanning: the thread has ended'))
      const over = setTimeout(() => waiting?.lost(`over its ${withinMs} ms`), withinMs)
      const done = () => {
        clearTimeout(over)
        waiting = undefined
        worker.unref()
      }
      worker.ref()
      waiting = {
        heard(word) {
          done()
          resolve(word)
        },
        lost(why) {
          done()
          reject(new Error(`scanning: ${why}`))
        },
      }
    })
  const started = hear(startMs)
  // Whoever wants it to read learns of it; until then nobody has to.
  started.catch(() => undefined)
  return {
    alive: () => !ended,
    async ready() {
      if ((await started) !== 'ready') throw new Error('scanning: the thread began with something else')
    },
    async read(job, withinMs) {
      const answer = hear(withinMs)
      worker.postMessage(job)
      return findingsOf(await answer, job.job)
    },
    async end() {
      ended = true
      await worker.terminate()
    },
  }
}

function findingsOf(word: unknown, job: number): readonly Finding[] {
  if (typeof word !== 'object' || word === null || !('job' in word) || !('findings' in word) || word.job !== job)
    throw new Error('scanning: the thread could not read the draft')
  const findings = readFindings(word.findings)
  if (findings === undefined) throw new Error('scanning: the thread answered with something that is no finding')
  return findings
}

/** A thread runs what was built; where the tests run from the source, that is beside it. */
function built(name: string): URL {
  const source = import.meta.url.endsWith('.ts')
  return new URL(source ? `../../dist/adapters/scanner/${name}.js` : `./${name}.js`, import.meta.url)
}
