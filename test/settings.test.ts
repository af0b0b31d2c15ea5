import { describe, expect, test } from 'vitest'
import { readSettings } from '../adapters/cli/settings.ts'

const read = (env: NodeJS.ProcessEnv, practice = false) => readSettings(env, { practice })

describe('settings', () => {
  test('are all optional', () => {
    expect(read({})).toMatchObject({ host: '127.0.0.1', port: 3080, practice: true, log: 'info' })
  })
  test('say how long the ledger is kept: 13 months, or for ever', () => {
    const day = 24 * 60 * 60 * 1000
    expect(read({})).toMatchObject({ keepTextMs: 30 * day, keepEntriesMs: 13 * 31 * day })
    expect(read({ COUNTERSIGN_KEEP_ENTRIES_MONTHS: '0' })).toMatchObject({ keepEntriesMs: 0 })
    expect(read({ COUNTERSIGN_KEEP_ENTRIES_MONTHS: '24' })).toMatchObject({ keepEntriesMs: 24 * 31 * day })
  })
  test('say how much an agent may ask and leave open, and who our proxies are', () => {
    expect(read({})).toMatchObject({
      rate: { perMinute: 600, burst: 100 },
      pace: { mostOpen: 300, mostOpenHere: 100 },
      proxies: [],
    })
    const said = {
      COUNTERSIGN_AGENT_RATE: '60',
      COUNTERSIGN_AGENT_OPEN: '20',
      COUNTERSIGN_AGENT_OPEN_HERE: '5',
      COUNTERSIGN_PROXIES: '10.0.0.0/8, 192.0.2.7,FD00::/8',
    }
    expect(read(said)).toMatchObject({
      rate: { perMinute: 60, burst: 10 },
      pace: { mostOpen: 20, mostOpenHere: 5 },
      proxies: ['10.0.0.0/8', '192.0.2.7', 'fd00::/8'],
    })
  })
  test.each([
    [{ COUNTERSIGN_PORT: 'eighty' }, 'COUNTERSIGN_PORT'],
    [{ COUNTERSIGN_PORT: '70000' }, 'COUNTERSIGN_PORT'],
    [{ COUNTERSIGN_URL: 'not a url' }, 'COUNTERSIGN_URL'],
    [{ COUNTERSIGN_LOG: 'loud' }, 'COUNTERSIGN_LOG'],
    [{ COUNTERSIGN_DATA: '' }, 'COUNTERSIGN_DATA'],
    [{ COUNTERSIGN_KEEP_ENTRIES_MONTHS: '12' }, 'COUNTERSIGN_KEEP_ENTRIES_MONTHS: is 0 for ever, or at least 13'],
    [{ COUNTERSIGN_ROLE: 'boss' }, 'COUNTERSIGN_ROLE'],
    [{ DATABASE_URL: 'mysql://localhost/x' }, 'DATABASE_URL'],
    [{ REDIS_URL: 'http://localhost' }, 'REDIS_URL'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET'],
    [{ SLACK_BOT_TOKEN: 'xoxp-1', SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN'],
    [{ SLACK_API_URL: 'here' }, 'SLACK_API_URL'],
    [{ COUNTERSIGN_AGENT_RATE: '0' }, 'COUNTERSIGN_AGENT_RATE'],
    [{ COUNTERSIGN_AGENT_OPEN: 'many' }, 'COUNTERSIGN_AGENT_OPEN'],
    [{ COUNTERSIGN_AGENT_OPEN_HERE: '-1' }, 'COUNTERSIGN_AGENT_OPEN_HERE'],
    [{ COUNTERSIGN_PROXIES: 'proxy.example.com' }, 'COUNTERSIGN_PROXIES'],
    [{ COUNTERSIGN_PROXIES: '0.0.0.0/0' }, 'COUNTERSIGN_PROXIES'],
    [{ COUNTERSIGN_PROXIES: '::/0' }, 'COUNTERSIGN_PROXIES'],
    [{ COUNTERSIGN_PROXIES: '10.0.0.0/33' }, 'COUNTERSIGN_PROXIES'],
    [{ COUNTERSIGN_PROXIES: '10.0.0.0/' }, 'COUNTERSIGN_PROXIES'],
    [{ COUNTERSIGN_ROLE: 'web' }, 'DATABASE_URL'],
    [{ COUNTERSIGN_ROLE: 'worker' }, 'DATABASE_URL'],
  ])('that are wrong are named: %j', (env, name) => {
    expect(read(env)).toMatchObject({ wrong: [expect.stringContaining(name)] })
  })
})

describe('how much is logged', () => {
  const atTerminal = (env: NodeJS.ProcessEnv) => readSettings(env, { practice: false, atTerminal: true })
  test('is every change in a file, what asks for attention at a terminal, and what was asked for in both', () => {
    expect(read({})).toMatchObject({ log: 'info' })
    expect(atTerminal({})).toMatchObject({ log: 'warn' })
    expect(read({ COUNTERSIGN_LOG: 'debug' })).toMatchObject({ log: 'debug' })
    expect(atTerminal({ COUNTERSIGN_LOG: 'info' })).toMatchObject({ log: 'info' })
  })
})

describe('a process that does not do everything', () => {
  const shared = { DATABASE_URL: 'postgresql://countersign@db/countersign', REDIS_URL: 'redis://queue:6379' }
  test('shares the record and the queue with others, and has no practice chat', () => {
    expect(read({ ...shared, COUNTERSIGN_ROLE: 'web' })).toMatchObject({
      role: 'web',
      database: 'postgresql://countersign@db/countersign',
      redis: 'redis://queue:6379',
      practice: false,
    })
    expect(read({ ...shared, COUNTERSIGN_ROLE: 'worker' }, true)).toMatchObject({
      wrong: [expect.stringContaining('practice')],
    })
  })
})

describe('practice', () => {
  test.each([
    ['a host that others can reach', { COUNTERSIGN_HOST: '0.0.0.0' }],
    ['a Slack token', { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }],
    ['a Discord token', { DISCORD_BOT_TOKEN: 'x' }],
    ['a record that others share', { DATABASE_URL: 'postgresql://db/x' }],
  ])('is off with %s, unless somebody asked for it', (_, env) => {
    expect(read(env)).toMatchObject({ practice: false })
    expect(read(env, true)).toMatchObject({ practice: true })
  })
})
