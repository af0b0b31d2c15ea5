// From what a button or a form carries to the file that does it, by the kind of thing it is about.

import { type AtHome, clickAtHome, review, submitAtHome } from './at-home.ts'
import { askByForm, rulePage, setRule } from './at-place.ts'
import { type Filled, readSaid } from './click.ts'
import { type Decidable, type Doing, decide, outOfDate, pageFor, type Told } from './deciding.ts'
import { readSelector } from './selector.ts'
import { goOn } from './shortcut.ts'

export async function answerClick(of: Doing, value: string): Promise<Told> {
  const on = readSelector(value)
  switch (on?.on) {
    case undefined:
    // These stand in forms alone.
    case 'ask':
    case 'rule':
    case 'picked':
      return { line: outOfDate }
    case 'draft':
      if (on.act === 'review') return review(of, on)
      return click(of, on, value)
    case 'post':
    case 'grant':
      return click(of, on, value)
    case 'agent':
    case 'stop':
    case 'all':
    case 'away':
      return clickAtHome(of, on satisfies AtHome)
  }
}

export async function answerForm(of: Doing, value: string, filled: Filled): Promise<Told> {
  const on = readSelector(value)
  const at = { platform: 'slack', workspace: (await of.people.us()).team } as const
  switch (on?.on) {
    case undefined:
      return { line: outOfDate }
    case 'draft':
    case 'post':
    case 'grant': {
      const said = readSaid(filled)
      return said === undefined ? { line: outOfDate } : decide(of.house, of.account, on, said, of.key)
    }
    case 'agent':
    case 'stop':
    case 'all':
    case 'away':
      return submitAtHome(of, on, filled)
    case 'ask':
      return askByForm(of, { ...at, channel: on.channel, thread: on.thread }, filled)
    case 'rule': {
      const place = { ...at, channel: on.channel }
      return on.version === undefined ? rulePage(of, place) : setRule(of, place, on.version, filled)
    }
    case 'picked':
      return goOn(of, on, filled)
  }
}

async function click(of: Doing, on: Decidable, value: string): Promise<Told> {
  const page = await pageFor(of.house, of.account, on, value)
  if (page !== undefined) return page
  const said = readSaid({})
  return said === undefined ? { line: outOfDate } : decide(of.house, of.account, on, said, of.key)
}
