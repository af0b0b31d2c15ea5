// The token of Slack: whether it is taken, and whether it may do what the app has to, and not much more.

import { z } from 'zod'
import type { Check, Remark } from '../../src/doctor/examine.ts'
import type { House } from '../../src/gateway/house.ts'
import { installations } from '../../src/gateway/installing.ts'
import type { Slack } from './client.ts'
import { scopesOf } from './manifest.ts'

const answer = z.object({
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
})
const next = 'countersign slack manifest  (paste it into the app, and install the app again)'

export function slackCheck(slack: Slack): Check {
  return {
    name: 'slack',
    async look() {
      let told: unknown
      try {
        told = await slack.safely('auth.test', {})
      } catch (cause) {
        const code = codeOf(cause)
        const says = code === undefined ? 'Slack does not answer.' : `Slack does not take the bot token (${code}).`
        return [
          {
            check: 'slack',
            state: 'bad',
            says,
            next: 'look into SLACK_BOT_TOKEN, and whether the app is still installed',
          },
        ]
      }
      const scopes = answer.safeParse(told).data?.response_metadata?.scopes
      if (scopes === undefined)
        return [{ check: 'slack', state: 'unknown', says: 'The token is taken; what it may do was not told.', next }]
      const missing = scopesOf('core').filter((scope) => !scopes.includes(scope))
      const more = scopes.filter((scope) => !scopesOf('readers').includes(scope))
      const remarks: Remark[] = []
      if (missing.length > 0)
        remarks.push({ check: 'slack', state: 'bad', says: `The bot token lacks ${missing.join(', ')}.`, next })
      if (more.length > 0)
        remarks.push({
          check: 'slack',
          state: 'warning',
          says: `The bot token may do more than it has to: ${more.join(', ')}.`,
          next,
        })
      if (remarks.length > 0) return remarks
      const readers = scopesOf('readers').every((scope) => scopes.includes(scope))
      const found = readers ? '' : ' Posts whose fate nobody knows cannot be looked for in it (profile “core”).'
      return [{ check: 'slack', state: 'good', says: `The bot token is taken and may do what it has to.${found}` }]
    },
  }
}

/** The workspaces that let us in, as the record has it: what is lost, or will be. */
export function installationCheck(house: () => House, byLink: boolean): Check {
  const again = byLink ? 'countersign slack install' : 'install the app again, and set SLACK_BOT_TOKEN'
  return {
    name: 'slack-installations',
    async look() {
      const all = await installations(house())
      const lost = all.filter((held) => held.state === 'out').map((held) => held.workspace)
      const ending = all.filter((held) => held.state === 'ending').map((held) => held.workspace)
      const check = 'slack-installations'
      const remarks: Remark[] = []
      if (ending.length > 0)
        remarks.push({
          check,
          state: 'bad',
          says: `Our access to ${ending.join(', ')} ends within hours and cannot be renewed (reinstall needed).`,
          next: again,
        })
      if (lost.length > 0)
        remarks.push({ check, state: 'bad', says: `We were shut out of ${lost.join(', ')}.`, next: again })
      if (remarks.length > 0) return remarks
      return all.length === 0 ? [] : [{ check, state: 'good', says: `Installed in ${all.length} workspaces of Slack.` }]
    },
  }
}

/** Slack's word for what is wrong; a token that is not one is not repeated. */
function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error)) return undefined
  if (!('data' in cause)) return codeOf(cause.cause)
  return z.object({ error: z.string().regex(/^[a-z_]{1,60}$/) }).safeParse(cause.data).data?.error
}
