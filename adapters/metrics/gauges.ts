// What is so now, looked up in the record when it is asked for: no more rows than a bound, not oftener than every few
// seconds, and by one look for all who ask meanwhile. A record that is slow or away makes no scrape wait: it is told.

import { within } from '../../src/delivery/within.ts'
import type { House } from '../../src/gateway/house.ts'
import { noStops } from '../../src/safety/stop.ts'
import { second } from '../../src/time.ts'
import { gauge } from './series.ts'

const freshMs = 5 * second
const patienceMs = 2 * second
const mostRows = 5_000
const mostAgents = 500

export function gaugesOf({ record, queue, stopwatch }: House): () => Promise<string> {
  let known: { readonly page: string; readonly at: number } | undefined
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    const [waiting, agents, { seen }] = await Promise.all([
      record.waiting(mostRows),
      record.list('agent', 'all', { limit: mostAgents }),
      record.look({ stops: { kind: 'stops', id: 'stops' } }),
    ])
    const stops = (seen.stops?.is ?? noStops).stops.filter((stop) => stop.until === undefined)
    known = {
      page: pageOf(
        waiting,
        agents.map(({ is }) => is.state),
        stops.map(({ scope }) => scope.over),
      ),
      at: stopwatch(),
    }
  }

  return async () => {
    if (known === undefined || stopwatch() - known.at > freshMs) {
      looking ??= look()
        // The doctor says what is wrong with the record; here it is told by what is missing.
        .catch(() => {
          known = undefined
        })
        .finally(() => {
          looking = undefined
        })
      await within(patienceMs, looking, () => {
        known = undefined
      })
    }
    const { stalled = 0, deadLetters = 0 } = queue.counts?.() ?? {}
    return [
      known?.page ?? '',
      gauge(
        'countersign_record_looked_up',
        'Whether what is so now could be looked up; 0 when the record did not answer.',
      ).page([{ labels: {}, value: known === undefined ? 0 : 1 }]),
      gauge(
        'countersign_queue_jobs',
        'Jobs that stalled or died since the start; what they named was rung for anew.',
      ).page([
        { labels: { state: 'stalled' }, value: stalled },
        { labels: { state: 'dead' }, value: deadLetters },
      ]),
    ].join('')
  }
}

type Waiting = Awaited<ReturnType<House['record']['waiting']>>

function pageOf({ now, owed, open, whole }: Waiting, agents: readonly string[], stops: readonly string[]): string {
  const byErrand = (value: (one: Waiting['owed'][number]) => number) =>
    owed.map((one) => ({ labels: { errand: one.errand }, value: value(one) }))
  return [
    gauge('countersign_owed', 'Rows that are owed, of the longest due.').page(byErrand(({ rows }) => rows)),
    gauge('countersign_owed_due', 'Rows that are due.').page(byErrand(({ due }) => due)),
    gauge('countersign_owed_oldest_seconds', 'For how long the oldest has been due.').page(
      byErrand(({ oldest }) => Math.max(0, now - oldest) / 1000),
    ),
    gauge('countersign_owed_most_tries', 'How often the unluckiest was taken.').page(byErrand(({ tries }) => tries)),
    gauge('countersign_drafts_open', 'Drafts that are not settled, of the newest.').page(
      open.map(({ platform, state, drafts }) => ({ labels: { platform, state }, value: drafts })),
    ),
    gauge(
      'countersign_counted_whole',
      `Whether fewer than ${mostRows} of each were there, so that nothing was left out.`,
    ).page([{ labels: {}, value: whole ? 1 : 0 }]),
    gauge('countersign_agents', 'Agents by state.').page(tallied('state', agents)),
    gauge('countersign_stops_on', 'Stops that are on.').page(
      tallied('over', ['agent', 'channel', 'workspace', 'all'], stops),
    ),
  ].join('')
}

/** How often each word is there; those of `words` also when it is not. */
function tallied(label: string, words: readonly string[], counted: readonly string[] = words) {
  return [...new Set(words)].map((word) => ({
    labels: { [label]: word },
    value: counted.filter((one) => one === word).length,
  }))
}
