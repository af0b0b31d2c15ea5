// `countersign start` as a newcomer sees it: the program itself, on a pseudo-terminal (made by script, which is part of Linux
// and of macOS), ended by Ctrl-C.

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'

const program = join(import.meta.dirname, '../dist/adapters/cli/countersign.js')
const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

describe('the gate started at a terminal', () => {
  test('greets, and writes no line of the log around it', async () => {
    const said = await startAtTerminal({})
    expect(said).toContain('As Ada, ask Confident Colin')
    expect(said).toContain('SIGINT: handing over…')
    expect(said).not.toContain('"level"')
  })

  test('logs there as well if somebody asks for it', async () => {
    const said = await startAtTerminal({ COUNTERSIGN_LOG: 'info' })
    expect(said).toContain('As Ada, ask Confident Colin')
    expect(said).toContain('"level":"info"')
  })
})

async function startAtTerminal(more: NodeJS.ProcessEnv): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-terminal-'))
  folders.push(folder)
  const { COUNTERSIGN_LOG: _, ...rest } = process.env
  const env = {
    ...rest,
    COUNTERSIGN_DATA: join(folder, 'data'),
    COUNTERSIGN_KEYS: join(folder, 'keys'),
    COUNTERSIGN_PORT: '0',
    ...more,
  }
  const words =
    process.platform === 'darwin'
      ? ['-q', '/dev/null', process.execPath, program, 'start']
      : ['-qec', `'${process.execPath}' '${program}' start`, '/dev/null']
  const child = spawn('script', words, { env, timeout: 30_000 })
  let said = ''
  let ending = false
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.stdout.on('data', (data) => {
      said += data
      // The last line of what it says at the start: the first one has no admin yet.
      if (ending || !/claim [A-Z0-9-]{4,}/.test(said)) return
      ending = true
      child.stdin.write('\u0003')
    })
    child.on('close', () => resolve(said))
  })
}
