// A server in a process of its own (server.ts), as `npm start` runs it, so that the caller's work is not counted as its.

import { spawn } from 'node:child_process'
import { join } from 'node:path'

export type Server = { readonly url: string; readonly ended: Promise<unknown>; memory(): Promise<number>; end(): void }

/** `gate` has no limits for an agent, `limited` those that it comes with; `web` takes drafts beside others on one database, and delivers nothing. */
export async function server(kind: 'bare' | 'gate' | 'limited' | 'web', home: string, database = ''): Promise<Server> {
  const program = join(import.meta.dirname, 'server.js')
  // As `npm start` runs it.
  const flags = ['--max-semi-space-size=8']
  const child = spawn(process.execPath, ['--expose-gc', ...flags, program, kind, home, database], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()))
    child.once('exit', () => reject(new Error(`the ${kind} server ended before it listened`)))
  })
  return {
    url,
    ended,
    memory: () =>
      new Promise((resolve) => {
        child.once('message', (told: { rss: number }) => resolve(told.rss))
        child.send('memory')
      }),
    end: () => void child.kill('SIGKILL'),
  }
}
