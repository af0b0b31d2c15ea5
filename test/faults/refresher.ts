// A process of its own that makes one call into a workspace of Slack, as a gate would, and says what came of it. The token
// has ended by then: it has to be refreshed first.

import { writeSync } from 'node:fs'
import { openLog } from '../../adapters/cli/log.ts'
import { open } from '../../src/main/house.ts'

const { DATA = '', KEYS = '', API = '', CLIENT = '', SECRET = '' } = process.env
const inside = await open({
  version: 'refresher',
  data: DATA,
  keys: KEYS,
  practice: false,
  log: openLog('silent'),
  slack: {
    apiUrl: API,
    oauth: { client: { id: CLIENT, secret: SECRET }, stateSecret: 'x'.repeat(32) },
    reach: { by: 'http', secret: 'not-reached' },
  },
})
writeSync(1, 'open\n')
const workspace = await inside.slack?.workspaces.of('T0ACME')
await workspace?.slack.safely('auth.test', {})
writeSync(1, 'called\n')
await inside[Symbol.asyncDispose]()
