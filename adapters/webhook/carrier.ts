// Carries a message to an agent's own address: one request, signed, with a limit on everything. It never follows where it
// is sent on, and connects only to addresses that it has looked at itself, in the moment of connecting.

import { lookup } from 'node:dns/promises'
import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { type Agents, type Carried, isLater, type Letter } from '../../src/port/agents.ts'
import { minute, second } from '../../src/time.ts'
import { isPublic } from './public-address.ts'
import { signed } from './signature.ts'

export type CarrierOf = {
  /** `host` or `host:port`: these alone may be inside, and without TLS. */
  readonly hosts: readonly string[]
  /** Milliseconds that only ever grow. */
  readonly stopwatch: () => number
  readonly timeoutMs?: number
  /** All addresses of a name, as they are now. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

const usualTimeoutMs = 10 * second
const mostAnswerBytes = 64 * 1024
/** One that does not answer keeps neither other agents nor posts waiting. */
const atOnceForEach = 2
const atOnce = 12
const turnMs = 250
const firstHoldMs = 5 * second
const longestHoldMs = 10 * minute

export function openCarrier({ hosts, stopwatch, timeoutMs = usualTimeoutMs, resolve = allOf }: CarrierOf): Agents {
  const underWay = new Map<string, number>()
  const failing = new Map<string, { readonly inRow: number; readonly until: number }>()

  const turnOf = ({ agent }: Letter): number => {
    const left = (failing.get(agent)?.until ?? 0) - stopwatch()
    if (left > 0) return left
    const all = [...underWay.values()].reduce((sum, count) => sum + count, 0)
    return all >= atOnce || (underWay.get(agent) ?? 0) >= atOnceForEach ? turnMs : 0
  }

  return {
    refuses: (url) => wrongWith(url, hosts),
    async carry(letter) {
      const afterMs = turnOf(letter)
      if (afterMs > 0) return { carried: 'later', afterMs: Math.ceil(afterMs) }
      const { agent } = letter
      underWay.set(agent, (underWay.get(agent) ?? 0) + 1)
      try {
        const why = wrongWith(letter.url, hosts)
        if (why !== undefined) return { carried: 'no', why: 'address-refused', final: false }
        const said = await letter.says()
        if (said === undefined) return { carried: 'yes' }
        if (isLater(said)) return { carried: 'later', afterMs: said.later }
        const carried = await send(letter, JSON.stringify(said))
        if (carried.carried === 'yes') failing.delete(agent)
        else {
          const inRow = (failing.get(agent)?.inRow ?? 0) + 1
          failing.set(agent, { inRow, until: stopwatch() + Math.min(longestHoldMs, firstHoldMs * 2 ** (inRow - 1)) })
        }
        return carried
      } finally {
        const left = (underWay.get(agent) ?? 1) - 1
        if (left > 0) underWay.set(agent, left)
        else underWay.delete(agent)
      }
    },
  }

  async function send(letter: Letter, body: string): Promise<Carried> {
    const url = new URL(letter.url)
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const addresses = await within(signal, resolve(bare(url.hostname)))
      if (!isNamed(url, hosts) && !(addresses.length > 0 && addresses.every(isPublic)))
        return { carried: 'no', why: 'address-refused', final: false }
      return await post(url, addresses, signal, letter, body)
    } catch (cause) {
      return { carried: 'no', why: signal.aborted ? 'timed-out' : codeOf(cause), final: false }
    }
  }
}

function post(
  url: URL,
  addresses: readonly string[],
  signal: AbortSignal,
  letter: Letter,
  body: string,
): Promise<Carried> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Countersign',
      ...signed(letter.id, letter.at, body, letter.secrets),
    }
    const options = { method: 'POST', headers, signal, agent: false, lookup: onlyThese(addresses) }
    const sending =
      url.protocol === 'https:' ? request(url, { ...options, rejectUnauthorized: true }) : plainRequest(url, options)
    sending.on('error', reject)
    sending.once('response', (answer) => {
      const { statusCode = 0 } = answer
      const carried = fateOf(statusCode, answer.headers['retry-after'])
      // What it says does not matter; it is read to its end or its limit, so that the other side can finish.
      let size = 0
      answer.on('data', (part: Buffer) => {
        size += part.length
        if (size > mostAnswerBytes) sending.destroy()
      })
      answer.once('close', () => resolve(carried))
      answer.once('error', () => resolve(carried))
    })
    sending.end(body)
  })
}

/** The connection goes to an address that was looked at, whatever the name leads to by now. */
function onlyThese(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, options, found) => {
    const [first] = all
    if (first === undefined) found(new Error('the name leads nowhere'), '')
    else if (options.all === true) found(null, all)
    else found(null, first.address, first.family)
  }
}

function fateOf(status: number, retryAfter: string | undefined): Carried {
  if (status >= 200 && status < 300) return { carried: 'yes' }
  if (status >= 300 && status < 400) return { carried: 'no', why: 'redirected', final: false }
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : 0
  return { carried: 'no', why: `status-${status}`, afterMs: seconds * second, final: status === 410 }
}

function wrongWith(text: string, hosts: readonly string[]): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || text.length > 2000) return 'it is no address'
  if (url.username !== '' || url.password !== '') return 'it holds a name or a password'
  if (isNamed(url, hosts)) return /^https?:$/.test(url.protocol) ? undefined : 'it is not https'
  if (url.protocol !== 'https:') return 'it is not https'
  const host = bare(url.hostname)
  return isIP(host) !== 0 && !isPublic(host) ? 'it is not public' : undefined
}

/** Named by the operator, with its port unless that is the usual one. */
function isNamed(url: URL, hosts: readonly string[]): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return hosts.includes(url.host.toLowerCase()) || hosts.includes(`${url.hostname.toLowerCase()}:${port}`)
}

function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

async function allOf(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address)
}

async function within<T>(signal: AbortSignal, awaited: Promise<T>): Promise<T> {
  const over = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([awaited, over])
}

/** A word of ours for what went wrong; what the system says may hold the address. */
function codeOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'no-such-host'
  return typeof code === 'string' && /CERT|TLS|SSL|SELF_SIGNED|ALTNAME/.test(code) ? 'no-valid-tls' : 'not-connected'
}
