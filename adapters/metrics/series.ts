// Figures in the text format of Prometheus. Each has a closed list of label names and so many sets of values at most: what
// comes after them is counted as “other”, so that nobody can fill the memory by asking for odd things.

export type Labels = { readonly [name: string]: string | number }
type Kind = 'counter' | 'gauge' | 'histogram'

/** Of one figure. Far above what its words allow; a flood of new values is a fault or an attack. */
const mostSets = 300

export type Counter = { add(labels: Labels, by?: number): void; page(): string }
export type Gauge = { page(values: readonly { readonly labels: Labels; readonly value: number }[]): string }
export type Histogram = { observe(labels: Labels, value: number): void; page(): string }

export function counter(name: string, help: string): Counter {
  const sets = new Map<string, number>()
  return {
    add(labels, by = 1) {
      const key = placeIn(sets, labels)
      sets.set(key, (sets.get(key) ?? 0) + by)
    },
    page: () =>
      written(
        name,
        help,
        'counter',
        [...sets].map(([key, value]) => `${name}${key} ${value}`),
      ),
  }
}

export function gauge(name: string, help: string): Gauge {
  return {
    page: (values) =>
      written(
        name,
        help,
        'gauge',
        values.slice(0, mostSets).map(({ labels, value }) => `${name}${spelled(labels)} ${value}`),
      ),
  }
}

type Filled = { readonly counts: number[]; sum: number; count: number }

/** `bounds` in growing order. */
export function histogram(name: string, help: string, bounds: readonly number[]): Histogram {
  const sets = new Map<string, Filled>()
  return {
    observe(labels, value) {
      const key = placeIn(sets, labels)
      const filled = sets.get(key) ?? { counts: bounds.map(() => 0), sum: 0, count: 0 }
      sets.set(key, filled)
      const at = bounds.findIndex((bound) => value <= bound)
      if (at >= 0) filled.counts[at] = (filled.counts[at] ?? 0) + 1
      filled.sum += value
      filled.count += 1
    },
    page() {
      const lines = [...sets].flatMap(([key, { counts, sum, count }]) => {
        let below = 0
        const buckets = bounds.map((bound, at) => {
          below += counts[at] ?? 0
          return `${name}_bucket${withBound(key, String(bound))} ${below}`
        })
        const last = `${name}_bucket${withBound(key, '+Inf')} ${count}`
        return [...buckets, last, `${name}_sum${key} ${sum}`, `${name}_count${key} ${count}`]
      })
      return written(name, help, 'histogram', lines)
    },
  }
}

function written(name: string, help: string, kind: Kind, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines.join('\n')}\n`
}

function placeIn(sets: ReadonlyMap<string, unknown>, labels: Labels): string {
  const key = spelled(labels)
  if (sets.has(key) || sets.size < mostSets) return key
  return spelled(Object.fromEntries(Object.keys(labels).map((name) => [name, 'other'])))
}

function spelled(labels: Labels): string {
  let key = ''
  for (const name in labels) key += `${key === '' ? '{' : ','}${name}="${escaped(String(labels[name]))}"`
  return key === '' ? '' : `${key}}`
}

function withBound(key: string, bound: string): string {
  return key === '' ? `{le="${bound}"}` : `${key.slice(0, -1)},le="${bound}"}`
}

function escaped(value: string): string {
  return /["\\\n]/.test(value) ? value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n') : value
}
