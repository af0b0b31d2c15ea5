// Structured logs on pino: one JSON line each, to stderr, with ids and codes. Of an error only its name, message and
// code are written, never its properties: a driver's error can carry a whole row.

import { destination, pino } from 'pino'
import type { Log } from '../../src/port/log.ts'

export function openLog(level: string): Log {
  const log = pino({ name: 'countersign', level, base: { pid: process.pid } }, destination({ fd: 2, sync: true }))
  return {
    info: (what, facts) => log.info(facts ?? {}, what),
    fault: (what, cause, facts) => log.error({ ...facts, cause: causeOf(cause) }, what),
  }
}

function causeOf(cause: unknown): object {
  if (!(cause instanceof Error)) return { name: typeof cause }
  const code = 'code' in cause && typeof cause.code === 'string' ? { code: cause.code } : {}
  const deeper = cause.cause === undefined ? {} : { cause: causeOf(cause.cause) }
  return { name: cause.name, message: cause.message.slice(0, 300), ...code, ...deeper }
}
