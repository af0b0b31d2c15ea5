// Slack as a theatre of people: they mention, click what they have before them, fill in forms and type, in the fake, and
// every house of the play hears of it as Slack brings it. What came of it is what they were told in words, and nothing else.

import { type DraftId, type InvocationId, invocationId, type PostId, sure } from '../../src/id.ts'
import { isRefusal, type RefusalCode, refusalCodes, refuse, spokenRefusal } from '../../src/refusal.ts'
import { isList, isThing, type Thing, word } from '../fakes/slack/form.ts'
import type { Values } from '../fakes/slack/gesture.ts'
import type { Message, View, Words } from '../fakes/slack/town.ts'
import { names, type SlackTheatre, type SlackTheatreOf, slackTheatre } from './slack.ts'
import { openWire, type Way, type Wire } from './slack-wire.ts'
import type { Came, Role, Seen } from './theatre.ts'

type Filled = { readonly [field: string]: readonly string[] }
/** What they were told, or shown. */
type Heard = { readonly line?: string | undefined; readonly page?: View | undefined }
type Found = { readonly message: Message; readonly drawn: Words; readonly action: string; readonly value: string }

export async function slackPeople(way: Way, of: Omit<SlackTheatreOf, 'log'> = {}): Promise<SlackTheatre> {
  const faults: string[] = []
  const log = { info: () => undefined, fault: (what: string, cause: unknown) => void faults.push(`${what}: ${cause}`) }
  const stage = await slackTheatre({ log, ...of })
  const { acme, now, here } = stage
  const open = (house = stage.house(), workspaces = stage.workspaces()) =>
    openWire(way, { acme, house, workspaces, now, log })
  let wires: readonly Wire[] = [await open()]
  let turn = 0

  const person = (who: Role) => acme.slack.person(names[who])
  const linesOf = (who: Role): readonly string[] =>
    person(who)
      .reads()
      .filter((one) => one.onlyFor === names[who] && !JSON.stringify(one.now.blocks).includes('"pointer'))
      .map((one) => one.now.text)

  /** Makes a gesture, and waits until whoever heard it has said all they had to say. One after the other, as people do. */
  let last: Promise<unknown> = Promise.resolve()
  const gesture = (who: Role, make: () => Promise<unknown>): Promise<Heard> => {
    const mine = last.then(() => madeBy(who, make))
    last = mine.catch(() => undefined)
    return mine
  }
  const madeBy = async (who: Role, make: () => Promise<unknown>): Promise<Heard> => {
    // As a balancer in front of several houses would. Over the socket, Slack itself takes turns.
    const address = wires[turn++ % wires.length]?.address
    if (address !== undefined) acme.app.requestUrl = address
    const [before, old] = [linesOf(who).length, person(who).modal()]
    await make()
    await Promise.all(wires.map((wire) => wire.settled()))
    const page = person(who).modal()
    return { line: linesOf(who)[before], page: page?.id === old?.id ? undefined : page }
  }
  const types = async (who: Role, words: string): Promise<Came> =>
    cameOf((await gesture(who, () => person(who).types(`/countersign ${words}`, here.channel))).line)

  /** Where something with this value can be clicked; in an older drawing, if their screen has not caught up. */
  const offered = (messages: readonly Message[], isIt: (value: string) => boolean): Found | undefined => {
    for (const message of messages.toReversed()) {
      for (const drawn of [message.now, ...message.versions.toReversed()]) {
        const on = clickables(drawn.blocks).find((one) => isIt(one.value))
        if (on !== undefined) return { message, drawn, ...on }
      }
    }
    return undefined
  }
  const cardsOf = (who: Role, draft: DraftId): readonly Message[] =>
    person(who)
      .reads()
      .filter((one) => one.appId === acme.app.id && JSON.stringify(one.now.blocks).includes(`"block_id":"${draft}:`))
  /** From their page to the card, for whom nobody has sent one. */
  const bring = async (who: Role, draft: DraftId): Promise<void> => {
    await person(who).opensHome()
    const home = person(who).home()
    if (home === undefined || !JSON.stringify(home.view).includes(`cs:review:${draft}`)) return
    const { page } = await gesture(who, () => person(who).clicks(home, `cs:review:${draft}`))
    if (page !== undefined) await person(who).closes(page)
  }
  /** Clicks, answers the form if there is one, and puts away whatever is left open. */
  const press = async (who: Role, on: Found, filled: Filled): Promise<Came & { readonly shown?: string }> => {
    const { message, drawn, action, value } = on
    const menu = action.startsWith('cs:more') ? value : undefined
    const { line, page } = await gesture(who, () => person(who).clicks({ ...message, now: drawn }, action, menu))
    if (page === undefined) return cameOf(line)
    if (page.view.submit === undefined) return cameOfPage(page)
    const sent = await gesture(who, () => person(who).submits(page, valuesFor(page, filled)))
    const wrong = Object.values(page.errors ?? {}).find((one) => typeof one === 'string')
    const came = typeof wrong === 'string' ? cameOf(wrong) : page.closed ? cameOf(sent.line) : cameOfPage(page)
    if (!page.closed) await person(who).closes(page)
    return came
  }
  const onCard = async (who: Role, draft: DraftId, isIt: (value: string) => boolean): Promise<Found | undefined> => {
    const found = () => offered(cardsOf(who, draft), isIt)
    if (found() !== undefined) return found()
    if (cardsOf(who, draft).length === 0) await bring(who, draft)
    // The one who asked has a card, or is about to get it; and any card is drawn again after what has changed.
    if (who === 'asker' || cardsOf(who, draft).length > 0) await acme.slack.until(() => found() !== undefined)
    return found()
  }
  const onPost = async (post: PostId, tail: string): Promise<Found> => {
    const found = () =>
      offered(
        acme.slack.truth.filter((one) => one.channel === here.channel && one.appId === acme.app.id),
        (value) => value === `${post}|${tail}`,
      )
    await acme.slack.until(() => found() !== undefined)
    const on = found()
    if (on === undefined) throw new Error(`nothing on ${post} does ${tail}`)
    return on
  }

  return {
    ...stage,
    async ask(who, words): Promise<InvocationId> {
      const asked = () => person(who).mentions(here.channel, `ask Deploy Helper ${words}`, here.thread)
      const { line = '' } = await gesture(who, asked)
      return sure(invocationId, /inv_[0-9A-Z]+/.exec(line)?.[0] ?? '')
    },
    async card(who, draft): Promise<Seen | undefined> {
      if (who === 'moderator' && cardsOf(who, draft).length === 0) await bring(who, draft)
      const cards = cardsOf(who, draft)
      if (cards.length === 0) return undefined
      const acts = cards.flatMap(({ now: { blocks } }) => clickables(blocks).map(({ value }) => lastOf(value)))
      return { says: cards.map((one) => one.now.text).join('\n'), acts }
    },
    async click(who, draft, click): Promise<Came> {
      const shown = 'shown' in click ? `${draft}|${click.shown.revision}|${click.shown.fingerprint}|` : `${draft}|`
      const isIt = (value: string) => value.startsWith(shown) && lastOf(value) === click.do
      const filled = filledFor(click)
      const on = await onCard(who, draft, isIt)
      if (on !== undefined) return press(who, on, filled)
      // Without a card there is the command, for those who know the words of one.
      if (click.do === 'approve')
        return types(who, `approve ${draft} r${click.shown.revision} ${click.shown.fingerprint}`)
      if (click.do === 'reject') return types(who, `reject ${draft} ${click.reason}`)
      // And whoever looks over the shoulder of the one who has the card, and sends the same click.
      const other = await onCard('asker', draft, isIt)
      if (other === undefined) throw new Error(`nobody can ${click.do} on ${draft}`)
      acme.slack.town.channels.get(other.message.channel)?.members.add(names[who])
      return press(who, other, filled)
    },
    async touch(who, post, click): Promise<Came> {
      return press(who, await onPost(post, click.do), filledFor(click))
    },
    async reveal(who, post, step) {
      const came = await press(who, await onPost(post, `reveal|${step}`), { confirm: ['allowed', 'know'] })
      if (isRefusal(came)) return came
      return { text: came.shown ?? '' }
    },
    async stop(who, draft, reach): Promise<Came> {
      const on = await onCard(who, draft, (value) => value.startsWith(`${draft}|`) && lastOf(value) === 'stop')
      if (on !== undefined) return press(who, on, { scope: [reach], reason: ['it looks wrong'] })
      return types(who, reach === 'all' ? 'stop all' : 'stop Deploy Helper')
    },
    resume: (who) => types(who, 'resume'),
    async restart() {
      for (const wire of wires) await wire.close()
      await stage.restart()
      wires = [await open()]
    },
    async second() {
      await stage.second()
      const { house, workspaces } = stage.other()
      wires = [...wires, await open(house, workspaces)]
    },
    async broken() {
      return [...(await stage.broken()), ...faults.filter((one) => one.includes('answering Slack'))]
    },
    async [Symbol.asyncDispose]() {
      for (const wire of wires) await wire.close()
      await stage[Symbol.asyncDispose]()
    },
  }
}

/** The word of the API for what a person was told; a line that is no refusal says that it is done. */
function cameOf(line: string | undefined): Came {
  for (const code of line === undefined ? [] : refusalCodes) {
    const said = spokenAs(code).exec(line ?? '')
    if (said !== null) return refuse(code, said.groups?.state === undefined ? {} : { state: said.groups.state })
  }
  if (line !== undefined && /^(This button is out of date|Say )/.test(line)) throw new Error(`they were told: ${line}`)
  return { line }
}

function cameOfPage(page: View): Came & { readonly shown?: string } {
  const shown = textsIn(page.view.blocks).join('\n')
  const came = cameOf(shown)
  return isRefusal(came) ? came : { shown }
}

function spokenAs(code: RefusalCode): RegExp {
  const line = spokenRefusal(refuse(code, { state: 'STATE', by: 'BY' }))
  const plain = line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${plain.replace(' by BY', '(?: by .+?)?').replace('STATE', '(?<state>.+?)')}$`)
}

/** Buttons and the lines of menus, with what they carry. */
function clickables(blocks: Words['blocks']): readonly { readonly action: string; readonly value: string }[] {
  return blocks.flatMap((block) => {
    if (!isThing(block)) return []
    const elements = isList(block.elements) ? block.elements : [block.accessory ?? null]
    return elements.filter(isThing).flatMap((one) => {
      const action = word(one, 'action_id')
      if (isList(one.options))
        return one.options.filter(isThing).map((each) => ({ action, value: word(each, 'value') }))
      return typeof one.value === 'string' ? [{ action, value: one.value }] : []
    })
  })
}

function lastOf(value: string): string {
  return (
    value.split('|').find((part, index) => index > 0 && /^[a-z-]{3,}$/.test(part) && !/^[0-9a-f]{8}$/.test(part)) ?? ''
  )
}

/** What a click says, by the fields of the form that asks it. */
function filledFor(click: object): Filled {
  return Object.fromEntries(
    Object.entries(click).flatMap(([name, value]) => {
      if (name === 'do' || name === 'shown' || value === undefined) return []
      return [[name, Array.isArray(value) ? value.map(String) : [String(value)]]]
    }),
  )
}

/** Only what this form asks; the rest of what they would say has no place in it. */
function valuesFor(page: View, filled: Filled): Values {
  const inputs = isList(page.view.blocks) ? page.view.blocks.filter(isThing).filter((one) => one.type === 'input') : []
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const [block, element] = [word(input, 'block_id'), input.element]
      const said = filled[block.split(':')[0] ?? '']
      return said === undefined || !isThing(element)
        ? []
        : [[block, { [word(element, 'action_id')]: saidIn(element, said) }]]
    }),
  )
}

function saidIn(element: Thing, said: readonly string[]): string | readonly string[] {
  return element.type === 'checkboxes' ? said : (said[0] ?? '')
}

function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  )
}
