// The arrows of the house, as a table we can read. A file may import the places that are named beside its own, and
// nothing else; each SDK has one home.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** What the words of the core may know of each other. Leaves first: nothing here points back. */
const words = ['src/id.ts', 'src/json.ts', 'src/time.ts', 'src/place.ts', 'src/refusal.ts']

const arrows: { readonly [from: string]: readonly string[] } = {
  'src/id.ts': [],
  'src/json.ts': [],
  'src/time.ts': [],
  'src/place.ts': [],
  'src/refusal.ts': ['src/time.ts'],
  'src/person': words,
  'src/screening': [...words, 'src/draft', 'src/card'],
  'src/agent': [...words, 'src/draft', 'src/rule'],
  'src/installation': words,
  'src/rule': [...words, 'src/screening', 'src/person'],
  'src/safety': [...words, 'src/person'],
  'src/ledger': [...words, 'src/draft', 'src/post', 'src/agent'],
  'src/draft': [...words, 'src/person', 'src/screening', 'src/rule', 'src/safety', 'src/card', 'src/port'],
  'src/post': [...words, 'src/person', 'src/draft'],
  'src/card': [...words, 'src/person', 'src/draft', 'src/post', 'src/screening', 'src/safety', 'src/agent', 'src/rule'],
  'src/port': [
    ...words,
    'src/person',
    'src/agent',
    'src/installation',
    'src/draft',
    'src/post',
    'src/card',
    'src/rule',
    'src/safety',
    'src/screening',
    'src/ledger',
  ],
  // What was taken, its lane and its turn: shared by every queue.
  'src/delivery': [...words, 'src/port'],
  'src/gateway': [
    ...words,
    'src/person',
    'src/agent',
    'src/installation',
    'src/draft',
    'src/post',
    'src/card',
    'src/rule',
    'src/safety',
    'src/screening',
    'src/ledger',
    'src/port',
  ],
  // What is unsafe or incomplete now: it reads, and changes nothing.
  'src/doctor': [...words, 'src/person', 'src/agent', 'src/draft', 'src/rule', 'src/safety', 'src/port', 'src/gateway'],
  // The composition root: the single room that knows both sides (docs/decisions/0030-composition-root.md).
  'src/main.ts': ['src', 'adapters'],
  'src/main': ['src', 'adapters'],
}

/** What the core may bring in from outside: a Markdown parser, a diff, hashing, and zod for a written rule book. */
const coreMay = [
  'node:crypto',
  'diff',
  'mdast',
  'mdast-util-from-markdown',
  'mdast-util-gfm',
  'micromark-extension-gfm',
  'zod',
]

/** Each SDK has one home; the command line and the doors share what is nobody's: zod. */
const homes: { readonly [name: string]: readonly string[] } = {
  '@photostructure/sqlite': ['adapters/sql'],
  '@hono/node-server': ['adapters/http'],
  hono: ['adapters/http', 'adapters/practice'],
  bullmq: ['adapters/bullmq'],
  ioredis: ['adapters/bullmq'],
  pg: ['adapters/sql'],
  '@slack/bolt': ['adapters/slack'],
  '@slack/socket-mode': ['adapters/slack'],
  '@slack/types': ['adapters/slack'],
  '@slack/web-api': ['adapters/slack'],
  pino: ['adapters/cli'],
  yaml: ['adapters/cli'],
  '@secretlint/core': ['adapters/scanner'],
  '@secretlint/profiler': ['adapters/scanner'],
  '@secretlint/secretlint-rule-1password': ['adapters/scanner'],
  '@secretlint/secretlint-rule-anthropic': ['adapters/scanner'],
  '@secretlint/secretlint-rule-aws': ['adapters/scanner'],
  '@secretlint/secretlint-rule-basicauth': ['adapters/scanner'],
  '@secretlint/secretlint-rule-database-connection-string': ['adapters/scanner'],
  '@secretlint/secretlint-rule-gcp': ['adapters/scanner'],
  '@secretlint/secretlint-rule-github': ['adapters/scanner'],
  '@secretlint/secretlint-rule-gitlab': ['adapters/scanner'],
  '@secretlint/secretlint-rule-linear': ['adapters/scanner'],
  '@secretlint/secretlint-rule-npm': ['adapters/scanner'],
  '@secretlint/secretlint-rule-openai': ['adapters/scanner'],
  '@secretlint/secretlint-rule-privatekey': ['adapters/scanner'],
  '@secretlint/secretlint-rule-sendgrid': ['adapters/scanner'],
  '@secretlint/secretlint-rule-shopify': ['adapters/scanner'],
  '@secretlint/secretlint-rule-slack': ['adapters/scanner'],
  zod: ['adapters/http', 'adapters/practice', 'adapters/cli', 'adapters/slack', 'adapters/backup', 'adapters/keys'],
}

const files = [...sources('src'), ...sources('adapters')]

describe('the arrows of the house', () => {
  test.each(files.filter((file) => file.startsWith('src/')))('%s points only where the table lets it', (file) => {
    const room = roomOf(file)
    const allowed = arrows[room]
    expect(allowed, `${room} has no row in the table`).toBeDefined()
    const wrong = importsOf(file)
      .filter((target) => target.startsWith('src/') || target.startsWith('adapters/'))
      .filter(
        (target) =>
          roomOf(target) !== room && !(allowed ?? []).some((one) => target === one || target.startsWith(`${one}/`)),
      )
    expect(wrong).toEqual([])
  })

  test.each(files.filter((file) => file.startsWith('adapters/')))('%s knows the core and no neighbour', (file) => {
    const home = file.split('/').slice(0, 2).join('/')
    const wrong = importsOf(file).filter((target) => target.startsWith('adapters/') && !target.startsWith(`${home}/`))
    expect(wrong).toEqual([])
  })

  test('only the composition root is imported by the command line, and by nobody else', () => {
    const users = files.filter((file) => importsOf(file).includes('src/main.ts'))
    expect(users.filter((file) => !file.startsWith('adapters/cli/'))).toEqual([])
    const usersOfParts = files.filter((file) => !isRoot(file) && importsOf(file).some(isRoot))
    expect(usersOfParts.filter((file) => !file.startsWith('adapters/cli/'))).toEqual([])
  })
})

describe('what comes from outside', () => {
  test('the core brings in no SDK, no clock, no environment and no SQL', () => {
    const core = files.filter((file) => file.startsWith('src/') && !isRoot(file))
    const wrong = core.flatMap((file) =>
      packagesOf(file)
        .filter((name) => !coreMay.includes(name))
        .map((name) => `${file}: ${name}`),
    )
    expect(wrong).toEqual([])
    const clocks = /\b(Date\.now|new Date\(\)|performance\.now|Math\.random|process\.env|randomBytes|randomUUID)\b/
    expect(core.filter((file) => clocks.test(withoutComments(file)))).toEqual([])
  })

  test('each SDK has one home', () => {
    const wrong = files.flatMap((file) =>
      packagesOf(file)
        .filter((name) => !name.startsWith('node:') && !(file.startsWith('src/') && coreMay.includes(name)))
        .filter((name) => !(homes[name] ?? []).some((home) => file.startsWith(`${home}/`)))
        .map((name) => `${file}: ${name}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('the manner of the house', () => {
  test('no file is named after a kind, and none is a barrel', () => {
    const kinds = /(^|\/)(utils?|helpers?|lib|common|types?|services?|managers?|models?|index)(\.ts|\/|$)/
    expect(files.filter((file) => kinds.test(file))).toEqual([])
  })

  test('every file opens by saying what lives in it', () => {
    expect(
      files.filter(
        (file) =>
          !readFileSync(join(root, file), 'utf8').startsWith('//') &&
          !readFileSync(join(root, file), 'utf8').startsWith('#!'),
      ),
    ).toEqual([])
  })
})

describe('the thread that screens', () => {
  test('is alone with the detectors, so that no other holds their tables and weights', () => {
    const users = files.filter((file) => importsOf(file).includes('src/screening/detect.ts'))
    expect(users.filter((file) => !file.startsWith('test/') && !file.startsWith('bench/'))).toEqual([
      'adapters/scanner/worker.ts',
    ])
  })
})

describe('the decisions', () => {
  const decisions = readdirSync(join(root, 'docs/decisions')).sort()

  test('have each a number of their own', () => {
    const numbers = decisions.map((file) => file.slice(0, 4))
    expect(numbers.filter((number, nth) => numbers.indexOf(number) !== nth)).toEqual([])
  })

  test.each(decisions)('%s has its number in its title', (file) => {
    const [title] = readFileSync(join(root, 'docs/decisions', file), 'utf8').split('\n')
    expect(title).toMatch(new RegExp(`^# ${Number(file.slice(0, 4))}\\. `))
  })
})

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}

/** The room that knows both sides: the doors in front, and what is opened behind them. */
function isRoot(file: string): boolean {
  return file === 'src/main.ts' || file.startsWith('src/main/')
}

function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/')
  return `${top}/${second}`
}

function importsOf(file: string): string[] {
  return specifiers(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(root, join(root, file, '..', name)))
}

function packagesOf(file: string): string[] {
  return specifiers(file)
    .filter((name) => !name.startsWith('.'))
    .map((name) => (name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? name)))
}

function specifiers(file: string): string[] {
  return [...readFileSync(join(root, file), 'utf8').matchAll(/(?<![\w-])(?:from|import)\s*\(?\s*'([^'\n]+)'/g)].map(
    (match) => match[1] ?? '',
  )
}

function withoutComments(file: string): string {
  return readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
}
