// What each word after `countersign agent` takes, and what is asked of the gate for it. A table: one row a word.

export const agentOptions = {
  json: { type: 'boolean' },
  url: { type: 'string' },
  owner: { type: 'string' },
  by: { type: 'string' },
  risk: { type: 'string' },
  says: { type: 'string' },
  days: { type: 'string' },
  live: { type: 'boolean' },
  scope: { type: 'string', multiple: true },
  token: { type: 'string' },
  grace: { type: 'string' },
  reason: { type: 'string' },
} as const

export type AgentFlags = {
  readonly json?: boolean | undefined
  readonly url?: string | undefined
  readonly owner?: string | undefined
  readonly by?: string | undefined
  readonly risk?: string | undefined
  readonly says?: string | undefined
  readonly days?: string | undefined
  readonly live?: boolean | undefined
  readonly scope?: string[] | undefined
  readonly token?: string | undefined
  readonly grace?: string | undefined
  readonly reason?: string | undefined
}

export type AgentAsk = { readonly path: string; readonly method: 'GET' | 'POST'; readonly body?: object }

type Act = {
  /** The words that follow it. */
  readonly takes: readonly string[]
  readonly flags: readonly string[]
  /** What is asked, or what is missing. */
  ask(words: readonly string[], flags: AgentFlags): AgentAsk | string
}

const base = '/v1/admin/agents'

export const agentActs: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['list', { takes: [], flags: [], ask: () => ({ path: base, method: 'GET' }) }],
  ['show', { takes: ['AGENT'], flags: [], ask: ([agent = '']) => ({ path: at(agent), method: 'GET' }) }],
  [
    'add',
    {
      takes: ['NAME'],
      flags: ['owner', 'days'],
      ask: ([name], { owner, days }) => withDays(days, (lasts) => post(base, { name, owner, ...lasts })),
    },
  ],
  [
    'owner',
    { takes: ['AGENT', 'PERSON'], flags: [], ask: ([agent = '', owner]) => post(at(agent, 'owner'), { owner }) },
  ],
  [
    'assess',
    {
      takes: ['AGENT'],
      flags: ['by', 'risk', 'says', 'days'],
      ask([agent = ''], { by, risk, says: words, days }) {
        if (by === undefined) return 'whose word is it? --by names an admin'
        if (risk === undefined || words === undefined) return 'what was judged? --risk low|medium|high and --says TEXT'
        return withDays(days, (lasts) => post(at(agent, 'assess'), { by, risk, words, ...lasts }))
      },
    },
  ],
  [
    'token',
    {
      takes: ['AGENT'],
      flags: ['live', 'scope', 'days'],
      ask([agent = ''], { live = false, scope: scopes, days }) {
        if (live && scopes === undefined) return 'a live token says where: --scope slack/T1/C1'
        const sort = live ? 'live' : 'sandbox'
        return withDays(days, (lasts) => post(at(agent, 'tokens'), { sort, scopes, ...lasts }))
      },
    },
  ],
  [
    'rotate',
    {
      takes: ['AGENT'],
      flags: ['token', 'grace', 'days'],
      ask([agent = ''], { token: kid, grace, days }) {
        const graceMinutes = grace === undefined ? undefined : whole(grace)
        if (grace !== undefined && graceMinutes === undefined) return '--grace is a number of minutes'
        return withDays(days, (lasts) => post(at(agent, 'rotate'), { kid, graceMinutes, ...lasts }))
      },
    },
  ],
  [
    'revoke',
    { takes: ['AGENT'], flags: ['token'], ask: ([agent = ''], { token: kid }) => post(at(agent, 'revoke'), { kid }) },
  ],
  [
    'confirm',
    {
      takes: ['AGENT'],
      flags: ['by'],
      ask: ([agent = ''], { by }) =>
        by === undefined ? 'who answers for it? --by names its owner or an admin' : post(at(agent, 'confirm'), { by }),
    },
  ],
  [
    'stop',
    {
      takes: ['AGENT'],
      flags: ['reason'],
      ask: ([agent = ''], { reason }) =>
        reason === undefined ? 'why? --reason TEXT' : post(at(agent, 'stop'), { reason }),
    },
  ],
  ['resume', { takes: ['AGENT'], flags: ['by'], ask: ([agent = ''], { by }) => post(at(agent, 'resume'), { by }) }],
  ['retire', { takes: ['AGENT'], flags: [], ask: ([agent = '']) => post(at(agent, 'retire'), {}) }],
])

function at(agent: string, act?: string): string {
  return [base, encodeURIComponent(agent), ...(act === undefined ? [] : [act])].join('/')
}

function post(path: string, body: object): AgentAsk {
  return { path, method: 'POST', body }
}

function withDays(days: string | undefined, ask: (lasts: { days?: number }) => AgentAsk): AgentAsk | string {
  if (days === undefined) return ask({})
  const count = whole(days)
  return count === undefined ? '--days is a number' : ask({ days: count })
}

function whole(text: string): number | undefined {
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined
}
