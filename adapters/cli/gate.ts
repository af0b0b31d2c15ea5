// Calls the gate that runs, as its admin. A command that needs it says plainly when it is not there.

import { readAdminToken } from './admin-token.ts'
import { readSettings } from './settings.ts'

export type CallGate = (path: string, ask?: Asking) => Promise<Response>
export type Asking = {
  readonly method?: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: object
}

const patienceMs = 30_000

/** Throws with a line for the terminal when the settings are wrong or there is no token. */
export function callGate(url: string | undefined): CallGate {
  const settings = readSettings(process.env, { practice: false })
  if ('wrong' in settings) throw new Error(`the setting ${settings.wrong.join('; ')}`)
  const { host, port } = settings
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  const base = url ?? settings.url ?? `http://${name}:${port}`
  const token = settings.adminToken ?? readAdminToken(settings.data)
  return async (path, { method = 'GET', headers = {}, body } = {}) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const said = body === undefined ? {} : { 'content-type': 'application/json' }
    try {
      return await fetch(new URL(path, base), {
        method,
        headers: { authorization: `Bearer ${token}`, ...said, ...headers },
        signal: AbortSignal.timeout(patienceMs),
        ...sent,
      })
    } catch (cause) {
      throw new Error(`no gate answers at ${base}; is it running?`, { cause })
    }
  }
}
