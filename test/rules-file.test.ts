// The rules as a file: mistakes with their place, templates, what is published about the shape, and the commands that
// bring a file to a gate.

import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureAdminToken, readAdminToken } from '../adapters/cli/admin-token.ts'
import { readRules, spellRules } from '../adapters/cli/rules-file.ts'
import { readTemplate, templates } from '../adapters/cli/templates.ts'
import { isSound } from '../src/rule/sound.ts'
import { written, writtenRoleOf } from '../src/rule/spelled.ts'
import { rulesSchema } from '../src/rule/written.ts'
import { adminToken, type Gate, openTestGate } from './gate.ts'

const good = `rules:
  - name: incidents
    where: { platform: practice, channel: platform-help }
    autonomy: two-person
    expires: 30m
    reviewers:
      second: { from: [{ group: data-owners }], count: 2, distinct-from: [invoker, author] }
    escalate: { to: [{ role: security }], at: 75% }
    quiet: { zone: Europe/Berlin, from: "22:00", to: "07:00" }
    private-answers: true
    unverified: refuse
    outsiders: two-person
    data-class: confidential
    instructions: Name the system.
    targets: { decide: 15m, recall: 10m }
lists:
  words: [{ name: merger, like: [Project Falcon], severity: forbidden }]
  hosts: { denied: [evil.example] }
  sources: [{ class: restricted, like: ["https://wiki.acme.example/finance/*"] }]
roles:
  - { group: slack/T1/S123, gives: [moderator, security], where: { platform: slack, channel: "C*" } }
  - { group: data-owners, gives: [moderator], where: { platform: practice, channel: random } }
`

/** What is wrong, what is written, and where it is said to be. */
const mistakes: readonly (readonly [string, string, number, number, string])[] = [
  ['a tab', 'rules:\n\t- name: x\n', 2, 1, 'Tabs'],
  ['a bracket that is never closed', 'rules: [\n  { name: x,\n', 3, 1, ''],
  ['a key said twice', 'rules:\n  - name: x\n    autonomy: draft\n    autonomy: auto\n', 4, 5, 'unique'],
  ['an autonomy that does not exist', 'rules:\n  - name: x\n    autonomy: free\n', 3, 15, 'Invalid option'],
  ['a misspelt field', 'rules:\n  - name: x\n    autonomy: draft\n    expirse: 1h\n', 4, 5, 'is not a field'],
  [
    'a misspelt field deep inside',
    'rules:\n  - name: x\n    autonomy: draft\n    where: { chanel: c }\n',
    4,
    14,
    'is not a field',
  ],
  [
    'a host that is an address',
    'rules: []\nlists:\n  hosts: { denied: ["https://evil.example/"] }\n',
    3,
    21,
    'is a host name',
  ],
  ['a role that does not exist', 'rules: []\nroles:\n  - { group: x, gives: [owner] }\n', 3, 25, 'Invalid option'],
  ['a group that gives nothing', 'rules: []\nroles:\n  - { group: x, gives: [] }\n', 3, 24, '>=1 items'],
  [
    'a channel by its name, for a role',
    'rules: []\nroles:\n  - { group: x, gives: [admin], where: { channel: "#ops" } }\n',
    3,
    51,
    'is the id of a channel',
  ],
  ['a list of something else', 'rules: []\nlists:\n  phrases: []\n', 3, 3, 'is not a field'],
  ['a span without a unit', 'rules:\n  - name: x\n    autonomy: draft\n    expires: 30\n', 4, 14, 'string'],
  [
    'a span that is too long',
    'rules:\n  - name: x\n    autonomy: draft\n    expires: 30d\n',
    4,
    14,
    'between 1m and 14d',
  ],
  [
    'a time zone that is none',
    'rules:\n  - name: x\n    autonomy: draft\n    quiet: { zone: Mars/Base, from: "22:00", to: "07:00" }\n',
    4,
    20,
    'is not a time zone',
  ],
  [
    'two of one',
    'rules:\n  - name: x\n    autonomy: draft\n    reviewers:\n      first: { from: [invoker], count: 2 }\n',
    5,
    14,
    'more people than are named',
  ],
  [
    'a seat for nobody',
    'rules:\n  - name: x\n    autonomy: draft\n    reviewers:\n      first: { from: [invoker], count: 0 }\n',
    5,
    40,
    '>=1',
  ],
  [
    'a reviewer that is nobody',
    'rules:\n  - name: x\n    autonomy: draft\n    reviewers:\n      first: { from: [boss] }\n',
    5,
    23,
    'is invoker, member',
  ],
  [
    'a name used twice',
    'rules:\n  - name: x\n    autonomy: draft\n  - name: x\n    autonomy: auto\n',
    4,
    11,
    'is used twice',
  ],
  ['a rule without autonomy', 'rules:\n  - name: x\n', 2, 5, 'Invalid option'],
  ['a list instead of a book', '- name: x\n', 1, 1, 'expected object'],
  ['nothing', '', 1, 1, 'expected object'],
]

describe('a rules file with a mistake', () => {
  test.each(mistakes)('%s: is named with line and column', (_, text, line, column, says) => {
    const read = readRules(text)
    if (!('mistakes' in read)) throw new Error('it was taken')
    expect(read.mistakes[0]).toMatchObject({ line, column, message: expect.stringContaining(says) })
  })

  test('that doubles itself with every line is refused in time', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`)
    expect(readRules(`a0: &a0 [x]\n${lines.join('\n')}\n`)).toHaveProperty('mistakes')
  })
})

describe('a rules file', () => {
  test('says the same after a round through the gate and back', () => {
    const read = readRules(good)
    if ('mistakes' in read) throw new Error(JSON.stringify(read.mistakes))
    const again = readRules(
      spellRules({
        ...read,
        rules: read.rules.map((rule) => written({ ...rule, id: 'default' })),
        roles: read.roles?.map(writtenRoleOf),
      }),
    )
    expect(again).toEqual(read)
    expect(isSound({ rules: read.rules.map((rule) => ({ ...rule, id: 'default' })) })).toBe(true)
  })

  test('is described by the schema that is published', async () => {
    await expect(`${JSON.stringify(rulesSchema(), null, 2)}\n`).toMatchFileSnapshot('../docs/rules.schema.json')
  })

  test('as the guide writes it has no mistake', async () => {
    const guide = await readFile(join(import.meta.dirname, '../docs/guides/rules.md'), 'utf8')
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(guide) ?? []
    expect(yaml).toContain('distinct-from')
    expect(readRules(yaml)).not.toHaveProperty('mistakes')
  })

  test.each(templates)('to begin with, %s, has no mistake', (name) => {
    const read = readRules(readTemplate(name) ?? '')
    expect(read).not.toHaveProperty('mistakes')
  })
})

describe('the admin token', () => {
  test('is made once, for the owner’s eyes alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-token-'))
    const first = ensureAdminToken(folder, undefined)
    expect(first).toMatchObject({ fresh: true, path: join(folder, 'admin-token') })
    expect((await stat(join(folder, 'admin-token'))).mode & 0o777).toBe(0o600)
    expect(ensureAdminToken(folder, undefined)).toEqual({ ...first, fresh: false })
    expect(readAdminToken(folder)).toBe(first.token)
    expect(ensureAdminToken(folder, 'a-token-of-the-settings')).toEqual({
      token: 'a-token-of-the-settings',
      fresh: false,
    })
    await rm(folder, { recursive: true })
  })
})

describe('on a gate that runs', () => {
  let gate: Gate
  let folder: string
  beforeAll(async () => {
    gate = await openTestGate()
    folder = await mkdtemp(join(tmpdir(), 'countersign-rules-'))
    await writeFile(join(folder, 'good.yaml'), good)
    await writeFile(join(folder, 'wrong.yaml'), good.replace('30m', 'soon'))
  })
  afterAll(async () => {
    await gate[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' }
  const admin = (method: string, path: string, body?: unknown, more = {}) =>
    fetch(`${gate.url}/v1/admin${path}`, {
      method,
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })

  test('nobody without the token reads, plans or sets, and each try leaves an entry', async () => {
    for (const authorization of ['', 'Bearer nobody', `Bearer ${gate.token}`, `Basic ${adminToken}`])
      for (const [method, path] of [
        ['GET', '/rules'],
        ['PUT', '/rules'],
        ['POST', '/rules/plan'],
        ['GET', '/odd'],
      ] as const) {
        const answer = await admin(method, path, method === 'GET' ? undefined : { rules: [] }, { authorization })
        expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'admin-token-needed'])
      }
    const { seen } = await gate.listening.open.house.record.look({ watch: { kind: 'watch', id: 'watch:admin' } })
    expect(seen.watch?.is.refused).toBe(16)
  })

  test('they are set under the version that was read', async () => {
    const rules = [{ name: 'over-http', autonomy: 'closed', where: { channel: 'nowhere' } }]
    const before = await admin('GET', '/rules')
    expect([before.status, before.headers.get('etag'), await before.json()]).toEqual([
      200,
      '"0"',
      { version: 0, readable: true, rules: [] },
    ])
    expect(await (await admin('PUT', '/rules', { rules })).json()).toMatchObject({
      code: 'if-match-needed',
      status: 428,
    })
    const set = await admin('PUT', '/rules', { rules }, { 'if-match': '"0"' })
    expect([set.status, set.headers.get('etag')]).toEqual([200, '"1"'])
    const late = await admin('PUT', '/rules', { rules: [] }, { 'if-match': '"0"' })
    expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([412, 'rules-changed'])
    const wrong = await admin(
      'PUT',
      '/rules',
      { rules: [{ name: 'x', autonomy: 'free', odd: 1 }] },
      { 'if-match': '"1"' },
    )
    expect([wrong.status, await wrong.json()]).toMatchObject([
      422,
      { code: 'invalid-body', errors: [{ path: 'rules.0.autonomy' }, {}] },
    ])
    expect(await (await admin('GET', '/rules')).json()).toMatchObject({
      version: 1,
      rules: [{ name: 'over-http', expires: '4h' }],
    })
    expect((await admin('DELETE', '/rules')).status).toBe(405)
  })

  test('a file is checked, planned, applied and exported, with exit codes', async () => {
    const file = join(folder, 'good.yaml')
    expect(await run('check', file)).toMatchObject({ code: 0, out: expect.stringContaining('1 rule, no mistake') })
    const wrong = join(folder, 'wrong.yaml')
    expect(await run('check', wrong)).toMatchObject({
      code: 1,
      wrong: expect.stringContaining(`${wrong}:5:14: rules.0.expires is a number with`),
    })
    expect(await run('apply', wrong)).toMatchObject({ code: 1 })
    expect(await (await admin('GET', '/rules')).json()).toMatchObject({ version: 1 })
    expect(await run('plan', file)).toMatchObject({ code: 0, out: expect.stringContaining('new: incidents') })
    expect(await run('apply', file, '--version', '0')).toMatchObject({
      code: 1,
      wrong: expect.stringContaining('rules-changed'),
    })
    expect(await run('apply', file)).toMatchObject({ code: 0, out: 'in force: version 2, 1 rule\n' })
    expect(await run('apply', file, '--json')).toMatchObject({
      code: 0,
      out: expect.stringContaining('"changed":false'),
    })
    const { out } = await run('export')
    expect(out).toContain('# Countersign rules, version 2')
    expect(readRules(out)).toEqual(readRules(good))
    expect(await run('export', '--template', 'research')).toMatchObject({ code: 0, out: readTemplate('research') })
    expect(await run('undo')).toMatchObject({ code: 2 })
    expect(await run('check', file, '--json')).toMatchObject({
      code: 0,
      out: `${JSON.stringify({ file, rules: 1, mistakes: [] })}\n`,
    })
  })

  test('the agent is told the rule with its instructions', async () => {
    const answer = await gate.send('/v1/drafts', {
      destination: { platform: 'practice', workspace: 'practice', channel: 'platform-help' },
      text: 'Staging deploys run at 09:00.',
      invocation: await gate.invocation(),
    })
    expect(((await answer.json()) as { rule: string }).rule).toContain('Instructions for agents here: Name the system.')
  })

  function run(...words: readonly string[]): Promise<{ code: number | null; out: string; wrong: string }> {
    const program = join(import.meta.dirname, '../dist/adapters/cli/countersign.js')
    const env = { ...process.env, COUNTERSIGN_URL: gate.url, COUNTERSIGN_ADMIN_TOKEN: adminToken }
    const child = spawn(process.execPath, [program, 'rules', ...words], { env, timeout: 30_000 })
    let out = ''
    let wrong = ''
    child.stdout.on('data', (data) => {
      out += data
    })
    child.stderr.on('data', (data) => {
      wrong += data
    })
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, wrong })))
  }
})

describe('F6: a gate that is started with a rules file', () => {
  test('takes it in; a wrong one is said with line and column, and the rules from before stay in force', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-start-'))
    const file = join(folder, 'rules.yaml')
    await writeFile(file, good)
    expect(await start(folder, file)).toContain(`Rules of ${file}: version 1 is in force.`)
    await writeFile(file, good.replace('30m', 'soon'))
    const said = await start(folder, file)
    expect(said).toContain(`${file}:5:14: rules.0.expires is a number with`)
    expect(said).toContain('the rules from before stay in force')
    expect(said).not.toContain(await readFile(join(folder, 'data', 'admin-token'), 'utf8').then((text) => text.trim()))
    await writeFile(file, good.replace('30m', '20m'))
    expect(await start(folder, file)).toContain(`Rules of ${file}: version 2 is in force.`)
    await rm(folder, { recursive: true })
  })

  /** Starts the program, lets it say all of its greeting, and ends it in order. */
  function start(folder: string, file: string): Promise<string> {
    const program = join(import.meta.dirname, '../dist/adapters/cli/countersign.js')
    const env = {
      ...process.env,
      COUNTERSIGN_DATA: join(folder, 'data'),
      COUNTERSIGN_KEYS: join(folder, 'keys'),
      COUNTERSIGN_PORT: '0',
      COUNTERSIGN_LOG: 'silent',
      COUNTERSIGN_RULES: file,
    }
    const child = spawn(process.execPath, [program, 'start'], { env, timeout: 30_000 })
    let said = ''
    return new Promise((resolve) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (data) => {
          said += data
          if (/version \d+ is in force|rules\.0\.expires/.test(said)) child.kill('SIGTERM')
        })
      child.on('close', () => resolve(said))
    })
  }
})
