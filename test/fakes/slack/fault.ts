// Fails by the script of docs/decisions/0010, call by call. `accept-then-drop` with `ms` holds the socket open so long
// first (a hang past the client's timeout), `error-after-accept` with `why` is Slack's own `ok:false` after it happened,
// and `throttle` without `ms` carries no Retry-After.

import type { ServerResponse } from 'node:http'
import type { Json } from '../../../src/json.ts'
import type { Fault, FaultScript } from '../fault-script.ts'
import { isList, isThing, nested, type Thing, word } from './form.ts'

export type Faults = { script: FaultScript; next(on: string): Fault | undefined }

export function openFaults(): Faults {
  const calls = new Map<string, number>()
  const faults: Faults = {
    script: [],
    next(on) {
      const nth = (calls.get(on) ?? 0) + 1
      calls.set(on, nth)
      return faults.script.find((one) => one.on === on && (one.nth === undefined || one.nth === nth))
    },
  }
  return faults
}

/** What a call does when nothing is wrong: with these values, this far behind. */
export type Does = (values: Thing, lagMs: number) => Thing
type Wait = (ms: number) => Promise<void>

export async function answer(
  out: ServerResponse,
  fault: Fault | undefined,
  values: Thing,
  does: Does,
  wait: Wait,
): Promise<void> {
  switch (fault?.fault) {
    case undefined:
      return json(out, 200, does(values, 0))
    case 'delay':
      await wait(fault.ms ?? 0)
      return json(out, 200, does(values, 0))
    case 'lag':
      return json(out, 200, does(values, fault.ms ?? 20_000))
    case 'alter':
      return json(out, 200, does(altered(values), 0))
    case 'refuse':
      return json(out, 200, { ok: false, error: fault.why ?? 'internal_error' })
    case 'throttle':
      if (fault.ms !== undefined) out.setHeader('Retry-After', String(Math.ceil(fault.ms / 1000)))
      return json(out, 429, { ok: false, error: 'ratelimited' })
    case 'drop':
      out.destroy()
      return
    case 'accept-then-drop':
      does(values, 0)
      await wait(fault.ms ?? 0)
      out.destroy()
      return
    case 'error-after-accept':
      does(values, 0)
      return fault.why === undefined ? json(out, 500, {}) : json(out, 200, { ok: false, error: fault.why })
    case 'truncate-answer': {
      const whole = JSON.stringify(does(values, 0))
      out.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
      out.end(whole.slice(0, Math.floor(whole.length / 2)))
    }
  }
}

export function json(out: ServerResponse, status: number, body: Thing): void {
  out.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  out.end(JSON.stringify(body))
}

/** One character changed, where readers would see it: in the blocks if there are any, else in the text. */
function altered(values: Thing): Thing {
  const blocks = nested(values, 'blocks')
  if (!isList(blocks)) return { ...values, text: changed(word(values, 'text')) }
  let isDone = false
  const walk = (value: Json | undefined): Json | undefined => {
    if (isDone) return value
    if (isList(value)) return value.map((one) => walk(one) ?? null)
    if (!isThing(value)) return value
    if (typeof value.text === 'string' && value.text !== '') {
      isDone = true
      return { ...value, text: changed(value.text) }
    }
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, walk(one)]))
  }
  return { ...values, blocks: walk(blocks) }
}

function changed(text: string): string {
  return `${text.slice(0, -1)}${text.endsWith('?') ? '!' : '?'}`
}
