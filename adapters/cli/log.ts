// Structured logs on pino: one JSON line each, to stderr, with ids and codes, its time in UTC. Of an error only its name,
// message and code are written, never its properties: a driver's error can carry a whole row. As a second net, whatever
// has the shape of a token, and every secret of the settings, is taken out of the finished line.

import { destination, pino, stdTimeFunctions } from 'pino'
import type { Log } from '../../src/port/log.ts'

export type LogTo = {
  /** What must never be in a line, whoever put it there. */
  readonly secrets?: readonly string[]
  readonly write?: (line: string) => void
}

export function openLog(level: string, { secrets = [], write = toStderr() }: LogTo = {}): Log {
  const clean = cleanOf(secrets)
  const options = {
    name: 'countersign',
    level,
    base: { pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const log = pino(options, { write: (line: string) => write(clean(line)) })
  return {
    info: (what, facts) => log.info(facts ?? {}, what),
    detail: (what, facts) => log.debug(facts ?? {}, what),
    fault: (what, cause, facts) => log.error({ ...facts, cause: causeOf(cause) }, what),
  }
}

function toStderr(): (line: string) => void {
  const out = destination({ fd: 2, sync: true })
  return (line) => {
    out.write(line)
  }
}

/** Tokens of ours and of Slack, what follows “Bearer”, and the password of an address. */
const shapes =
  /cs_(?:live|sandbox|admin)_[\w-]{8,}|xox[a-z]-[\w-]{6,}|xapp-[\w-]{6,}|(?<=Bearer )[\x21-\x7e]{8,}?(?=["\s\\]|$)|(?<=:\/\/[^\s:/@"]{0,100}:)[^\s@/"]{1,200}(?=@)/g
const removed = '[removed]'
/** Anything shorter would be found in words that are none. */
const shortestSecret = 6

function cleanOf(secrets: readonly string[]): (line: string) => string {
  const known = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .map((secret) => JSON.stringify(secret).slice(1, -1))
  return (line) => known.reduce((text, secret) => text.replaceAll(secret, removed), line.replace(shapes, removed))
}

function causeOf(cause: unknown): object {
  if (!(cause instanceof Error)) return { name: typeof cause }
  const code = 'code' in cause && typeof cause.code === 'string' ? { code: cause.code } : {}
  const deeper = cause.cause === undefined ? {} : { cause: causeOf(cause.cause) }
  return { name: cause.name, message: cause.message.slice(0, 300), ...code, ...deeper }
}
