// One process of the house, seen from the runner: how it is begun, where it listens, what it said, and how it was
// struck. A strike counts only when the system itself says that the process is dead or stands still.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Order } from './member.ts'

export type Strike = { readonly pid: number; readonly signal: NodeJS.Signals; readonly at: string }

export type Member = {
  readonly order: Order
  readonly pid: number
  readonly url: string
  /** Where people do what they do. */
  readonly door: string
  readonly isAlive: () => boolean
  /** What it logged. */
  readonly log: () => string
  /** Resolves when it was struck where it was told to be. */
  readonly struck: Promise<Strike>
  /** Resolves when it has ended: with its signal, or its exit code. */
  readonly ended: Promise<string>
  /** Strikes it from outside; resolves when that has happened. */
  strike(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGTERM', at: string): Promise<Strike>
  goOn(): void
}

/** Nobody survives the runner, not even one that stands still. */
const alive = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

/** Also for a test that runs uncompiled. */
const built = import.meta.dirname.includes(join('dist', 'test')) ? '.' : '../../dist/test/faults'
const program = join(import.meta.dirname, built, 'member.js')
const startLimitMs = 20_000
const strikeLimitMs = 15_000

export async function begin(order: Order): Promise<Member> {
  const child = spawn(process.execPath, ['--enable-source-maps', program, JSON.stringify(order)], {
    // When we are gone its input ends, and so does it.
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  alive.add(child)
  child.once('exit', () => alive.delete(child))
  let said = ''
  let logged = ''
  const heard = new Set<() => void>()
  child.stderr.on('data', (data: Buffer) => {
    logged += data.toString()
  })
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString()
    for (const hear of heard) hear()
  })
  const ended = new Promise<string>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`)),
  )
  const line = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve) => {
      const hear = () => {
        const match = pattern.exec(said)
        if (match === null) return
        heard.delete(hear)
        resolve(match)
      }
      heard.add(hear)
      hear()
    })
  const { pid = 0 } = child
  const struck = line(/^(SIG\w+) at (\S+)$/m).then(async ([, signal, at = '']) => {
    const by = signal === 'SIGSTOP' ? 'SIGSTOP' : 'SIGKILL'
    await happened(child, by, ended)
    return { pid, signal: by, at } as const
  })
  // Who never asks for it must not be told of it as a fault.
  struck.catch(() => undefined)
  const listening = await Promise.race([
    line(/^listening on (\S+) and (\S+)$/m),
    ended.then((how) => new Error(`it ended before it listened: ${how}\n${logged}`)),
    pause(startLimitMs, undefined, { ref: false }).then(() => new Error(`it did not listen in time\n${logged}`)),
  ])
  if (listening instanceof Error) {
    child.kill('SIGKILL')
    throw listening
  }
  return {
    order,
    pid,
    url: listening[1] ?? '',
    door: listening[2] ?? '',
    isAlive: () => child.exitCode === null && child.signalCode === null,
    log: () => logged,
    struck,
    ended,
    async strike(signal, at) {
      if (!child.kill(signal)) throw new Error(`${pid} was gone before ${signal}`)
      await happened(child, signal, ended)
      return { pid, signal, at }
    },
    goOn: () => child.kill('SIGCONT'),
  }
}

/** Waits until the system says so; what does not happen in its time is a fault of the row. */
async function happened(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<string>): Promise<void> {
  const limit = performance.now() + strikeLimitMs
  while (performance.now() < limit) {
    if (signal === 'SIGSTOP' && stateOf(child.pid) === 'T') return
    if (signal === 'SIGSTOP') await pause(10)
    else {
      const how = await Promise.race([ended, pause(strikeLimitMs, undefined, { ref: false }).then(() => 'nothing')])
      if (how === signal || (signal === 'SIGTERM' && how === 'exit 0')) return
      throw new Error(`${signal} was sent to ${child.pid}, and it came to ${how}`)
    }
  }
  throw new Error(`${child.pid} does not stand still after ${signal}`)
}

/** “T”: it stands still. */
function stateOf(pid: number | undefined): string {
  const file = `/proc/${pid}/stat`
  if (existsSync(file)) return /\) (\w) /.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
  return spawnSync('ps', ['-o', 'state=', '-p', String(pid)])
    .stdout.toString()
    .trim()
    .slice(0, 1)
}
