// Follows the guides as somebody would who reads them: every block is typed, in their order, against the real gate in a
// process of its own. What a person does in the chat is done there. Only the port and the folders are others.

import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const program = join(import.meta.dirname, '../dist/adapters/cli/countersign.js')

type Block = { readonly language: string; readonly text: string }
let folder = ''
let port = 0
let gate: ChildProcess | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-guide-'))
  port = await freePort()
  gate = spawn(process.execPath, [program, 'start'], { cwd: folder, env: env(), stdio: ['ignore', 'pipe', 'inherit'] })
  await said(gate, 'Ready after')
})
afterEach(async () => {
  gate?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

describe('docs/guides/first-hour.md', () => {
  test('can be typed from its first line to its last', { timeout: 120_000 }, async () => {
    const out = await typed(blocksOf(await guide('first-hour')).filter(({ language }) => language === 'sh'))
    expect(out).toContain('Nobody is admin')
    expect(out).toContain('Ada is admin now.')
    expect(out).toContain('rules.yaml: 2 rules, no mistake')
    expect(out).toMatch(/Token \w+: live, slack\/T1\/C1/)
    expect(out).toMatch(/every agent, everywhere/)
    expect(out).toMatch(/lifted .* every agent, everywhere/)
    expect(out).toContain('a signed entry says so')
    expect(out).toMatch(/Whole: \d+ entries/)
    expect(out).toContain('All is well.')
    expect(out).toContain('countersign_changes_total')
    expect(await readFile(join(folder, 'hugo.token'), 'utf8')).toMatch(/^cs_live_\S+\n$/)
  })
})

describe('docs/guides/agent.md', () => {
  test('an agent of curl: its draft is approved by Mia and it hears of it', { timeout: 60_000 }, async () => {
    const [begin, submit, wait] = blocksOf(await guide('agent')).filter(({ language }) => language === 'sh')
    if (begin === undefined || submit === undefined || wait === undefined) throw new Error('the guide lost a block')
    // What the first block sets is known to those after it, as in one terminal.
    const token = await tokenIn([begin])
    const there = { GATE: `http://127.0.0.1:${port}`, TOKEN: token }
    const { draft } = JSON.parse(await typed([submit], there)) as { draft: { id: string } }
    await approved('mia', draft.id, token)
    expect(await typed([wait], there)).toContain('"state":"published"')
  })

  // Nobody who only wants to run our tests has to have Python; CI has it, and skips nothing.
  const hasPython = process.env.CI !== undefined || spawnSync('python3', ['--version']).status === 0
  const languages = [['TypeScript', 'ts'] as const, ...(hasPython ? [['Python', 'python'] as const] : [])]
  test.each(languages)('an agent in %s: sent back once, then approved', { timeout: 60_000 }, async (_, language) => {
    const blocks = blocksOf(await guide('agent'))
    const [begin] = blocks.filter((block) => block.language === 'sh')
    const [source] = blocks.filter((block) => block.language === language)
    if (begin === undefined || source === undefined) throw new Error('the guide lost a block')
    expect(source.text.trim().split('\n').length).toBeLessThanOrEqual(27)
    const token = await tokenIn([begin])
    const agent = begun(language, source.text, token)
    await form('say', { as: 'ada', to: await ownAgent(), text: 'When do staging deploys run?' })
    const first = await inState(token, 'pending')
    const wish = { revision: '1', fingerprint: first.fingerprint, wants: 'shorter', words: 'One line is enough.' }
    await form('draft', { as: 'ada', do: 'revise', draft: first.id, ...wish })
    const second = await inState(token, 'pending', 2)
    await approved('ada', second.id, token)
    expect(await agent).toMatch(/^published p_/)
  })
})

function env(): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env
  const own = { COUNTERSIGN_PORT: String(port), COUNTERSIGN_KEYS: join(folder, 'keys'), COUNTERSIGN_LOG: 'warn' }
  return { PATH, HOME, ...own }
}

async function guide(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, `../docs/guides/${name}.md`), 'utf8')
}

function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', body = '']) => ({
    language,
    text: body,
  }))
}

/** In one shell, which ends at the first line that fails. */
async function typed(blocks: readonly Block[], known: NodeJS.ProcessEnv = {}): Promise<string> {
  // The build is there already; and this is not the only gate on the machine.
  const there = blocks
    .map(({ text }) => text)
    .join('\n')
    .replaceAll('npm run --silent countersign --', `"${process.execPath}" "${program}"`)
    .replaceAll('http://127.0.0.1:3080', `http://127.0.0.1:${port}`)
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', there], {
    cwd: folder,
    env: { ...env(), ...known },
    timeout: 110_000,
  })
  return stdout
}

async function tokenIn(blocks: readonly Block[]): Promise<string> {
  return (await typed([...blocks, { language: 'sh', text: 'echo "$TOKEN"' }])).trim()
}

/** What it prints until it ends by itself. */
async function begun(language: 'ts' | 'python', source: string, token: string): Promise<string> {
  const around = { cwd: folder, env: { ...env(), GATE: `http://127.0.0.1:${port}`, TOKEN: token }, timeout: 50_000 }
  if (language === 'python') {
    await writeFile(join(folder, 'agent.py'), source)
    return (await run('python3', ['agent.py'], around)).stdout
  }
  await writeFile(join(folder, 'agent.ts'), `${source}export {}\n`)
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  const modules = join(import.meta.dirname, '../node_modules')
  const compilerOptions = { target: 'es2023', module: 'nodenext', strict: true, types: ['node'], outDir: 'out' }
  const project = { compilerOptions: { ...compilerOptions, typeRoots: [join(modules, '@types')] }, files: ['agent.ts'] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project))
  await run(process.execPath, [join(modules, 'typescript/bin/tsc'), '-p', folder], around)
  return (await run(process.execPath, ['out/agent.js'], around)).stdout
}

/** What a person does on the page of the practice chat. */
async function form(path: string, fields: { readonly [name: string]: string }): Promise<void> {
  const body = new URLSearchParams({ channel: 'platform-help', ...fields })
  const headers = { origin: `http://127.0.0.1:${port}` }
  const response = await fetch(`http://127.0.0.1:${port}/practice/${path}`, { method: 'POST', body, headers })
  expect(response.status).toBeLessThan(400)
}

async function ownAgent(): Promise<string> {
  const seats = JSON.parse(await readFile(join(folder, 'data/practice-tokens.json'), 'utf8')) as Seat[]
  return seats.find((seat) => seat.user === 'yours')?.agent ?? ''
}
type Seat = { readonly user: string; readonly agent: string }

type Answer = {
  readonly id: string
  readonly state: string
  readonly revision: number
  readonly fingerprint: string
}

/** The newest draft of the agent, once it is there. */
async function inState(token: string, state: string, revision = 1): Promise<Answer> {
  for (;;) {
    const headers = { authorization: `Bearer ${token}` }
    const answer = await fetch(`http://127.0.0.1:${port}/v1/drafts?limit=1`, { headers })
    const { drafts } = (await answer.json()) as { drafts: Answer[] }
    const [draft] = drafts
    if (draft?.state === state && draft.revision === revision) return draft
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function approved(by: string, draft: string, token: string): Promise<void> {
  const { id, revision, fingerprint } = await inState(token, 'pending', (await newest(token)).revision)
  expect(id).toBe(draft)
  await form('draft', {
    as: by,
    do: 'approve',
    draft,
    revision: String(revision),
    fingerprint,
    did: 'read',
    ticked: '0',
  })
}

async function newest(token: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`http://127.0.0.1:${port}/v1/drafts?limit=1`, { headers })
  const { drafts } = (await answer.json()) as { drafts: Answer[] }
  const [draft] = drafts
  if (draft === undefined) throw new Error('the agent has no draft')
  return draft
}

function said(process: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    process.stdout?.setEncoding('utf8').on('data', (data: string) => {
      text += data
      if (text.includes(words)) resolve()
    })
    process.once('exit', (code) => reject(new Error(`the gate ended with ${code}: ${text}`)))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject()))
    })
  })
}
