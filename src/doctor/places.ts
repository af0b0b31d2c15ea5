// The places: those in which agents lately asked to post though no rule of the book names them. The default rule holds
// there, which asks the one who asked the agent; an admin should have said so.

import { agentId } from '../id.ts'
import { laneOf, platforms } from '../place.ts'
import type { Record } from '../port/record.ts'
import { choose } from '../rule/choose.ts'
import { emptyBook } from '../rule/rule.ts'
import { isSound } from '../rule/sound.ts'
import type { Check, Remark } from './examine.ts'

/** So far back it looks. */
const mostEntries = 2_000
const mostNamed = 5

export function placesCheck(record: Record): Check {
  return {
    name: 'places',
    async look() {
      const { seen } = await record.look({ rules: { kind: 'rules', id: 'rules' } })
      const book = seen.rules?.is ?? emptyBook
      if (!isSound(book)) {
        const says = 'The rules on record cannot be read; two people decide everywhere until others are set.'
        return [{ check: 'places', state: 'bad', says, next: 'countersign rules apply FILE' }]
      }
      const asked = new Map<string, boolean>()
      for (const { leaf, stream } of await record.entries({ limit: mostEntries })) {
        const of = stream.startsWith('d_') ? receivedIn(leaf) : undefined
        if (of === undefined || of.destination.platform === 'practice') continue
        const lane = laneOf(of.destination)
        const isNamed = choose(book.rules, of).rule.id !== 'default'
        asked.set(lane, (asked.get(lane) ?? true) && isNamed)
      }
      const without = [...asked].filter(([, isNamed]) => !isNamed).map(([lane]) => lane)
      if (without.length > 0) return [unruled(without)]
      const many = `${asked.size} place${asked.size === 1 ? '' : 's'}`
      const says =
        asked.size === 0
          ? 'No agent has asked to post outside of practice yet.'
          : `A rule names each of the ${many} in use.`
      return [{ check: 'places', state: 'good', says }]
    },
  }
}

function unruled(lanes: readonly string[]): Remark {
  const more = lanes.length > mostNamed ? ` and ${lanes.length - mostNamed} more` : ''
  const named = `${lanes.slice(0, mostNamed).join(', ')}${more}`
  const says = `No rule names ${named}; the default holds there: whoever asked the agent decides.`
  return {
    check: 'places',
    state: 'warning',
    says,
    next: 'countersign rules export > rules.yaml  (add it, then “countersign rules apply rules.yaml”)',
  }
}

/** Where a draft was to go, and whose it was, as its first entry says. */
function receivedIn(leaf: string) {
  if (!leaf.includes('"event":"received"')) return undefined
  const { facts } = JSON.parse(leaf)
  const { platform: named, workspace, channel } = facts.destination
  const platform = platforms.find((one) => one === named)
  const agent = agentId.parse(facts.agent)
  if (platform === undefined || agent === undefined) return undefined
  return { agent, destination: { platform, workspace: String(workspace), channel: String(channel) } }
}
