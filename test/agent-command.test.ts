// `countersign agent` as it is typed, against a gate that runs: what it prints where, and with which exit code it ends.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { known } from './admin-person.ts'
import { adminToken, draft, type Gate, openTestGate } from './gate.ts'

let gate: Gate
beforeAll(async () => {
  gate = await openTestGate()
  await known(gate.listening.open.house, 'UROOT', ['admin'])
})
afterAll(() => gate[Symbol.asyncDispose]())

function run(...words: readonly string[]): Promise<{ code: number | null; out: string; said: string }> {
  const program = join(import.meta.dirname, '../dist/adapters/cli/countersign.js')
  const env = { ...process.env, COUNTERSIGN_URL: gate.url, COUNTERSIGN_ADMIN_TOKEN: adminToken }
  const child = spawn(process.execPath, [program, 'agent', ...words], { env, timeout: 30_000 })
  let out = ''
  let said = ''
  child.stdout.on('data', (data) => {
    out += data
  })
  child.stderr.on('data', (data) => {
    said += data
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, said })))
}

describe('countersign agent', () => {
  test('adds an agent, whose token is all that stands on standard output and works at once', async () => {
    const added = await run('add', 'Typed Tia')
    expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/^cs_sandbox_\S+\n$/) })
    expect(added.said).toContain('shown this once')
    expect(added.said).not.toContain(added.out.trim())
    const authorization = `Bearer ${added.out.trim()}`
    expect((await gate.send('/v1/drafts', draft, { authorization })).status).toBe(202)
    expect(await run('add', 'typed tia')).toMatchObject({
      code: 1,
      out: '',
      said: expect.stringContaining('name-taken'),
    })
  })

  test('leads from a name to a live token, and back to nothing', async () => {
    await run('add', 'Path Pat', '--owner', 'slack/T1/UROOT')
    expect(await run('token', 'Path Pat', '--live', '--scope', 'slack/T1/*')).toMatchObject({
      code: 1,
      said: expect.stringContaining('assessment-needed'),
    })
    const word = ['--by', 'slack/T1/UROOT', '--risk', 'low', '--says', 'Reads the runbook only.']
    expect(await run('assess', 'Path Pat', ...word)).toMatchObject({ code: 0, said: 'Path Pat: is live\n' })
    const live = await run('token', 'Path Pat', '--live', '--scope', 'slack/T1/*', '--days', '7')
    expect(live).toMatchObject({ code: 0, out: expect.stringMatching(/^cs_live_/) })
    expect(await run('rotate', 'Path Pat', '--grace', '5')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^cs_live_/),
      said: expect.stringContaining('The old one'),
    })
    expect((await run('stop', 'Path Pat', '--reason', 'Looking.')).said).toContain('stopped')
    expect((await run('list')).out).toMatch(/Path Pat\s+stopped/)
    expect((await run('resume', 'Path Pat')).said).toContain('it is live')
    const shown = await run('show', 'Path Pat')
    expect(shown.out).toContain('told with the admin token')
    expect(shown.out).toContain('Reads the runbook only.')
    expect((await run('revoke', 'Path Pat')).said).toContain('revoked')
    expect((await run('retire', 'Path Pat')).said).toContain('is retired')
  })

  test('gives data with --json, and says what is wrong with a call', async () => {
    const { out } = await run('list', '--json')
    expect(JSON.parse(out)).toMatchObject({
      agents: expect.arrayContaining([expect.objectContaining({ state: 'live' })]),
    })
    expect(await run('stop', 'nobody', '--reason', 'x')).toMatchObject({
      code: 1,
      said: expect.stringContaining('unknown-agent'),
    })
    for (const words of [[], ['undo'], ['stop', 'x'], ['token', 'x', '--live'], ['add'], ['list', '--by', 'x']])
      expect((await run(...words)).code).toBe(2)
    expect((await run('--help')).out).toContain('countersign agent add NAME')
  })
})
