// What is clicked and filled in on the page of one person: a draft to review, a stop to lift, an absence to end, an agent to stop, a rule to
// look at. There is no channel in any of it, so a person is asked who they are where we speak with them alone.

import { z } from 'zod'
import { comeBack } from '../../src/gateway/away.ts'
import { homeFor } from '../../src/gateway/home.ts'
import { openHome } from '../../src/gateway/homes.ts'
import { bringCard } from '../../src/gateway/showing.ts'
import { resume, stop } from '../../src/gateway/stopping.ts'
import type { Destination } from '../../src/place.ts'
import { isRefusal } from '../../src/refusal.ts'
import { rulePage } from './at-place.ts'
import type { Filled } from './click.ts'
import { type Doing, outOfDate, type Told, told } from './deciding.ts'
import { drawForm, drawLine } from './form.ts'
import { drawWay, mostAtHome } from './home.ts'
import { readCardRef } from './ref.ts'
import { type Selector, spellSelector } from './selector.ts'
import { stopByWord } from './wish.ts'

export type AtHome = Extract<Selector, { on: 'agent' | 'stop' | 'all' | 'away' }>

/** The form that its button asks first; lifting a stop asks none. */
export async function clickAtHome(of: Doing, on: AtHome): Promise<Told> {
  const { house, account } = of
  const alone = await of.people.alone(account)
  if (alone === undefined) return { line: outOfDate }
  if (on.on === 'away') {
    const back = await comeBack(house, account, alone)
    if (isRefusal(back)) return told(back)
    await openHome(house, account)
    return {}
  }
  if (on.on === 'stop') {
    const lifted = await resume(house, account, await placeOf(of, on, alone), on.stop)
    if (isRefusal(lifted)) return told(lifted)
    await openHome(house, account)
    return {}
  }
  const home = await homeFor(house, account, alone, mostAtHome)
  if (isRefusal(home)) return told(home)
  const form =
    on.on === 'agent'
      ? home.agents.find((one) => one.agent === on.agent)?.form
      : home.actions.find((one) => one.act === on.act)?.form
  return form === undefined ? { line: outOfDate } : { page: drawForm(form, spellSelector(on), on.act) }
}

export async function submitAtHome(of: Doing, on: AtHome, filled: Filled): Promise<Told> {
  const { house, account } = of
  const alone = await of.people.alone(account)
  if (alone === undefined || on.on === 'stop' || on.on === 'away') return { line: outOfDate }
  if (on.act === 'rule') return rulePage(of, { ...alone, channel: filled.place?.[0] ?? '' })
  const reason = filled.reason?.join('') ?? ''
  if (on.on === 'all' && (await stopsMine(of, alone))) {
    if (reason.trim() === '') return { line: 'Please give a reason.' }
    const line = await stopByWord(house, account, '', 'anywhere', reason)
    await openHome(house, account)
    return { page: drawLine('Stop', line) }
  }
  const scope = on.on === 'agent' ? ({ over: 'agent', agent: on.agent } as const) : ({ over: 'all' } as const)
  const stopped = await stop(house, account, alone, scope, reason)
  if (isRefusal(stopped)) return told(stopped)
  await openHome(house, account)
  return { page: drawLine('Stopped', 'Nothing of it goes out until the stop is lifted. What waited is frozen.') }
}

/** The card is brought before them, where it can be decided on; the page only leads there. */
export async function review(of: Doing, on: Extract<Selector, { on: 'draft' }>): Promise<Told> {
  const brought = await bringCard(of.house, of.account, on.draft)
  if (isRefusal(brought)) return told(brought)
  const { channel, messages } = readCardRef(brought.ref)
  const at = { channel, message_ts: messages.at(-1) }
  const { permalink } = link.parse(await of.slack.safely('chat.getPermalink', at))
  return { page: drawWay(permalink) }
}

const link = z.object({ permalink: z.string() })

async function stopsMine(of: Doing, alone: Destination): Promise<boolean> {
  const home = await homeFor(of.house, of.account, alone, mostAtHome)
  return !isRefusal(home) && home.stopping === 'mine'
}

/** A stop that holds in one channel is lifted by who moderates that channel. */
async function placeOf({ house }: Doing, { stop: id }: Extract<AtHome, { on: 'stop' }>, alone: Destination) {
  const { seen } = await house.record.look({ stops: { kind: 'stops', id: 'stops' } })
  const scope = seen.stops?.is.stops.find((one) => one.id === id)?.scope
  const lane = scope !== undefined && 'lane' in scope ? scope.lane : undefined
  const prefix = `${alone.platform}/${alone.workspace}/`
  return lane?.startsWith(prefix) === true ? { ...alone, channel: lane.slice(prefix.length) } : alone
}
