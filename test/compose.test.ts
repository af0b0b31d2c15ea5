// The compose file against the schema of the Compose specification, and against what it promises about its networks.

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'

type Service = {
  readonly networks: readonly string[] | { readonly [name: string]: unknown }
  readonly ports?: readonly string[]
  readonly command?: readonly string[]
  readonly healthcheck?: unknown
  readonly build?: string
  readonly environment: { readonly [name: string]: string }
}
type Compose = {
  readonly services: { readonly [name: string]: Service }
  readonly networks: { readonly [name: string]: { readonly internal?: boolean } | null }
}

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)
let folder = ''
let text = ''
let compose: Compose

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-compose-'))
  text = await readFile(join(root, 'docker-compose.yml'), 'utf8')
  compose = parse(text, { merge: true })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What the schema says of this text. */
async function errorsOf(content: string): Promise<readonly string[]> {
  const file = join(folder, 'docker-compose.yml')
  await writeFile(file, content)
  const lint = join(root, 'node_modules/dclint/bin/dclint.cjs')
  const told = await run(process.execPath, [lint, '-q', '-f', 'json', file]).catch((cause: { stdout: string }) => cause)
  const reports: { messages: { rule: string; message: string }[] }[] = JSON.parse(told.stdout)
  return reports.flatMap(({ messages }) => messages.map(({ rule, message }) => `${rule}: ${message}`))
}

const inNetwork = (network: string) =>
  Object.entries(compose.services).flatMap(([name, { networks }]) =>
    (Array.isArray(networks) ? networks : Object.keys(networks)).includes(network) ? [name] : [],
  )

describe('the compose file', () => {
  test('is one by the specification; a misspelt key is found', async () => {
    expect(await errorsOf(text)).toEqual([])
    expect(await errorsOf(text.replace('read_only:', 'read_onley:'))).toEqual([
      expect.stringContaining('must NOT have additional properties'),
    ])
  })

  test('puts nobody beside the agents but the gate, and lets nothing out of there', () => {
    expect(compose.networks.agents).toEqual({ internal: true })
    expect(inNetwork('agents')).toEqual(['web'])
  })

  test('keeps record and queue where only web and worker are', () => {
    expect(compose.networks.inside).toEqual({ internal: true })
    expect(inNetwork('inside')).toEqual(['web', 'worker', 'postgres', 'redis'])
    for (const name of ['postgres', 'redis']) {
      expect(compose.services[name]?.ports).toBeUndefined()
      expect(compose.services[name]?.networks).toEqual(['inside'])
    }
    expect(compose.services.web?.ports).toEqual(['127.0.0.1:3080:3080'])
  })

  test('lets Redis forget nothing', () => {
    expect(compose.services.redis?.command?.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/)
  })

  test('asks everybody how they are', async () => {
    expect(await readFile(join(root, 'Dockerfile'), 'utf8')).toMatch(/^HEALTHCHECK .*\n.*\/readyz/m)
    for (const { healthcheck, build } of Object.values(compose.services))
      expect(healthcheck !== undefined || build !== undefined).toBe(true)
  })

  test('runs each of them in its role, and holds no secret itself', () => {
    expect(compose.services.web?.environment.COUNTERSIGN_ROLE).toBe('web')
    expect(compose.services.worker?.environment.COUNTERSIGN_ROLE).toBe('worker')
    for (const line of text.split('\n').filter((one) => /PASSWORD|AUTH/.test(one) && !one.startsWith('#')))
      expect(line).toContain(':?set it in .env}')
  })
})
